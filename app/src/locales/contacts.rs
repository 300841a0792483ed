//! The texts of the Contacts page.

pub struct Contacts {
    pub title: &'static str,
}

pub const EN: Contacts = Contacts { title: "Contacts" };

pub const NB: Contacts = Contacts { title: "Kontakter" };
