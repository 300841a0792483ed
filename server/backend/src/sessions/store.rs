//! The session's row in the database, as tower-sessions asks for it.
//!
//! `save` only ever updates: a session that was ended while a request ran does not come back with its answer. Whose
//! session it is, is written once, when it is created; and not if the password changed since it was checked.

use std::{collections::HashMap, fmt, sync::Arc};

use domain::{AccountId, SessionId, Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, prelude::async_trait, sea_query::Expr,
};
use serde_json::Value;
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store,
};

use super::{ANONYMOUS, KEY, SignedIn, TOUCH};
use crate::{
    Db, Failure, Tx,
    clock::Clock,
    db::entity::{sessions, users},
    random::{hash_secret, new_id},
};

/// Keeps sessions in the database.
#[derive(Clone)]
pub struct Store {
    db: Db,
    clock: Arc<dyn Clock>,
}

impl Store {
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }

    async fn insert(&self, record: &mut Record) -> Result<(), Failure> {
        let now = self.clock.now();
        let signed_in = signed_in(record)?;
        let data = data(record)?;
        // Ids are random and 128 bits long: twice the same does not happen, but it must not hand over a session.
        for _ in 0..3 {
            let tx = self.db.write().await?;
            if let Some(signed_in) = &signed_in {
                still_valid(&tx, signed_in).await?;
            }
            let row = row(&record.id, signed_in.as_ref(), data.clone(), now);
            match sessions::Entity::insert(row).exec_without_returning(tx.conn()).await.map_err(Failure::from) {
                Ok(_) => return tx.commit().await,
                Err(failure) if failure.is_unique_violation() => record.id = Id::default(),
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::Randomness)
    }

    async fn update(&self, record: &Record) -> Result<(), Failure> {
        let data = data(record)?;
        let tx = self.db.write().await?;
        sessions::Entity::update_many()
            .col_expr(sessions::Column::Data, Expr::value(data))
            .filter(sessions::Column::KeyHash.eq(key(&record.id)))
            .exec(tx.conn())
            .await?;
        tx.commit().await
    }

    async fn find(&self, id: &Id) -> Result<Option<Record>, Failure> {
        let now = self.clock.now();
        let row = sessions::Entity::find_by_id(key(id))
            .filter(sessions::Column::ExpiresAt.gt(now.0))
            .one(self.db.read())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut data: HashMap<String, Value> = serde_json::from_str(&row.data).map_err(broken)?;
        if let Some(mut signed_in) = signed_in_of(&row) {
            if now.0 - signed_in.seen.0 >= TOUCH {
                signed_in.seen = now;
                if !self.touch(&row.key_hash, &signed_in).await? {
                    return Ok(None);
                }
            }
            data.insert(KEY.to_owned(), serde_json::to_value(&signed_in).map_err(broken)?);
        }
        // Only the layer's own stores ask for it; ours is the column.
        Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
    }

    /// Writes down that the session is used. Whether it is still there.
    async fn touch(&self, key: &[u8], signed_in: &SignedIn) -> Result<bool, Failure> {
        let tx = self.db.write().await?;
        let touched = sessions::Entity::update_many()
            .col_expr(sessions::Column::SeenAt, Expr::value(signed_in.seen.0))
            .col_expr(sessions::Column::ExpiresAt, Expr::value(signed_in.expires().0))
            .filter(sessions::Column::KeyHash.eq(key))
            .exec(tx.conn())
            .await?;
        tx.commit().await?;
        Ok(touched.rows_affected == 1)
    }

    async fn remove(&self, id: &Id) -> Result<(), Failure> {
        let there = sessions::Entity::find_by_id(key(id)).one(self.db.read()).await?;
        if there.is_none() {
            return Ok(());
        }
        let tx = self.db.write().await?;
        sessions::Entity::delete_many()
            .filter(sessions::Column::KeyHash.eq(key(id)))
            .exec(tx.conn())
            .await?;
        tx.commit().await
    }
}

/// Whether the user's password is still the one that was checked: a change ends all other sessions, and one that is
/// being created at that moment is another session too.
async fn still_valid(tx: &Tx, signed_in: &SignedIn) -> Result<(), Failure> {
    let changed: Option<Option<i64>> = users::Entity::find_by_id(signed_in.user.0)
        .select_only()
        .column(users::Column::PasswordChangedAt)
        .lock_shared()
        .into_tuple()
        .one(tx.conn())
        .await?;
    match changed {
        Some(changed) if changed.is_none_or(|changed| changed <= signed_in.since.0) => Ok(()),
        _ => Err(Failure::Refused(domain::AppError::SignedOut)),
    }
}

/// The secret in the cookie is not stored, only its hash.
fn key(id: &Id) -> Vec<u8> {
    hash_secret(&id.to_string())
}

fn row(id: &Id, signed_in: Option<&SignedIn>, data: String, now: Timestamp) -> sessions::ActiveModel {
    sessions::ActiveModel {
        key_hash: Set(key(id)),
        id: Set(signed_in.map_or_else(|| new_id(now), |signed_in| signed_in.session.0)),
        user_id: Set(signed_in.map(|signed_in| signed_in.user.0)),
        account_id: Set(signed_in.and_then(|signed_in| signed_in.account).map(|account| account.0)),
        data: Set(data),
        device: Set(signed_in.map(|signed_in| signed_in.device.clone()).unwrap_or_default()),
        address: Set(signed_in.map(|signed_in| signed_in.address.clone()).unwrap_or_default()),
        created_at: Set(signed_in.map_or(now, |signed_in| signed_in.since).0),
        seen_at: Set(signed_in.map_or(now, |signed_in| signed_in.seen).0),
        expires_at: Set(signed_in.map_or_else(|| now.plus(ANONYMOUS), SignedIn::expires).0),
        // Signing in is entering it.
        password_at: Set(signed_in.map(|signed_in| signed_in.since.0)),
    }
}

fn signed_in_of(row: &sessions::Model) -> Option<SignedIn> {
    Some(SignedIn {
        user: UserId(row.user_id?),
        account: row.account_id.map(AccountId),
        session: SessionId(row.id),
        since: Timestamp(row.created_at),
        seen: Timestamp(row.seen_at),
        device: row.device.clone(),
        address: row.address.clone(),
    })
}

fn signed_in(record: &Record) -> Result<Option<SignedIn>, Failure> {
    record.data.get(KEY).map(|value| serde_json::from_value(value.clone()).map_err(broken)).transpose()
}

/// All but what stands in columns.
fn data(record: &Record) -> Result<String, Failure> {
    let data: HashMap<&String, &Value> = record.data.iter().filter(|(key, _)| *key != KEY).collect();
    serde_json::to_string(&data).map_err(broken)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn broken(error: serde_json::Error) -> Failure {
    Failure::inconsistent(format!("a session: {error}"))
}

fn answer<T>(result: Result<T, Failure>) -> session_store::Result<T> {
    result.map_err(|failure| session_store::Error::Backend(failure.to_string()))
}

#[async_trait::async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        answer(self.insert(record).await)
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        answer(self.update(record).await)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        answer(self.find(id).await)
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        answer(self.remove(id).await)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}
