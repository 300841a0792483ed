//! The list of invoices, with what is to be paid, the credit, and adding funds.

use crate::prelude::*;
use backend::billing::{self, InvoiceQuery, InvoiceRow, InvoicesPage};
use domain::{
    Code,
    billing::{FundsForm, InvoiceFilter},
};

use crate::{
    error::Answer,
    form::{Choice, Select},
    locales::use_texts,
    served::{
        Document, Visit,
        fields::AmountInput,
        forms::Left,
        money::Stamp,
        paging::{address, pager},
    },
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The list of invoices.
pub async fn list(visit: Visit) -> Answer<Document> {
    let filter = InvoiceFilter::from_code(visit.query("filter")).unwrap_or_default();
    let query = InvoiceQuery { filter, after: visit.query("after").to_owned() };
    let page = visit.read(async |backend, access| billing::invoices(backend, access, query).await).await?;
    let stamp = Stamp::new(&visit, visit.actor().await?.account());
    let left = Left::<FundsForm>::take(&visit, "funds").await;
    let t = use_texts();
    let statement = view! {
        <a class="button" href="/invoices/statement.csv" download rel="external">
            {t.billing.statement}
        </a>
    };
    let body = view! {
        {left.notice()}
        {totals(&page)}
        {filters(page.query.filter)}
        {rows(&page)}
        {(!page.currencies.is_empty()).then(|| funds(&page.currencies, &stamp, &left))}
    };
    Ok(Document::new(t.nav.invoices, body).intro(t.client_area.invoices_intro).actions(statement))
}

/// What is to be paid, and what credit there is to do it with.
fn totals(page: &InvoicesPage) -> impl IntoView + use<> {
    let t = use_texts();
    let b = &t.billing;
    let mut facts = Vec::new();
    for total in &page.totals {
        facts.push((b.to_pay, format!("{} {}", total.unpaid.text, (b.to_pay_of)(total.count))));
        facts.extend(total.overdue.as_ref().map(|overdue| (b.overdue, overdue.text.clone())));
    }
    facts.extend(page.credit.iter().map(|credit| (b.credit, credit.text.clone())));
    (!facts.is_empty()).then(|| {
        let facts = facts.into_iter().map(|(label, text)| {
            view! {
                <dt>{label}</dt>
                <dd>{text}</dd>
            }
        });
        view! {
            <section class="panel">
                <dl class="facts">{facts.collect_view()}</dl>
            </section>
        }
    })
}

fn filters(chosen: InvoiceFilter) -> impl IntoView {
    let b = &use_texts().billing;
    let links = InvoiceFilter::ALL.iter().map(|filter| {
        let href = match filter {
            InvoiceFilter::All => "/invoices".to_owned(),
            other => format!("/invoices?filter={}", other.code()),
        };
        let current = (*filter == chosen).then_some("true");
        view! {
            <a class="button" href=href aria-current=current>
                {b.filter(*filter)}
            </a>
        }
    });
    view! {
        <nav class="filters" aria-label=b.filter_label>
            {links.collect_view()}
        </nav>
    }
}

fn rows(page: &InvoicesPage) -> impl IntoView + use<> {
    let t = use_texts();
    let (c, b) = (&t.client_area, &t.billing);
    if page.rows.is_empty() {
        let filtered = page.query.filter != InvoiceFilter::All || !page.query.after.is_empty();
        let [title, text] = if filtered { b.nothing_found } else { c.invoices_empty };
        return view! { <Empty title text /> }.into_any();
    }
    let rows = page.rows.iter().cloned().map(row).collect_view();
    let heads = vec![c.number, c.status, c.issued, c.due, c.total, b.left];
    let here = |after: &str| address("/invoices", &[("filter", page.query.filter.code()), ("after", after)]);
    let pager = pager(here, &page.query.after, page.next.as_deref());
    view! {
        <Table caption=t.nav.invoices heads numbers=&[4, 5]>
            {rows}
        </Table>
        {pager}
    }
    .into_any()
}

fn row(invoice: InvoiceRow) -> impl IntoView {
    let t = use_texts();
    let (c, b) = (&t.client_area, &t.billing);
    let href = format!("/invoices/{}", invoice.id);
    view! {
        <tr role="row">
            <Cell label=c.number>
                <a href=href>{invoice.number}</a>
            </Cell>
            <Cell label=c.status>
                <StatusBadge status=invoice.status />
            </Cell>
            <Cell label=c.issued>
                <Time moment=invoice.issued />
            </Cell>
            <Cell label=c.due>
                <Time moment=invoice.due />
            </Cell>
            <Cell label=c.total number=true>
                {invoice.total.text}
            </Cell>
            <Cell label=b.left number=true>
                {invoice.left.map(|left| left.text)}
            </Cell>
        </tr>
    }
}

/// Adding funds.
fn funds(currencies: &[String], stamp: &Stamp, left: &Left<FundsForm>) -> impl IntoView + use<> {
    let b = &use_texts().billing;
    let typed = left.typed.clone().unwrap_or_default();
    let field = |input: &str, label| left.field("funds", input, &format!("form[{input}]"), label);
    let choices = currencies.iter().map(|code| Choice::new(code, code)).collect();
    view! {
        <section class="panel no-print">
            <h2>{b.funds_title}</h2>
            <p>{b.funds_intro}</p>
            <form method="post" action="/api/invoices/add-funds">
                {stamp.inputs()}
                <AmountInput of=field("amount", b.funds_amount) value=typed.amount />
                <Select of=field("currency", b.currency) choices chosen=typed.currency required=true />
                <button type="submit" class="primary">{b.funds_submit}</button>
            </form>
        </section>
    }
}
