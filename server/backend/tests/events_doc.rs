//! `docs/events.md`, written from the code's own table and samples, so that it cannot drift from them.

use std::{fmt::Write as _, fs, path::Path};

use backend::mail::samples;
use domain::{
    Category, Code,
    business_event::{BusinessEvent, EventKind},
};
use serde::Serialize;

const INTRO: &str = "\
# Events

What the provider's billing and provisioning can tell Coterie, and Coterie tells the right people by email. This file is
written from the code's own table and samples; a test keeps it so.

An event is JSON with these fields; nothing else is accepted:

| field | meaning |
|---|---|
| `id` | a UUID, optional: an event that is sent again with the same id is stored and mailed once. It belongs to the account |
| `account` | the account's id, or the sign-in address of its owner, if that owner has just one account |
| `event` | the code, see below |
| `data` | what the event tells, as the examples below show it |

In the data:

- Money is `{\"minor\": 123450, \"currency\": \"EUR\"}`: whole minor units and a code of ISO 4217.
- An instant is RFC 3339, such as `2031-03-14T12:00:00Z` or `2031-03-14T13:00:00+01:00`. Emails show it in the account's time
  zone, so a due date is best given as an instant within that day *there*.
- Texts are one line of at most 200 characters; announcements and what is written in tickets are up to 20,000 characters,
  with empty lines between paragraphs.
- `about` lists services and domains as `{\"service\": {…}}` and `{\"domain\": {…}}`; a contact with a limited scope gets the
  email only if the scope covers all of them. Without any, the event concerns the whole account. `about` may be missing, and
  so may `copied` on tickets.
- `left` is what is left to pay of an invoice's total; where it is missing, that is the total.
- A service or domain is named by `name`, and by `id` where it is known. Without an id, the account's own of that name is meant.
- No event carries a password or another secret: the value of a fact whose label names one is replaced by dots before it
  is stored and sent. Amounts stand in the categories Invoice and Affiliate only.

`coterie event send FILE` takes one such event or a list of them (`-`: from the standard input), and says how many emails it
queued, to whom and why. Something wrong ends it with exit code 2 and one line with the event, the field and the position;
then nothing of the list was sent.
";

/// An event as it is posted.
#[derive(Serialize)]
struct Shown<'a> {
    account: &'a str,
    #[serde(flatten)]
    event: &'a BusinessEvent,
}

/// Which fields of the data may be missing, as a sentence.
fn optional(event: &BusinessEvent) -> String {
    let data = serde_json::to_value(event).unwrap()["data"].take();
    let without = |field: &String| {
        let mut data = data.clone();
        data.as_object_mut().unwrap().remove(field);
        BusinessEvent::read(event.kind(), data).is_ok()
    };
    let fields: Vec<_> = data.as_object().unwrap().keys().filter(|field| without(field)).collect();
    match fields.as_slice() {
        [] => String::new(),
        fields => format!(
            " May be missing: {}.",
            fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
        ),
    }
}

#[test]
fn the_documentation_shows_every_event() {
    let mut text = INTRO.to_owned();
    for category in Category::ALL {
        let name = category.code();
        let (first, rest) = name.split_at(1);
        write!(text, "\n## {}{rest}\n", first.to_uppercase()).unwrap();
        for kind in EventKind::of(*category) {
            let event = samples::event(kind).unwrap();
            let shown = Shown { account: "owner@northwind.test", event: &event };
            let json = serde_json::to_string_pretty(&shown).unwrap();
            let optional = optional(&event);
            write!(text, "\n### `{kind}`\n\n{}{optional}\n\n```json\n{json}\n```\n", kind.meaning()).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/events.md");
    if std::env::var_os("COTERIE_WRITE_DOCS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == text, "run this test once with COTERIE_WRITE_DOCS=1");
}
