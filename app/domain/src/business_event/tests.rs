//! The table is complete, and what is posted is read or refused by its field.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    id::{DomainId, ServiceId},
    scope::Subject,
};

fn read(json: &Value) -> Result<BusinessEvent, String> {
    let kind = EventKind::from_code(json["event"].as_str().unwrap()).unwrap();
    BusinessEvent::read(kind, &json["data"]).map_err(|error| error.to_string())
}

fn overdue(about: &Value) -> Value {
    json!({
        "event": "invoice_overdue",
        "data": {
            "invoice": {
                "number": "INV-1", "total": {"minor": 124_900, "currency": "NOK"}, "about": about
            },
            "due": "2031-03-14T00:00:00Z",
            "notice": "second",
            "left": null,
            "suspends": null,
            "payment": [],
        },
    })
}

#[test]
fn every_event_has_a_code_of_its_own_and_a_category() {
    let codes: BTreeSet<_> = EventKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), EventKind::ALL.len());
    for category in Category::ALL {
        assert!(EventKind::of(*category).count() > 0, "{category:?}");
    }
    let counted: usize = Category::ALL.iter().map(|category| EventKind::of(*category).count()).sum();
    assert_eq!(counted, EventKind::ALL.len());
}

#[test]
fn an_event_is_stored_as_it_is_posted() {
    let json = overdue(&json!([{"domain": {"id": Uuid::from_u128(7), "name": "northwind.test"}}]));
    let event = read(&json).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), json);
    assert_eq!(serde_json::from_value::<BusinessEvent>(json).unwrap(), event);
    assert_eq!(event.kind(), EventKind::InvoiceOverdue);
    assert_eq!(event.category(), Category::Invoice);
    // As it was before there was such a field.
    let mut older = overdue(&json!([]));
    older["data"].as_object_mut().unwrap().remove("left");
    assert_eq!(read(&older), read(&overdue(&json!([]))));
}

#[test]
fn an_order_is_read_without_what_it_is_about_and_then_no_limited_scope_has_it() {
    let mut order = json!({
        "event": "order_received",
        "data": {"number": "ORD-1", "items": ["x"], "at": "2031-03-14T00:00:00Z"},
    });
    let whole = read(&order).unwrap().matter();
    assert!(whole.subjects.is_empty() && !whole.of_account);
    order["data"]["about"] = json!([{"service": {"name": "nw-app-01"}}]);
    assert_eq!(read(&order).unwrap().matter().subjects, [Subject::Service(ServiceId(Uuid::nil()))]);
    assert!(Matter::whole_account(Category::General).of_account);
}

#[test]
fn what_is_told_in_general_can_need_a_permission() {
    for kind in EventKind::ALL {
        let own = kind.permission() != kind.category().permission();
        assert_eq!(own, matches!(kind, EventKind::CardExpiring | EventKind::OrderReceived), "{kind}");
    }
}

#[test]
fn an_event_knows_what_it_is_about() {
    let mut event = read(&overdue(&json!([
        {"domain": {"id": Uuid::from_u128(7), "name": "northwind.test"}},
        {"service": {"name": "nw-app-01"}},
    ])))
    .unwrap();
    let domain = Subject::Domain(DomainId(Uuid::from_u128(7)));
    assert_eq!(event.matter().subjects, [domain, Subject::Service(ServiceId(Uuid::nil()))]);
    for thing in event.things() {
        if let ThingMut::Service(service) = thing {
            service.id = Some(ServiceId(Uuid::from_u128(8)));
        }
    }
    assert_eq!(event.matter().subjects, [domain, Subject::Service(ServiceId(Uuid::from_u128(8)))]);
    assert!(read(&overdue(&json!([]))).unwrap().matter().subjects.is_empty());
}

#[test]
fn a_ticket_names_its_people() {
    let event = read(&json!({
        "event": "ticket_replied",
        "data": {
            "ticket": {
                "number": "48213",
                "subject": "Slow checkout",
                "opener": {"name": "Sam Okafor", "email": "sam@codeworks.test"},
                "copied": ["kai@zones.test"],
            },
            "by": "Lise",
            "text": "Hello.\r\n\r\nIt is the cache.",
        },
    }))
    .unwrap();
    let ticket = event.matter().ticket.unwrap();
    assert_eq!(ticket.opener.unwrap().as_str(), "sam@codeworks.test");
    assert_eq!(ticket.copied.len(), 1);
    let BusinessEvent::TicketReplied(data) = event else { panic!() };
    assert_eq!(data.text.paragraphs().collect::<Vec<_>>(), ["Hello.", "It is the cache."]);
}

#[test]
fn what_does_not_do_is_refused() {
    let with = |pointer: &str, value: Value| {
        let mut json = overdue(&json!([]));
        *json.pointer_mut(pointer).unwrap() = value;
        read(&json).unwrap_err()
    };
    for (pointer, value, words) in [
        ("/data/notice", json!("fourth"), "unknown notice"),
        ("/data/due", json!("2031-03-14"), "not an instant"),
        ("/data/due", json!(1_900_065_600), "expected a string"),
        ("/data/invoice/number", json!(" "), "an empty text"),
        ("/data/invoice/number", json!("x".repeat(201)), "more than 200 characters"),
        ("/data/invoice/number", json!("a\nBcc: x@y.z"), "cannot be printed"),
        ("/data/invoice/total/minor", json!(12.5), "expected i64"),
        ("/data/invoice/total/currency", json!("kr"), "not a currency code"),
        ("/data/invoice/about", json!([{"server": {"name": "x"}}]), "unknown variant"),
        ("/data/invoice/about", json!([{"service": {"name": "x", "ip": "x"}}]), "unknown field `ip`"),
        ("/data/invoice", json!({}), "missing field `number`"),
    ] {
        let error = with(pointer, value);
        assert!(error.contains(words), "{pointer}: {error}");
    }
    let announcement = |texts: Value| read(&json!({"event": "announcement", "data": {"texts": texts}}));
    assert!(announcement(json!({})).unwrap_err().contains("neither en nor nb"));
    let event = announcement(json!({"nb": {"subject": "Hei", "text": "Nytt."}})).unwrap();
    let BusinessEvent::Announcement(data) = event else { panic!() };
    assert_eq!(data.texts.in_language(crate::Locale::English).unwrap().subject.as_str(), "Hei");
    let card = |digits: &str, month: &str| {
        let data = json!({"brand": "Visa", "last_digits": digits, "expires": month});
        read(&json!({"event": "card_expiring", "data": data}))
    };
    assert!(card("4242", "2031-03").is_ok());
    assert!(
        card("424", "2031-03").is_err() && card("４２４２", "2031-03").is_err() && card("4242", "2031-13").is_err()
    );
}
