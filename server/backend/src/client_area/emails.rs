//! The email history: what was sent to the account in the categories whose matter the person may see.

use domain::{Category, Code, Timestamp, client_area::EmailRow, recipients::Recipient};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{LIST, filter, moments};
use crate::{
    Backend, Failure,
    access::{Access, ViewEmails},
    db::entity::emails,
};

/// The emails, newest first. Security mail is in no category and never here.
pub async fn emails(backend: &Backend, access: &Access<'_, ViewEmails>) -> Result<Vec<EmailRow>, Failure> {
    let moments = moments(backend, access.actor());
    let rows = emails_seen(access).order_by_desc(emails::Column::SentAt).limit(LIST).all(backend.db.read()).await?;
    rows.into_iter()
        .map(|row| {
            let recipients: Vec<Recipient> = serde_json::from_str(&row.recipients)
                .map_err(|_| Failure::inconsistent("an email has unreadable recipients"))?;
            Ok(EmailRow {
                category: Category::from_code(&row.category)
                    .ok_or_else(|| Failure::inconsistent("an email has an unknown category"))?,
                sent: moments.moment(Timestamp(row.sent_at)),
                recipients: recipients.into_iter().map(|one| one.address.to_string()).collect(),
                subject: row.subject,
            })
        })
        .collect()
}

/// The emails about matters that the person may see, in their scope.
pub(crate) fn emails_seen(access: &Access<'_, ViewEmails>) -> Select<emails::Entity> {
    let actor = access.actor();
    let seen = Category::ALL
        .iter()
        .copied()
        .filter(|category| category.permission().is_none_or(|permission| actor.holds(permission)))
        .map(Category::code);
    emails::Entity::find()
        .filter(emails::Column::AccountId.eq(access.account().0))
        .filter(emails::Column::Category.is_in(seen))
        .filter(filter::subject(access.scope(), emails::Column::SubjectKind, emails::Column::SubjectId))
        // What reached nobody is kept for whoever posted it.
        .filter(emails::Column::Recipients.ne("[]"))
}
