//! The states of a contact's login.

use crate::{code::Code, moment::Timestamp, serde_by_code};

/// The state of a contact's login, as people see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum MembershipState {
    /// Never had a login: mail only.
    #[default]
    None,
    /// Ticked; the person has not yet set a password or accepted.
    Invited,
    Active,
    /// The access end passed. Never stored: it follows from the time.
    Ended,
    /// Un-ticked, declined or left.
    Revoked,
}

impl Code for MembershipState {
    const WHAT: &'static str = "membership state";
    const ALL: &'static [Self] = &[Self::None, Self::Invited, Self::Active, Self::Ended, Self::Revoked];

    fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
        }
    }
}

serde_by_code!(MembershipState);

impl MembershipState {
    /// The state at a moment, from the stored state and the access end. At the very instant of the end it has ended.
    #[must_use]
    pub fn at(self, ends_at: Option<Timestamp>, now: Timestamp) -> Self {
        match self {
            Self::Invited | Self::Active if ends_at.is_some_and(|end| end <= now) => Self::Ended,
            state => state,
        }
    }

    /// Whether *Activate Sub-Account* is ticked in this state.
    pub fn is_ticked(self) -> bool {
        matches!(self, Self::Invited | Self::Active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_has_ended_at_the_very_instant_of_its_end() {
        let state = |state: MembershipState, now| state.at(Some(Timestamp(100)), Timestamp(now));
        for live in [MembershipState::Active, MembershipState::Invited] {
            assert_eq!(state(live, 99), live);
            assert_eq!(state(live, 100), MembershipState::Ended);
            assert_eq!(live.at(None, Timestamp(i64::MAX)), live);
        }
        for over in [MembershipState::None, MembershipState::Revoked] {
            assert_eq!(state(over, 100), over);
            assert!(!over.is_ticked());
        }
        assert!(!MembershipState::Ended.is_ticked());
    }
}
