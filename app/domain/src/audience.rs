//! Who would get each email of a category: for the overview. Asks the one [`recipients`] function, once for each way in
//! which such an email can lie within the scopes of people.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    business_event::{About, EventKind},
    email_category::Category,
    id::{DomainId, ServiceId},
    recipients::{Matter, Person, Recipient, Role, recipients},
    scope::{Scope, Subject},
};

/// Somebody who would get an email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub recipient: Recipient,
    /// What it must be about, because more is not in their scope.
    pub about: Scope,
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

/// What an email could be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    /// Anything, as far as scopes go: what no limited scope covers, or the one thing that is asked for.
    Anything,
    /// What no scope names: also what is added later.
    Unnamed,
    /// What a scope names.
    Named(Subject),
}

/// What such an email could be about, one of each kind that a scope tells apart. `None`: it cannot be about what is
/// asked for.
fn matters(category: Category, kind: About, about: Option<Subject>, people: &[Person]) -> Option<Vec<(Topic, Matter)>> {
    let of_account = kind == About::Account;
    let matter = |subjects| {
        let whole = Matter::whole_account(category);
        Matter { subjects, of_account: whole.of_account && of_account, ..whole }
    };
    if let Some(subject) = about {
        let can = match kind {
            About::Account => false,
            About::Service => matches!(subject, Subject::Service(_)),
            About::Domain => matches!(subject, Subject::Domain(_)),
            About::Several => true,
        };
        return can.then(|| vec![(Topic::Anything, matter(vec![subject]))]);
    }
    let service = Subject::Service(ServiceId(Uuid::nil()));
    let domain = Subject::Domain(DomainId(Uuid::nil()));
    let whole = (Topic::Anything, matter(Vec::new()));
    let unnamed = |subject| (Topic::Unnamed, matter(vec![subject]));
    let mut all = match kind {
        About::Account => return Some(vec![whole]),
        About::Service => vec![unnamed(service)],
        About::Domain => vec![unnamed(domain)],
        About::Several => vec![whole, unnamed(service)],
    };
    let possible = |subject: &Subject| match kind {
        About::Service => matches!(subject, Subject::Service(_)),
        About::Domain => matches!(subject, Subject::Domain(_)),
        About::Account | About::Several => true,
    };
    let subjects: BTreeSet<Subject> = people
        .iter()
        .filter(|person| person.categories.contains(category))
        .filter_map(|person| match &person.scope {
            Scope::All => None,
            Scope::Only(subjects) | Scope::AllBut(subjects) => Some(subjects.iter().copied()),
        })
        .flatten()
        .filter(possible)
        .collect();
    all.extend(subjects.into_iter().map(|subject| (Topic::Named(subject), matter(vec![subject]))));
    Some(all)
}

fn readers(matters: &[(Topic, Matter)], people: &[Person]) -> Vec<Reader> {
    let mut found: Vec<(Recipient, Vec<Topic>)> = Vec::new();
    for (topic, matter) in matters {
        for recipient in recipients(matter, people) {
            match found.iter_mut().find(|(known, _)| known.role == recipient.role) {
                Some((_, topics)) => topics.push(*topic),
                None => found.push((recipient, vec![*topic])),
            }
        }
    }
    let named = matters.iter().filter_map(|(topic, _)| match topic {
        Topic::Named(subject) => Some(*subject),
        Topic::Anything | Topic::Unnamed => None,
    });
    let named: BTreeSet<Subject> = named.collect();
    let about = |role: Role, topics: &[Topic]| {
        let limited = people.iter().any(|person| person.role == role && !person.scope.is_everything());
        if topics.contains(&Topic::Anything) || (topics.contains(&Topic::Unnamed) && !limited) {
            return Scope::All;
        }
        let (got, missed): (BTreeSet<_>, BTreeSet<_>) =
            named.iter().copied().partition(|subject| topics.contains(&Topic::Named(*subject)));
        if topics.contains(&Topic::Unnamed) {
            Scope::all_but(missed)
        } else {
            Scope::Only(got)
        }
    };
    found
        .into_iter()
        .map(|(recipient, topics)| Reader { about: about(recipient.role, &topics), recipient })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        code::Code,
        email::EmailAddress,
        id::ContactId,
        locale::Locale,
        recipients::{Reason, TicketWatch},
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

    /// The numbers of the people who would get an email, with how many subjects it is limited to; negative: all but so
    /// many.
    fn of(found: &[Mails], kind: EventKind) -> Vec<(u128, Option<isize>)> {
        let mails = found.iter().find(|mails| mails.kinds.contains(&kind)).unwrap();
        let number = |reader: &Reader| reader.recipient.role.contact().map_or(0, |id| id.0.as_u128());
        let limit = |reader: &Reader| match &reader.about {
            Scope::All => None,
            Scope::Only(subjects) => Some(subjects.len().cast_signed()),
            Scope::AllBut(subjects) => Some(-subjects.len().cast_signed()),
        };
        mails.readers.iter().map(|reader| (number(reader), limit(reader))).collect()
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
        assert_eq!(of(&general, EventKind::Announcement), [(0, None), (1, None)]);
        assert_eq!(of(&general, EventKind::OrderReceived), [(0, None), (1, Some(2))], "it is about what was ordered");
    }

    #[test]
    fn all_but_a_few_gets_what_no_scope_names() {
        let mut people = people();
        people[1].scope = Scope::AllBut([service(1), domain(2)].into());
        let invoices = audience(Category::Invoice, None, &people);
        assert_eq!(of(&invoices, EventKind::InvoiceCreated), [(0, None), (1, Some(-2))]);
        assert_eq!(of(&invoices, EventKind::CreditAdded), [(0, None)], "it is about the whole account");
        let products = audience(Category::Product, None, &people);
        assert_eq!(of(&products, EventKind::ServiceReady), [(1, Some(-1))], "of services, only one is not theirs");
        let other = audience(Category::Product, Some(service(9)), &people);
        assert_eq!(of(&other, EventKind::ServiceReady), [(1, None)]);
        // One who gets it whatever it is about: nothing that could be in it is left out.
        people[1].scope = Scope::AllBut([domain(2)].into());
        let products = audience(Category::Product, None, &people);
        assert_eq!(of(&products, EventKind::ServiceReady), [(1, None)]);
    }

    #[test]
    fn asked_about_one_thing_only_emails_about_it_are_there() {
        let people = people();
        let general = audience(Category::General, Some(service(1)), &people);
        assert_eq!((general.len(), general[0].kinds.as_slice()), (1, [EventKind::OrderReceived].as_slice()));
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
