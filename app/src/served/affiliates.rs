//! The affiliate account.

use crate::prelude::*;
use backend::billing::{self, AffiliatePage, Payout};
use domain::billing::PayoutForm;

use super::{
    Document, Visit,
    fields::AmountInput,
    forms::Left,
    money::{Stamp, done},
    paging::{address, pager},
};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Cell, StatusBadge, Table, Time},
};

/// The affiliate account.
pub async fn page(visit: Visit) -> Answer<Document> {
    let before = visit.query("before");
    let page = visit.read(async |backend, access| billing::affiliates(backend, access, before).await).await?;
    let stamp = Stamp::new(&visit, visit.actor().await?.account());
    let left = Left::<PayoutForm>::take(&visit, "payout").await;
    let t = use_texts();
    let body = view! {
        {(visit.query("done") == "asked").then(|| done(t.ordering.payout_done))}
        {left.notice()}
        {facts(&page)}
        {payout(&page, &stamp, &left)}
        {(!page.payouts.is_empty()).then(|| payouts(page.payouts.clone()))}
        {pager(|before| address("/affiliates", &[("before", before)]), before, page.older.as_deref())}
    };
    Ok(Document::new(t.nav.affiliates, body).intro(t.client_area.affiliates_intro))
}

fn facts(page: &AffiliatePage) -> impl IntoView + use<> {
    let t = use_texts();
    let c = &t.client_area;
    view! {
        <section class="panel">
            <dl class="facts">
                <dt>{c.affiliate_link}</dt>
                <dd>
                    <code>{page.link.clone()}</code>
                </dd>
                <dt>{c.visits}</dt>
                <dd>{page.visits}</dd>
                <dt>{c.sign_ups}</dt>
                <dd>{page.sign_ups}</dd>
                <dt>{c.balance}</dt>
                <dd>{page.balance.text.clone()}</dd>
                <dt>{t.ordering.minimum}</dt>
                <dd>{page.minimum.text.clone()}</dd>
            </dl>
        </section>
    }
}

/// Asking for a payout.
fn payout(page: &AffiliatePage, stamp: &Stamp, left: &Left<PayoutForm>) -> impl IntoView + use<> {
    let o = &use_texts().ordering;
    let form = match &page.most {
        None => view! { <p>{(o.below_minimum)(&page.minimum.text)}</p> }.into_any(),
        Some(most) => {
            let amount = left.typed.as_ref().map_or(most, |typed| &typed.amount).clone();
            let of = left.field("payout", "amount", "form[amount]", &(o.payout_amount)(&page.balance.currency));
            view! {
                <form method="post" action="/api/affiliates/payout">
                    {stamp.inputs()}
                    <AmountInput of value=amount />
                    <button type="submit" class="primary">
                        {o.payout}
                    </button>
                </form>
            }
            .into_any()
        }
    };
    view! {
        <section class="panel">
            <h2>{o.payout_title}</h2>
            {form}
        </section>
    }
}

fn payouts(payouts: Vec<Payout>) -> impl IntoView {
    let t = use_texts();
    let (c, b, o) = (&t.client_area, &t.billing, &t.ordering);
    let rows = payouts.into_iter().map(|payout| {
        view! {
            <tr role="row">
                <Cell label=o.asked>
                    <Time moment=payout.asked />
                </Cell>
                <Cell label=o.by>{payout.by}</Cell>
                <Cell label=c.status>
                    <StatusBadge status=payout.status />
                </Cell>
                <Cell label=b.amount number=true>
                    {payout.amount.text}
                </Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section>
            <h2>{o.payouts}</h2>
            <Table caption=o.payouts heads=vec![o.asked, o.by, c.status, b.amount] numbers=&[3]>
                {rows}
            </Table>
        </section>
    }
}
