//! Whether an announcement goes on, and how fast.

use std::collections::{BTreeSet, HashMap};

use domain::Code;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use crate::{Failure, Tx, db::entity::announcements};

/// How far an announcement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnouncementState {
    /// Its emails are being queued; those that are queued leave.
    Queueing,
    /// All are queued.
    Sending,
    Paused,
    Cancelled,
}

impl Code for AnnouncementState {
    const WHAT: &'static str = "state of an announcement";
    const ALL: &'static [Self] = &[Self::Queueing, Self::Sending, Self::Paused, Self::Cancelled];

    fn code(self) -> &'static str {
        match self {
            Self::Queueing => "queueing",
            Self::Sending => "sending",
            Self::Paused => "paused",
            Self::Cancelled => "cancelled",
        }
    }
}

impl AnnouncementState {
    /// The state that its emails get instead of being sent, if it does not go on.
    pub(crate) fn stops(self) -> Option<&'static str> {
        match self {
            Self::Queueing | Self::Sending => None,
            Self::Paused => Some("held"),
            Self::Cancelled => Some("dropped"),
        }
    }
}

/// What the delivery of an announcement's emails needs to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Going {
    pub state: AnnouncementState,
    pub per_minute: u32,
}

/// How these announcements stand, and stand until the transaction ends: what is decided by it must not come after
/// somebody has changed it and looked at what that concerns.
pub(crate) async fn states(tx: &Tx, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, Going>, Failure> {
    let ids: BTreeSet<Uuid> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String, i64)> = announcements::Entity::find()
        .select_only()
        .columns([announcements::Column::Id, announcements::Column::State, announcements::Column::PerMinute])
        .filter(announcements::Column::Id.is_in(ids))
        .order_by_asc(announcements::Column::Id)
        .lock(LockType::Share)
        .into_tuple()
        .all(tx.conn())
        .await?;
    let mut found = HashMap::new();
    for (id, state, per_minute) in rows {
        let state = AnnouncementState::from_code(&state)
            .ok_or_else(|| Failure::inconsistent("an announcement has an unknown state"))?;
        found.insert(id, Going { state, per_minute: u32::try_from(per_minute).unwrap_or(0) });
    }
    Ok(found)
}
