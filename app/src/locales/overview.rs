//! The texts of the email overview.

pub struct Overview {
    pub title: &'static str,
}

pub const EN: Overview = Overview { title: "Email Overview" };

pub const NB: Overview = Overview { title: "E-postoversikt" };
