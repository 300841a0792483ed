//! The texts of the Security page.

pub struct Security {
    pub title: &'static str,
}

pub const EN: Security = Security { title: "Security" };

pub const NB: Security = Security { title: "Sikkerhet" };
