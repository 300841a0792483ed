//! The Contacts page: everyone at a glance, and the form.

use domain::{
    AccountId, Authority, ContactForm, ContactId, ContactSummary, ContactsPage, Escalation, FormErrors,
    MembershipState, Rights, Subject, Timestamp, contact::ContactEditor, contact_form::FieldSet,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use super::{stored::Stored, subjects::choices};
use crate::{
    Backend, Failure,
    access::{Access, ManageContacts, Standing},
    db::{
        entity::{accounts, contacts},
        found,
    },
    moments::Moments,
    people::{Listed, roster},
};

/// Who is chosen on the Contacts page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selected {
    Nobody,
    New,
    One(ContactId),
}

/// The Contacts page.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] when the chosen contact is not one of this account.
pub async fn page(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    selected: Selected,
) -> Result<ContactsPage, Failure> {
    let (now, actor, account) = (backend.now(), access.actor(), access.account());
    let moments = Moments::new(actor.locale(), actor.time_zone(), now);
    let conn = backend.db.reader().await?;
    let (locale, billing) = account_row(&conn, account).await?;
    let people = roster(&conn, account).await?;
    let people = people.into_iter().map(|one| summary(one, billing, now, &moments)).collect();
    let editor = match selected {
        Selected::Nobody => None,
        Selected::New => {
            let blank = ContactForm { language: locale, scope: "all".to_owned(), ..ContactForm::default() };
            Some(editor(backend, &conn, access, None, blank, &moments).await?)
        }
        Selected::One(id) => {
            let stored = found(Stored::find(&conn, account, id).await?)?;
            let form = as_seen_by(&actor.authority(), stored.form(now, &moments));
            let mut editor = editor(backend, &conn, access, Some(&stored), form, &moments).await?;
            editor.billing = billing == Some(id);
            editor.printed = stored.printed(billing);
            Some(editor)
        }
    };
    Ok(ContactsPage { people, editor: editor.map(Box::new) })
}

/// The contacts on file of the account.
pub(crate) fn on_file(access: &Access<'_, ManageContacts>) -> Select<contacts::Entity> {
    contacts::Entity::find().filter(contacts::Column::AccountId.eq(access.account().0))
}

/// The language of the account, and its billing contact.
async fn account_row(conn: &impl ConnectionTrait, account: AccountId) -> Result<(String, Option<ContactId>), Failure> {
    let row: Option<(String, Option<Uuid>)> = accounts::Entity::find_by_id(account.0)
        .select_only()
        .columns([accounts::Column::Locale, accounts::Column::BillingContactId])
        .into_tuple()
        .one(conn)
        .await?;
    let (locale, billing) = found(row)?;
    Ok((locale, billing.map(ContactId)))
}

fn summary(one: Listed, billing: Option<ContactId>, now: Timestamp, moments: &Moments) -> ContactSummary {
    let state = one.state(now);
    let (rights, last_sign_in) = match one.member {
        Some(member) => (member.rights, member.last_sign_in),
        None => (Rights::default(), None),
    };
    ContactSummary {
        id: one.id,
        name: one.name,
        company: one.company,
        email: one.email,
        state,
        categories: one.categories,
        permissions: rights.permissions,
        limited: !rights.scope.is_everything(),
        new_ones: rights.scope.covers_new(),
        ends: rights.ends_at.map(|end| moments.moment(end)),
        last_sign_in: last_sign_in.map(|at| moments.moment(at)),
        billing: billing == Some(one.id),
        stopped: !one.reachable,
    }
}

async fn editor(
    backend: &Backend,
    conn: &impl ConnectionTrait,
    access: &Access<'_, ManageContacts>,
    stored: Option<&Stored>,
    form: ContactForm,
    moments: &Moments,
) -> Result<ContactEditor, Failure> {
    let now = backend.now();
    let authority = access.actor().authority();
    let id = stored.map(Stored::id);
    let own = matches!(access.actor().standing(), Standing::Member { contact, .. } if Some(*contact) == id);
    let ended = stored.and_then(|stored| stored.member.as_ref()).and_then(|member| member.ended_at(now));
    Ok(ContactEditor {
        account: access.account(),
        id,
        shown: form.clone(),
        stored: form,
        errors: FormErrors::default(),
        conflict: None,
        state: stored.map_or(MembershipState::None, |stored| stored.state(now)),
        ended: ended.map(|at| moments.moment(at)),
        billing: false,
        printed: FieldSet::EMPTY,
        today: moments.today(),
        locked: stored.and_then(|stored| authority.may_touch(stored.rights()).err()),
        access_locked: own.then_some(Escalation::OwnAccess),
        subjects: choices(conn, access.account(), &authority).await?,
        may_grant: authority.permissions(),
        may_cover: authority.may_cover(),
        affiliates: backend.settings.affiliates,
    })
}

/// Without what lies outside the viewer's own scope: of somebody who holds more, that is nothing to them.
fn as_seen_by(authority: &Authority, mut form: ContactForm) -> ContactForm {
    if let Authority::Manager(own) = authority {
        form.services.retain(|id, _| own.scope.covers(Subject::Service(*id)));
        form.domains.retain(|id, _| own.scope.covers(Subject::Domain(*id)));
    }
    form
}
