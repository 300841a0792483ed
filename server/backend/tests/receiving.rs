//! Money that arrives for an invoice that is paid already becomes credit, once; and nothing is received for one that is not
//! to be paid at all.

use backend::{
    billing::{self, Received},
    demo,
    outbox::drain,
    problems::Problem,
};
use domain::{
    AccountId, AppError, InvoiceId,
    business_event::Line,
    money::{Amount, Currency},
};
use uuid::Uuid;

use crate::{
    behind::Behind,
    billing::{NORTHWIND, invoice_of, may, problem, set_up, told},
    on_both,
    stage::{refusal, system},
    world::World,
};

/// So many øre by card.
fn card(minor: i64) -> Received {
    let amount = Amount { minor, currency: Currency::parse("NOK").unwrap() };
    Received { id: Uuid::now_v7(), amount, method: Line::parse("Visa 4242").unwrap() }
}

async fn receive(world: &World, account: AccountId, invoice: InvoiceId, received: &Received) -> Result<bool, AppError> {
    billing::receive(&world.backend, &system(), account, invoice, received).await.map_err(refusal)
}

/// What was paid on an invoice, in how many payments, and the account's credit.
async fn books(behind: &Behind, number: &str) -> (i64, i64, i64) {
    let paid = behind.number(&format!("SELECT paid_minor FROM invoices WHERE number = '{number}'")).await;
    let payments = format!(
        "SELECT COUNT(*) FROM payments JOIN invoices ON invoices.id = payments.invoice_id WHERE number = '{number}'"
    );
    (paid, behind.number(&payments).await, behind.number("SELECT balance_minor FROM credits").await)
}

on_both!(what_arrives_for_a_paid_invoice_becomes_credit_once, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let account = behind.account(NORTHWIND).await;
    let id = invoice_of(&behind, "INV-10345").await;
    let statement = billing::statement(&world.backend, &may(&owner)).await.unwrap();
    let before = books(&behind, "INV-10345").await;
    let again = card(151_600);
    assert_eq!(receive(&world, account, id, &again).await, Ok(true));
    for _ in 0..2 {
        assert_eq!(receive(&world, account, id, &again).await, Ok(false), "delivered again");
    }
    assert_eq!(books(&behind, "INV-10345").await, (before.0, before.1, 50_000 + 151_600), "no payment of nothing");
    assert_eq!(billing::statement(&world.backend, &may(&owner)).await.unwrap(), statement);
    // What is told is true: the credit grew, and nothing was paid.
    assert_eq!(told(&behind).await, ["credit_added"]);
    let mut log = behind.texts("SELECT event FROM activity WHERE kind = 'billing'").await;
    log.sort();
    assert_eq!(log.len(), 2);
    assert!(log[0].contains("credit_added") && log[1].contains("payment_received"), "{log:?}");
    drain(&world.backend).await.unwrap();
    // Two deliveries at once.
    let other = card(100);
    let (one, two) = tokio::join!(receive(&world, account, id, &other), receive(&world, account, id, &other));
    assert_eq!(i32::from(one.unwrap()) + i32::from(two.unwrap()), 1);
    assert_eq!(books(&behind, "INV-10345").await.2, 201_700);
});

on_both!(a_second_payment_of_the_same_invoice_is_not_lost, |world: World| async move {
    let behind = set_up(&world).await;
    let account = behind.account(NORTHWIND).await;
    let id = invoice_of(&behind, "INV-10362").await;
    let (first, second) = (card(40_000), card(39_900));
    assert_eq!(receive(&world, account, id, &first).await, Ok(true));
    assert_eq!(receive(&world, account, id, &second).await, Ok(true));
    for received in [&first, &second] {
        assert_eq!(receive(&world, account, id, received).await, Ok(false));
    }
    assert_eq!(books(&behind, "INV-10362").await, (39_900, 1, 50_000 + 100 + 39_900));
    assert_eq!(told(&behind).await, ["credit_added", "credit_added", "payment_confirmed"]);
});

on_both!(nothing_is_received_for_what_is_cancelled_or_refunded, |world: World| async move {
    let behind = set_up(&world).await;
    let account = behind.account(NORTHWIND).await;
    behind.run("UPDATE invoices SET status = 'cancelled' WHERE number = 'INV-10362'").await;
    for number in ["INV-10362", "INV-10199"] {
        let id = invoice_of(&behind, number).await;
        let refused = receive(&world, account, id, &card(100)).await;
        assert_eq!(refused, Err(problem(Problem::NotPayable)), "{number}");
    }
    assert!(told(&behind).await.is_empty());
});
