//! Contacts and sub-accounts: the page, saving, deleting, inviting again.

use domain::{AccountId, AppError, ContactForm, ContactsPage, Moment, contact::Saved};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::posted::Posted;
use crate::error::Answer;

/// The Contacts page, with a refusal that has no place in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsShown {
    pub page: ContactsPage,
    pub refused: Option<AppError>,
    /// The last emails to the chosen contact, the newest first.
    pub mails: Vec<MailShown>,
    /// Why the chosen contact gets no emails any more.
    pub stopped: Option<String>,
}

/// An email to a contact, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailShown {
    pub what: String,
    pub state: String,
    pub when: Moment,
    /// What else there is to tell; may be empty.
    pub note: String,
}

#[cfg(feature = "ssr")]
impl ContactsShown {
    /// Nothing typed is lost: the form shows again what was typed before a refusal.
    fn new(mut page: ContactsPage, flash: Option<(ContactForm, AppError)>) -> Self {
        let (mails, stopped) = (Vec::new(), None);
        let (Some((typed, error)), Some(editor)) = (flash, page.editor.as_deref_mut()) else {
            return Self { page, refused: None, mails, stopped };
        };
        editor.shown = typed;
        let refused = match error {
            AppError::Contact(errors) => {
                editor.errors = errors;
                None
            }
            AppError::Conflict(conflict) => {
                editor.shown.version = conflict.stored.version;
                editor.conflict = Some(conflict);
                None
            }
            other => Some(other),
        };
        Self { page, refused, mails, stopped }
    }

    fn with_mails(self, mails: &backend::contacts::Mails) -> Self {
        use crate::locales::{mails as words, use_locale};

        let locale = use_locale();
        let shown = |mail: &backend::contacts::LastMail| MailShown {
            what: words::what(locale, &mail.what),
            state: words::state(locale, mail.state).to_owned(),
            when: mail.at.clone(),
            note: words::note(locale, mail),
        };
        Self {
            mails: mails.last.iter().map(shown).collect(),
            stopped: mails.stopped.as_ref().map(|stopped| words::stopped(locale, stopped)),
            ..self
        }
    }
}

/// Whom the page shows: nobody (empty), `new`, or a contact by id.
#[cfg(feature = "ssr")]
fn selected(text: &str) -> Answer<backend::contacts::Selected> {
    use backend::contacts::Selected;

    match text {
        "" => Ok(Selected::Nobody),
        "new" => Ok(Selected::New),
        id => id.parse().map(Selected::One).map_err(|_| AppError::NotFound),
    }
}

/// The contact that a form is about; `None` for a new one, whose id is empty.
#[cfg(feature = "ssr")]
fn existing(id: &str) -> Answer<Option<domain::ContactId>> {
    if id.is_empty() {
        Ok(None)
    } else {
        id.parse().map(Some).map_err(|_| AppError::NotFound)
    }
}

/// Whom invoices are addressed to instead: `account`, a contact's id, or nobody chosen.
#[cfg(feature = "ssr")]
fn replacement(text: &str) -> Answer<Option<backend::contacts::BillingReplacement>> {
    use backend::contacts::BillingReplacement;

    match text {
        "" => Ok(None),
        "account" => Ok(Some(BillingReplacement::Account)),
        id => id.parse().map(BillingReplacement::Contact).map(Some).map_err(|_| AppError::NotFound),
    }
}

/// The name of a contact's form in the flash.
#[cfg(feature = "ssr")]
fn form_name(id: &str) -> String {
    format!("contact/{id}")
}

/// The Contacts page, with the form of whom `selected` says: nobody (empty), `new`, or a contact's id.
#[server(prefix = "/api", endpoint = "contacts/page")]
pub async fn load_contacts(selected: String) -> Answer<ContactsShown> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let access = actor.require().map_err(backend::Failure::into_app_error)?;
    let which = self::selected(&selected)?;
    let page = backend::contacts::page(&request.backend, &access, which).await;
    let page = page.map_err(backend::Failure::into_app_error)?;
    let shown = ContactsShown::new(page, request.flash(&form_name(&selected)).await);
    let shown = match which {
        backend::contacts::Selected::One(id) => {
            let mails = backend::contacts::mails(&request.backend, &access, id).await;
            shown.with_mails(&mails.map_err(backend::Failure::into_app_error)?)
        }
        _ => shown,
    };
    let refused = shown.refused.or(request.refused().await);
    Ok(ContactsShown { refused, ..shown })
}

/// Saves a contact of the account that the form's page showed: a new one where `id` is empty.
#[server(prefix = "/api", endpoint = "contacts/save")]
pub async fn save_contact(
    #[server(default)] account: Option<AccountId>,
    #[server(default)] id: String,
    form: ContactForm,
) -> Answer<Saved> {
    let posted = Posted::on(account).await?;
    let contact = existing(&id)?;
    let answer = posted
        .answer(&form_name(if id.is_empty() { "new" } else { &id }), &form, async |backend, access| {
            backend::contacts::save(backend, access, contact, &form).await
        })
        .await;
    if let Ok(saved) = &answer {
        posted.request.lead_on(&crate::pages::contacts::done::Done::saved(saved));
    }
    answer
}

/// Deletes a contact. `billing` says whom invoices are addressed to instead, where they were to this one: `account` or
/// another contact's id.
#[server(prefix = "/api", endpoint = "contacts/delete")]
pub async fn delete_contact(id: String, #[server(default)] billing: String) -> Answer<()> {
    let posted = Posted::on(None).await?;
    let contact = id.parse().map_err(|_| AppError::NotFound)?;
    let instead = replacement(&billing)?;
    let answer = posted
        .press(async |backend, access| backend::contacts::delete(backend, access, contact, instead).await)
        .await;
    if answer.is_ok() {
        posted.request.lead_on("/account/contacts?done=deleted");
    }
    answer
}

/// Sends the invitation again, with a new link.
#[server(prefix = "/api", endpoint = "contacts/invite")]
pub async fn resend_invitation(id: String) -> Answer<()> {
    let posted = Posted::on(None).await?;
    let contact = id.parse().map_err(|_| AppError::NotFound)?;
    let answer = posted
        .press(async |backend, access| backend::contacts::resend_invitation(backend, access, contact).await)
        .await;
    if answer.is_ok() {
        posted.request.lead_on(&format!("/account/contacts/{contact}?done=resent"));
    }
    answer
}

/// Sends a contact a test, to see whether email arrives.
#[server(prefix = "/api", endpoint = "contacts/test")]
pub async fn send_test(id: String) -> Answer<()> {
    let posted = Posted::on(None).await?;
    let contact = id.parse().map_err(|_| AppError::NotFound)?;
    let answer = posted
        .press(async |backend, access| backend::contacts::send_test(backend, access, contact).await.map(|_| ()))
        .await;
    if answer.is_ok() {
        posted.request.lead_on(&format!("/account/contacts/{contact}?done=tested"));
    }
    answer
}
