//! Open sessions: who is signed in where, and how it ends.
//!
//! What counts stands in columns of the session's row, not in its data: two requests of one browser at the same time
//! cannot undo one another's choice of account, and ending all sessions of a user is one statement. Rights are never
//! kept in a session. Not here: checking passwords (`sign_in`), and the cookie (the server crate).

mod confirm;
pub(crate) mod device;
mod marks;
mod open;
mod store;

use domain::{AccountId, AppError, SessionId, Timestamp, UserId, activity::Event};
use serde::{Deserialize, Serialize};
use tower_sessions::{Expiry, Session, cookie::time};

use crate::{
    Backend, Failure,
    access::{self, Origin, Presence},
    activity,
    random::new_id,
    users,
};

pub(crate) use confirm::note_password;
pub use confirm::{FRESH, PASSWORD_INPUT, asks_password, check_password, confirm_password};
pub use marks::MARK;
pub(crate) use marks::{mark, take_mark};
pub use open::{end_all, end_one, list};
pub use store::Store;

/// A session that nobody used for that long has ended.
pub const IDLE: i64 = 7 * Timestamp::DAY;
/// No session lasts longer than that.
pub const ABSOLUTE: i64 = 30 * Timestamp::DAY;
/// How long something is kept for a visitor who is not signed in.
pub const ANONYMOUS: i64 = Timestamp::HOUR;
/// How exactly it is known when a session was last used: writing that down on every request would make reading slow.
const TOUCH: i64 = 5 * Timestamp::MINUTE;

/// Where a session's data says who is signed in.
const KEY: &str = "signed_in";

/// Who is signed in, in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    pub user: UserId,
    /// The account that was chosen.
    pub account: Option<AccountId>,
    pub session: SessionId,
    pub since: Timestamp,
    /// Exact to five minutes.
    pub seen: Timestamp,
    /// Browser and system, in a few words.
    pub device: String,
    pub address: String,
}

impl SignedIn {
    /// When the session ends if it is not used any more.
    fn expires(&self) -> Timestamp {
        self.seen.plus(IDLE).min(self.since.plus(ABSOLUTE))
    }
}

/// What the cookie says of its own end: the latest that a session can have. Whether it has ended before, only the
/// database knows.
pub fn cookie_expiry() -> Expiry {
    Expiry::OnInactivity(time::Duration::milliseconds(ABSOLUTE))
}

/// Who is signed in, if anybody is.
///
/// # Errors
///
/// When the database fails.
pub async fn signed_in(session: &Session, now: Timestamp) -> Result<Option<SignedIn>, Failure> {
    let signed_in: Option<SignedIn> = session.get(KEY).await.map_err(failed)?;
    Ok(signed_in.filter(|signed_in| signed_in.expires() > now))
}

/// Signs a user in. The last step of signing in, after all that can fail: the session gets a new id, so that nobody can
/// have planted the old one.
pub async fn sign_in(
    session: &Session,
    user: UserId,
    account: Option<AccountId>,
    origin: &Origin,
    now: Timestamp,
) -> Result<SignedIn, Failure> {
    let signed_in = SignedIn {
        user,
        account,
        session: SessionId(new_id(now)),
        since: now,
        seen: now,
        device: device::in_words(&origin.device),
        address: origin.address.clone(),
    };
    session.cycle_id().await.map_err(failed)?;
    session.insert(KEY, &signed_in).await.map_err(failed)?;
    Ok(signed_in)
}

/// Signs out: the session is gone, for every node and for a copy of the cookie.
pub async fn sign_out(backend: &Backend, session: &Session, origin: &Origin) -> Result<(), Failure> {
    let now = backend.now();
    if let Some(signed_in) = signed_in(session, now).await? {
        let tx = backend.db.write().await?;
        if let Some(user) = users::by_id(tx.conn(), signed_in.user).await? {
            let author = users::author(&user, origin);
            for account in users::open_accounts(tx.conn(), signed_in.user, now).await? {
                activity::record(&tx, account, &author, None, &Event::SignedOut, now).await?;
            }
        }
        open::delete(&tx, signed_in.user, signed_in.session).await?;
        tx.commit().await?;
    }
    session.flush().await.map_err(failed)
}

/// Chooses the account that the session shows.
///
/// # Errors
///
/// [`AppError::NotFound`] when the user cannot open it.
pub async fn choose(
    backend: &Backend,
    signed_in: &SignedIn,
    account: AccountId,
    origin: &Origin,
) -> Result<(), Failure> {
    let presence = access::load(&backend.db, backend.now(), signed_in.user, Some(account), origin.clone()).await?;
    match presence {
        Presence::On(actor) if actor.account() == account => open::set_account(backend, signed_in, account).await,
        _ => Err(AppError::NotFound.into()),
    }
}

/// A failure of the session's store.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: tower_sessions::session::Error) -> Failure {
    Failure::Database(sea_orm::DbErr::Custom(format!("session: {error}")))
}
