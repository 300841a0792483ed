//! The presets in words.

use domain::Preset;

pub struct Presets {
    pub heading: &'static str,
    pub hint: &'static str,
    pub custom: &'static str,
    pub mail_only: &'static str,
    pub accountant: &'static str,
    pub developer: &'static str,
    pub domain_manager: &'static str,
    pub full_access: &'static str,
}

impl Presets {
    pub fn of(&self, preset: Preset) -> &'static str {
        match preset {
            Preset::MailOnly => self.mail_only,
            Preset::Accountant => self.accountant,
            Preset::Developer => self.developer,
            Preset::DomainManager => self.domain_manager,
            Preset::FullAccess => self.full_access,
        }
    }
}

pub const EN: Presets = Presets {
    heading: "Preset",
    hint: "Fills the boxes below; you can change each of them afterwards.",
    custom: "Choose a preset…",
    mail_only: "Mail only",
    accountant: "Accountant",
    developer: "Developer",
    domain_manager: "Domain manager",
    full_access: "Full access",
};

pub const NB: Presets = Presets {
    heading: "Forhåndsvalg",
    hint: "Fyller ut boksene under; du kan endre hver av dem etterpå.",
    custom: "Velg et forhåndsvalg …",
    mail_only: "Bare e-post",
    accountant: "Regnskapsfører",
    developer: "Utvikler",
    domain_manager: "Domeneansvarlig",
    full_access: "Full tilgang",
};
