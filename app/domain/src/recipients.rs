//! Who gets an email, and why: one function for sending, previewing, explaining and warning.

use serde::{Deserialize, Serialize};

use crate::{
    business_event::EventKind,
    code::Code,
    email::EmailAddress,
    email_category::{Category, CategorySet},
    id::ContactId,
    locale::Locale,
    scope::{Scope, Subject},
    serde_by_code,
};

/// Who a person of the account is to its email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Owner,
    Contact(ContactId),
}

impl Role {
    /// What is stored beside the contact's id.
    pub fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Contact(_) => "contact",
        }
    }

    pub fn contact(self) -> Option<ContactId> {
        match self {
            Self::Owner => None,
            Self::Contact(id) => Some(id),
        }
    }
}

/// Which tickets somebody follows by email, beside those that they opened: whoever asked always gets the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum TicketWatch {
    /// All of the account that are in their scope, while they want Support emails.
    #[default]
    All,
    /// Those on which somebody named them.
    Own,
    None,
}

impl Code for TicketWatch {
    const WHAT: &'static str = "way to follow tickets";
    const ALL: &'static [Self] = &[Self::All, Self::Own, Self::None];

    fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Own => "own",
            Self::None => "none",
        }
    }
}

serde_by_code!(TicketWatch);

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
    pub ticket_watch: TicketWatch,
    /// Whether email reaches the address, as far as is known: none came back, and nobody there asked for it to stop.
    pub reachable: bool,
}

/// What an email is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    pub category: Category,
    /// The services and domains concerned; none: the whole account.
    pub subjects: Vec<Subject>,
    /// Without subjects: whether it is about the account itself, which no scope leaves out, and not about what is on it.
    pub of_account: bool,
    /// Support: whose ticket it is. In another category it means nothing.
    pub ticket: Option<TicketPeople>,
}

/// Who is named on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TicketPeople {
    pub opener: Option<EmailAddress>,
    /// Who is to get copies. Somebody who is not on the account gets nothing.
    pub copied: Vec<EmailAddress>,
}

impl Matter {
    /// Something about the whole account.
    pub fn whole_account(category: Category) -> Self {
        let of_account = EventKind::of(category).any(EventKind::is_of_account);
        Self { category, subjects: Vec::new(), of_account, ticket: None }
    }

    /// What only those get who get everything of a category.
    pub fn widest(category: Category) -> Self {
        let of_account = EventKind::of(category).all(EventKind::is_of_account);
        Self { of_account, ..Self::whole_account(category) }
    }

    /// Whether it lies within a scope. What names no service or domain concerns all of them, so a limited scope does
    /// not have it, the same as on the pages. What is about the account itself (General but for orders, Affiliate) it
    /// has: there, the tick alone decides.
    pub fn is_within(&self, scope: &Scope) -> bool {
        if scope.is_everything() {
            return true;
        }
        if self.subjects.is_empty() {
            return self.of_account;
        }
        self.subjects.iter().all(|subject| scope.covers(*subject))
    }

    fn ticket(&self) -> Option<&TicketPeople> {
        self.ticket.as_ref().filter(|_| self.category == Category::Support)
    }
}

/// Why somebody gets an email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The account's owner, who did not opt out.
    Owner,
    /// The category is ticked for this contact.
    Ticked,
    /// They opened this ticket.
    OpenedTicket,
    /// They are to get copies of this ticket.
    CopiedOnTicket,
    /// Nobody else would get an essential email (rule 10).
    NobodyElse,
    /// The owner, because somebody who should get it cannot be reached.
    InPlaceOfUnreachable,
}

impl Code for Reason {
    const WHAT: &'static str = "reason";
    const ALL: &'static [Self] = &[
        Self::Owner,
        Self::Ticked,
        Self::OpenedTicket,
        Self::CopiedOnTicket,
        Self::NobodyElse,
        Self::InPlaceOfUnreachable,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Ticked => "ticked",
            Self::OpenedTicket => "opened_ticket",
            Self::CopiedOnTicket => "copied_on_ticket",
            Self::NobodyElse => "nobody_else",
            Self::InPlaceOfUnreachable => "in_place_of_unreachable",
        }
    }
}

serde_by_code!(Reason);

/// Somebody who gets an email.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    pub role: Role,
    pub name: String,
    pub address: EmailAddress,
    pub locale: Locale,
    pub reasons: Vec<Reason>,
}

/// Categories whose email goes to the owner when it does not reach whom it should.
const PASSED_TO_OWNER: [Category; 2] = [Category::Invoice, Category::Domain];

/// Who gets an email about that matter: the owner unless opted out, and each contact with the category ticked and the
/// matter in their scope. Support: the opener of the ticket always, who is named on it (in their scope, unless they
/// follow no tickets), and of those with the category ticked whoever follows all tickets.
///
/// One message per address. Nobody who cannot be reached: in Invoice and Domain the owner gets it in their place. An
/// essential category that nobody would get goes to the owner in any case (rule 10).
pub fn recipients(matter: &Matter, people: &[Person]) -> Vec<Recipient> {
    let mut found: Vec<Recipient> = Vec::new();
    let mut missed = false;
    for person in people {
        for reason in reasons(matter, person) {
            if person.reachable {
                add(&mut found, person, reason);
            } else {
                missed = true;
            }
        }
    }
    let Some(owner) = people.iter().find(|person| person.role == Role::Owner) else {
        return found;
    };
    if found.is_empty() && Category::ESSENTIAL.contains(&matter.category) {
        add(&mut found, owner, Reason::NobodyElse);
    } else if missed && owner.reachable && PASSED_TO_OWNER.contains(&matter.category) {
        add(&mut found, owner, Reason::InPlaceOfUnreachable);
    }
    found
}

fn reasons(matter: &Matter, person: &Person) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let is = |address: &EmailAddress| address.canonical() == person.address.canonical();
    let in_scope = matter.is_within(&person.scope);
    if let Some(ticket) = matter.ticket() {
        if ticket.opener.as_ref().is_some_and(is) {
            reasons.push(Reason::OpenedTicket);
        }
        if in_scope && person.ticket_watch != TicketWatch::None && ticket.copied.iter().any(is) {
            reasons.push(Reason::CopiedOnTicket);
        }
    }
    let follows = matter.category != Category::Support || person.ticket_watch == TicketWatch::All;
    if in_scope && follows && person.categories.contains(matter.category) {
        reasons.push(match person.role {
            Role::Owner => Reason::Owner,
            Role::Contact(_) => Reason::Ticked,
        });
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

impl Person {
    /// The categories of which they would get everything if they chose to, and not just what lies in a limited scope.
    pub fn reaches(&self) -> CategorySet {
        let whole = |category: &Category| Matter::widest(*category).is_within(&self.scope);
        Category::ALL.iter().copied().filter(|category| self.reachable && whole(category)).collect()
    }
}

/// The essential categories of which nobody reachable would receive everything if the people's choices were these
/// (rule 10): what the sending would have to give to the owner in spite of their choice.
pub fn without_recipient(people: &[Person]) -> CategorySet {
    let rescued = |category: &Category| {
        let found = recipients(&Matter::widest(*category), people);
        found.iter().all(|one| one.reasons == [Reason::NobodyElse])
    };
    Category::ESSENTIAL.into_iter().filter(rescued).collect()
}

#[cfg(test)]
mod tests;
