//! One quote: what it offers, and answering it.

use crate::prelude::*;
use backend::billing::{self, QuotePage};
use domain::{Permission, QuoteId, billing::AnswerForm};

use crate::{
    error::Answer,
    form::Hidden,
    locales::use_texts,
    served::{
        Document, Visit,
        fields::TextArea,
        forms::Left,
        money::{addressed, done, lines, totals},
    },
    ui::{StatusBadge, Time},
};

/// The page of a quote.
pub async fn page(visit: Visit) -> Answer<Document> {
    let id: QuoteId = visit.part("id")?;
    let page = visit.read(async |backend, access| billing::quote(backend, access, id).await).await?;
    let actor = visit.actor().await?;
    let account = actor.account().to_string();
    let left = Left::<AnswerForm>::take(&visit, "quote").await;
    let q = &use_texts().quotes;
    let what_was_done = match visit.query("done") {
        "accepted" if actor.holds(Permission::Invoices) => Some(q.accepted_with_invoice),
        "accepted" => Some(q.accepted),
        "declined" => Some(q.declined),
        _ => None,
    };
    let pdf = view! {
        <a class="button" href=format!("/quotes/{id}/pdf") download rel="external">
            {use_texts().billing.pdf}
        </a>
    };
    let title = (q.quote)(&page.row.number);
    let caption = title.clone();
    let total = (use_texts().client_area.total, page.row.total.text.clone());
    let body = view! {
        {what_was_done.map(done)}
        {left.notice()}
        <article class="invoice">
            {head(&page)}
            {lines(caption, &page.lines)}
            {totals(vec![total])}
        </article>
        {page.open.then(|| answer(id, account, &left))}
    };
    Ok(Document::new(title, body).intro(page.row.subject).actions(pdf))
}

fn head(page: &QuotePage) -> impl IntoView + use<> {
    let t = use_texts();
    let (c, q) = (&t.client_area, &t.quotes);
    let issued = page.issued_on.clone().map(|date| {
        view! {
            <dt>{c.issued}</dt>
            <dd>{date}</dd>
        }
    });
    let answered = page.answered.clone().map(|answered| {
        let reason = (!answered.reason.is_empty()).then(|| {
            view! {
                <dt>{q.reason}</dt>
                <dd>{answered.reason}</dd>
            }
        });
        view! {
            <dt>{q.answered}</dt>
            <dd>
                <Time moment=answered.when />
                {(q.by)(&answered.by)}
            </dd>
            {reason}
        }
    });
    let invoice = page.invoice.clone().map(|(id, number)| {
        view! {
            <dt>{q.invoice}</dt>
            <dd>
                <a href=format!("/invoices/{id}")>{number}</a>
            </dd>
        }
    });
    let introduction = (!page.introduction.is_empty()).then(|| view! { <p>{page.introduction.clone()}</p> });
    let facts = view! {
        <dt>{c.status}</dt>
        <dd>
            <StatusBadge status=page.row.status />
        </dd>
        {issued}
        <dt>{c.valid_until}</dt>
        <dd>
            <time datetime=page.row.valid_until.iso.clone()>{page.valid_until_on.clone()}</time>
        </dd>
        {answered}
        {invoice}
    };
    view! {
        {addressed(q.to, &page.block, facts)}
        {introduction}
    }
}

/// Accepting and declining.
fn answer(id: QuoteId, account: String, left: &Left<AnswerForm>) -> impl IntoView + use<> {
    let q = &use_texts().quotes;
    let of = left.field("decline", "reason", "form[reason]", q.reason_label);
    let open = left.is_refused();
    let typed = left.typed.as_ref().map(|typed| typed.reason.clone()).unwrap_or_default();
    let other = account.clone();
    view! {
        <section class="panel no-print">
            <h2>{q.answer}</h2>
            <p>{q.accept_intro}</p>
            <form method="post" action="/api/quotes/accept">
                <Hidden name="account" value=account />
                <Hidden name="id" value=id.to_string() />
                <button type="submit" class="primary">{q.accept}</button>
            </form>
            <details open=open>
                <summary>{q.decline_summary}</summary>
                <form method="post" action="/api/quotes/decline">
                    <Hidden name="account" value=other />
                    <Hidden name="id" value=id.to_string() />
                    <TextArea of value=typed rows=3 required=true />
                    <button type="submit" class="danger">
                        {q.decline}
                    </button>
                </form>
            </details>
        </section>
    }
}
