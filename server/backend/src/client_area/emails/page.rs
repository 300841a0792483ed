//! An email of the history: to whom it went and why, how each copy stands, and what it said.

use domain::{
    Category, Locale, Moment, Timestamp,
    recipients::{Reason, Recipient},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    super::moments,
    list::{category, recipients},
    seen::emails_seen,
};
use crate::{
    Backend, Failure,
    access::{Access, ViewEmails},
    db::{
        entity::{
            emails::{self, Column as E},
            outbox::{self, Column as O},
        },
        found,
    },
    mail::kept,
    outbox::{MailState, Posted},
};

/// An email as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailPage {
    pub id: Uuid,
    pub subject: String,
    pub category: Category,
    /// When it was queued.
    pub sent: Moment,
    pub copies: Vec<Copy>,
    pub body: Result<Body, NoBody>,
}

/// What one person got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub name: String,
    pub address: String,
    pub reasons: Vec<Reason>,
    /// How its delivery stands, and since when; `None`: that is not kept any more.
    pub state: Option<(MailState, Moment)>,
}

/// What an email said in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub locale: Locale,
    pub text: String,
    /// The other languages in which somebody got it.
    pub others: Vec<Locale>,
}

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {
    /// No copy has left yet: it is written when it leaves.
    NotYet,
    /// Nothing was kept of it, or no copy ever left.
    NotKept,
}

/// An email. `wanted` is the language in which its body is preferred.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when there is none that the person may see.
pub async fn email(
    backend: &Backend,
    access: &Access<'_, ViewEmails>,
    id: Uuid,
    wanted: Locale,
) -> Result<EmailPage, Failure> {
    let row = load(backend, access, id).await?;
    let letters = outbox::Entity::find()
        .filter(O::AccountId.eq(access.account().0))
        .filter(O::EmailId.eq(id))
        .all(backend.db.read())
        .await?;
    let moments = moments(backend, access.actor());
    let to = recipients(&row)?;
    let body = match kept::read(backend, access, &row, &to, wanted).await? {
        Some(found) => Ok(Body { locale: found.locale, text: found.text, others: found.others }),
        None if letters.iter().any(waits) => Err(NoBody::NotYet),
        None => Err(NoBody::NotKept),
    };
    let copy = |one: Recipient| {
        // The last, where the owner got another copy in place of somebody else.
        let letter = letters.iter().filter(|letter| is_to(letter, &one)).max_by_key(|letter| letter.id);
        let letter = letter.map(|letter| Posted::from(letter.clone()));
        Copy {
            state: letter.map(|letter| (letter.state, moments.moment(letter.done.unwrap_or(letter.created)))),
            name: one.name,
            address: one.address.to_string(),
            reasons: one.reasons,
        }
    };
    Ok(EmailPage {
        id,
        category: category(&row)?,
        sent: moments.moment(Timestamp(row.sent_at)),
        copies: to.into_iter().map(copy).collect(),
        body,
        subject: row.subject,
    })
}

/// The HTML of an email in a language.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when there is none that the person may see.
pub async fn email_html(
    backend: &Backend,
    access: &Access<'_, ViewEmails>,
    id: Uuid,
    wanted: Locale,
) -> Result<String, Failure> {
    let row = load(backend, access, id).await?;
    let to = recipients(&row)?;
    let body = kept::read(backend, access, &row, &to, wanted).await?;
    Ok(found(body)?.html)
}

async fn load(backend: &Backend, access: &Access<'_, ViewEmails>, id: Uuid) -> Result<emails::Model, Failure> {
    found(emails_seen(access).filter(E::Id.eq(id)).one(backend.db.read()).await?)
}

/// Whether a letter has not come to its end.
fn waits(letter: &outbox::Model) -> bool {
    matches!(letter.state.as_str(), "queued" | "held")
}

/// Whether a letter is a recipient's copy.
fn is_to(letter: &outbox::Model, one: &Recipient) -> bool {
    letter.role.as_deref() == Some(one.role.code()) && letter.contact_id == one.role.contact().map(|contact| contact.0)
}
