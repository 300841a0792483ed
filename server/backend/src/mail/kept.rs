//! What is kept of an email for the history: what it said, in each language in which somebody got it.
//!
//! It is written when the first copy in a language leaves, in the transaction that records it, and never again: the
//! history does not change with the templates. It is to nobody in particular: it has no name, no links to leave, and no
//! secrets ([`redact`](super::redact)). An announcement is not kept for each account: its text stands once, and is
//! written when somebody reads it. Not here: who may see it (`client_area`).

use domain::{AccountId, Locale, Timestamp, business_event::BusinessEvent, code::Code, recipients::Recipient};
use minijinja::value::{Serde, Value};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    business,
    frame::{About, Frame, Links},
    redact::Redactor,
    templates::Rendered,
};
use crate::{
    Backend, Failure, Settings, Tx,
    access::{Access, ViewEmails},
    announcements,
    db::entity::{
        email_bodies::{self, Column as B},
        emails, outbox,
    },
    people::Account,
    vault,
};

/// What an email said in a language.
pub(crate) struct Kept {
    pub locale: Locale,
    pub text: String,
    pub html: String,
    /// The other languages.
    pub others: Vec<Locale>,
}

/// Keeps what a letter that was sent said, unless that is kept already.
pub(crate) async fn keep(backend: &Backend, tx: &Tx, letter: &outbox::Model, now: Timestamp) -> Result<(), Failure> {
    let (Some(account), Some(email), None) = (letter.account_id, letter.email_id, letter.announcement_id) else {
        return Ok(());
    };
    let known: Option<Uuid> = email_bodies::Entity::find_by_id((account, email, letter.locale.clone()))
        .select_only()
        .column(B::EmailId)
        .into_tuple()
        .one(tx.conn())
        .await?;
    if known.is_some() {
        return Ok(());
    }
    let Some(event) = business::stored(tx.conn(), AccountId(account), email).await? else {
        return Ok(());
    };
    let locale = Locale::from_code(&letter.locale).unwrap_or_default();
    store(backend, tx, (AccountId(account), email), &event, locale, now).await
}

/// Stores what an event says in a language.
pub(crate) async fn store(
    backend: &Backend,
    tx: &Tx,
    (account, email): (AccountId, Uuid),
    event: &BusinessEvent,
    locale: Locale,
    now: Timestamp,
) -> Result<(), Failure> {
    let secrets = vault::of_account(backend, tx.conn(), account, &event.subjects()).await?;
    let loaded = Account::load(tx.conn(), account).await?;
    let written = match write(&backend.settings, &loaded, event, &Redactor::knowing(secrets), locale, now) {
        Ok(written) => written,
        // The email has left: that it cannot be kept must not have it sent again.
        Err(error) => {
            tracing::error!(%email, %error, "what an email said could not be kept");
            return Ok(());
        }
    };
    let row = email_bodies::ActiveModel {
        account_id: Set(account.0),
        email_id: Set(email),
        locale: Set(locale.code().to_owned()),
        text: Set(written.text),
        html: Set(written.html),
        stored_at: Set(now.0),
    };
    let keep = OnConflict::columns([B::AccountId, B::EmailId, B::Locale]).do_nothing().to_owned();
    email_bodies::Entity::insert(row).on_conflict(keep).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Reads what an email said, in the wanted language if somebody got it in that. `to` are those who got it.
pub(crate) async fn read(
    backend: &Backend,
    access: &Access<'_, ViewEmails>,
    email: &emails::Model,
    to: &[Recipient],
    wanted: Locale,
) -> Result<Option<Kept>, Failure> {
    let (conn, account) = (backend.db.read(), access.account());
    if let Some(announcement) = email.announcement_id {
        let sent = Locale::ALL.iter().copied().filter(|locale| to.iter().any(|one| one.locale == *locale)).collect();
        let Some((locale, others)) = choose(sent, wanted) else { return Ok(None) };
        let Some(event) = announcements::told(conn, announcement).await? else {
            return Ok(None);
        };
        let loaded = Account::load(conn, account).await?;
        let at = Timestamp(email.sent_at);
        let written = write(&backend.settings, &loaded, &event, &Redactor::default(), locale, at)?;
        return Ok(Some(Kept { locale, text: written.text, html: written.html, others }));
    }
    let rows = email_bodies::Entity::find()
        .filter(B::AccountId.eq(account.0))
        .filter(B::EmailId.eq(email.id))
        .all(conn)
        .await?;
    let there = rows.iter().filter_map(|row| Locale::from_code(&row.locale)).collect();
    let Some((locale, others)) = choose(there, wanted) else { return Ok(None) };
    let row = rows.into_iter().find(|row| row.locale == locale.code());
    Ok(row.map(|row| Kept { locale, text: row.text, html: row.html, others }))
}

/// The wanted language, or else the first; and the others.
fn choose(there: Vec<Locale>, wanted: Locale) -> Option<(Locale, Vec<Locale>)> {
    let locale = there.iter().copied().find(|one| *one == wanted).or(there.first().copied())?;
    Some((locale, there.into_iter().filter(|one| *one != locale).collect()))
}

/// Writes what an event says, without secrets.
fn write(
    settings: &Settings,
    account: &Account,
    event: &BusinessEvent,
    redactor: &Redactor,
    locale: Locale,
    now: Timestamp,
) -> Result<Rendered, Failure> {
    let mut json = serde_json::to_value(event).map_err(|error| Failure::inconsistent(error.to_string()))?;
    redactor.json(&mut json);
    let data = Value::from(Serde(&json)).get_attr("data").unwrap_or_default();
    let context = context(settings, account, event, "", data, now);
    let written = settings.templates.render(event.kind().code(), locale, &context)?;
    // Templates of the operator's own may write whatever they like.
    let (text, html) = (redactor.links(&written.text), redactor.links(&written.html));
    Ok(Rendered { text, html, ..written })
}

/// What an email of the history is rendered with: no copy of it is meant. `name`: who is greeted.
pub(super) fn context(
    settings: &Settings,
    account: &Account,
    event: &BusinessEvent,
    name: &str,
    data: Value,
    now: Timestamp,
) -> Value {
    let about = About {
        account_name: account.name.clone(),
        time_zone: account.time_zone.clone(),
        category: event.category(),
        reasons: Vec::new(),
        opens: true,
    };
    let links = Links::default();
    Frame { settings, name, recipient: &account.owner.email, about: Some(&about), links: &links, now }.with(data)
}
