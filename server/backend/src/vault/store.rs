//! The rows of secrets, and sealing them anew with the first key.

use domain::{
    AccountId, Subject, Timestamp,
    id::{DomainId, ServiceId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Condition, Expr, ExprTrait, OnConflict},
};

use super::{Place, Plain, keys::key_id};
use crate::{Backend, Failure, Tx, access::SystemAccess, db::entity::secrets};

/// How many secrets one transaction seals anew.
const AT_ONCE: u64 = 200;

/// Keeps a secret, in the place of the one before.
pub(crate) async fn put(
    backend: &Backend,
    tx: &Tx,
    place: Place,
    secret: &Plain,
    now: Timestamp,
) -> Result<(), Failure> {
    let (kind, id) = place.columns();
    let row = secrets::ActiveModel {
        account_id: Set(place.account.0),
        subject_kind: Set(kind.to_owned()),
        subject_id: Set(id),
        sealed: Set(backend.settings.secret_keys.seal(place, secret)?),
        changed_at: Set(now.0),
    };
    let key = [secrets::Column::AccountId, secrets::Column::SubjectKind, secrets::Column::SubjectId];
    let replace = OnConflict::columns(key)
        .update_columns([secrets::Column::Sealed, secrets::Column::ChangedAt])
        .to_owned();
    secrets::Entity::insert(row).on_conflict(replace).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The secret of a place, if one is kept.
pub(crate) async fn get(
    backend: &Backend,
    conn: &impl ConnectionTrait,
    place: Place,
) -> Result<Option<Plain>, Failure> {
    let row = find(conn, place).await?;
    row.map(|row| backend.settings.secret_keys.open(place, &row.sealed)).transpose()
}

/// The secrets of an account, at most 200, those of these subjects first. What cannot be opened is left out.
pub(crate) async fn of_account(
    backend: &Backend,
    conn: &impl ConnectionTrait,
    account: AccountId,
    subjects: &[Subject],
) -> Result<Vec<Plain>, Failure> {
    let these = subjects.iter().map(|subject| Place { account, subject: *subject }.columns().1);
    let rows = secrets::Entity::find()
        .filter(secrets::Column::AccountId.eq(account.0))
        .order_by_desc(secrets::Column::SubjectId.is_in(these))
        .limit(AT_ONCE)
        .all(conn)
        .await?;
    let keys = &backend.settings.secret_keys;
    Ok(rows.iter().filter_map(|row| keys.open(place(row)?, &row.sealed).ok()).collect())
}

/// When the secret of a place was set, if one is kept.
pub(crate) async fn known(conn: &impl ConnectionTrait, place: Place) -> Result<Option<Timestamp>, Failure> {
    Ok(find(conn, place).await?.map(|row| Timestamp(row.changed_at)))
}

async fn find(conn: &impl ConnectionTrait, place: Place) -> Result<Option<secrets::Model>, Failure> {
    let (kind, id) = place.columns();
    Ok(secrets::Entity::find_by_id((place.account.0, kind.to_owned(), id)).one(conn).await?)
}

/// What sealing anew did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Sealed with the first key now.
    pub anew: u64,
    /// Sealed with it before.
    pub as_before: u64,
    /// Cannot be opened: their key is missing, or they were damaged.
    pub unreadable: u64,
}

/// Seals all secrets with the first key, so that the others can be removed. May run beside writers, and again.
pub async fn rotate(backend: &Backend, _system: &SystemAccess) -> Result<Rotated, Failure> {
    let keys = &backend.settings.secret_keys;
    let first = keys.first().ok_or_else(|| Failure::vault("COTERIE_SECRET_KEYS is not set"))?;
    let mut done = Rotated::default();
    let mut after: Option<secrets::Model> = None;
    loop {
        let tx = backend.db.write().await?;
        let rows = next(&tx, after.as_ref()).await?;
        for row in &rows {
            if key_id(&row.sealed).is_some_and(|(id, _)| id == first) {
                done.as_before += 1;
                continue;
            }
            let opened = place(row).and_then(|place| Some((place, keys.open(place, &row.sealed).ok()?)));
            let Some((place, secret)) = opened else {
                done.unreadable += 1;
                continue;
            };
            replace(&tx, row, keys.seal(place, &secret)?).await?;
            done.anew += 1;
        }
        tx.commit().await?;
        match rows.into_iter().next_back() {
            Some(last) => after = Some(last),
            None => return Ok(done),
        }
    }
}

async fn next(tx: &Tx, after: Option<&secrets::Model>) -> Result<Vec<secrets::Model>, Failure> {
    use secrets::Column as C;
    let mut select = secrets::Entity::find()
        .order_by_asc(C::AccountId)
        .order_by_asc(C::SubjectKind)
        .order_by_asc(C::SubjectId)
        .limit(AT_ONCE);
    if let Some(last) = after {
        let later = Condition::any()
            .add(C::SubjectKind.gt(last.subject_kind.clone()))
            .add(C::SubjectKind.eq(last.subject_kind.clone()).and(C::SubjectId.gt(last.subject_id)));
        select = select.filter(
            Condition::any()
                .add(C::AccountId.gt(last.account_id))
                .add(Condition::all().add(C::AccountId.eq(last.account_id)).add(later)),
        );
    }
    Ok(select.all(tx.conn()).await?)
}

/// Unless somebody set another meanwhile.
async fn replace(tx: &Tx, row: &secrets::Model, sealed: Vec<u8>) -> Result<(), Failure> {
    secrets::Entity::update_many()
        .col_expr(secrets::Column::Sealed, Expr::value(sealed))
        .filter(secrets::Column::AccountId.eq(row.account_id))
        .filter(secrets::Column::SubjectKind.eq(row.subject_kind.clone()))
        .filter(secrets::Column::SubjectId.eq(row.subject_id))
        .filter(secrets::Column::Sealed.eq(row.sealed.clone()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn place(row: &secrets::Model) -> Option<Place> {
    let subject = match row.subject_kind.as_str() {
        "service" => Subject::Service(ServiceId(row.subject_id)),
        "domain" => Subject::Domain(DomainId(row.subject_id)),
        _ => return None,
    };
    Some(Place { account: AccountId(row.account_id), subject })
}
