//! What is due by time: which notice goes, and that it goes once, whatever was down and however many look.

use backend::{Backend, Settings, access::SystemReason, billing, mail::mailbox, outbox::drain, reminders::look_after};
use domain::{InvoiceId, ServiceId, Timestamp, billing::PayForm};
use uuid::Uuid;

use crate::{
    on_both,
    stage::{OWNER, Stage, may, system},
    world::World,
};

const DAY: i64 = Timestamp::DAY;

async fn look(stage: &Stage) -> usize {
    look_after(&stage.world.backend, &backend::access::SystemAccess::new(SystemReason::Schedule)).await
}

/// The kinds of notice that were told, in the order of their instants.
async fn told(stage: &Stage) -> Vec<String> {
    let rows = stage.texts("SELECT kind, subject_kind FROM reminders ORDER BY told_at, kind", []).await;
    rows.into_iter().map(|(kind, _)| kind).collect()
}

/// The stored events: their codes with their notices.
async fn events(stage: &Stage) -> Vec<String> {
    let rows = stage.texts("SELECT event, category FROM emails ORDER BY sent_at, id", []).await;
    rows.into_iter()
        .map(|(event, _)| {
            let event: serde_json::Value = serde_json::from_str(&event).unwrap();
            let notice = event["data"]["notice"].as_str().map(|notice| format!("/{notice}")).unwrap_or_default();
            format!("{}{notice}", event["event"].as_str().unwrap())
        })
        .collect()
}

impl Stage {
    /// A domain that expires in so many days.
    async fn domain(&self, days: i64, auto_renew: bool) -> Uuid {
        let (id, expires) = (Uuid::now_v7(), self.world.backend.now().plus(days * DAY).0);
        let sql = "INSERT INTO domains (account_id, id, name, status, registered_at, expires_at, auto_renew, locked) \
                   VALUES ($1, $2, 'northwind.test', 'active', 0, $3, $4, $4)";
        self.run(sql, [self.account.0.into(), id.into(), expires.into(), auto_renew.into()]).await;
        id
    }

    /// An unpaid invoice that is due in so many days.
    async fn invoice(&self, days: i64) -> Uuid {
        let now = self.world.backend.now();
        let (id, due) = (Uuid::now_v7(), now.plus(days * DAY).0);
        let sql = "INSERT INTO invoices (account_id, id, number, status, issued_at, due_at, total_minor, currency, \
                   address_block) VALUES ($1, $2, 'INV-1', 'unpaid', $3, $4, 1000, 'EUR', '')";
        self.run(sql, [self.account.0.into(), id.into(), now.0.into(), due.into()]).await;
        id
    }

    /// A service that renews in so many days.
    async fn renewing(&self, days: i64) -> ServiceId {
        let (service, due) = (self.service("nw-app-01").await, self.world.backend.now().plus(days * DAY).0);
        self.run("UPDATE services SET next_due_at = $1 WHERE id = $2", [due.into(), service.0.into()]).await;
        service
    }

    /// An order to cancel a service.
    async fn cancellation(&self, service: Uuid, status: &str) {
        let sql = "INSERT INTO orders (account_id, id, number, description, status, placed_at, kind, service_id) \
                   VALUES ($1, $2, 'ORD-1', 'nw-app-01', $3, 0, 'cancellation', $4)";
        self.run(sql, [self.account.0.into(), Uuid::now_v7().into(), status.into(), service.into()]).await;
    }

    /// Looks each of so many days.
    async fn days(&self, days: i64) {
        for _ in 0..days {
            look(self).await;
            self.world.clock.advance(DAY);
        }
    }
}

on_both!(a_domain_s_end_is_told_five_times, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.domain(70, false).await;
    stage.days(100).await;
    let expected = [
        "domain_renewal/before_60",
        "domain_renewal/before_30",
        "domain_renewal/before_7",
        "domain_expired",
        "domain_renewal/after_3",
    ];
    assert_eq!(events(&stage).await, expected);
    assert_eq!(stage.mail().await.len(), 5, "one email each, to the owner");
});

on_both!(after_a_downtime_only_the_latest_goes, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.domain(70, false).await;
    assert_eq!(look(&stage).await, 0);
    // Nobody looks until 20 days are left.
    stage.world.clock.advance(50 * DAY);
    assert_eq!((look(&stage).await, look(&stage).await), (1, 0));
    assert_eq!(events(&stage).await, ["domain_renewal/before_30"]);
    // And then not for two years.
    stage.world.clock.advance(700 * DAY);
    assert_eq!(look(&stage).await, 0, "everything is stale");
});

on_both!(a_renewed_domain_begins_anew, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = stage.domain(10, true).await;
    look(&stage).await;
    let next = stage.world.backend.now().plus(375 * DAY).0;
    stage.run("UPDATE domains SET expires_at = $1 WHERE id = $2", [next.into(), id.into()]).await;
    stage.days(380).await;
    let all = events(&stage).await;
    assert_eq!(all[1..], ["domain_renewal/before_60", "domain_renewal/before_30", "domain_renewal/before_7"]);
    // It renews by itself, so it has expired only when the registrar says so.
    stage.run("UPDATE domains SET status = 'expired'", []).await;
    assert_eq!(look(&stage).await, 1);
    assert_eq!(events(&stage).await.last().unwrap(), "domain_renewal/after_3");
});

on_both!(an_unpaid_invoice_is_told_until_it_is_paid, |world: World| async move {
    let stage = Stage::new(world).await;
    let paid = stage.invoice(14).await;
    stage.days(23).await;
    let expected = ["invoice_reminder", "invoice_overdue/first", "invoice_overdue/second"];
    assert_eq!(events(&stage).await, expected);
    stage.run("UPDATE invoices SET status = 'paid' WHERE id = $1", [paid.into()]).await;
    stage.days(30).await;
    assert_eq!(events(&stage).await, expected);
});

on_both!(of_an_invoice_that_is_paid_in_part_the_rest_is_asked_for, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, backend) = (InvoiceId(stage.invoice(14).await), &stage.world.backend);
    let sql = "INSERT INTO credits (account_id, currency, balance_minor) VALUES ($1, 'EUR', 1000)";
    stage.run(sql, [stage.account.0.into()]).await;
    let pay = async |amount: &str, seen| {
        let form = PayForm { amount: amount.to_owned(), seen, token: billing::form_token(backend) };
        billing::pay_by_credit(backend, &may(&stage.owner), id, &form).await.unwrap();
    };
    pay("3.50", 0).await;
    stage.forget_mail().await;
    stage.days(16).await;
    let stored = stage.texts("SELECT event, category FROM emails ORDER BY sent_at, id", []).await;
    let told: Vec<_> = stored.iter().filter(|(event, _)| event.contains("\"due\"")).collect();
    assert_eq!(told.len(), 2, "a reminder and a first notice: {stored:?}");
    for (event, _) in told {
        let event: serde_json::Value = serde_json::from_str(event).unwrap();
        let (left, total) = (&event["data"]["left"], &event["data"]["invoice"]["total"]);
        assert_eq!((left["minor"].as_i64(), total["minor"].as_i64()), (Some(650), Some(1000)));
    }
    drain(backend).await.unwrap();
    for mail in mailbox::list(&backend.db, Some(OWNER)).await.unwrap() {
        assert!(mail.text.contains("Total: €10.00\nTo pay: €6.50\n"), "{}", mail.text);
        assert!(mail.text.contains("not paid in full"), "{}", mail.text);
    }
    // Paid elsewhere, and nobody said so in the status.
    stage.run("UPDATE invoices SET paid_minor = 1000", []).await;
    stage.days(20).await;
    assert_eq!(events(&stage).await.last().unwrap(), "invoice_overdue/first");
});

on_both!(who_gets_an_invoice_late_is_not_reminded_at_once, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.invoice(2).await;
    stage.days(20).await;
    let expected = ["invoice_overdue/first", "invoice_overdue/second", "invoice_overdue/third"];
    assert_eq!(events(&stage).await, expected);
});

on_both!(an_invoice_goes_to_whose_scope_covers_its_lines, |world: World| async move {
    use domain::{Category, ContactForm, Permission};

    use crate::stage::login;
    let stage = Stage::new(world).await;
    let (shop, blog) = (stage.service("shop").await, stage.service("blog").await);
    let emails = [Category::Invoice].into_iter().collect();
    let limited = ContactForm {
        emails,
        scope: "chosen".into(),
        services: [(shop, true)].into(),
        ..login("dev@codeworks.test", &[Permission::Products])
    };
    stage.add(&limited).await;
    stage.forget_mail().await;
    for (position, service) in [shop, blog].into_iter().enumerate() {
        let invoice = stage.invoice(-2).await;
        stage
            .run(
                "UPDATE invoices SET issued_at = 0, number = $1 WHERE id = $2",
                [format!("INV-{position}").into(), invoice.into()],
            )
            .await;
        let sql = "INSERT INTO invoice_lines (account_id, invoice_id, position, description, amount_minor, service_id) \
                   VALUES ($1, $2, 0, 'Hosting', 1000, $3)";
        stage.run(sql, [stage.account.0.into(), invoice.into(), service.0.into()]).await;
    }
    assert_eq!(look(&stage).await, 2);
    let to_dev = stage.mail().await.into_iter().filter(|line| line.starts_with("dev@")).count();
    assert_eq!(to_dev, 1, "only the invoice about what is in the scope");
});

on_both!(a_service_s_renewal_is_told_a_week_before, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.renewing(10).await;
    stage.days(20).await;
    assert_eq!(events(&stage).await, ["service_renewing"]);
});

on_both!(a_cancelled_service_does_not_renew, |world: World| async move {
    let stage = Stage::new(world).await;
    let service = stage.renewing(10).await;
    stage.cancellation(service.0, "cancelled").await;
    stage.cancellation(service.0, "pending").await;
    stage.days(20).await;
    assert_eq!(events(&stage).await, Vec::<String>::new());
    // The order was withdrawn.
    stage.run("UPDATE orders SET status = 'cancelled'", []).await;
    let due = stage.world.backend.now().plus(5 * DAY).0;
    stage.run("UPDATE services SET next_due_at = $1", [due.into()]).await;
    stage.days(1).await;
    assert_eq!(events(&stage).await, ["service_renewing"]);
});

on_both!(what_was_overtaken_while_its_email_waited_is_not_sent, |world: World| async move {
    let stage = Stage::new(world).await;
    let service = stage.renewing(5).await;
    stage.invoice(10).await;
    stage.domain(30, false).await;
    // Nothing is sent meanwhile: the server of mail is not to be reached.
    stage.days(8).await;
    let mut waiting = events(&stage).await;
    waiting.sort_unstable();
    assert_eq!(waiting, ["domain_renewal/before_30", "invoice_reminder", "service_renewing"]);
    let sent = async || {
        backend::outbox::drain(&stage.world.backend).await.unwrap();
        let rows = stage.texts("SELECT state, last_error FROM outbox ORDER BY id", []).await;
        stage.run("UPDATE outbox SET state = 'queued', last_error = '', next_at = 0", []).await;
        rows
    };
    // Each is looked at when it is to be sent.
    let before = sent().await;
    assert!(before.iter().all(|(state, _)| state == "sent"), "{before:?}");
    stage.run("UPDATE invoices SET status = 'paid'", []).await;
    stage.run("UPDATE domains SET expires_at = expires_at + $1", [(365 * DAY).into()]).await;
    stage.cancellation(service.0, "pending").await;
    let after = sent().await;
    assert!(after.iter().all(|(state, why)| state == "dropped" && !why.is_empty()), "{after:?}");
});

on_both!(several_nodes_tell_once_and_a_crash_tells_nothing_twice, |world: World| async move {
    let stage = Stage::new(world).await;
    for days in [5, 20, 40] {
        stage.domain(days, false).await;
        stage.invoice(-days).await;
    }
    stage.run("UPDATE invoices SET issued_at = 0", []).await;
    let here = stage.world.backend.clone();
    let there = Backend { db: backend::Db::connect(&stage.world.url).await.unwrap(), ..here.clone() };
    let system = system();
    // A node that dies between claim and commit leaves neither claim nor email.
    let dying = look_after(&here, &system);
    tokio::select! {
        biased;
        () = tokio::task::yield_now() => {}
        _ = dying => {}
    }
    let (a, b, c) = tokio::join!(look_after(&here, &system), look_after(&there, &system), look_after(&here, &system));
    let already = told(&stage).await.len() - (a + b + c);
    assert_eq!(a + b + c + already, 5, "three domains, two invoices: the third is stale");
    let emails = events(&stage).await;
    assert_eq!(emails.len(), 5, "{emails:?}");
    assert_eq!(look_after(&here, &system).await, 0);
});

on_both!(a_card_is_told_of_twice_before_its_last_month_ends, |world: World| async move {
    let stage = Stage::new(world).await;
    // 2030-05-01 00:00 UTC: it can be used in April.
    let sql =
        "INSERT INTO payment_cards (account_id, id, brand, last_digits, expires_at) VALUES ($1, $2, 'Visa', $3, $4)";
    let april = 1_903_824_000_000_i64;
    stage.run(sql, [stage.account.0.into(), Uuid::now_v7().into(), "4242".into(), april.into()]).await;
    stage.days(60).await;
    assert_eq!(events(&stage).await, ["card_expiring", "card_expiring"]);
    let stored = stage.texts("SELECT event, subject FROM emails", []).await;
    assert!(stored.iter().all(|(event, _)| event.contains(r#""expires":"2030-04""#)), "{stored:?}");
    assert_eq!(stored[0].1, "The card ending in 4242 expires in April 2030");
    // Down for the first notice and the second: the latest goes, or nothing when the card is dead.
    for (down, told) in [(28, 1), (45, 0)] {
        let later = stage.world.backend.now().plus(33 * DAY).0;
        stage.run("UPDATE payment_cards SET expires_at = $1", [later.into()]).await;
        stage.world.clock.advance(down * DAY);
        assert_eq!((look(&stage).await, look(&stage).await), (told, 0), "down for {down} days");
    }
});

on_both!(a_month_of_an_affiliate_is_told_once_where_there_is_a_programme, |world: World| async move {
    let stage = Stage::new(world).await;
    let sql = "INSERT INTO affiliate_months (account_id, id, ends_at, visits, sign_ups, commission_minor, \
               balance_minor, currency) VALUES ($1, $2, $3, 1284, 7, 35000, 182500, 'EUR')";
    // March ends, and February ended long ago.
    for ends in [1_901_232_000_000_i64, 1_898_553_600_000 - 20 * DAY] {
        stage.run(sql, [stage.account.0.into(), Uuid::now_v7().into(), ends.into()]).await;
    }
    let without = Backend { settings: Settings::default().into(), ..stage.world.backend.clone() };
    stage.world.clock.advance(15 * DAY);
    assert_eq!(look_after(&without, &system()).await, 0);
    stage.days(20).await;
    assert_eq!(events(&stage).await, ["affiliate_report"]);
    let stored = stage.texts("SELECT event, category FROM emails", []).await;
    assert!(stored[0].0.contains(r#""month":"2030-03""#) && stored[0].1 == "affiliate", "{stored:?}");
});

/// A ticket that the provider answered so many days ago.
async fn answered(stage: &Stage, days: i64) -> Uuid {
    let (id, at) = (Uuid::now_v7(), stage.world.backend.now().plus(-days * DAY).0);
    let sql = "INSERT INTO tickets (account_id, id, number, subject, status, department, opened_by_name, \
               opened_by_email, updated_at, answered_at) \
               VALUES ($1, $2, '48213', 'Slow', 'answered', 'Technical', 'Nora North', $3, $4, $4)";
    stage.run(sql, [stage.account.0.into(), id.into(), OWNER.into(), at.into()]).await;
    id
}

async fn ticket_state(stage: &Stage) -> String {
    stage.texts("SELECT status, number FROM tickets", []).await.remove(0).0
}

/// The same backend, which closes answered tickets after so many days.
fn closing(stage: &Stage, days: u16) -> Backend {
    let settings = Settings { ticket_close_days: days, ..Settings::default() };
    Backend { settings: settings.into(), ..stage.world.backend.clone() }
}

on_both!(an_answered_ticket_is_closed_after_a_warning, |world: World| async move {
    let stage = Stage::new(world).await;
    answered(&stage, 0).await;
    assert_eq!(look(&stage).await, 0, "unless the operator wants it, nothing is closed");
    let backend = closing(&stage, 7);
    for (day, expected) in [(0, 0), (4, 0), (5, 1), (6, 0), (7, 1), (8, 0)] {
        let now = stage.world.backend.now().0;
        stage.world.clock.advance(crate::world::START.0 + day * DAY - now);
        assert_eq!(look_after(&backend, &system()).await, expected, "day {day}");
        assert_eq!(ticket_state(&stage).await, if day < 7 { "answered" } else { "closed" });
    }
    assert_eq!(events(&stage).await, ["ticket_closing", "ticket_closed"]);
    let stored = stage.texts("SELECT event, subject FROM emails ORDER BY sent_at", []).await;
    assert!(stored[0].0.contains(r#""closes":"2030-03-25T12:00:00Z""#), "{stored:?}");
    let tasks = stage.texts("SELECT kind, state FROM operator_tasks", []).await;
    assert_eq!(tasks, [("ticket_closed".to_owned(), "open".to_owned())], "the operator's systems are told, too");
    assert_eq!(stage.tasks().await[0].1, serde_json::json!({ "number": "48213" }));
    let logged = stage.texts("SELECT event, actor_name FROM activity WHERE kind = 'tickets'", []).await;
    assert_eq!(
        logged,
        [(r#"{"kind":"ticket_closed","number":"48213"}"#.to_owned(), String::new())],
        "by the system"
    );
});

on_both!(a_reply_stops_the_closing_and_another_answer_begins_anew, |world: World| async move {
    let stage = Stage::new(world).await;
    let ticket = answered(&stage, 5).await;
    let backend = closing(&stage, 7);
    assert_eq!(look_after(&backend, &system()).await, 1);
    stage
        .run("UPDATE tickets SET status = 'open', answered_at = NULL WHERE id = $1", [ticket.into()])
        .await;
    stage.world.clock.advance(3 * DAY);
    assert_eq!(look_after(&backend, &system()).await, 0);
    let now = stage.world.backend.now().0;
    let sql = "UPDATE tickets SET status = 'answered', answered_at = $1 WHERE id = $2";
    stage.run(sql, [now.into(), ticket.into()]).await;
    for _ in 0..8 {
        look_after(&backend, &system()).await;
        stage.world.clock.advance(DAY);
    }
    assert_eq!(events(&stage).await, ["ticket_closing", "ticket_closing", "ticket_closed"]);
});

on_both!(nothing_is_closed_unwarned_however_long_nobody_looked, |world: World| async move {
    let stage = Stage::new(world).await;
    // Answered more than a year before the operator chose to close such tickets, or before the server came back.
    answered(&stage, 500).await;
    let backend = closing(&stage, 7);
    assert_eq!(look_after(&backend, &system()).await, 1);
    let stored = stage.texts("SELECT event, subject FROM emails", []).await;
    assert!(stored[0].0.contains(r#""closes":"2030-03-20T12:00:00Z""#), "two days are left: {stored:?}");
    stage.world.clock.advance(2 * DAY - 1);
    assert_eq!((look_after(&backend, &system()).await, ticket_state(&stage).await), (0, "answered".to_owned()));
    stage.world.clock.advance(1);
    // Several nodes at once.
    let there = Backend { db: backend::Db::connect(&stage.world.url).await.unwrap(), ..backend.clone() };
    let right = system();
    let (a, b) = tokio::join!(look_after(&backend, &right), look_after(&there, &right));
    assert_eq!((a + b, ticket_state(&stage).await), (1, "closed".to_owned()));
    assert_eq!(events(&stage).await, ["ticket_closing", "ticket_closed"]);
});
