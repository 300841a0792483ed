//! What emails say that say it differently: by which notice it is, by what is known and what is not.

use backend::{
    access::{SystemAccess, SystemReason},
    mail::{events, mailbox},
    outbox::drain,
};
use domain::{
    Code, Locale,
    business_event::{BusinessEvent, EventKind},
};
use serde_json::{Value, json};

use crate::{mail::without_secrets, on_both, snapshot, stage::Stage, world::World};

/// Each with the name of its snapshot.
fn variants() -> Vec<(&'static str, &'static str, Value)> {
    let invoice = || json!({"number": "INV-1", "total": {"minor": 123_450, "currency": "NOK"}});
    let overdue = |notice: &str| json!({"invoice": invoice(), "due": "2030-03-11T12:00:00Z", "notice": notice});
    let renewal = |notice: &str, expires: &str, auto_renew: bool| json!({"domain": {"name": "northwind.test"}, "notice": notice, "expires": expires, "auto_renew": auto_renew});
    let mut partly = overdue("third");
    partly["left"] = json!({"minor": 23_450, "currency": "NOK"});
    partly["payment"] = json!([{"label": "Account", "value": "1503 12 34567"}]);
    let krone = |minor: i64| json!({"minor": minor, "currency": "NOK"});
    let due = "2030-04-01T12:00:00Z";
    vec![
        ("overdue-first", "invoice_overdue", overdue("first")),
        ("overdue-third-partly-paid", "invoice_overdue", partly),
        ("reminder", "invoice_reminder", json!({"invoice": invoice(), "due": due})),
        ("payment-failed", "payment_failed", json!({"invoice": invoice(), "at": due})),
        ("renewal-by-itself", "domain_renewal", renewal("before_30", "2030-04-17T12:00:00Z", true)),
        ("renewal-by-hand", "domain_renewal", renewal("before_7", "2030-03-25T12:00:00Z", false)),
        ("renewal-after", "domain_renewal", renewal("after_3", "2030-03-15T12:00:00Z", false)),
        ("suspended", "service_suspended", json!({"service": {"name": "nw-app-01"}, "at": due})),
        (
            "password-by-nobody",
            "service_password_changed",
            json!({"service": {"name": "nw-app-01"}, "at": due}),
        ),
        ("credit", "credit_added", json!({"added": krone(500), "balance": krone(500), "at": due})),
    ]
}

on_both!(every_variant_in_both_languages, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    stage.service("nw-app-01").await;
    stage
        .run(
            "INSERT INTO domains (account_id, id, name, status, registered_at, expires_at, auto_renew, locked) \
             VALUES ($1, $2, 'northwind.test', 'active', 0, NULL, $3, $3)",
            [stage.account.0.into(), uuid::Uuid::now_v7().into(), false.into()],
        )
        .await;
    for locale in Locale::ALL {
        for table in ["users", "accounts"] {
            stage.run(&format!("UPDATE {table} SET locale = $1"), [locale.code().into()]).await;
        }
        for (name, code, data) in variants() {
            let event = BusinessEvent::read(EventKind::from_code(code).unwrap(), data).unwrap();
            let system = SystemAccess::new(SystemReason::Operator);
            events::post(backend, &system, stage.account, None, event).await.unwrap().unwrap();
            assert_eq!(drain(backend).await.unwrap(), 1, "{name}");
            let mail = mailbox::list(&backend.db, None).await.unwrap().pop().unwrap();
            stage.run("DELETE FROM mailbox", []).await;
            let text = format!("Subject: {}\n\n{}", mail.subject, without_secrets(&mail.text));
            snapshot::check(&format!("mail/wordings/{name}.{locale}.txt"), &text);
        }
    }
});
