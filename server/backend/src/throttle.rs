//! Counters that slow down guessing, in the database, because nodes hold no state. Keys are hashed.
//!
//! Three counters watch signing in. What one network tries against one address, and against all addresses together, is
//! limited outright. What all networks together try against one address is limited for networks that this user never
//! signed in from: a stranger cannot lock the owner out at home or in the office, and from elsewhere *Forgot Password*
//! stays open, which no guess opens. All count the same whether the address is known or not.

use std::net::IpAddr;

use domain::{AppError, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use sha2::{Digest, Sha256};

use crate::{Backend, Db, Failure, Tx, db::entity::throttles};

/// At most so many in that time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub what: &'static str,
    pub most: i64,
    /// In milliseconds, from the first that is counted.
    pub window: i64,
}

/// Wrong passwords from one network for one address.
const PAIR: Limit = Limit { what: "sign-in pair", most: 10, window: 15 * Timestamp::MINUTE };
/// Wrong passwords from one network.
const NETWORK: Limit = Limit { what: "sign-in network", most: 100, window: 15 * Timestamp::MINUTE };
/// Wrong passwords for one address.
const ADDRESS: Limit = Limit { what: "sign-in address", most: 100, window: Timestamp::HOUR };
/// Networks that a user signed in from, by address.
const KNOWN: Limit = Limit { what: "known network", most: i64::MAX, window: 90 * Timestamp::DAY };

/// Resets asked for one address.
pub(crate) const RESET_ADDRESS: Limit = Limit { what: "reset address", most: 5, window: Timestamp::HOUR };
/// Resets asked from one network.
pub(crate) const RESET_NETWORK: Limit = Limit { what: "reset network", most: 30, window: Timestamp::HOUR };
/// The own password given wrong by somebody signed in.
pub(crate) const OWN_PASSWORD: Limit = Limit { what: "own password", most: 10, window: 15 * Timestamp::MINUTE };
/// Address changes asked by one user.
pub(crate) const EMAIL_CHANGE: Limit = Limit { what: "email change", most: 5, window: Timestamp::HOUR };
/// Tests sent to one contact.
pub(crate) const TEST_MAIL: Limit = Limit { what: "test mail", most: 3, window: Timestamp::HOUR };
/// Invitations sent again to one contact.
pub(crate) const INVITATION_AGAIN: Limit = Limit { what: "invitation again", most: 5, window: Timestamp::HOUR };
/// Invitations of one account, to whomever.
pub(crate) const INVITATIONS: Limit = Limit { what: "invitations", most: 50, window: Timestamp::HOUR };
/// Tickets opened by one user.
pub(crate) const TICKETS: Limit = Limit { what: "tickets", most: 20, window: Timestamp::HOUR };
/// Answers to tickets written by one user.
pub(crate) const TICKET_REPLIES: Limit = Limit { what: "ticket replies", most: 60, window: Timestamp::HOUR };
/// Failed sign-ins written to the log of a user's accounts.
pub(crate) const LOGGED_FAILURES: Limit = Limit { what: "logged failures", most: 10, window: Timestamp::HOUR };
/// Changes refused for want of a permission that are written to the log of an account, by user.
pub(crate) const LOGGED_REFUSALS: Limit = Limit { what: "logged refusals", most: 10, window: Timestamp::HOUR };

/// An attempt to sign in: for which address, from which network.
#[derive(Debug)]
pub(crate) struct Attempt {
    pair: Vec<u8>,
    network: Vec<u8>,
    address: Vec<u8>,
    known: Vec<u8>,
}

impl Attempt {
    /// `address` is canonical; `from` a network address as the log has it.
    pub(crate) fn new(address: &str, from: &str) -> Self {
        let network = network(from);
        Self {
            pair: key(PAIR, &[address, &network]),
            network: key(NETWORK, &[&network]),
            address: key(ADDRESS, &[address]),
            known: key(KNOWN, &[address, &network]),
        }
    }

    /// Counts the attempt as a wrong one, before the password is checked: many at once do not slip through.
    ///
    /// # Errors
    ///
    /// [`AppError::Throttled`] when there were too many.
    pub(crate) async fn count(&self, db: &Db, now: Timestamp) -> Result<(), Failure> {
        let tx = db.write().await?;
        let counted = [
            (PAIR, count(&tx, &self.pair, PAIR, now).await?, true),
            (NETWORK, count(&tx, &self.network, NETWORK, now).await?, true),
            (ADDRESS, count(&tx, &self.address, ADDRESS, now).await?, !self.is_known(&tx, now).await?),
        ];
        tx.commit().await?;
        let over = counted.iter().filter(|(limit, counted, applies)| *applies && counted.count > limit.most);
        match over.map(|(_, counted, _)| counted.until).max() {
            Some(until) => Err(throttled(until, now)),
            None => Ok(()),
        }
    }

    /// The password was right: the attempt does not count, the wrong ones before it from this network are forgiven,
    /// and the network is one of the user's own.
    pub(crate) async fn succeeded(&self, tx: &Tx, now: Timestamp) -> Result<(), Failure> {
        forget(tx, &self.pair).await?;
        for key in [&self.network, &self.address] {
            take_back(tx, key).await?;
        }
        count(tx, &self.known, KNOWN, now).await?;
        Ok(())
    }

    /// Whether the user of the address signed in from this network before.
    async fn is_known(&self, tx: &Tx, now: Timestamp) -> Result<bool, Failure> {
        let row = throttles::Entity::find_by_id(self.known.clone())
            .filter(throttles::Column::ExpiresAt.gt(now.0))
            .one(tx.conn())
            .await?;
        Ok(row.is_some())
    }
}

/// What a counter says, this time included.
pub(crate) struct Counted {
    pub count: i64,
    /// When it begins anew.
    pub until: Timestamp,
}

/// What a counter is stored under: the hash of what it counts for whom.
pub(crate) fn key(limit: Limit, whom: &[&str]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for part in [limit.what].iter().chain(whom) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_vec()
}

/// Counts one more, in one statement, so that two nodes do not count the same one.
pub(crate) async fn count(tx: &Tx, key: &[u8], limit: Limit, now: Timestamp) -> Result<Counted, Failure> {
    const UPSERT: &str = "INSERT INTO throttles (key, window_start, count, expires_at) VALUES ($1, $2, 1, $3) \
        ON CONFLICT (key) DO UPDATE SET \
        count = CASE WHEN throttles.expires_at <= $2 THEN 1 ELSE throttles.count + 1 END, \
        window_start = CASE WHEN throttles.expires_at <= $2 THEN $2 ELSE throttles.window_start END, \
        expires_at = CASE WHEN throttles.expires_at <= $2 THEN $3 ELSE throttles.expires_at END \
        RETURNING count, expires_at";
    let until = now.plus(limit.window);
    let statement = Statement::from_sql_and_values(
        tx.conn().get_database_backend(),
        UPSERT,
        [key.to_vec().into(), now.0.into(), until.0.into()],
    );
    let row = tx.conn().query_one_raw(statement).await?;
    let row = row.ok_or_else(|| Failure::inconsistent("a counter gave nothing"))?;
    Ok(Counted { count: row.try_get("", "count")?, until: Timestamp(row.try_get("", "expires_at")?) })
}

/// Counts one more and refuses when there were too many.
pub(crate) async fn limit(tx: &Tx, limit: Limit, whom: &[&str], now: Timestamp) -> Result<(), Failure> {
    let counted = count(tx, &key(limit, whom), limit, now).await?;
    if counted.count > limit.most {
        Err(throttled(counted.until, now))
    } else {
        Ok(())
    }
}

/// Forgets what was counted.
pub(crate) async fn forget(tx: &Tx, key: &[u8]) -> Result<(), Failure> {
    throttles::Entity::delete_many().filter(throttles::Column::Key.eq(key)).exec(tx.conn()).await?;
    Ok(())
}

async fn take_back(tx: &Tx, key: &[u8]) -> Result<(), Failure> {
    use sea_orm::sea_query::{Expr, ExprTrait};
    throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::col("count").sub(1))
        .filter(throttles::Column::Key.eq(key))
        .filter(throttles::Column::Count.gt(0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn throttled(until: Timestamp, now: Timestamp) -> Failure {
    let seconds = (until.0 - now.0).max(0) / Timestamp::SECOND + 1;
    AppError::Throttled { seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }.into()
}

/// The network of an address: the address itself, or its /64, which is what one customer has in IPv6. Whoever has no
/// address shares one.
pub(crate) fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Err(_) => String::new(),
    }
}

/// Deletes counters, sessions and links that are over. For the worker, now and then.
pub async fn tidy(backend: &Backend) -> Result<(), Failure> {
    use crate::db::entity::{email_changes, password_resets, session_marks, sessions, sign_on_links};
    let now = backend.now().0;
    let tx = backend.db.write().await?;
    throttles::Entity::delete_many()
        .filter(throttles::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    sessions::Entity::delete_many().filter(sessions::Column::ExpiresAt.lte(now)).exec(tx.conn()).await?;
    password_resets::Entity::delete_many()
        .filter(password_resets::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    email_changes::Entity::delete_many()
        .filter(email_changes::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    session_marks::Entity::delete_many()
        .filter(session_marks::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    sign_on_links::Entity::delete_many()
        .filter(sign_on_links::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_customer_is_one_network() {
        assert_eq!(network("198.51.100.7"), "198.51.100.7");
        assert_eq!(network("::ffff:198.51.100.7"), "198.51.100.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network(""), "");
    }

    #[test]
    fn keys_do_not_run_into_one_another() {
        assert_ne!(key(PAIR, &["ab", "c"]), key(PAIR, &["a", "bc"]));
        assert_ne!(key(PAIR, &["a"]), key(ADDRESS, &["a"]));
    }
}
