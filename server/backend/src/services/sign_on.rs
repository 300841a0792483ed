//! Signing on to the panel of a service: a one-time link, which the panel redeems.
//!
//! The link holds a secret of 256 bits, of which only the hash is stored; it works once, for a minute, and only while
//! the session that asked for it is open. The right is read again when it is redeemed.

use domain::{AccountId, AppError, Subject, Timestamp, UserId, activity::Event, id::ServiceId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::owned::{is_active, load, must_be_active};
use crate::{
    Backend, Failure,
    access::{self, Access, Actor, Origin, Presence, SignOn, SystemAccess},
    activity,
    db::entity::{services, sessions, sign_on_links},
    people::{Change, noted},
    problems::{Problem, Problems},
    random::{Secret, hash_secret, new_id},
    sessions::SignedIn,
    users,
};

/// How long a link works.
pub const LIFETIME: i64 = Timestamp::MINUTE;

/// Who arrives at the panel of which service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub account: AccountId,
    pub service: ServiceId,
    pub service_name: String,
    /// The login name at the service.
    pub username: String,
    pub user: UserId,
    pub name: String,
    pub email: String,
}

/// Makes a link to the panel of a service: its address, which is to be followed at once.
pub async fn link(
    backend: &Backend,
    access: &Access<'_, SignOn>,
    signed_in: &SignedIn,
    id: ServiceId,
) -> Result<String, Failure> {
    noted(backend, access, None, try_link(backend, access, signed_in, id)).await
}

async fn try_link(
    backend: &Backend,
    access: &Access<'_, SignOn>,
    signed_in: &SignedIn,
    id: ServiceId,
) -> Result<String, Failure> {
    let change = Change::begin(backend, access).await?;
    let service = load(&change, id).await?;
    must_be_active(&service)?;
    let Some(panel) = backend.settings.panel_url.as_ref().filter(|_| service.panel) else {
        return Err(Problems::one("", Problem::NotNow));
    };
    let secret = Secret::generate()?;
    let row = sign_on_links::ActiveModel {
        account_id: Set(change.account.id.0),
        id: Set(new_id(change.now)),
        service_id: Set(id.0),
        user_id: Set(change.actor.user().0),
        session_id: Set(signed_in.session.0),
        token_hash: Set(secret.hash()),
        expires_at: Set(change.now.plus(LIFETIME).0),
    };
    sign_on_links::Entity::insert(row).exec_without_returning(change.tx.conn()).await?;
    change.log(None, &Event::SignOnAsked { service: service.name }).await?;
    change.commit().await?;
    let sign = if panel.contains('?') { '&' } else { '?' };
    Ok(format!("{panel}{sign}token={}", secret.expose()))
}

/// Redeems a link: it is used up, whatever comes of it. `origin` is where the panel asks from.
///
/// # Errors
///
/// [`AppError::LinkInvalid`] when it was used, is too old or unknown, or when the right is not there any more.
pub async fn redeem(
    backend: &Backend,
    _system: &SystemAccess,
    token: &str,
    origin: &Origin,
) -> Result<Arrival, Failure> {
    let now = backend.now();
    let Some(stored) = take(backend, token).await?.filter(|link| link.expires_at > now.0) else {
        return Err(AppError::LinkInvalid.into());
    };
    let account = AccountId(stored.account_id);
    let service = services::Entity::find_by_id((stored.account_id, stored.service_id)).one(backend.db.read()).await?;
    let service = service.ok_or(AppError::LinkInvalid)?;
    let user = users::by_id(backend.db.read(), UserId(stored.user_id)).await?.ok_or(AppError::LinkInvalid)?;
    let presence = access::load(&backend.db, now, UserId(user.id), Some(account), origin.clone()).await?;
    let right = match &presence {
        Presence::On(actor) => actor.account() == account && may(actor, &service),
        _ => false,
    };
    let admitted = right && session_is_open(backend, &stored, now).await?;
    let event = if admitted {
        Event::SignedOn { service: service.name.clone() }
    } else {
        Event::SignOnRefused { service: service.name.clone() }
    };
    let tx = backend.db.write().await?;
    activity::record(&tx, account, &users::author(&user, origin), None, &event, now).await?;
    tx.commit().await?;
    if !admitted {
        return Err(AppError::LinkInvalid.into());
    }
    Ok(Arrival {
        account,
        service: ServiceId(service.id),
        service_name: service.name,
        username: service.username,
        user: UserId(user.id),
        name: user.name,
        email: user.email,
    })
}

/// Whether they may sign on to the service now.
fn may(actor: &Actor, service: &services::Model) -> bool {
    let subject = Subject::Service(ServiceId(service.id));
    let holds = actor.require::<SignOn>().is_ok_and(|access| access.scope().covers(subject));
    holds && service.panel && is_active(service)
}

/// Takes the link of a secret out of the database: of two that redeem it at once, one gets it.
async fn take(backend: &Backend, token: &str) -> Result<Option<sign_on_links::Model>, Failure> {
    let hash = hash_secret(token);
    let found = sign_on_links::Entity::find().filter(sign_on_links::Column::TokenHash.eq(hash));
    let Some(link) = found.one(backend.db.read()).await? else { return Ok(None) };
    let tx = backend.db.write().await?;
    let deleted = sign_on_links::Entity::delete_many()
        .filter(sign_on_links::Column::AccountId.eq(link.account_id))
        .filter(sign_on_links::Column::Id.eq(link.id))
        .exec(tx.conn())
        .await?;
    tx.commit().await?;
    Ok((deleted.rows_affected == 1).then_some(link))
}

async fn session_is_open(backend: &Backend, link: &sign_on_links::Model, now: Timestamp) -> Result<bool, Failure> {
    let there: Option<i32> = sessions::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(sessions::Column::Id.eq(link.session_id))
        .filter(sessions::Column::UserId.eq(link.user_id))
        .filter(sessions::Column::ExpiresAt.gt(now.0))
        .into_tuple()
        .one(backend.db.read())
        .await?;
    Ok(there.is_some())
}
