//! Contacts as the Contacts page shows them.

use serde::{Deserialize, Serialize};

use crate::{
    authority::Escalation,
    calendar::CalendarDate,
    contact_form::{ContactField, ContactForm, FieldSet},
    email_category::CategorySet,
    field::FormErrors,
    id::{AccountId, ContactId},
    membership::MembershipState,
    moment::Moment,
    permission::PermissionSet,
    scope::Subject,
};

/// A contact at a glance.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own beside the name")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactSummary {
    pub id: ContactId,
    pub name: String,
    pub company: String,
    pub email: String,
    pub state: MembershipState,
    pub categories: CategorySet,
    /// What they may do, or could before access ended.
    pub permissions: PermissionSet,
    /// Whether the scope is a chosen list.
    pub limited: bool,
    /// Whether what is added later is covered too.
    pub new_ones: bool,
    pub ends: Option<Moment>,
    pub last_sign_in: Option<Moment>,
    /// Whether invoices print this contact's address.
    pub billing: bool,
    /// Whether no emails are sent to them any more: they came back, or whoever reads them said that it is not them.
    pub stopped: bool,
}

/// The Contacts page: everyone at a glance, and the form when a contact is chosen or added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsPage {
    pub people: Vec<ContactSummary>,
    pub editor: Option<Box<ContactEditor>>,
}

/// Everything that the contact form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactEditor {
    /// Whose contact it is: the form is saved for no other account.
    pub account: AccountId,
    /// `None`: a new contact.
    pub id: Option<ContactId>,
    /// What is stored (or nothing, for a new contact): what "unsaved" is measured against, and what is saved against.
    pub stored: ContactForm,
    /// What the inputs show at first: what is stored, or what was typed before a refusal.
    pub shown: ContactForm,
    /// The problems of a refused save.
    pub errors: FormErrors<ContactField>,
    /// Somebody else saved first: what they saved.
    pub conflict: Option<Box<Conflict>>,
    pub state: MembershipState,
    /// When the state is `ended` or `revoked`: since when, where it is known.
    pub ended: Option<Moment>,
    /// Whether invoices are addressed to this contact.
    pub billing: bool,
    /// What they print of it, which may be changed but not emptied.
    pub printed: FieldSet,
    /// The date today in the account's time zone.
    pub today: CalendarDate,
    /// The permissions that the viewer may grant.
    pub may_grant: PermissionSet,
    /// The scopes that the viewer may grant.
    pub may_cover: MayCover,
    /// Why the viewer may not change this contact at all (rule 5); the form is then read-only.
    pub locked: Option<Escalation>,
    /// Whether the access part cannot be changed, and why: a manager's own entry.
    pub access_locked: Option<Escalation>,
    /// The services and domains that a scope can name, as far as the viewer may grant them.
    pub subjects: Vec<ScopeChoice>,
    /// Whether the operator runs an affiliate programme: its category and permission are shown only then.
    pub affiliates: bool,
}

/// Which scopes a person may grant. What lies outside their own is not told: not even how much it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MayCover {
    Everything,
    /// Lists, also with new ones.
    ListsWithNew,
    Lists,
}

/// A service or domain that a scope can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChoice {
    pub subject: Subject,
    pub name: String,
}

/// Two people saved the same contact: what the first of them saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Who saved in the meantime, where it is known.
    pub by: String,
    /// What is stored now, with the version to save against.
    pub stored: ContactForm,
}

/// What saving a contact did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub id: ContactId,
    pub name: String,
    pub created: bool,
    /// Whether an invitation is on its way to that address.
    pub invited: Option<String>,
}
