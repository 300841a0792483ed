//! Who would get each email of a category: for the overview. Asks the one [`recipients`] function, once for each way in
//! which such an email can lie within the scopes of people.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    business_event::{About, EventKind},
    email_category::Category,
    id::{DomainId, ServiceId},
    recipients::{Matter, Person, Recipient, recipients},
    scope::{Scope, Subject},
};

/// Somebody who would get an email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub recipient: Recipient,
    /// Only when it is about one of these, because more is not in their scope; `None`: whatever it is about.
    pub only: Option<BTreeSet<Subject>>,
}

/// Emails that the same people would get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mails {
    pub kinds: Vec<EventKind>,
    pub readers: Vec<Reader>,
}

/// The emails of a category, with who would get them now; of those that can be about `about`, if it names something.
pub fn audience(category: Category, about: Option<Subject>, people: &[Person]) -> Vec<Mails> {
    let mut all: Vec<Mails> = Vec::new();
    let mut asked: Vec<(About, Vec<Reader>)> = Vec::new();
    for kind in EventKind::of(category) {
        let known = asked.iter().find(|(other, _)| *other == kind.about()).map(|(_, readers)| readers.clone());
        let readers = if let Some(readers) = known {
            readers
        } else {
            let Some(matters) = matters(category, kind.about(), about, people) else {
                continue;
            };
            let readers = readers(&matters, people);
            asked.push((kind.about(), readers.clone()));
            readers
        };
        match all.iter_mut().find(|mails| mails.readers == readers) {
            Some(mails) => mails.kinds.push(kind),
            None => all.push(Mails { kinds: vec![kind], readers }),
        }
    }
    all
}

/// What such an email could be about: first something that no limited scope covers, then each that one does. `None`: it
/// cannot be about what is asked for.
fn matters(category: Category, kind: About, about: Option<Subject>, people: &[Person]) -> Option<Vec<Matter>> {
    let matter = |subjects| Matter { subjects, ..Matter::whole_account(category) };
    if let Some(subject) = about {
        let can = match kind {
            About::Account => false,
            About::Service => matches!(subject, Subject::Service(_)),
            About::Domain => matches!(subject, Subject::Domain(_)),
            About::Several => true,
        };
        return can.then(|| vec![matter(vec![subject])]);
    }
    let (any, covered): (Vec<Subject>, fn(&Subject) -> bool) = match kind {
        About::Account => return Some(vec![matter(Vec::new())]),
        About::Service => {
            (vec![Subject::Service(ServiceId(Uuid::nil()))], |subject| matches!(subject, Subject::Service(_)))
        }
        About::Domain => {
            (vec![Subject::Domain(DomainId(Uuid::nil()))], |subject| matches!(subject, Subject::Domain(_)))
        }
        About::Several => (Vec::new(), |_| true),
    };
    let chosen: BTreeSet<Subject> = people
        .iter()
        .filter(|person| person.categories.contains(category))
        .filter_map(|person| match &person.scope {
            Scope::All => None,
            Scope::Only(subjects) => Some(subjects.iter().copied()),
        })
        .flatten()
        .filter(covered)
        .collect();
    let each = chosen.into_iter().map(|subject| matter(vec![subject]));
    Some(std::iter::once(matter(any)).chain(each).collect())
}

fn readers(matters: &[Matter], people: &[Person]) -> Vec<Reader> {
    let mut found: Vec<Reader> = Vec::new();
    for (index, matter) in matters.iter().enumerate() {
        for recipient in recipients(matter, people) {
            let known = found.iter_mut().find(|reader| reader.recipient.role == recipient.role);
            match known {
                Some(Reader { only: Some(only), .. }) => only.extend(matter.subjects.iter().copied()),
                Some(_) => {}
                None if index == 0 => found.push(Reader { recipient, only: None }),
                None => {
                    let only = Some(matter.subjects.iter().copied().collect());
                    found.push(Reader { recipient, only });
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        code::Code,
        email::EmailAddress,
        id::ContactId,
        locale::Locale,
        recipients::{Reason, Role, TicketWatch},
    };

    fn service(id: u128) -> Subject {
        Subject::Service(ServiceId(Uuid::from_u128(id)))
    }

    fn domain(id: u128) -> Subject {
        Subject::Domain(DomainId(Uuid::from_u128(id)))
    }

    fn person(role: Role, categories: &[Category], scope: Scope) -> Person {
        let number = role.contact().map_or(0, |id| id.0.as_u128());
        Person {
            role,
            name: format!("Person {number}"),
            address: EmailAddress::parse(&format!("person{number}@a.test")).unwrap(),
            locale: Locale::English,
            categories: categories.iter().copied().collect(),
            scope,
            ticket_watch: TicketWatch::All,
            reachable: true,
        }
    }

    /// An owner who wants everything but Product, and a developer for a service and a domain.
    fn people() -> Vec<Person> {
        let developer = Role::Contact(ContactId(Uuid::from_u128(1)));
        let scope = Scope::Only([service(1), domain(2)].into());
        vec![
            person(
                Role::Owner,
                &[Category::General, Category::Invoice, Category::Support, Category::Domain],
                Scope::All,
            ),
            person(developer, &Category::USUAL, scope),
        ]
    }

    /// The numbers of the people who would get an email, with how many subjects it is limited to.
    fn of(found: &[Mails], kind: EventKind) -> Vec<(u128, Option<usize>)> {
        let mails = found.iter().find(|mails| mails.kinds.contains(&kind)).unwrap();
        let number = |reader: &Reader| reader.recipient.role.contact().map_or(0, |id| id.0.as_u128());
        mails
            .readers
            .iter()
            .map(|reader| (number(reader), reader.only.as_ref().map(BTreeSet::len)))
            .collect()
    }

    #[test]
    fn each_email_of_a_category_stands_once() {
        for category in Category::ALL {
            let mut kinds: Vec<_> =
                audience(*category, None, &people()).into_iter().flat_map(|one| one.kinds).collect();
            kinds.sort_unstable();
            let mut expected: Vec<_> = EventKind::of(*category).collect();
            expected.sort_unstable();
            assert_eq!(kinds, expected);
        }
    }

    #[test]
    fn a_limited_scope_gets_what_is_in_it() {
        let people = people();
        let invoices = audience(Category::Invoice, None, &people);
        assert_eq!(of(&invoices, EventKind::InvoiceCreated), [(0, None), (1, Some(2))]);
        assert_eq!(of(&invoices, EventKind::CreditAdded), [(0, None)], "it is about the whole account");
        assert_eq!(invoices.len(), 2);
        let products = audience(Category::Product, None, &people);
        assert_eq!(of(&products, EventKind::ServiceReady), [(1, Some(1))], "of services, only one is theirs");
        let general = audience(Category::General, None, &people);
        assert_eq!(of(&general, EventKind::OrderReceived), [(0, None), (1, None)]);
    }

    #[test]
    fn asked_about_one_thing_only_emails_about_it_are_there() {
        let people = people();
        assert!(audience(Category::General, Some(service(1)), &people).is_empty());
        assert!(audience(Category::Domain, Some(service(1)), &people).is_empty());
        let mine = audience(Category::Product, Some(service(1)), &people);
        assert_eq!(of(&mine, EventKind::ServiceReady), [(1, None)]);
        let other = audience(Category::Product, Some(service(9)), &people);
        assert!(other.iter().all(|mails| mails.readers.is_empty()) && !other.is_empty());
        let invoices = audience(Category::Invoice, Some(domain(2)), &people);
        assert_eq!(of(&invoices, EventKind::InvoiceCreated), [(0, None), (1, None)]);
        assert!(invoices.iter().all(|mails| !mails.kinds.contains(&EventKind::CreditAdded)));
    }

    #[test]
    fn the_reason_is_that_of_the_routing() {
        let mut people = people();
        people[0].categories = [].into_iter().collect();
        let domains = audience(Category::Domain, None, &people);
        let reader = &domains[0].readers[0];
        assert_eq!((reader.recipient.role, &reader.recipient.reasons[..]), (Role::Owner, &[Reason::NobodyElse][..]));
        assert_eq!(of(&domains, EventKind::DomainExpired), [(0, None), (1, Some(1))]);
    }
}
