//! Who gets an email, and why: one function for sending, previewing, explaining and warning.

use serde::{Deserialize, Serialize};

use crate::{
    code::CodeSet,
    email::EmailAddress,
    email_category::{Category, CategorySet},
    id::ContactId,
    locale::Locale,
    scope::{Scope, Subject},
};

/// Who a person of the account is to its email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Owner,
    Contact(ContactId),
}

/// A person of the account as the routing of email sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub role: Role,
    pub name: String,
    pub address: EmailAddress,
    pub locale: Locale,
    /// The owner: all but what they opted out of. A contact: what is ticked.
    pub categories: CategorySet,
    /// [`Scope::All`] for the owner and for a contact without a login.
    pub scope: Scope,
    /// Whether they asked for the emails of all support tickets, not just their own.
    pub watches_tickets: bool,
}

/// What an email is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    pub category: Category,
    /// The service or domain concerned; `None`: the whole account.
    pub subject: Option<Subject>,
    /// Support: who opened the ticket.
    pub opener: Option<EmailAddress>,
}

/// Why somebody gets an email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The account's owner, who did not opt out.
    Owner,
    /// The category is ticked for this contact.
    Ticked,
    /// They opened this ticket.
    OpenedTicket,
    /// Nobody else would get an essential email (rule 10).
    NobodyElse,
}

/// Somebody who gets an email.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    pub role: Role,
    pub name: String,
    pub address: EmailAddress,
    pub locale: Locale,
    pub reasons: Vec<Reason>,
}

/// Who gets an email about that matter: the owner unless opted out, each contact with the category ticked and the
/// matter in their scope, the opener of a ticket always. One message per address. An essential category that nobody
/// would get goes to the owner. (In Support, a contact with the box ticked follows every ticket in their scope only
/// while watching all of them; this is what ticking gives until they choose otherwise.)
pub fn recipients(matter: &Matter, people: &[Person]) -> Vec<Recipient> {
    let mut found: Vec<Recipient> = Vec::new();
    for person in people {
        for reason in reasons(matter, person) {
            add(&mut found, person, reason);
        }
    }
    let owner = people.iter().find(|person| person.role == Role::Owner);
    if let Some(owner) = owner
        && found.is_empty()
        && Category::ESSENTIAL.contains(&matter.category)
    {
        add(&mut found, owner, Reason::NobodyElse);
    }
    found
}

fn reasons(matter: &Matter, person: &Person) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let opened = matter.opener.as_ref().is_some_and(|opener| opener.canonical() == person.address.canonical());
    if opened {
        reasons.push(Reason::OpenedTicket);
    }
    let wanted = person.categories.contains(matter.category) && person.scope.covers_matter(matter.subject);
    match person.role {
        Role::Owner if wanted => reasons.push(Reason::Owner),
        Role::Contact(_) if wanted && (matter.category != Category::Support || person.watches_tickets) => {
            reasons.push(Reason::Ticked);
        }
        _ => {}
    }
    reasons
}

fn add(found: &mut Vec<Recipient>, person: &Person, reason: Reason) {
    let address = person.address.canonical();
    match found.iter_mut().find(|recipient| recipient.address.canonical() == address) {
        Some(recipient) if recipient.reasons.contains(&reason) => {}
        Some(recipient) => recipient.reasons.push(reason),
        None => found.push(Recipient {
            role: person.role,
            name: person.name.clone(),
            address: person.address.clone(),
            locale: person.locale,
            reasons: vec![reason],
        }),
    }
}

/// The essential categories that nobody would receive if the people's choices were these (rule 10).
pub fn without_recipient(people: &[Person]) -> CategorySet {
    let received = people.iter().map(|person| person.categories).fold(CodeSet::EMPTY, CategorySet::union);
    Category::ESSENTIAL.into_iter().filter(|category| !received.contains(*category)).collect()
}
