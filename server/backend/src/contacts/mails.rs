//! The last emails to a contact, how their delivery stands, and whether email reaches the address at all.

use std::collections::HashMap;

use domain::{Category, Code, ContactId, Moment, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    Backend, Failure,
    access::{Access, ManageContacts},
    client_area::matter_seen,
    db::{
        entity::{contacts, emails},
        found,
    },
    moments::Moments,
    outbox::{MailState, last_to},
};

/// How many are shown.
const LAST: u64 = 10;

/// What is known of the email to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mails {
    /// The newest first.
    pub last: Vec<LastMail>,
    /// Why none are sent any more; `None`: they are.
    pub stopped: Option<Stopped>,
}

/// An email to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastMail {
    pub what: What,
    pub state: MailState,
    /// When that state came, or since when it waits.
    pub at: Moment,
    /// When it is tried again.
    pub next: Option<Moment>,
    /// The server's words, where it refused.
    pub words: String,
}

/// What an email is, as far as the viewer may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Subject(String),
    /// Of a matter that the viewer may not see: a subject can name an amount.
    Category(Category),
    /// Security mail, by the code of what it tells.
    Security(String),
}

/// Why no emails are sent to an address any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// They came back, with these words.
    Bounced { at: Moment, words: String },
    /// Whoever reads there said that it is not them.
    Disowned { at: Moment },
}

/// The last emails to a contact.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when the contact is not one of this account.
pub async fn mails(backend: &Backend, access: &Access<'_, ManageContacts>, id: ContactId) -> Result<Mails, Failure> {
    let (account, actor) = (access.account(), access.actor());
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let row = found(contacts::Entity::find_by_id((account.0, id.0)).one(backend.db.read()).await?)?;
    let posted = last_to(backend, access, Some(id), LAST).await?;
    let known: Vec<Uuid> = posted.iter().filter_map(|letter| letter.email).collect();
    // Of those that the viewer would see in the history.
    let subjects: HashMap<Uuid, String> = emails::Entity::find()
        .select_only()
        .columns([emails::Column::Id, emails::Column::Subject])
        .filter(emails::Column::AccountId.eq(account.0))
        .filter(emails::Column::Id.is_in(known))
        .filter(matter_seen(access))
        .into_tuple::<(Uuid, String)>()
        .all(backend.db.read())
        .await?
        .into_iter()
        .collect();
    let last = posted
        .into_iter()
        .map(|letter| {
            let subject = letter.email.and_then(|email| subjects.get(&email));
            let what = match (Category::from_code(&letter.what), subject) {
                (None, _) => What::Security(letter.what),
                (Some(_), Some(subject)) => What::Subject(subject.clone()),
                (Some(category), None) => What::Category(category),
            };
            LastMail {
                what,
                state: letter.state,
                at: moments.moment(letter.done.unwrap_or(letter.created)),
                next: letter.next.filter(|_| letter.state == MailState::Retrying).map(|next| moments.moment(next)),
                words: letter.words,
            }
        })
        .collect();
    let since = |at: i64| moments.moment(Timestamp(at));
    let stopped = match (row.disowned_at, row.bounced_at) {
        (Some(at), _) => Some(Stopped::Disowned { at: since(at) }),
        (None, Some(at)) => Some(Stopped::Bounced { at: since(at), words: row.bounce_words }),
        (None, None) => None,
    };
    Ok(Mails { last, stopped })
}
