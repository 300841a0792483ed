//! Invoices and credit: who sees what, and that nothing is paid twice, too much, or from what is not there.

use backend::{
    access::{Access, Actor, Need, ViewInvoices},
    activity,
    billing::{self, InvoiceQuery, Received},
    demo,
    problems::Problem,
};
use domain::{
    AppError, Code, InvoiceId, Timestamp,
    billing::{FundsForm, InvoiceFilter, PayForm},
    business_event::Line,
    money::{Amount, Currency},
};

use crate::{
    behind::Behind,
    on_both,
    stage::{refusal, system},
    world::World,
};

pub const NORTHWIND: &str = "Northwind Studio";
const FABRIKAM: &str = "Fabrikam Labs";

pub async fn set_up(world: &World) -> Behind {
    demo::load(&world.backend).await.unwrap();
    Behind::of(world).await
}

pub fn may<N: Need>(actor: &Actor) -> Access<'_, N> {
    actor.require().unwrap()
}

/// Gives Sam permissions on Northwind by plain SQL.
pub async fn give(behind: &Behind, permissions: &[&str]) {
    for permission in permissions {
        let sql = format!(
            "INSERT INTO membership_permissions (account_id, contact_id, permission) \
             SELECT contacts.account_id, contacts.id, '{permission}' FROM contacts \
             JOIN accounts ON accounts.id = contacts.account_id \
             WHERE accounts.company = '{NORTHWIND}' AND email_canonical = 'sam@codeworks.test'"
        );
        assert_eq!(behind.run(&sql).await, 1);
    }
}

/// Limits Sam on Northwind to one service.
pub async fn limit(behind: &Behind, service: &str) {
    behind.run("UPDATE memberships SET limited = TRUE").await;
    let sql = format!(
        "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
         SELECT contacts.account_id, contacts.id, 'service', services.id FROM contacts \
         JOIN services ON services.account_id = contacts.account_id \
         WHERE services.name = '{service}' AND email_canonical = 'sam@codeworks.test'"
    );
    assert_eq!(behind.run(&sql).await, 1);
}

pub async fn invoice_of(behind: &Behind, number: &str) -> InvoiceId {
    InvoiceId(behind.id(&format!("SELECT id FROM invoices WHERE number = '{number}'")).await)
}

fn pay(world: &World, amount: &str, seen: i64) -> PayForm {
    PayForm { amount: amount.to_owned(), seen, token: billing::form_token(&world.backend) }
}

async fn try_pay(world: &World, by: &Actor, id: InvoiceId, form: &PayForm) -> Result<(), AppError> {
    billing::pay_by_credit(&world.backend, &may(by), id, form).await.map_err(refusal)
}

/// The refusal of a form for what is wrong with that input.
pub fn at(input: &str, problem: Problem) -> AppError {
    AppError::Form(vec![(input.to_owned(), problem.code().to_owned())])
}

/// The refusal of a form for a problem that is always of the same input, or of the whole.
pub fn problem(problem: Problem) -> AppError {
    let input = match problem {
        Problem::NotAnAmount
        | Problem::MoreThanLeft
        | Problem::MoreThanCredit
        | Problem::AmountTooLarge
        | Problem::BelowMinimum => "amount",
        Problem::WrongCurrency => "currency",
        Problem::Missing | Problem::TooLong => "reason",
        Problem::UnknownChoice => "choice",
        Problem::NotADomain => "name",
        _ => "",
    };
    at(input, problem)
}

/// What was paid on an invoice, and the account's credit.
async fn books(behind: &Behind, number: &str) -> (i64, i64) {
    let paid = behind.number(&format!("SELECT paid_minor FROM invoices WHERE number = '{number}'")).await;
    (paid, behind.number("SELECT balance_minor FROM credits").await)
}

/// The events that were posted since the demo was loaded, by kind.
pub async fn told(behind: &Behind) -> Vec<String> {
    let events = behind.texts("SELECT event FROM emails WHERE event IS NOT NULL ORDER BY id").await;
    let kind = |event: &String| {
        serde_json::from_str::<serde_json::Value>(event).unwrap()["event"].as_str().unwrap().to_owned()
    };
    let mut kinds: Vec<_> = events.iter().map(kind).collect();
    kinds.sort();
    kinds
}

pub async fn tasks(behind: &Behind) -> Vec<String> {
    behind.texts("SELECT kind FROM operator_tasks ORDER BY id").await
}

on_both!(an_invoice_is_paid_by_credit_once, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let id = invoice_of(&behind, "INV-10362").await;
    let page = billing::invoice(&world.backend, &may(&owner), id).await.unwrap();
    let offer = page.offer.unwrap();
    assert_eq!((page.left.minor, offer.most.as_str(), offer.seen), (39_900, "399.00", 0));
    assert_eq!(offer.credit.minor, 50_000);
    assert_eq!(
        page.block,
        ["Northwind Studio", "Astrid Berg", "Storgata 14", "0184 Oslo", "Norway", "NO 987 654 321 MVA"]
    );

    let form = pay(&world, "399,00", 0);
    try_pay(&world, &owner, id, &form).await.unwrap();
    assert_eq!(books(&behind, "INV-10362").await, (39_900, 10_100));
    // A double click.
    try_pay(&world, &owner, id, &form).await.unwrap();
    assert_eq!(books(&behind, "INV-10362").await, (39_900, 10_100));
    assert_eq!(told(&behind).await, ["payment_confirmed"]);
    assert_eq!(tasks(&behind).await, ["invoice_paid_by_credit"]);
    let log = behind.texts("SELECT event FROM activity WHERE kind = 'billing'").await;
    assert!(log.len() == 1 && log[0].contains("invoice_paid") && log[0].contains("INV-10362"), "{log:?}");
    assert!(activity::verify(&world.backend.db, &system(), None).await.unwrap().is_whole());
    let page = billing::invoice(&world.backend, &may(&owner), id).await.unwrap();
    assert_eq!((page.status.code(), page.left.minor, page.payments.len()), ("paid", 0, 1));
    assert!(page.offer.is_none() && page.payments[0].method.is_none());
});

on_both!(a_part_is_paid_and_the_rest_later, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let id = invoice_of(&behind, "INV-10377").await;
    try_pay(&world, &owner, id, &pay(&world, "400", 0)).await.unwrap();
    assert_eq!(books(&behind, "INV-10377").await, (40_000, 10_000));
    // The form of another tab, which shows what was there before.
    assert_eq!(try_pay(&world, &owner, id, &pay(&world, "50", 0)).await, Err(AppError::Stale));
    let more = try_pay(&world, &owner, id, &pay(&world, "100.01", 40_000)).await;
    assert_eq!(more, Err(problem(Problem::MoreThanCredit)));
    assert_eq!(books(&behind, "INV-10377").await, (40_000, 10_000));
    try_pay(&world, &owner, id, &pay(&world, "100", 40_000)).await.unwrap();
    assert_eq!(books(&behind, "INV-10377").await, (50_000, 0));
    let list = billing::invoices(&world.backend, &may(&owner), InvoiceQuery::default()).await.unwrap();
    assert_eq!(list.totals[0].unpaid.minor, 191_500 - 50_000);
    assert!(list.credit.is_empty());
});

on_both!(two_browsers_pay_at_once_and_one_payment_is_made, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let id = invoice_of(&behind, "INV-10377").await;
    let mut tasks = Vec::new();
    for _ in 0..8 {
        let (backend, owner, form) = (world.backend.clone(), owner.clone(), pay(&world, "100", 0));
        tasks.push(tokio::spawn(async move {
            billing::pay_by_credit(&backend, &may(&owner), id, &form).await.map_err(refusal)
        }));
    }
    let mut paid = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => paid += 1,
            Err(refused) => assert_eq!(refused, AppError::Stale),
        }
    }
    assert_eq!((paid, books(&behind, "INV-10377").await), (1, (10_000, 40_000)));
    assert_eq!(behind.number("SELECT COUNT(*) FROM payments WHERE method = 'credit'").await, 1);
});

on_both!(one_form_sent_many_times_at_once_pays_once, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let id = invoice_of(&behind, "INV-10377").await;
    let form = pay(&world, "100", 0);
    let send = || {
        let (backend, owner, form) = (world.backend.clone(), owner.clone(), form.clone());
        tokio::spawn(async move { billing::pay_by_credit(&backend, &may(&owner), id, &form).await.map_err(refusal) })
    };
    for task in [send(), send(), send(), send()] {
        task.await.unwrap().unwrap();
    }
    assert_eq!(books(&behind, "INV-10377").await, (10_000, 40_000));
});

on_both!(two_invoices_at_once_cannot_spend_the_same_credit, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let mut tasks = Vec::new();
    for (number, amount) in [("INV-10362", "399"), ("INV-10377", "399")] {
        let id = invoice_of(&behind, number).await;
        let (backend, owner, form) = (world.backend.clone(), owner.clone(), pay(&world, amount, 0));
        tasks.push(tokio::spawn(async move {
            billing::pay_by_credit(&backend, &may(&owner), id, &form).await.map_err(refusal)
        }));
    }
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert!(results.contains(&Err(problem(Problem::MoreThanCredit))), "{results:?}");
    assert_eq!(behind.number("SELECT balance_minor FROM credits").await, 10_100);
});

on_both!(attacks_on_paying_change_nothing, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let jonas = behind.actor(&world, "owner@fabrikam.test", FABRIKAM).await;
    let id = invoice_of(&behind, "INV-10362").await;
    assert_eq!(try_pay(&world, &jonas, id, &pay(&world, "1", 0)).await, Err(AppError::NotFound));
    for (amount, expected) in [
        ("-100", Problem::NotAnAmount),
        ("0", Problem::NotAnAmount),
        ("0.00", Problem::NotAnAmount),
        ("", Problem::NotAnAmount),
        ("1e2", Problem::NotAnAmount),
        ("0.001", Problem::NotAnAmount),
        ("399.01", Problem::MoreThanLeft),
        ("99999999999", Problem::MoreThanLeft),
        ("9999999999999999999", Problem::NotAnAmount),
    ] {
        let refused = try_pay(&world, &owner, id, &pay(&world, amount, 0)).await;
        assert_eq!(refused, Err(problem(expected)), "{amount:?}");
    }
    let paid = invoice_of(&behind, "INV-10345").await;
    let whole = try_pay(&world, &owner, paid, &pay(&world, "1", 151_600)).await;
    assert_eq!(whole, Err(problem(Problem::NotPayable)));
    // Tokens: of another form, of yesterday, of the future, none at all.
    let form = pay(&world, "100", 0);
    try_pay(&world, &owner, id, &form).await.unwrap();
    let other = invoice_of(&behind, "INV-10377").await;
    assert_eq!(try_pay(&world, &owner, other, &form).await, Err(AppError::BadRequest));
    for token in ["", "nonsense", "00000000-0000-4000-8000-000000000000"] {
        let form = PayForm { token: token.to_owned(), ..pay(&world, "1", 0) };
        assert_eq!(try_pay(&world, &owner, other, &form).await, Err(AppError::BadRequest), "{token}");
    }
    let old = pay(&world, "1", 0);
    world.clock.advance(25 * Timestamp::HOUR);
    assert_eq!(try_pay(&world, &owner, other, &old).await, Err(AppError::Stale));
    // Credit in another currency is of no use.
    behind.run("UPDATE credits SET currency = 'EUR'").await;
    let refused = try_pay(&world, &owner, other, &pay(&world, "1", 0)).await;
    assert_eq!(refused, Err(problem(Problem::MoreThanCredit)));
    assert_eq!(behind.number("SELECT balance_minor FROM credits").await, 40_000);
});

on_both!(a_scope_covers_an_invoice_whole_or_not_at_all, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["invoices"]).await;
    limit(&behind, "nw-app-01").await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let (inside, outside) = (invoice_of(&behind, "INV-10362").await, invoice_of(&behind, "INV-10311").await);
    let backend = &world.backend;
    let refused = billing::invoice(backend, &may(&sam), outside).await.map_err(refusal);
    assert_eq!(refused, Err(AppError::NotFound));
    let page = billing::invoice(backend, &may(&sam), inside).await.unwrap();
    assert_eq!((page.left.minor, page.offer), (39_900, None), "the credit is the whole account's");
    let list = billing::invoices(backend, &may(&sam), InvoiceQuery::default()).await.unwrap();
    assert_eq!(list.rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["INV-10362"]);
    assert_eq!((list.totals[0].unpaid.minor, list.totals[0].count), (39_900, 1));
    assert!(list.credit.is_empty() && list.currencies.is_empty());
    let entries = billing::statement(backend, &may(&sam)).await.unwrap();
    assert!(entries.len() == 1 && entries[0].number == "INV-10362", "{entries:?}");
    assert_eq!(try_pay(&world, &sam, outside, &pay(&world, "1", 0)).await, Err(AppError::NotFound));
    let funds = FundsForm { amount: "100".into(), currency: "NOK".into(), token: billing::form_token(backend) };
    let refused = billing::add_funds(backend, &may(&sam), &funds).await.map_err(refusal);
    assert_eq!(refused, Err(AppError::NotFound));
    assert_eq!(try_pay(&world, &sam, inside, &pay(&world, "1", 0)).await, Err(AppError::NotFound));
    assert_eq!(books(&behind, "INV-10362").await, (0, 50_000));
});

on_both!(a_right_that_was_taken_away_meanwhile_pays_nothing, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["invoices"]).await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    behind.run("DELETE FROM membership_permissions WHERE permission = 'invoices'").await;
    let id = invoice_of(&behind, "INV-10362").await;
    let refused = try_pay(&world, &sam, id, &pay(&world, "1", 0)).await;
    assert_eq!(refused, Err(AppError::Denied(domain::Permission::Invoices)));
});

on_both!(funds_become_credit_when_they_are_paid, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let (backend, account) = (&world.backend, behind.account(NORTHWIND).await);
    let form = FundsForm { amount: "1 000".into(), currency: "NOK".into(), token: billing::form_token(backend) };
    let id = billing::add_funds(backend, &may(&owner), &form).await.unwrap();
    assert_eq!(billing::add_funds(backend, &may(&owner), &form).await.unwrap(), id, "sent again");
    let page = billing::invoice(backend, &may(&owner), id).await.unwrap();
    assert_eq!((page.number.as_str(), page.total.minor, page.funds), ("INV-10401", 100_000, true));
    assert!(page.offer.is_none(), "credit is not bought with credit");
    assert_eq!(try_pay(&world, &owner, id, &pay(&world, "1", 0)).await, Err(problem(Problem::NotPayable)));

    // The address block is what it was then.
    behind.run("UPDATE accounts SET company = 'Renamed AS' WHERE company = 'Northwind Studio'").await;
    let page = billing::invoice(backend, &may(&owner), id).await.unwrap();
    assert_eq!(page.block[0], "Northwind Studio");

    let nok = |minor| Amount { minor, currency: Currency::parse("NOK").unwrap() };
    let received =
        Received { id: uuid::Uuid::now_v7(), amount: nok(110_000), method: Line::parse("Visa 4242").unwrap() };
    let wrong = Received { amount: Amount { currency: Currency::parse("EUR").unwrap(), ..nok(1) }, ..received.clone() };
    let refused = billing::receive(backend, &system(), account, id, &wrong).await.map_err(refusal);
    assert_eq!(refused, Err(problem(Problem::WrongCurrency)));
    assert!(billing::receive(backend, &system(), account, id, &received).await.unwrap());
    assert!(!billing::receive(backend, &system(), account, id, &received).await.unwrap(), "once");
    assert_eq!(behind.number("SELECT balance_minor FROM credits").await, 50_000 + 110_000);
    assert_eq!(told(&behind).await, ["credit_added", "invoice_created", "payment_confirmed"]);
    assert_eq!(tasks(&behind).await, ["funds_added"]);
    let elsewhere = behind.account(FABRIKAM).await;
    let refused = billing::receive(backend, &system(), elsewhere, id, &received).await.map_err(refusal);
    assert_eq!(refused, Err(AppError::NotFound));
});

on_both!(funds_are_asked_for_within_limits, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let backend = &world.backend;
    let ask = async |amount: &str, currency: &str| {
        let form = FundsForm { amount: amount.into(), currency: currency.into(), token: billing::form_token(backend) };
        billing::add_funds(backend, &may(&owner), &form).await.map_err(refusal)
    };
    for (amount, currency, expected) in [
        ("-1", "NOK", Problem::NotAnAmount),
        ("0", "NOK", Problem::NotAnAmount),
        ("1000000.01", "NOK", Problem::AmountTooLarge),
        ("100", "USD", Problem::WrongCurrency),
        ("100", "nok", Problem::WrongCurrency),
    ] {
        assert_eq!(ask(amount, currency).await, Err(problem(expected)), "{amount} {currency}");
    }
    for _ in 0..3 {
        ask("100", "NOK").await.unwrap();
    }
    assert_eq!(ask("100", "NOK").await, Err(problem(Problem::FundsWaiting)));
});

on_both!(the_list_has_pages_and_filters, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let account = behind.account(NORTHWIND).await;
    let uuid = |n: u32| format!("01930000-0000-7000-8000-{n:012}");
    let literal = |id: &str| {
        if world.backend.db.is_sqlite() {
            format!("X'{}'", id.replace('-', ""))
        } else {
            format!("'{id}'")
        }
    };
    for n in 0..120_u32 {
        let sql = format!(
            "INSERT INTO invoices (account_id, id, number, status, issued_at, due_at, total_minor, currency, \
             address_block) VALUES ({}, {}, 'OLD-{n}', 'unpaid', {}, 5, 100, 'EUR', '')",
            literal(&account.to_string()),
            literal(&uuid(n)),
            // Several at the same moment: the id decides.
            i64::from(n / 7)
        );
        behind.run(&sql).await;
    }
    let mut query = InvoiceQuery { filter: InvoiceFilter::Unpaid, after: String::new() };
    let mut seen = Vec::new();
    loop {
        let page = billing::invoices(&world.backend, &may::<ViewInvoices>(&owner), query.clone()).await.unwrap();
        assert!(page.rows.len() <= 50);
        seen.extend(page.rows.iter().map(|row| row.number.clone()));
        assert_eq!(page.totals.len(), 2);
        assert_eq!((page.totals[0].unpaid.minor, page.totals[0].count), (12_000, 120));
        assert_eq!(page.totals[0].overdue.as_ref().unwrap().minor, 12_000);
        let Some(next) = page.next else { break };
        query.after = next;
    }
    assert_eq!((seen.len(), &*seen[0], &*seen[2], &*seen[121]), (122, "INV-10377", "OLD-119", "OLD-0"));
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), seen.len());
    let of = async |filter| {
        let query = InvoiceQuery { filter, after: "nonsense".into() };
        let page = billing::invoices(&world.backend, &may(&owner), query).await.unwrap();
        page.rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(of(InvoiceFilter::Refunded).await, ["INV-10199"]);
    assert_eq!(of(InvoiceFilter::Paid).await.len(), 5);
    assert_eq!(of(InvoiceFilter::Overdue).await[0], "INV-10362");
    assert!(of(InvoiceFilter::Cancelled).await.is_empty());
});

on_both!(the_statement_balances, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let entries = billing::statement(&world.backend, &may(&owner)).await.unwrap();
    let sum: i64 = entries.iter().map(|entry| entry.amount.minor).sum();
    assert_eq!((sum, entries.last().unwrap().balance.minor), (191_500, 191_500));
    assert!(entries.is_sorted_by_key(|entry| entry.date.clone()));
    // What was paid before payments were kept one by one is there too.
    behind.run("DELETE FROM payments").await;
    let entries = billing::statement(&world.backend, &may(&owner)).await.unwrap();
    assert_eq!(entries.last().unwrap().balance.minor, 191_500);
});

async fn quote_of(behind: &Behind, number: &str) -> domain::QuoteId {
    domain::QuoteId(behind.id(&format!("SELECT id FROM quotes WHERE number = '{number}'")).await)
}

on_both!(a_quote_is_accepted_once_and_becomes_an_invoice, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["quotes"]).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let (backend, id) = (&world.backend, quote_of(&behind, "Q-2041").await);
    let before = billing::quote(backend, &may(&sam), id).await.unwrap();
    assert!(before.open && before.lines.len() == 2 && before.answered.is_none(), "{before:?}");
    let mut tasks_at_once = Vec::new();
    for by in [&owner, &sam, &sam, &owner] {
        let (backend, by) = (backend.clone(), by.clone());
        tasks_at_once
            .push(tokio::spawn(async move { billing::accept_quote(&backend, &may(&by), id).await.map_err(refusal) }));
    }
    let mut accepted = 0;
    for task in tasks_at_once {
        match task.await.unwrap() {
            Ok(()) => accepted += 1,
            Err(refused) => assert_eq!(refused, problem(Problem::QuoteAnswered)),
        }
    }
    // Whoever accepted it, and the same person's double click.
    assert_eq!(accepted, 2);
    assert_eq!(behind.number("SELECT COUNT(*) FROM invoices WHERE total_minor = 1249000").await, 1);
    assert_eq!(
        (told(&behind).await, tasks(&behind).await),
        (vec!["invoice_created".into()], vec!["quote_accepted".into()])
    );
    let seen = billing::quote(backend, &may(&owner), id).await.unwrap();
    assert_eq!((seen.row.status.code(), seen.invoice.unwrap().1.as_str()), ("accepted", "INV-10401"));
    // Without the permission for invoices one learns only that it was accepted.
    let seen = billing::quote(backend, &may(&sam), id).await.unwrap();
    assert_eq!((seen.row.status.code(), seen.invoice), ("accepted", None));
    let late = billing::decline_quote(backend, &may(&owner), id, &reason("Too late")).await.map_err(refusal);
    assert_eq!(late, Err(problem(Problem::QuoteAnswered)));
});

fn reason(reason: &str) -> domain::billing::AnswerForm {
    domain::billing::AnswerForm { reason: reason.to_owned() }
}

on_both!(a_quote_is_declined_with_a_reason, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let (backend, id) = (&world.backend, quote_of(&behind, "Q-2041").await);
    for (text, expected) in [(" \n ", Problem::Missing), (&*"x".repeat(1001), Problem::TooLong)] {
        let refused = billing::decline_quote(backend, &may(&owner), id, &reason(text)).await.map_err(refusal);
        assert_eq!(refused, Err(problem(expected)));
    }
    billing::decline_quote(backend, &may(&owner), id, &reason("Too dear\r\nthis year")).await.unwrap();
    let page = billing::quote(backend, &may(&owner), id).await.unwrap();
    assert_eq!(page.answered.unwrap().reason, "Too dear this year");
    assert_eq!((tasks(&behind).await, told(&behind).await.len()), (vec!["quote_declined".into()], 0));
    let late = billing::accept_quote(backend, &may(&owner), id).await.map_err(refusal);
    assert_eq!(late, Err(problem(Problem::QuoteAnswered)));
});

on_both!(quotes_expire_and_are_the_whole_account_s, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["quotes"]).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let (backend, id) = (&world.backend, quote_of(&behind, "Q-2041").await);
    let over = quote_of(&behind, "Q-2012").await;
    let refused = billing::accept_quote(backend, &may(&owner), over).await.map_err(refusal);
    assert_eq!(refused, Err(problem(Problem::QuoteExpired)));
    let jonas = behind.actor(&world, "owner@fabrikam.test", FABRIKAM).await;
    let foreign = billing::accept_quote(backend, &may(&jonas), id).await.map_err(refusal);
    assert_eq!(foreign, Err(AppError::NotFound));
    let foreign = billing::decline_quote(backend, &may(&jonas), id, &reason("No")).await.map_err(refusal);
    assert_eq!(foreign, Err(AppError::NotFound));
    limit(&behind, "nw-app-01").await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    assert!(billing::quotes(backend, &may(&sam), "").await.unwrap().rows.is_empty());
    assert_eq!(billing::quote(backend, &may(&sam), id).await.map_err(refusal), Err(AppError::NotFound));
    assert_eq!(billing::accept_quote(backend, &may(&sam), id).await.map_err(refusal), Err(AppError::NotFound));
    world.clock.advance(19 * Timestamp::DAY);
    let late = billing::accept_quote(backend, &may(&owner), id).await.map_err(refusal);
    assert_eq!(late, Err(problem(Problem::QuoteExpired)));
    assert_eq!(behind.number("SELECT COUNT(*) FROM operator_tasks").await, 0);
});
