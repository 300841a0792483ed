//! Invoices over HTTP: pages and forms without JavaScript, the PDF with the same numbers, the statement.

use std::io::Write as _;

use axum::http::StatusCode;
use domain::Permission;

use crate::{
    harness::{Answer, Client, World},
    on_both,
    steps::{KAI, OWNER, hold},
};

const FABRIKAM: &str = "owner@fabrikam.test";

/// The addresses of links on a page that begin so.
fn links(html: &str, start: &str) -> Vec<String> {
    let begin = format!("href=\"{start}");
    let rest = html.split(&begin).skip(1);
    rest.map(|rest| format!("{start}{}", rest.split('"').next().unwrap())).collect()
}

/// The address of the invoice with that number, as the list links to it.
async fn invoice(client: &Client, number: &str) -> String {
    let html = client.get("/invoices").await.text();
    let (before, _) = html.split_once(&format!(">{number}</a>")).unwrap_or_else(|| panic!("no {number}: {html}"));
    links(before, "/invoices/").pop().unwrap()
}

/// The value of a hidden or shown input.
pub fn input(html: &str, name: &str) -> String {
    let (before, after) = html.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {html}"));
    let tag = format!("{}{}", before.rsplit('<').next().unwrap(), after.split('>').next().unwrap());
    tag.split_once("value=\"")
        .map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
        .unwrap_or_default()
}

/// The text of a PDF, as it is laid out.
pub fn text_of(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let read = std::process::Command::new("pdftotext").args(["-layout"]).arg(file.path()).arg("-").output();
    let read = read.expect("pdftotext: `make test` installs it");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).unwrap().replace('\u{a0}', " ")
}

async fn pay(client: &Client, page: &str, html: &str, amount: &str) -> Answer {
    let id = page.rsplit('/').next().unwrap();
    let (account, seen, token) = (input(html, "account"), input(html, "form[seen]"), input(html, "form[token]"));
    client
        .submit(
            "/api/invoices/pay",
            page,
            &[
                ("account", &account),
                ("id", id),
                ("form[amount]", amount),
                ("form[seen]", &seen),
                ("form[token]", &token),
            ],
        )
        .await
}

on_both!(an_invoice_is_read_paid_and_taken_away, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = invoice(&owner, "INV-10362").await;
    let html = owner.get(&page).await.text();
    for text in ["Invoice INV-10362", "Storgata 14", "NO 987 654 321 MVA", "NOK\u{a0}399.00", "Overdue"] {
        assert!(html.contains(text), "{text}: {html}");
    }
    assert_eq!((input(&html, "form[amount]"), input(&html, "form[seen]")), ("399.00".into(), "0".into()));

    // Refused: the page says why, and shows what was typed.
    let refused = pay(&owner, &page, &html, "400").await;
    assert_eq!((refused.status, refused.header("location")), (StatusCode::FOUND, page.as_str()));
    let html = owner.get(&page).await.text();
    assert!(html.contains("more than is left to pay") && input(&html, "form[amount]") == "400", "{html}");

    let done = format!("{page}?done=paid");
    for _ in 0..2 {
        let paid = pay(&owner, &page, &html, "399.00").await;
        assert_eq!((paid.status, paid.header("location")), (StatusCode::FOUND, done.as_str()), "{}", paid.text());
    }
    let html = owner.get(&done).await.text();
    assert!(
        html.contains("Paid by credit") && html.contains("Account credit") && !html.contains("form[seen]"),
        "{html}"
    );
    assert_eq!(world.number("SELECT balance_minor FROM credits").await, 10_100);
    let mails = world.mails(OWNER).await;
    assert!(
        mails.iter().any(|mail| mail.text.contains("INV-10362") && mail.text.contains("399.00")),
        "{mails:?}"
    );

    let pdf = owner.get(&format!("{page}/pdf")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert_eq!(pdf.header("content-disposition"), "attachment; filename=\"INV-10362.pdf\"");
    assert_eq!((pdf.header("cache-control"), pdf.header("x-content-type-options")), ("no-store", "nosniff"));
    let text = text_of(&pdf.body);
    for line in [
        "Invoice INV-10362",
        "Northwind Studio",
        "Astrid Berg",
        "Norway",
        "NOK 399.00",
        "NOK 0.00",
        "Page 1 of 1",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
});

on_both!(the_pdf_speaks_norwegian, |world: World| async move {
    let world = world.demo().await;
    world.sql("UPDATE invoice_lines SET description = 'Blåbærsyltetøy på Røst – Łódź, Αθήνα, Київ' WHERE description LIKE 'Cloud%'").await;
    let owner = world.signed_in(OWNER).await.with_header("accept-language", "nb");
    owner.call("/api/locale", &[("locale", "nb")]).await;
    let page = invoice(&owner, "INV-10362").await;
    let text = text_of(&owner.get(&format!("{page}/pdf")).await.body);
    for line in [
        "Faktura INV-10362",
        "Blåbærsyltetøy på Røst – Łódź, Αθήνα, Київ",
        "399,00 kr",
        "Beløp",
        "Side 1 av 1",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
});

on_both!(the_statement_is_a_table_without_formulas, |world: World| async move {
    let world = world.demo().await;
    world
        .sql("UPDATE payments SET method = '=HYPERLINK(\"http://evil.test\")' WHERE method = 'Bank transfer'")
        .await;
    let owner = world.signed_in(OWNER).await;
    let csv = owner.get("/invoices/statement.csv").await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"statement.csv\"");
    let text = csv.text();
    let lines: Vec<_> = text.split("\r\n").collect();
    assert_eq!(lines[0], "Date,Kind,Invoice,How,Currency,Amount,Balance");
    assert!(text.contains("\"'=HYPERLINK(\"\"http://evil.test\"\")\"") && !text.contains(",=HYPER"), "{text}");
    assert!(lines[lines.len() - 2].ends_with(",NOK,1516.00,1915.00"), "{text}");
});

on_both!(funds_are_added_by_an_invoice, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let html = owner.get("/invoices").await.text();
    let token = input(&html, "form[token]");
    let form = |amount| [("form[amount]", amount), ("form[currency]", "NOK"), ("form[token]", token.as_str())];
    let refused = owner.submit("/api/invoices/add-funds", "/invoices", &form("-5")).await;
    assert_eq!(refused.header("location"), "/invoices");
    let html = owner.get("/invoices").await.text();
    assert!(html.contains("Type an amount") && input(&html, "form[amount]") == "-5", "{html}");
    let made = owner.submit("/api/invoices/add-funds", "/invoices", &form("250,50")).await;
    let to = made.header("location").to_owned();
    assert!(to.starts_with("/invoices/") && to.ends_with("?done=funds"), "{to}");
    let again = owner.submit("/api/invoices/add-funds", "/invoices", &form("250,50")).await;
    assert_eq!(again.header("location"), to);
    let page = owner.get(&to).await.text();
    assert!(page.contains("Invoice INV-10401") && page.contains("NOK\u{a0}250.50"), "{page}");
});

on_both!(nothing_of_another_account_or_outside_the_scope_is_there, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let fabrikam = world.signed_in(FABRIKAM).await;
    let page = invoice(&owner, "INV-10377").await;
    let html = owner.get(&page).await.text();
    for path in [page.clone(), format!("{page}/pdf")] {
        let answer = fabrikam.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text().contains("10377"));
    }
    let id = page.rsplit('/').next().unwrap();
    let token = input(&fabrikam.get("/invoices").await.text(), "form[token]");
    let form = [("id", id), ("form[amount]", "1"), ("form[token]", token.as_str())];
    assert_eq!(fabrikam.call("/api/invoices/pay", &form).await.status, StatusCode::NOT_FOUND);
    // A form of the account that was open before.
    let account = input(&html, "account");
    let form = [("account", account.as_str()), ("id", id), ("form[amount]", "1"), ("form[token]", token.as_str())];
    assert_eq!(fabrikam.call("/api/invoices/pay", &form).await.status, StatusCode::CONFLICT);

    hold(&world, KAI, Some(Permission::Invoices)).await;
    world
        .sql(
            "UPDATE memberships SET limited = TRUE WHERE user_id = (SELECT id FROM users WHERE email = 'kai@zones.test')",
        )
        .await;
    let kai = world.signed_in(KAI).await;
    assert!(!kai.get("/invoices").await.text().contains("INV-"));
    for path in [page.clone(), format!("{page}/pdf")] {
        assert_eq!(kai.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(kai.get("/invoices/statement.csv").await.text().lines().count(), 1);
    // Of an invoice in scope there is all but the account's credit.
    world
        .sql(
            "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
             SELECT contacts.account_id, contacts.id, 'service', services.id FROM contacts JOIN services ON \
             services.account_id = contacts.account_id WHERE services.name = 'nw-app-01' AND email = 'kai@zones.test'",
        )
        .await;
    let inside = invoice(&owner, "INV-10362").await;
    assert!(owner.get(&inside).await.text().contains("NOK\u{a0}500.00"));
    let html = kai.get(&inside).await.text();
    assert!(html.contains("INV-10362") && html.contains("NOK\u{a0}399.00"), "{html}");
    for none in ["500.00", "/api/invoices/pay", "form[amount]"] {
        assert!(!html.contains(none), "{none}: {html}");
    }
    let id = inside.rsplit('/').next().unwrap();
    let token = input(&owner.get(&inside).await.text(), "form[token]");
    let form = [("id", id), ("form[amount]", "1"), ("form[token]", token.as_str())];
    assert_eq!(kai.call("/api/invoices/pay", &form).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.number("SELECT balance_minor FROM credits").await, 50_000);
});

on_both!(a_quote_is_answered_on_its_page, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let list = owner.get("/quotes").await.text();
    let (before, _) = list.split_once(">Q-2041</a>").unwrap();
    let page = links(before, "/quotes/").pop().unwrap();
    let id = page.rsplit('/').next().unwrap();
    let html = owner.get(&page).await.text();
    assert!(html.contains("Quote Q-2041") && html.contains("Bigger database server"), "{html}");
    let text = text_of(&owner.get(&format!("{page}/pdf")).await.body);
    for line in ["Quote Q-2041", "NOK 10,500.00", "NOK 12,490.00", "Northwind Studio"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let fabrikam = world.signed_in(FABRIKAM).await;
    for path in [page.clone(), format!("{page}/pdf")] {
        assert_eq!(fabrikam.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let refused = owner.submit("/api/quotes/decline", &page, &[("id", id), ("form[reason]", " ")]).await;
    assert_eq!(refused.header("location"), page);
    let html = owner.get(&page).await.text();
    let (_, field) = html.split_once("id=\"decline-reason\"").unwrap();
    assert!(field.contains("aria-invalid=\"true\"") && field.contains("Please fill this in."), "{html}");

    hold(&world, KAI, Some(Permission::Quotes)).await;
    let kai = world.signed_in(KAI).await;
    let accepted = kai.submit("/api/quotes/accept", &page, &[("id", id)]).await;
    let done = format!("{page}?done=accepted");
    assert_eq!(accepted.header("location"), done);
    let html = kai.get(&done).await.text();
    assert!(
        html.contains("The quote is accepted") && !html.contains("INV-") && !html.contains("/invoices"),
        "{html}"
    );
    let html = owner.get(&page).await.text();
    assert!(
        html.contains("INV-10401") && html.contains("Kai Solberg") && !html.contains("/api/quotes/accept"),
        "{html}"
    );
});
