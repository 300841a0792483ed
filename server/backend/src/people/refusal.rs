//! Refused attempts to change something: against rules 5 and 10, and for want of a permission. They are logged, and the
//! first one against rule 5 is told to the owner. Looking at what one may not see is no such attempt: it changes nothing.

use domain::{
    AccountId, AppError, ContactId, FieldProblem, FormErrors, Timestamp, activity::Event, code::Code,
    overview::OverviewProblem,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::account::Account;
use crate::{
    Backend, Failure, Tx,
    access::Access,
    access::{Actor, Need},
    activity,
    db::entity::{activity as entry, contacts},
    mail::{MailEvent, Notice},
    throttle,
};

/// For how long the owner, once told that somebody tried more than they may, is not told again.
const QUIET: i64 = Timestamp::HOUR;

/// Logs a refusal that is worth it, in a transaction of its own: the refused one left no trace. Returns the failure.
pub(crate) async fn note<N: Need>(
    backend: &Backend,
    access: &Access<'_, N>,
    contact: Option<ContactId>,
    failure: Failure,
) -> Failure {
    if let Failure::Refused(refusal) = &failure
        && let Some(event) = event(refusal)
        && let Err(error) = log(backend, access.account(), access.actor(), contact, &event).await
    {
        tracing::error!(%error, "a refused attempt could not be logged");
    }
    failure
}

/// The result of an attempt, a refusal of it noted as [`note`] does.
pub(crate) async fn noted<N: Need, T>(
    backend: &Backend,
    access: &Access<'_, N>,
    contact: Option<ContactId>,
    attempt: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    match attempt.await {
        Ok(done) => Ok(done),
        Err(failure) => Err(note(backend, access, contact, failure).await),
    }
}

fn event(refusal: &AppError) -> Option<Event> {
    match refusal {
        AppError::Escalation(why) => Some(Event::EscalationRefused { why: *why }),
        AppError::Denied(permission) => Some(Event::Refused { permission: *permission }),
        AppError::Overview(problems) => problems.first().map(|problem| match problem {
            OverviewProblem::NobodyLeft(category) => Event::NobodyLeftRefused { category: *category },
            OverviewProblem::Escalation(why) => Event::EscalationRefused { why: *why },
        }),
        AppError::Contact(errors) => nobody_left(errors),
        AppError::Details(errors) => nobody_left(errors),
        _ => None,
    }
}

fn nobody_left<F: Ord + Copy>(errors: &FormErrors<F>) -> Option<Event> {
    errors.iter().find_map(|(_, problem)| match problem {
        FieldProblem::NobodyLeft(category) => Some(Event::NobodyLeftRefused { category: *category }),
        _ => None,
    })
}

/// Logs that somebody sent a change that they lack the permission for, which no page of theirs offers any more. Returns
/// the failure.
pub async fn note_denied(backend: &Backend, actor: &Actor, failure: Failure) -> Failure {
    if let Failure::Refused(refusal @ AppError::Denied(_)) = &failure
        && let Some(event) = event(refusal)
        && let Err(error) = log(backend, actor.account(), actor, None, &event).await
    {
        tracing::error!(%error, "a refused attempt could not be logged");
    }
    failure
}

async fn log(
    backend: &Backend,
    id: AccountId,
    actor: &Actor,
    contact: Option<ContactId>,
    event: &Event,
) -> Result<(), Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    if let Event::Refused { .. } = event {
        // Somebody who may do nothing must not fill the log either.
        let (account, user) = (id.to_string(), actor.user().to_string());
        match throttle::limit(&tx, throttle::LOGGED_REFUSALS, &[&account, &user], now).await {
            Err(Failure::Refused(_)) => return tx.commit().await,
            result => result?,
        }
    }
    let concerned = match contact {
        Some(contact) => contacts::Entity::find_by_id((id.0, contact.0)).one(tx.conn()).await?,
        None => None,
    };
    let concerned =
        concerned.map(|row| (ContactId(row.id), format!("{} {}", row.first_name, row.last_name), row.email));
    let subject = concerned.as_ref().map(|(id, name, email)| (*id, name.as_str(), email.as_str()));
    let tell = matches!(event, Event::EscalationRefused { .. }) && !told(&tx, id, actor, now).await?;
    activity::record(&tx, id, &actor.author(), subject, event, now).await?;
    if tell {
        let account = Account::load(tx.conn(), id).await?;
        let notice = MailEvent::OwnerNotice {
            account: id,
            account_name: account.name.clone(),
            by: actor.name().to_owned(),
            notice: Notice::EscalationRefused { name: actor.name().to_owned() },
        };
        account.tell(&tx, now, &account.owner, notice).await?;
    }
    tx.commit().await
}

/// Whether the owner was told of this person a short while ago.
async fn told(tx: &Tx, account: AccountId, actor: &Actor, now: Timestamp) -> Result<bool, Failure> {
    let before: Option<i64> = entry::Entity::find()
        .select_only()
        .column(entry::Column::Number)
        .filter(entry::Column::AccountId.eq(account.0))
        .filter(entry::Column::ActorEmail.eq(actor.email().to_lowercase()))
        .filter(entry::Column::Kind.eq(domain::activity::Kind::Refused.code()))
        .filter(entry::Column::At.gt(now.plus(-QUIET).0))
        .filter(entry::Column::Event.contains("escalation_refused"))
        .limit(1)
        .into_tuple()
        .one(tx.conn())
        .await?;
    Ok(before.is_some())
}
