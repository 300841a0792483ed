//! What a posted form asks for, as far as only the server can tell: the access end as an instant, the scope checked
//! against the account, the address against everyone else's.

use domain::{
    AppError, Authority, Category, CategorySet, ContactField, ContactInput, EmailAddress, Escalation, FieldProblem,
    FormErrors, Permission, Rights, Scope, Subject,
    contact_form::{AccessInput, ScopeInput},
    recipients::Role,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{stored::Stored, subjects};
use crate::{
    Failure,
    db::entity::contacts,
    people::{Change, Choice, nobody_left},
};

/// A refusal of one field.
pub(super) fn field(field: ContactField, problem: FieldProblem) -> Failure {
    AppError::Contact(FormErrors::one(field, problem)).into()
}

/// The rights that the form asks for; `None`: no login.
pub(super) async fn rights(
    change: &Change<'_>,
    input: &ContactInput,
    stored: Option<&Stored>,
    affiliates: bool,
) -> Result<Option<Rights>, Failure> {
    let Some(access) = &input.access else { return Ok(None) };
    let before = stored.and_then(Stored::rights);
    let mut permissions = access.permissions;
    if !affiliates && before.is_some_and(|before| before.permissions.contains(Permission::Affiliates)) {
        // Its box is not shown, so it cannot be ticked.
        permissions.insert(Permission::Affiliates);
    }
    let scope = scope(change, &access.scope, before.map(|before| &before.scope), stored).await?;
    Ok(Some(Rights { permissions, scope, ends_at: ends_at(change, access, before) }))
}

fn ends_at(change: &Change<'_>, access: &AccessInput, before: Option<&Rights>) -> Option<domain::Timestamp> {
    let date = access.ends_on?;
    // The instant that there is may be another than the end of its day.
    let kept = before.and_then(|before| before.ends_at).filter(|end| change.moments.last_date_before(*end) == date);
    Some(kept.unwrap_or_else(|| change.moments.end_of(date)))
}

/// The scope that the form asks for. Every chosen service and domain must be one of this account; those that stay chosen
/// were.
async fn scope(
    change: &Change<'_>,
    input: &ScopeInput,
    before: Option<&Scope>,
    stored: Option<&Stored>,
) -> Result<Scope, Failure> {
    let ScopeInput::Chosen { subjects, new_ones } = input else {
        return Ok(Scope::All);
    };
    let there = subjects::all(change.tx.conn(), change.account.id).await?;
    let unknown = |subject: &Subject| {
        let stays = matches!(before, Some(Scope::Only(before)) if before.contains(subject));
        !there.contains(subject) && !stays
    };
    if subjects.iter().any(unknown) {
        return Err(field(ContactField::Scope, FieldProblem::UnknownSubject));
    }
    if !new_ones {
        return Ok(Scope::Only(subjects.clone()));
    }
    if let Some(own @ Scope::AllBut(left_out)) = before
        && stored.is_some_and(|stored| change.is_own(stored.id()))
        && left_out.is_disjoint(subjects)
    {
        // Theirs to keep and not to change; what came while the form was open does not narrow it.
        return Ok(own.clone());
    }
    let mut left_out = &there - subjects;
    // What was left out before stays so though it is gone now, and so does what the actor's own scope leaves out.
    for scope in before.into_iter().chain([change.scope()]) {
        if let Scope::AllBut(kept) = scope {
            left_out.extend(kept.difference(&there));
        }
    }
    if left_out.is_empty() && subjects.is_empty() {
        // Of nothing, nothing can be left out: that would be everything.
        return Err(field(ContactField::Scope, FieldProblem::EmptyScope));
    }
    Ok(Scope::all_but(left_out))
}

/// Rule 5 for what is asked for. Whether the person may be touched at all was checked before.
pub(super) fn check_grant(
    change: &Change<'_>,
    wanted: Option<&Rights>,
    email: &EmailAddress,
    stored: Option<&Stored>,
) -> Result<(), Failure> {
    if let Some(stored) = stored
        && change.is_own(stored.id())
    {
        let same = wanted == stored.rights() && email.canonical() == stored.row.email_canonical;
        return if same {
            Ok(())
        } else {
            Err(AppError::Escalation(Escalation::OwnAccess).into())
        };
    }
    match (&change.authority, wanted) {
        (Authority::Manager(_), Some(rights)) => {
            change.authority.may_grant(rights).map_err(|why| AppError::Escalation(why).into())
        }
        _ => Ok(()),
    }
}

/// The address must be nobody else's on this account, and not the owner's if it is to be a login.
pub(super) async fn check_address(
    change: &Change<'_>,
    email: &EmailAddress,
    login: bool,
    stored: Option<&Stored>,
) -> Result<(), Failure> {
    let canonical = email.canonical();
    if login && canonical == change.account.owner.email.canonical() {
        return Err(field(ContactField::Email, FieldProblem::EmailOfOwner));
    }
    if stored.is_some_and(|stored| stored.row.email_canonical == canonical) {
        return Ok(());
    }
    let others = contacts::Entity::find()
        .filter(contacts::Column::AccountId.eq(change.account.id.0))
        .filter(contacts::Column::EmailCanonical.eq(canonical))
        .count(change.tx.conn())
        .await?;
    if others == 0 {
        Ok(())
    } else {
        Err(field(ContactField::Email, FieldProblem::EmailTaken))
    }
}

/// The emails that the form asks for: a category that it does not show stays as it was.
pub(super) fn categories(input: &ContactInput, before: CategorySet, affiliates: bool) -> CategorySet {
    let mut after = input.emails;
    if !affiliates {
        after.set(Category::Affiliate, before.contains(Category::Affiliate));
    }
    after
}

/// Rule 10, for what a contact is to be.
pub(super) async fn check_recipients(
    change: &Change<'_>,
    stored: &Stored,
    categories: CategorySet,
    wanted: Option<&Rights>,
) -> Result<(), Failure> {
    // Taking a login away leaves the scope of its emails as it was.
    let scope = wanted.map(|rights| &rights.scope);
    let same = stored.rights().map(|rights| &rights.scope);
    let choice = Choice {
        role: Role::Contact(stored.id()),
        before: stored.categories,
        after: categories,
        scope: scope.filter(|scope| same != Some(scope)),
    };
    match nobody_left(&change.tx, change.account.id, choice).await? {
        Some(category) => Err(field(ContactField::Emails, FieldProblem::NobodyLeft(category))),
        None => Ok(()),
    }
}
