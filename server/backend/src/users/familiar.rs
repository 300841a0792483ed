//! From where a user signs in: a browser or a network that they have not used before is told to them.
//!
//! What is compared is coarse, so that it is not told at every turn: browser and system in a few words, and the networks
//! of one provider. The first sign-in is not told, and what was not used for more than a year counts as new again.

use std::net::IpAddr;

use domain::{Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::write_to;
use crate::{
    Failure, Tx,
    access::Origin,
    db::entity::{known_sign_ins, users},
    mail::MailEvent,
    sessions::device,
};

/// How long it is remembered from where somebody signed in.
const REMEMBERED: i64 = 400 * Timestamp::DAY;

/// Remembers from where a user signs in. Returns whether it is from somewhere else than before.
pub(crate) async fn remember(tx: &Tx, user: &users::Model, origin: &Origin, now: Timestamp) -> Result<bool, Failure> {
    let (device, network) = (device::in_words(&origin.device), network(&origin.address));
    let known = known_sign_ins::Entity::find()
        .filter(known_sign_ins::Column::UserId.eq(user.id))
        .all(tx.conn())
        .await?;
    let first = known.is_empty();
    let familiar = known.iter().any(|one| one.device == device) && known.iter().any(|one| one.network == network);
    let row = known_sign_ins::ActiveModel {
        user_id: Set(user.id),
        device: Set(device),
        network: Set(network),
        seen_at: Set(now.0),
    };
    let key = [known_sign_ins::Column::UserId, known_sign_ins::Column::Device, known_sign_ins::Column::Network];
    known_sign_ins::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).update_column(known_sign_ins::Column::SeenAt).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(!first && !familiar)
}

/// The same, and tells the user when it is from somewhere else. For signing in with a password: who follows a link from
/// their mailbox is told by what the link is for.
pub(crate) async fn tell_of_sign_in(
    tx: &Tx,
    user: &users::Model,
    origin: &Origin,
    now: Timestamp,
) -> Result<(), Failure> {
    if remember(tx, user, origin, now).await? {
        let event = MailEvent::NewSignIn {
            user: UserId(user.id),
            device: device::in_words(&origin.device),
            address: origin.address.clone(),
            at: now,
        };
        write_to(tx, now, user, event).await?;
    }
    Ok(())
}

/// Forgets from where nobody has signed in for long.
pub(crate) async fn forget_old(tx: &Tx, now: Timestamp) -> Result<(), Failure> {
    known_sign_ins::Entity::delete_many()
        .filter(known_sign_ins::Column::SeenAt.lt(now.plus(-REMEMBERED).0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What the networks of one provider share, roughly: half of an address of IPv4, the first two groups of one of IPv6.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => {
            let [a, b, ..] = address.octets();
            format!("{a}.{b}")
        }
        Ok(IpAddr::V6(address)) => {
            let [a, b, ..] = address.segments();
            format!("{a:x}:{b:x}")
        }
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_s_networks_are_one() {
        assert_eq!(network("198.51.100.7"), network("198.51.7.100"));
        assert_eq!(network("::ffff:198.51.100.7"), "198.51");
        assert_ne!(network("198.51.100.7"), network("198.52.100.7"));
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:ffff::1"));
        assert_ne!(network("2001:db8::1"), network("2001:db9::1"));
        assert_eq!(network("nowhere"), "");
    }
}
