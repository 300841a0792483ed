//! What the emails of the demo's history said: as if their events had been posted, and written by the same templates.

use domain::{Timestamp, business_event::BusinessEvent, instant::Instant};
use serde_json::{Value, json};
use uuid::Uuid;

use super::business::Things;
use crate::Failure;

/// The event that an email of the demo, sent at that time, tells; by its place in the history.
pub(super) fn event(place: Told, things: &Things, at: Timestamp) -> Result<BusinessEvent, Failure> {
    let json = match place {
        Told::Invoice => invoice("INV-10377", at, &MONTHLY, &[]),
        Told::EarlierInvoice => invoice("INV-10345", at, &MONTHLY, &[]),
        Told::VpsInvoice => invoice("INV-10362", at, &[("Cloud VPS 4 GB – nw-app-01", 39_900)], &[vps(things)]),
        Told::Overdue => json!({ "event": "invoice_overdue", "data": {
            "invoice": reference("INV-10362", 39_900, &[vps(things)]),
            "due": day(at, 0),
            "notice": "first",
            "suspends": day(at, 21),
        } }),
        Told::Slow => ticket(
            "ticket_opened",
            ("48213", "Checkout is slow since this morning", SAM),
            &service(things.shop, "shop.northwind.test"),
            None,
            "Since about 08:40 the checkout of **shop.northwind.test** takes 9 to 12 seconds. Before, it was below one.",
        ),
        Told::Move => ticket(
            "ticket_opened",
            ("48190", "Please move nordvind.test to the new name servers", ASTRID),
            &domain(things.nordvind, "nordvind.test"),
            None,
            "Please move **nordvind.test** to these name servers on Sunday evening:\n\n1. ns1.provider.test\n\
             2. ns2.provider.test\n\nMail must keep working meanwhile.",
        ),
        Told::Php => ticket(
            "ticket_replied",
            ("48077", "PHP 8.4 on staging?", SAM),
            &service(things.web, "northwind.test"),
            Some("Ole Hansen"),
            "Yes. Choose it under _PHP version_ in the control panel of the staging site; the live site stays on 8.3 \
             until you change it there too.",
        ),
        Told::Order => json!({ "event": "order_received", "data": {
            "number": "ORD-7712",
            "items": ["nw-app-01 to Cloud VPS 8 GB"],
            "at": day(at, 0),
        } }),
        Told::Maintenance => announcement(
            "Maintenance of nw-app-01 on Sunday night",
            "The host of nw-app-01 gets new disks in the night to Sunday, between 02:00 and 04:00. The machine is \
             moved while it runs; you may notice a break of some seconds.\n\nThere is nothing for you to do.",
        ),
        Told::NoRenewal => json!({ "event": "domain_renewal", "data": {
            "domain": { "id": things.nordvind, "name": "nordvind.test" },
            "notice": "before_60",
            "expires": day(at, 62),
            "auto_renew": false,
        } }),
        Told::Renewal => json!({ "event": "domain_renewal", "data": {
            "domain": { "id": things.northwind, "name": "northwind.test" },
            "notice": "before_60",
            "expires": day(at, 60),
            "auto_renew": true,
        } }),
        Told::Hours => announcement(
            "New opening hours of our telephone",
            "From the first of the month you reach us by telephone from 7 to 19 on working days, and from 9 to 15 on \
             Saturdays.\n\nTickets are still answered day and night when a server is down.",
        ),
    };
    serde_json::from_value(json).map_err(|error| Failure::inconsistent(error.to_string()))
}

/// What the demo's history tells.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told {
    Invoice,
    EarlierInvoice,
    VpsInvoice,
    Overdue,
    Slow,
    Move,
    Php,
    Order,
    Maintenance,
    NoRenewal,
    Renewal,
    Hours,
}

/// What every month's invoice bills.
const MONTHLY: [(&str, i64); 3] = [
    ("Web Hosting Business – northwind.test", 24_900),
    ("Managed WooCommerce – shop.northwind.test", 79_900),
    ("Business Mail, 12 mailboxes – northwind.test", 46_800),
];

const SAM: [&str; 2] = ["Sam Okafor", "sam@codeworks.test"];
const ASTRID: [&str; 2] = ["Astrid Berg", super::OWNER];

/// So many days after a time, as events have it.
fn day(at: Timestamp, days: i64) -> String {
    Instant(at.plus(days * Timestamp::DAY)).to_string()
}

fn service(id: Uuid, name: &str) -> Value {
    json!({ "service": { "id": id, "name": name } })
}

fn domain(id: Uuid, name: &str) -> Value {
    json!({ "domain": { "id": id, "name": name } })
}

fn vps(things: &Things) -> Value {
    service(things.vps, "nw-app-01")
}

fn amount(minor: i64) -> Value {
    json!({ "minor": minor, "currency": "NOK" })
}

fn reference(number: &str, total: i64, about: &[Value]) -> Value {
    json!({ "number": number, "total": amount(total), "about": about })
}

fn invoice(number: &str, at: Timestamp, lines: &[(&str, i64)], about: &[Value]) -> Value {
    let total = lines.iter().map(|(_, minor)| minor).sum();
    let lines: Vec<_> = lines.iter().map(|(text, minor)| json!({ "text": text, "amount": amount(*minor) })).collect();
    json!({ "event": "invoice_created", "data": {
        "invoice": reference(number, total, about),
        "issued": day(at, 0),
        "due": day(at, 14),
        "lines": lines,
    } })
}

fn ticket(
    event: &str,
    (number, subject, [name, email]): (&str, &str, [&str; 2]),
    about: &Value,
    by: Option<&str>,
    text: &str,
) -> Value {
    let mut data = json!({
        "ticket": {
            "number": number,
            "subject": subject,
            "opener": { "name": name, "email": email },
            "about": [about],
        },
        "text": text,
    });
    if let (Some(by), Some(fields)) = (by, data.as_object_mut()) {
        fields.insert("by".to_owned(), by.into());
    }
    json!({ "event": event, "data": data })
}

fn announcement(subject: &str, text: &str) -> Value {
    json!({ "event": "announcement", "data": { "texts": { "en": { "subject": subject, "text": text } } } })
}
