//! What is due by time: which notice goes, and that it goes once, whatever was down and however many look.

use backend::{Backend, access::SystemReason, reminders::look_after};
use domain::Timestamp;
use uuid::Uuid;

use crate::{
    on_both,
    stage::{Stage, system},
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
    let service = stage.service("nw-app-01").await;
    let due = stage.world.backend.now().plus(10 * DAY).0;
    stage
        .run("UPDATE services SET next_due_at = $1 WHERE id = $2", [due.into(), service.0.into()])
        .await;
    stage.days(20).await;
    assert_eq!(events(&stage).await, ["service_renewing"]);
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
