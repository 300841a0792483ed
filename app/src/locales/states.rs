//! The states of a sub-account in words, and what carries a [`Moment`](domain::Moment).

use domain::MembershipState;

pub struct States {
    pub mail_only: &'static str,
    pub invited: &'static str,
    pub active: &'static str,
    pub ended: &'static str,
    pub revoked: &'static str,
    pub owner: &'static str,
    pub ends: &'static str,
    pub last_sign_in: &'static str,
}

impl States {
    pub fn of(&self, state: MembershipState) -> &'static str {
        match state {
            MembershipState::None => self.mail_only,
            MembershipState::Invited => self.invited,
            MembershipState::Active => self.active,
            MembershipState::Ended => self.ended,
            MembershipState::Revoked => self.revoked,
        }
    }
}

pub const EN: States = States {
    mail_only: "mail only",
    invited: "invited",
    active: "active",
    ended: "ended",
    revoked: "revoked",
    owner: "owner",
    ends: "Access ends",
    last_sign_in: "Last sign-in",
};

pub const NB: States = States {
    mail_only: "bare e-post",
    invited: "invitert",
    active: "aktiv",
    ended: "utløpt",
    revoked: "trukket tilbake",
    owner: "eier",
    ends: "Tilgangen slutter",
    last_sign_in: "Sist innlogget",
};
