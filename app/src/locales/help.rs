//! The texts of the help pages.

pub struct Help {
    pub title: &'static str,
}

pub const EN: Help = Help { title: "Help: contacts and sub-accounts" };

pub const NB: Help = Help { title: "Hjelp: kontakter og underkontoer" };
