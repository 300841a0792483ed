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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{code::Code, id::ServiceId};

    fn service(id: u128) -> Subject {
        Subject::Service(ServiceId(Uuid::from_u128(id)))
    }

    fn person(role: Role, address: &str, categories: &[Category]) -> Person {
        Person {
            role,
            name: address.to_owned(),
            address: EmailAddress::parse(address).unwrap(),
            locale: Locale::English,
            categories: categories.iter().copied().collect(),
            scope: Scope::All,
            watches_tickets: true,
        }
    }

    fn contact(id: u128, address: &str, categories: &[Category]) -> Person {
        person(Role::Contact(ContactId(Uuid::from_u128(id))), address, categories)
    }

    fn about(category: Category) -> Matter {
        Matter { category, subject: None, opener: None }
    }

    fn addresses(matter: &Matter, people: &[Person]) -> Vec<String> {
        recipients(matter, people).into_iter().map(|recipient| recipient.address.to_string()).collect()
    }

    #[test]
    fn the_owner_and_whoever_is_ticked() {
        let people = [
            person(Role::Owner, "owner@a.test", &Category::USUAL),
            contact(1, "ines@b.test", &[Category::Invoice]),
            contact(2, "noor@c.test", &[Category::General]),
        ];
        assert_eq!(addresses(&about(Category::Invoice), &people), ["owner@a.test", "ines@b.test"]);
        let got = recipients(&about(Category::Invoice), &people);
        assert_eq!(got[0].reasons, [Reason::Owner]);
        assert_eq!(got[1].reasons, [Reason::Ticked]);
    }

    #[test]
    fn an_essential_email_that_nobody_wants_goes_to_the_owner() {
        let people = [person(Role::Owner, "owner@a.test", &[]), contact(1, "ines@b.test", &[Category::General])];
        let got = recipients(&about(Category::Invoice), &people);
        assert_eq!(got.len(), 1);
        assert_eq!((got[0].role, got[0].reasons.as_slice()), (Role::Owner, [Reason::NobodyElse].as_slice()));
        assert!(recipients(&about(Category::Product), &people).is_empty());
        assert_eq!(without_recipient(&people), [Category::Invoice, Category::Domain].into_iter().collect());
    }

    #[test]
    fn a_matter_outside_the_scope_stays_outside() {
        let mut developer = contact(1, "sam@b.test", &[Category::Product]);
        developer.scope = Scope::Only([service(1)].into());
        let people = [person(Role::Owner, "owner@a.test", &[]), developer];
        let matter = |subject| Matter { subject, ..about(Category::Product) };
        assert_eq!(addresses(&matter(Some(service(1))), &people), ["sam@b.test"]);
        assert!(addresses(&matter(Some(service(2))), &people).is_empty());
        assert_eq!(addresses(&matter(None), &people), ["sam@b.test"]);
    }

    #[test]
    fn a_ticket_goes_to_its_opener_and_to_those_who_watch_all() {
        let mut quiet = contact(1, "quiet@b.test", &[Category::Support]);
        quiet.watches_tickets = false;
        let people = [
            person(Role::Owner, "owner@a.test", &[]),
            contact(2, "watcher@b.test", &[Category::Support]),
            contact(3, "opener@b.test", &[]),
            quiet,
        ];
        let opener = EmailAddress::parse("Opener@B.test").ok();
        let got = recipients(&Matter { opener, ..about(Category::Support) }, &people);
        let got: Vec<_> = got.iter().map(|one| (one.address.as_str(), one.reasons.as_slice())).collect();
        assert_eq!(
            got,
            [
                ("watcher@b.test", [Reason::Ticked].as_slice()),
                ("opener@b.test", [Reason::OpenedTicket].as_slice()),
            ]
        );
    }

    fn somebody() -> impl Strategy<Value = Person> {
        let categories = proptest::collection::vec(proptest::sample::select(Category::ALL), 0..6);
        let scope = prop_oneof![
            Just(Scope::All),
            proptest::collection::btree_set((0_u128..3).prop_map(service), 0..3).prop_map(Scope::Only),
        ];
        (0_u128..6, 0_usize..4, categories, scope, any::<bool>()).prop_map(|(id, address, ticked, scope, watches)| {
            let address = ["a@x.test", "A@X.test", "b@x.test", "c@x.test"][address];
            Person { scope, watches_tickets: watches, ..contact(id, address, &ticked) }
        })
    }

    fn account() -> impl Strategy<Value = Vec<Person>> {
        let opted = proptest::collection::vec(proptest::sample::select(Category::ALL), 0..6);
        (opted, proptest::collection::vec(somebody(), 0..6)).prop_map(|(opted, mut people)| {
            people.insert(0, person(Role::Owner, "owner@x.test", &opted));
            people
        })
    }

    fn matter() -> impl Strategy<Value = Matter> {
        let opener = prop_oneof![Just(None), Just(EmailAddress::parse("B@x.test").ok())];
        (proptest::sample::select(Category::ALL), proptest::option::of((0_u128..3).prop_map(service)), opener)
            .prop_map(|(category, subject, opener)| Matter { category, subject, opener })
    }

    proptest! {
        #[test]
        fn nobody_outside_nobody_twice_and_never_nobody(people in account(), matter in matter()) {
            let got = recipients(&matter, &people);
            let distinct: BTreeSet<_> = got.iter().map(|one| one.address.canonical()).collect();
            prop_assert_eq!(distinct.len(), got.len());
            for one in &got {
                prop_assert!(!one.reasons.is_empty());
                for reason in &one.reasons {
                    let entitled = people.iter().any(|person| {
                        let wants = person.categories.contains(matter.category)
                            && person.scope.covers_matter(matter.subject);
                        person.address.canonical() == one.address.canonical() && match reason {
                            Reason::Owner => person.role == Role::Owner && wants,
                            Reason::Ticked => person.role != Role::Owner && wants,
                            Reason::OpenedTicket => matter.opener.as_ref()
                                .is_some_and(|opener| opener.canonical() == person.address.canonical()),
                            Reason::NobodyElse => person.role == Role::Owner && got.len() == 1,
                        }
                    });
                    prop_assert!(entitled, "{:?} {:?}", one, reason);
                }
            }
            if Category::ESSENTIAL.contains(&matter.category) {
                prop_assert!(!got.is_empty());
            }
        }

        #[test]
        fn whoever_wants_it_gets_it(people in account(), matter in matter()) {
            let got: BTreeSet<_> = recipients(&matter, &people).iter().map(|one| one.address.canonical()).collect();
            for person in &people {
                let wants = person.categories.contains(matter.category) && person.scope.covers_matter(matter.subject);
                let follows = person.role == Role::Owner || matter.category != Category::Support || person.watches_tickets;
                prop_assert!(!(wants && follows) || got.contains(&person.address.canonical()));
            }
        }

        #[test]
        fn the_warning_agrees_with_the_sending(people in account()) {
            for category in Category::ESSENTIAL {
                let got = recipients(&about(category), &people);
                let rescued = got.iter().any(|one| one.reasons == [Reason::NobodyElse]);
                prop_assert_eq!(without_recipient(&people).contains(category), rescued);
            }
        }
    }
}
