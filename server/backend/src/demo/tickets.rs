//! What was written on the demo's tickets.

use domain::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::writer::Writer;
use crate::{
    Failure,
    db::{
        entity::{ticket_copies, ticket_files, ticket_messages, tickets, users},
        found,
    },
    random::new_id,
};

const ASTRID: Author = Author { name: "Astrid Berg", email: super::OWNER, staff: false };
const SAM: Author = Author { name: "Sam Okafor", email: "sam@codeworks.test", staff: false };
const JONAS: Author = Author { name: "Jonas Falk", email: "owner@fabrikam.test", staff: false };
const MARTE: Author = Author { name: "Marte Lund", email: "", staff: true };
const OLE: Author = Author { name: "Ole Hansen", email: "", staff: true };

#[derive(Clone, Copy)]
struct Author {
    name: &'static str,
    email: &'static str,
    staff: bool,
}

/// A ticket's inside. Each message is so many hours old, the first is what it was opened with.
struct Thread {
    number: &'static str,
    priority: &'static str,
    messages: &'static [(Author, i64, &'static str)],
}

static NORTHWIND: &[Thread] = &[
    Thread {
        number: "48213",
        priority: "high",
        messages: &[
            (
                SAM,
                7,
                "Since about 08:40 the checkout of **shop.northwind.test** takes 9 to 12 seconds. Before, it was below \
                 one.\n\nWhat we know:\n\n- product pages are as fast as ever\n- it is the same without our tax plug-in\n\
                 - `wp_options` has 1.4 MB of autoloaded rows, and had them last week too\n\nThe slow log of this \
                 morning is attached.",
            ),
            (
                MARTE,
                5,
                "Thank you, the log helped. The query on `wc_orders_meta` that takes all the time lost its index when \
                 the shop was updated last night. We can add it again:\n\n```\nALTER TABLE wp_wc_orders_meta ADD INDEX \
                 meta_key_value (meta_key(100), meta_value(82));\n```\n\nIt locks the table for some seconds. When \
                 does it suit you?",
            ),
            (SAM, 4, "Now is fine, it is quiet until lunch."),
            (
                MARTE,
                3,
                "Done at 11:52. The checkout answers within 0.6 seconds again. We keep an eye on it until tomorrow.",
            ),
        ],
    },
    Thread {
        number: "48190",
        priority: "normal",
        messages: &[(
            ASTRID,
            20,
            "Please move **nordvind.test** to these name servers on Sunday evening:\n\n1. ns1.provider.test\n2. \
             ns2.provider.test\n\nMail must keep working meanwhile.",
        )],
    },
    Thread {
        number: "48077",
        priority: "low",
        messages: &[
            (SAM, 11 * 24, "Can staging get PHP 8.4 before the live site does?"),
            (
                OLE,
                10 * 24,
                "Yes. Choose it under _PHP version_ in the control panel of the staging site; the live site stays on \
                 8.3 until you change it there too.",
            ),
            (SAM, 9 * 24, "Works, thanks!"),
        ],
    },
    Thread {
        number: "47950",
        priority: "low",
        messages: &[(
            ASTRID,
            52,
            "Our accountant would rather have one invoice per quarter than one every month. Is that possible from the \
             first of next month on?",
        )],
    },
    Thread {
        number: "47721",
        priority: "normal",
        messages: &[
            (ASTRID, 61 * 24, "We need two more mailboxes: `booking` and `jobs`."),
            (OLE, 60 * 24, "They are there. You find both in the control panel; the order is ORD-7540."),
        ],
    },
];

static FABRIKAM: &[Thread] = &[Thread {
    number: "48155",
    priority: "normal",
    messages: &[(
        JONAS,
        31,
        "When will lab-gpu-01 get the kernel with the fix for the driver? We can restart any evening after 20:00.",
    )],
}];

const SLOW_LOG: &str = "\
# Query_time: 9.412  Lock_time: 0.000  Rows_sent: 1  Rows_examined: 4182203
SELECT meta_value FROM wp_wc_orders_meta WHERE meta_key = '_shipping_hash' AND meta_value = '…';
# Query_time: 11.087  Lock_time: 0.001  Rows_sent: 1  Rows_examined: 4182340
SELECT meta_value FROM wp_wc_orders_meta WHERE meta_key = '_cart_hash' AND meta_value = '…';
";

pub(super) async fn northwind(to: &Writer<'_>) -> Result<(), Failure> {
    for thread in NORTHWIND {
        write(to, thread).await?;
    }
    let slow = ticket(to, "48213").await?;
    let first = first_message(to, slow.id).await?;
    let log = ticket_files::ActiveModel {
        account_id: Set(to.account.0),
        ticket_id: Set(slow.id),
        id: Set(new_id(to.loader.now)),
        message_id: Set(first),
        name: Set("slow-query.log".to_owned()),
        kind: Set("text/plain; charset=utf-8".to_owned()),
        size: Set(i64::try_from(SLOW_LOG.len()).unwrap_or_default()),
        content: Set(SLOW_LOG.as_bytes().to_vec()),
    };
    ticket_files::Entity::insert(log).exec_without_returning(to.loader.tx.conn()).await?;
    let copy = ticket_copies::ActiveModel {
        account_id: Set(to.account.0),
        ticket_id: Set(slow.id),
        email: Set(ASTRID.email.to_owned()),
        name: Set(ASTRID.name.to_owned()),
        contact_id: Set(None),
    };
    ticket_copies::Entity::insert(copy).exec_without_returning(to.loader.tx.conn()).await?;
    Ok(())
}

pub(super) async fn fabrikam(to: &Writer<'_>) -> Result<(), Failure> {
    for thread in FABRIKAM {
        write(to, thread).await?;
    }
    Ok(())
}

async fn ticket(to: &Writer<'_>, number: &str) -> Result<tickets::Model, Failure> {
    let row = tickets::Entity::find()
        .filter(tickets::Column::AccountId.eq(to.account.0))
        .filter(tickets::Column::Number.eq(number))
        .one(to.loader.tx.conn())
        .await?;
    found(row)
}

async fn first_message(to: &Writer<'_>, ticket: Uuid) -> Result<Uuid, Failure> {
    use sea_orm::QueryOrder as _;
    let row = ticket_messages::Entity::find()
        .filter(ticket_messages::Column::AccountId.eq(to.account.0))
        .filter(ticket_messages::Column::TicketId.eq(ticket))
        .order_by_asc(ticket_messages::Column::WrittenAt)
        .one(to.loader.tx.conn())
        .await?;
    Ok(found(row)?.id)
}

async fn write(to: &Writer<'_>, thread: &Thread) -> Result<(), Failure> {
    let conn = to.loader.tx.conn();
    let row = ticket(to, thread.number).await?;
    let opener = user(to, &row.opened_by_email).await?;
    let first = thread.messages.first().map_or(0, |(_, hours, _)| *hours);
    let mut changed = row.clone().into_active_model();
    changed.opened_by_user_id = Set(opener);
    changed.priority = Set(thread.priority.to_owned());
    changed.opened_at = Set(hours_ago(to, first));
    tickets::Entity::update(changed).exec(conn).await?;
    for (author, hours, text) in thread.messages {
        let message = ticket_messages::ActiveModel {
            account_id: Set(to.account.0),
            ticket_id: Set(row.id),
            id: Set(new_id(Timestamp(hours_ago(to, *hours)))),
            author_kind: Set(if author.staff { "staff" } else { "person" }.to_owned()),
            author_user_id: Set(user(to, author.email).await?),
            author_name: Set(author.name.to_owned()),
            author_email: Set(author.email.to_owned()),
            text: Set((*text).to_owned()),
            written_at: Set(hours_ago(to, *hours)),
        };
        ticket_messages::Entity::insert(message).exec_without_returning(conn).await?;
    }
    Ok(())
}

fn hours_ago(to: &Writer<'_>, hours: i64) -> i64 {
    to.loader.now.plus(-hours * Timestamp::HOUR).0
}

/// The login with that address.
async fn user(to: &Writer<'_>, email: &str) -> Result<Option<Uuid>, Failure> {
    let row = users::Entity::find()
        .filter(users::Column::EmailCanonical.eq(email))
        .one(to.loader.tx.conn())
        .await?;
    Ok(row.map(|row| row.id))
}
