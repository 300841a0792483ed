//! One invoice: what it is for, what was paid, and paying the rest.

use crate::prelude::*;
use backend::billing::{self, InvoicePage, Offer, PaymentRow};
use domain::{InvoiceId, billing::PayForm, client_area::Status};

use crate::{
    error::Answer,
    form::Hidden,
    locales::use_texts,
    served::{
        Document, Visit,
        fields::AmountInput,
        forms::Left,
        money::{Stamp, addressed, done, lines, totals},
    },
    ui::{Cell, StatusBadge, Table, Time},
};

/// The page of an invoice.
pub async fn page(visit: Visit) -> Answer<Document> {
    let id: InvoiceId = visit.part("id")?;
    let page = visit.read(async |backend, access| billing::invoice(backend, access, id).await).await?;
    let stamp = Stamp::new(&visit, visit.actor().await?.account());
    let left = Left::<PayForm>::take(&visit, "pay").await;
    let b = &use_texts().billing;
    let what_was_done = match visit.query("done") {
        "paid" => Some(b.paid_done),
        "funds" => Some(b.funds_done),
        _ => None,
    };
    let title = (b.invoice)(&page.number);
    let caption = title.clone();
    let pdf = view! {
        <a class="button" href=format!("/invoices/{id}/pdf") download rel="external">
            {b.pdf}
        </a>
    };
    let body = view! {
        {what_was_done.map(done)}
        {left.notice()}
        <article class="invoice">
            {head(&page)}
            {lines(caption, &page.lines)}
            {totals(sums(&page))}
            {(!page.payments.is_empty()).then(|| payments(page.payments.clone()))}
        </article>
        {(page.left.minor > 0).then(|| pay(&page, &stamp, &left))}
    };
    Ok(Document::new(title, body).actions(pdf))
}

fn head(page: &InvoicePage) -> impl IntoView + use<> {
    let t = use_texts();
    let (c, b) = (&t.client_area, &t.billing);
    let paid_on = page.paid_on.clone().map(|date| {
        view! {
            <dt>{b.paid_on}</dt>
            <dd>{date}</dd>
        }
    });
    let note = page.funds.then(|| view! { <p>{b.funds_note}</p> });
    let facts = view! {
        <dt>{c.status}</dt>
        <dd>
            <StatusBadge status=page.status />
        </dd>
        <dt>{c.issued}</dt>
        <dd>
            <time datetime=page.issued.iso.clone()>{page.issued_on.clone()}</time>
        </dd>
        <dt>{c.due}</dt>
        <dd>
            <time datetime=page.due.iso.clone()>{page.due_on.clone()}</time>
        </dd>
        {paid_on}
    };
    view! {
        {addressed(b.billed_to, &page.block, facts)}
        {note}
    }
}

/// What the lines come to, and what of it is left.
fn sums(page: &InvoicePage) -> Vec<(&'static str, String)> {
    let t = use_texts();
    let (c, b) = (&t.client_area, &t.billing);
    let mut sums = vec![(c.total, page.total.text.clone())];
    if page.paid.minor > 0 {
        sums.push((b.paid, page.paid.text.clone()));
    }
    if !matches!(page.status, Status::Refunded | Status::Cancelled) {
        sums.push((b.left, page.left.text.clone()));
    }
    sums
}

fn payments(payments: Vec<PaymentRow>) -> impl IntoView {
    let b = &use_texts().billing;
    let rows = payments.into_iter().map(|payment| {
        let method = payment.method.unwrap_or_else(|| b.by_credit.to_owned());
        view! {
            <tr role="row">
                <Cell label=b.payment>{method}</Cell>
                <Cell label=b.paid_on>
                    <Time moment=payment.paid />
                </Cell>
                <Cell label=b.amount number=true>
                    {payment.amount.text}
                </Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section>
            <h2>{b.payments}</h2>
            <Table caption=b.payments heads=vec![b.payment, b.paid_on, b.amount] numbers=&[2]>
                {rows}
            </Table>
        </section>
    }
}

/// How the rest can be paid.
fn pay(page: &InvoicePage, stamp: &Stamp, left: &Left<PayForm>) -> impl IntoView + use<> {
    let b = &use_texts().billing;
    let by_credit = page.offer.as_ref().map(|offer| by_credit(page, offer, stamp, left));
    let nothing = by_credit.is_none() && page.payment_link.is_none();
    let elsewhere = page.payment_link.clone().map(|link| {
        view! {
            <p>
                <a class="button" href=link rel="external noreferrer">
                    {(b.pay_elsewhere)(&page.left.text)}
                </a>
            </p>
        }
    });
    view! {
        <section class="panel no-print">
            <h2>{b.pay_title}</h2>
            {by_credit}
            {elsewhere}
            {nothing.then(|| view! { <p>{b.no_way_to_pay}</p> })}
        </section>
    }
}

fn by_credit(page: &InvoicePage, offer: &Offer, stamp: &Stamp, left: &Left<PayForm>) -> impl IntoView + use<> {
    let b = &use_texts().billing;
    let of = left.field("pay", "amount", "form[amount]", &(b.amount_to_pay)(&page.total.currency));
    let amount = left.typed.as_ref().map_or(&offer.most, |typed| &typed.amount).clone();
    view! {
        <p>{(b.credit_there_is)(&offer.credit.text)}</p>
        <form method="post" action="/api/invoices/pay">
            {stamp.inputs()}
            <Hidden name="id" value=page.id.to_string() />
            <Hidden name="form[seen]" value=offer.seen.to_string() />
            <AmountInput of value=amount />
            <button type="submit" class="primary">{b.pay_now}</button>
        </form>
    }
}
