//! Examples and properties of the routing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::id::ServiceId;

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
        ticket_watch: TicketWatch::All,
        reachable: true,
    }
}

fn contact(id: u128, address: &str, categories: &[Category]) -> Person {
    person(Role::Contact(ContactId(Uuid::from_u128(id))), address, categories)
}

fn about(category: Category) -> Matter {
    Matter::whole_account(category)
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
    let ticked = [Category::Product, Category::Invoice, Category::General];
    let mut developer = contact(1, "sam@b.test", &ticked);
    developer.scope = Scope::Only([service(1), service(2)].into());
    let people = [person(Role::Owner, "owner@a.test", &[]), developer];
    let matter = |category, subjects: &[u128]| Matter {
        subjects: subjects.iter().copied().map(service).collect(),
        ..about(category)
    };
    assert_eq!(addresses(&matter(Category::Product, &[1]), &people), ["sam@b.test"]);
    assert!(addresses(&matter(Category::Product, &[3]), &people).is_empty());
    // An invoice over several services: all of them, or it says too much.
    assert_eq!(addresses(&matter(Category::Invoice, &[1, 2]), &people), ["sam@b.test"]);
    assert_eq!(addresses(&matter(Category::Invoice, &[1, 3]), &people), ["owner@a.test"]);
    assert_eq!(addresses(&matter(Category::Invoice, &[]), &people), ["owner@a.test"]);
    // General is about the account itself.
    assert_eq!(addresses(&matter(Category::General, &[]), &people), ["sam@b.test"]);
    // But for orders: of one thing, or of something new.
    let order = |subjects: &[u128]| Matter { of_account: false, ..matter(Category::General, subjects) };
    assert_eq!(addresses(&order(&[2]), &people), ["sam@b.test"]);
    assert_eq!(addresses(&order(&[3]), &people), ["owner@a.test"], "somebody always gets it");
    assert_eq!(addresses(&order(&[]), &people), ["owner@a.test"]);
    // With all but one: also what comes later, and neither that one nor what concerns the whole account.
    let [owner, developer] = people;
    let people = [owner, Person { scope: Scope::AllBut([service(3)].into()), ..developer }];
    assert_eq!(addresses(&matter(Category::Product, &[9]), &people), ["sam@b.test"]);
    assert!(addresses(&matter(Category::Product, &[3]), &people).is_empty());
    assert_eq!(addresses(&matter(Category::Invoice, &[1, 9]), &people), ["sam@b.test"]);
    assert_eq!(addresses(&matter(Category::Invoice, &[1, 3]), &people), ["owner@a.test"]);
    assert_eq!(addresses(&matter(Category::Invoice, &[]), &people), ["owner@a.test"]);
    assert_eq!(addresses(&matter(Category::General, &[]), &people), ["sam@b.test"]);
    assert_eq!(addresses(&Matter::widest(Category::General), &people), ["owner@a.test"]);
    assert_eq!(without_recipient(&people), Category::ESSENTIAL.into_iter().collect());
}

fn ticket(opener: &str, copied: &[&str]) -> Matter {
    let copied = copied.iter().map(|text| EmailAddress::parse(text).unwrap()).collect();
    let ticket = TicketPeople { opener: EmailAddress::parse(opener).ok(), copied };
    Matter { ticket: Some(ticket), ..about(Category::Support) }
}

fn following(watch: TicketWatch, person: Person) -> Person {
    Person { ticket_watch: watch, ..person }
}

#[test]
fn a_ticket_goes_to_its_opener_to_who_is_named_and_to_those_who_watch_all() {
    let people = [
        person(Role::Owner, "owner@a.test", &[]),
        contact(2, "watcher@b.test", &[Category::Support]),
        contact(3, "opener@b.test", &[]),
        following(TicketWatch::Own, contact(4, "quiet@b.test", &[Category::Support])),
        following(TicketWatch::Own, contact(5, "named@b.test", &[])),
        following(TicketWatch::None, contact(6, "nothing@b.test", &[Category::Support])),
    ];
    let matter = ticket("Opener@B.test", &["Named@b.test", "nothing@b.test", "stranger@c.test"]);
    let got = recipients(&matter, &people);
    let got: Vec<_> = got.iter().map(|one| (one.address.as_str(), one.reasons.as_slice())).collect();
    assert_eq!(
        got,
        [
            ("watcher@b.test", [Reason::Ticked].as_slice()),
            ("opener@b.test", [Reason::OpenedTicket].as_slice()),
            ("named@b.test", [Reason::CopiedOnTicket].as_slice()),
        ]
    );
    // Who asked gets the answer, whatever else they follow; names on anything but a ticket mean nothing.
    assert_eq!(addresses(&ticket("nothing@b.test", &[]), &people), ["watcher@b.test", "nothing@b.test"]);
    let matter = Matter { category: Category::Product, ..ticket("opener@b.test", &["named@b.test"]) };
    assert!(recipients(&matter, &people).is_empty());
}

#[test]
fn a_copy_of_a_ticket_stays_within_the_scope() {
    let mut named = contact(1, "named@b.test", &[Category::Support]);
    named.scope = Scope::Only([service(1)].into());
    let people = [person(Role::Owner, "owner@a.test", &[]), named];
    let matter = |subject| Matter { subjects: vec![service(subject)], ..ticket("owner@a.test", &["named@b.test"]) };
    assert_eq!(addresses(&matter(1), &people), ["owner@a.test", "named@b.test"]);
    assert_eq!(addresses(&matter(2), &people), ["owner@a.test"]);
}

#[test]
fn the_owner_stands_in_for_whoever_cannot_be_reached() {
    let gone = |id, address, ticked: &[Category]| Person { reachable: false, ..contact(id, address, ticked) };
    let everything = [Category::General, Category::Invoice, Category::Product];
    let people = [
        person(Role::Owner, "owner@a.test", &[]),
        gone(1, "ines@b.test", &everything),
        contact(2, "noor@c.test", &everything),
    ];
    let got = recipients(&about(Category::Invoice), &people);
    let got: Vec<_> = got.iter().map(|one| (one.address.as_str(), one.reasons.as_slice())).collect();
    assert_eq!(
        got,
        [
            ("noor@c.test", [Reason::Ticked].as_slice()),
            ("owner@a.test", [Reason::InPlaceOfUnreachable].as_slice()),
        ]
    );
    assert_eq!(addresses(&about(Category::General), &people), ["noor@c.test"]);
    assert_eq!(addresses(&about(Category::Product), &people), ["noor@c.test"]);
    // Nobody at all: the owner, even if no mail is known to arrive there.
    let people = [Person { reachable: false, ..person(Role::Owner, "owner@a.test", &everything) }];
    assert_eq!(addresses(&about(Category::General), &people), ["owner@a.test"]);
    assert!(without_recipient(&people).contains(Category::General));
    assert!(addresses(&about(Category::Product), &people).is_empty());
}

fn address() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&["a@x.test", "A@X.test", "b@x.test", "c@x.test", "owner@x.test"][..])
}

fn choices() -> impl Strategy<Value = (CategorySet, TicketWatch, bool)> {
    let categories = proptest::collection::vec(proptest::sample::select(Category::ALL), 0..6);
    let watch = proptest::sample::select(TicketWatch::ALL);
    (categories.prop_map(CategorySet::from_iter), watch, proptest::bool::weighted(0.8))
}

fn somebody() -> impl Strategy<Value = Person> {
    let scope = prop_oneof![
        Just(Scope::All),
        proptest::collection::btree_set((0_u128..3).prop_map(service), 0..3).prop_map(Scope::Only),
        proptest::collection::btree_set((0_u128..3).prop_map(service), 0..3).prop_map(Scope::all_but),
    ];
    (0_u128..6, address(), choices(), scope).prop_map(|(id, address, (categories, ticket_watch, reachable), scope)| {
        Person { categories, scope, ticket_watch, reachable, ..contact(id, address, &[]) }
    })
}

fn account() -> impl Strategy<Value = Vec<Person>> {
    (choices(), proptest::collection::vec(somebody(), 0..6)).prop_map(|(owner, mut people)| {
        let (categories, ticket_watch, reachable) = owner;
        let owner = person(Role::Owner, "owner@x.test", &[]);
        people.insert(0, Person { categories, ticket_watch, reachable, ..owner });
        people
    })
}

fn matter() -> impl Strategy<Value = Matter> {
    let parsed = || address().prop_map(|text| EmailAddress::parse(text).unwrap());
    let people = (proptest::option::of(parsed()), proptest::collection::vec(parsed(), 0..3))
        .prop_map(|(opener, copied)| TicketPeople { opener, copied });
    let subjects = proptest::collection::vec((0_u128..3).prop_map(service), 0..3);
    (proptest::sample::select(Category::ALL), subjects, any::<bool>(), proptest::option::of(people))
        .prop_map(|(category, subjects, of_account, ticket)| Matter { category, subjects, of_account, ticket })
}

/// Whether that person is to get it, for a reason that is not the owner's duty.
fn entitled(matter: &Matter, person: &Person, reason: Reason) -> bool {
    let is = |address: &EmailAddress| address.canonical() == person.address.canonical();
    let ticket = matter.ticket.clone().unwrap_or_default();
    let support = matter.category == Category::Support;
    let follows = !support || person.ticket_watch == TicketWatch::All;
    let wants = person.categories.contains(matter.category) && matter.is_within(&person.scope) && follows;
    match reason {
        Reason::Owner => person.role == Role::Owner && wants,
        Reason::Ticked => person.role != Role::Owner && wants,
        Reason::OpenedTicket => support && ticket.opener.as_ref().is_some_and(is),
        Reason::CopiedOnTicket => {
            let takes = person.ticket_watch != TicketWatch::None && matter.is_within(&person.scope);
            support && takes && ticket.copied.iter().any(is)
        }
        Reason::NobodyElse | Reason::InPlaceOfUnreachable => false,
    }
}

const OWN: [Reason; 4] = [Reason::Owner, Reason::Ticked, Reason::OpenedTicket, Reason::CopiedOnTicket];

proptest! {
    #[test]
    fn nobody_outside_nobody_twice_and_never_nobody(people in account(), matter in matter()) {
        let got = recipients(&matter, &people);
        let distinct: BTreeSet<_> = got.iter().map(|one| one.address.canonical()).collect();
        prop_assert_eq!(distinct.len(), got.len());
        let missed = people.iter().any(|one| !one.reachable && OWN.iter().any(|why| entitled(&matter, one, *why)));
        for one in &got {
            prop_assert!(!one.reasons.is_empty());
            for reason in &one.reasons {
                let at = |person: &&Person| person.address.canonical() == one.address.canonical();
                let why = people.iter().filter(at).any(|person| match reason {
                    Reason::NobodyElse => person.role == Role::Owner && got.len() == 1,
                    Reason::InPlaceOfUnreachable => {
                        let passed = matches!(matter.category, Category::Invoice | Category::Domain);
                        person.role == Role::Owner && person.reachable && missed && passed
                    }
                    reason => person.reachable && entitled(&matter, person, *reason),
                });
                prop_assert!(why, "{:?} {:?}", one, reason);
            }
        }
        if Category::ESSENTIAL.contains(&matter.category) {
            prop_assert!(!got.is_empty());
        }
    }

    #[test]
    fn whoever_is_entitled_gets_it(people in account(), matter in matter()) {
        let got: BTreeSet<_> = recipients(&matter, &people).iter().map(|one| one.address.canonical()).collect();
        for person in people.iter().filter(|person| person.reachable) {
            let wanted = OWN.iter().any(|reason| entitled(&matter, person, *reason));
            prop_assert!(!wanted || got.contains(&person.address.canonical()));
        }
    }

    #[test]
    fn the_warning_agrees_with_the_sending(people in account()) {
        for category in Category::ESSENTIAL {
            let got = recipients(&Matter::widest(category), &people);
            let rescued = got.iter().any(|one| one.reasons == [Reason::NobodyElse]);
            prop_assert_eq!(without_recipient(&people).contains(category), rescued);
            let chosen = people.iter().any(|one| one.categories.intersection(one.reaches()).contains(category));
            prop_assert_eq!(chosen, !rescued);
        }
    }

    #[test]
    fn who_cannot_be_reached_keeps_nobody_else_from_theirs(people in account(), matter in matter()) {
        let reachable: Vec<Person> =
            people.iter().filter(|one| one.reachable || one.role == Role::Owner).cloned().collect();
        let all: BTreeSet<_> = recipients(&matter, &people).iter().map(|one| one.address.canonical()).collect();
        let some: BTreeSet<_> = recipients(&matter, &reachable).iter().map(|one| one.address.canonical()).collect();
        prop_assert!(some.is_subset(&all), "{some:?} {all:?}");
    }
}
