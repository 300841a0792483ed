//! The email overview: everyone × every category, and who gets what now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    audience::Mails,
    authority::Escalation,
    contact::ScopeChoice,
    email_category::{Category, CategorySet},
    id::{self, ContactId},
    scope::Subject,
};

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewRow {
    /// `None`: the owner.
    pub contact: Option<ContactId>,
    pub name: String,
    pub email: String,
    pub categories: CategorySet,
    /// The categories of which this person would get everything: what counts for rule 10.
    pub reaches: CategorySet,
    /// Why the viewer may not change this row.
    pub locked: Option<Escalation>,
}

/// The overview page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewPage {
    pub rows: Vec<OverviewRow>,
    /// What the answers are about; `None`: the whole account.
    pub about: Option<Subject>,
    /// What they could be about.
    pub subjects: Vec<ScopeChoice>,
    /// A fingerprint of what is shown: saving against an older one is refused as stale.
    pub version: String,
    /// The problems of a refused save, with what was ticked in `rows`.
    pub problems: Vec<OverviewProblem>,
    pub affiliates: bool,
}

/// Who gets the emails of a category now, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewAnswer {
    pub category: Category,
    /// None: no email of it can be about what is asked for.
    pub mails: Vec<Mails>,
}

/// What is wrong with how somebody is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewWarning {
    pub contact: ContactId,
    pub name: String,
    pub email: String,
    pub reach: Reach,
}

/// How somebody is reached who is not reached as they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not at all: emails came back, or whoever reads them said that it is not them.
    Stopped,
    /// They have a login, by a mailbox that several people seem to read.
    Shared,
}

/// The posted matrix: per person (`owner`, or a contact's id) what is ticked. Whoever is missing has nothing ticked.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OverviewForm {
    pub owner: CategorySet,
    /// By [`form_key`](ContactId::form_key) in names.
    #[serde(with = "id::in_form")]
    pub contacts: BTreeMap<ContactId, CategorySet>,
    pub version: String,
}

/// Why an overview cannot be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverviewProblem {
    /// Nobody would receive this essential category.
    NobodyLeft(Category),
    /// That person's row may not be changed by the viewer.
    Escalation(Escalation),
}
