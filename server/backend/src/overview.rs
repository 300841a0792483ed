//! The email overview: who gets which emails, everyone at once.
//!
//! Who gets which email now, and why, is answered by the domain's one `recipients` function.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::{
    AccountId, AppError, Authority, Category, CategorySet, Code, ContactId, EmailAddress, Escalation, MembershipState,
    Permission, Subject, Timestamp,
    activity::Event,
    audience::audience,
    overview::{OverviewAnswer, OverviewForm, OverviewPage, OverviewProblem, OverviewRow, OverviewWarning, Reach},
    recipients::{Person, Role, without_recipient},
};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use crate::{
    Backend, Failure,
    access::{Access, ManageContacts},
    activity, contacts, memberships,
    people::{Account, Change, Listed, noted, owner_categories, persons, roster, set_categories, set_owner_categories},
};

/// Everyone on an account as the routing of email sees them.
pub(crate) async fn people(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Person>, Failure> {
    crate::people::people(conn, account).await
}

/// The overview; who would get the emails of each category: all of them, or those about one service or domain; and who is
/// not reached as they should be.
///
/// # Errors
///
/// [`AppError::NotFound`] when that is nothing that this person could choose.
pub async fn page(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    about: Option<Subject>,
) -> Result<(OverviewPage, Vec<OverviewAnswer>, Vec<OverviewWarning>), Failure> {
    let conn = backend.db.read();
    let account = Account::load(conn, access.account()).await?;
    let owner = owner_categories(conn, account.id).await?;
    let listed = roster(conn, account.id).await?;
    let authority = access.actor().authority();
    let people = persons(&account, owner, &listed)?;
    let subjects = contacts::choices(conn, account.id, &authority).await?;
    if about.is_some_and(|about| subjects.iter().all(|choice| choice.subject != about)) {
        return Err(AppError::NotFound.into());
    }
    let affiliates = backend.settings.affiliates;
    let answers = Category::ALL
        .iter()
        .filter(|category| affiliates || **category != Category::Affiliate)
        .map(|category| OverviewAnswer { category: *category, mails: audience(*category, about, &people) })
        .collect();
    let version = fingerprint(account.id, owner, &listed);
    let locked = |person: &Person| match person.role {
        Role::Owner => owner_locked(&authority),
        Role::Contact(id) => {
            let contact = listed.iter().find(|one| one.id == id);
            authority.may_touch(contact.and_then(Listed::rights)).err()
        }
    };
    let rows = people
        .iter()
        .map(|person| OverviewRow {
            contact: person.role.contact(),
            name: person.name.clone(),
            email: person.address.to_string(),
            categories: person.categories,
            reaches: person.reaches(),
            locked: locked(person),
        })
        .collect();
    let now = backend.now();
    let warnings = listed.iter().filter_map(|one| warning(one, now)).collect();
    Ok((OverviewPage { rows, about, subjects, version, problems: Vec::new(), affiliates }, answers, warnings))
}

/// Who is not reached as they should be: by no email, or for a login by a mailbox of several people.
fn warning(one: &Listed, now: Timestamp) -> Option<OverviewWarning> {
    let login = matches!(one.state(now), MembershipState::Invited | MembershipState::Active);
    let shared = || EmailAddress::parse(&one.email).is_ok_and(|address| address.is_shared());
    let reach = if !one.reachable {
        Reach::Stopped
    } else if login && shared() {
        Reach::Shared
    } else {
        return None;
    };
    Some(OverviewWarning { contact: one.id, name: one.name.clone(), email: one.email.clone(), reach })
}

/// Whether the owner's own row is closed to this person: it is part of Account Details.
fn owner_locked(authority: &Authority) -> Option<Escalation> {
    (!authority.may_grant_permission(Permission::Profile)).then_some(Escalation::OwnerOnly)
}

/// Saves the matrix: all of it or nothing.
///
/// A person whose row is locked to the viewer keeps what they have; naming them with something else is refused.
///
/// # Errors
///
/// [`AppError::Stale`] when somebody else saved first; [`AppError::Overview`] against rules 5 and 10;
/// [`AppError::NotFound`] when it names a contact that is not one of this account.
pub async fn save(backend: &Backend, access: &Access<'_, ManageContacts>, form: &OverviewForm) -> Result<(), Failure> {
    noted(backend, access, None, try_save(backend, access, form)).await
}

async fn try_save(backend: &Backend, access: &Access<'_, ManageContacts>, form: &OverviewForm) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let account = &change.account;
    let owner = owner_categories(change.tx.conn(), account.id).await?;
    let contacts = roster(change.tx.conn(), account.id).await?;
    if form.contacts.keys().any(|id| contacts.iter().all(|one| one.id != *id)) {
        return Err(AppError::NotFound.into());
    }
    if form.version != fingerprint(account.id, owner, &contacts) {
        return Err(AppError::Stale.into());
    }
    let wanted = wanted(&change, form, owner, &contacts, backend.settings.affiliates)?;
    check_recipients(&change, owner, &contacts, &wanted)?;

    if wanted.owner != owner {
        set_owner_categories(&change.tx, account.id, owner, wanted.owner).await?;
        let event = Event::EmailsChanged { before: owner, after: wanted.owner };
        let subject = activity::Subject::owner(&account.owner);
        activity::append(&change.tx, account.id, &change.actor.author(), &subject, &event, change.now).await?;
    }
    for one in &contacts {
        let Some(after) = wanted.contacts.get(&one.id).copied() else { continue };
        let before = one.categories;
        set_categories(&change.tx, account.id, one.id, before, after).await?;
        memberships::touch_contact(&change.tx, account.id, one.id, change.actor.name(), change.now).await?;
        change.log(Some((one.id, &one.name, &one.email)), &Event::EmailsChanged { before, after }).await?;
    }
    change.commit().await
}

/// What the form changes.
struct Wanted {
    owner: CategorySet,
    contacts: BTreeMap<ContactId, CategorySet>,
}

fn wanted(
    change: &Change<'_>,
    form: &OverviewForm,
    owner: CategorySet,
    contacts: &[Listed],
    affiliates: bool,
) -> Result<Wanted, Failure> {
    let refused = |why| AppError::Overview(vec![OverviewProblem::Escalation(why)]);
    // A category that is not shown stays as it was.
    let kept = |mut after: CategorySet, before: CategorySet| {
        if !affiliates {
            after.set(Category::Affiliate, before.contains(Category::Affiliate));
        }
        after
    };
    let mut wanted = Wanted { owner: kept(form.owner, owner), contacts: BTreeMap::new() };
    if let Some(why) = owner_locked(&change.authority) {
        // The boxes of a locked row are not posted.
        if !form.owner.is_empty() && wanted.owner != owner {
            return Err(refused(why).into());
        }
        wanted.owner = owner;
    }
    for one in contacts {
        let posted = form.contacts.get(&one.id).copied();
        let after = kept(posted.unwrap_or_default(), one.categories);
        if after == one.categories {
            continue;
        }
        match change.authority.may_touch(one.rights()) {
            Ok(()) => {
                wanted.contacts.insert(one.id, after);
            }
            Err(why) if posted.is_some_and(|posted| !posted.is_empty()) => return Err(refused(why).into()),
            Err(_) => {}
        }
    }
    Ok(wanted)
}

/// Rule 10: every essential category that somebody got must still be somebody's.
fn check_recipients(
    change: &Change<'_>,
    owner: CategorySet,
    contacts: &[Listed],
    wanted: &Wanted,
) -> Result<(), Failure> {
    let before = persons(&change.account, owner, contacts)?;
    let mut after = contacts.to_vec();
    for one in &mut after {
        one.categories = wanted.contacts.get(&one.id).copied().unwrap_or(one.categories);
    }
    let after = persons(&change.account, wanted.owner, &after)?;
    let nobody = without_recipient(&after).minus(without_recipient(&before));
    if nobody.is_empty() {
        return Ok(());
    }
    Err(AppError::Overview(nobody.iter().map(OverviewProblem::NobodyLeft).collect()).into())
}

/// What is compared to know whether somebody else saved in between, or another account was opened: the account, everyone
/// on it and their ticks.
fn fingerprint(account: AccountId, owner: CategorySet, contacts: &[Listed]) -> String {
    let codes = |set: CategorySet| set.iter().map(Code::code).collect::<Vec<_>>().join(",");
    let mut lines: Vec<String> = contacts.iter().map(|one| format!("{} {}", one.id, codes(one.categories))).collect();
    lines.sort_unstable();
    let digest = Sha256::digest(format!("{account}\n{}\n{}", codes(owner), lines.join("\n")));
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
