//! The texts of Account Details.

pub struct Details {
    pub title: &'static str,
}

pub const EN: Details = Details { title: "Account Details" };

pub const NB: Details = Details { title: "Kontodetaljer" };
