//! Changing and cancelling a service, and renewing a domain.

use crate::prelude::*;
use backend::billing::{Chosen, Offered, OrderingPage};
use domain::{DomainId, billing::OrderForm};

use crate::{
    form::{Bound, Choice, Hidden, Select},
    locales::use_texts,
    served::{fields::TextArea, forms::Left, money::Stamp},
    ui::{Cell, Table},
};

/// Choosing a service.
pub(super) fn choose(page: &OrderingPage) -> impl IntoView + use<> {
    let o = &use_texts().ordering;
    let chosen = page.chosen.as_ref().map(|chosen| chosen.id);
    (!page.services.is_empty()).then(|| {
        let options = page.services.iter().cloned().map(|(id, name)| {
            view! {
                <option value=id.to_string() selected=chosen == Some(id)>
                    {name}
                </option>
            }
        });
        view! {
            <section class="panel">
                <h2>{o.services}</h2>
                <p>{o.services_intro}</p>
                <form method="get" action="/order">
                    <div class="field">
                        <label for="order-service">{o.choose_service}</label>
                        <select id="order-service" name="service">
                            {options.collect_view()}
                        </select>
                    </div>
                    <button type="submit">{o.show}</button>
                </form>
            </section>
        }
    })
}

/// What the chosen service can be changed to, and cancelling it.
pub(super) fn chosen(chosen: &Chosen, change: &Stamp, cancel: &Stamp, left: &Left<OrderForm>) -> impl IntoView + use<> {
    let o = &use_texts().ordering;
    let changes = if chosen.changes.is_empty() {
        view! { <p>{o.nothing_to_change_to}</p> }.into_any()
    } else {
        offers(chosen, change).into_any()
    };
    view! {
        <section class="panel" id="change">
            <h2>{(o.change_title)(&chosen.name)}</h2>
            <p>{(o.now_it_is)(&chosen.product)}</p>
            {changes}
        </section>
        {cancellation(chosen, cancel, left)}
    }
}

fn offers(chosen: &Chosen, stamp: &Stamp) -> impl IntoView + use<> {
    let t = use_texts();
    let o = &t.ordering;
    let priced = chosen.changes.iter().any(|offer| offer.cost.is_some());
    let mut heads = vec![o.change_to, t.client_area.price];
    if priced {
        heads.extend([o.difference, o.pay_now]);
    }
    heads.extend([o.takes_effect, o.action]);
    let (id, stamp_account, token) = (chosen.id.to_string(), stamp.account, stamp.token.clone());
    let rows = chosen.changes.iter().cloned().map(|offer| {
        let stamp = Stamp { account: stamp_account, token: token.clone() };
        offered(offer, &id, &stamp)
    });
    let rows = rows.collect_view();
    let caption = (o.change_title)(&chosen.name);
    view! {
        <Table caption heads numbers=&[1]>
            {rows}
        </Table>
    }
}

fn offered(offer: Offered, service: &str, stamp: &Stamp) -> impl IntoView + use<> {
    let t = use_texts();
    let o = &t.ordering;
    let seen = offer.cost.as_ref().map(|(_, now)| now.minor.to_string()).unwrap_or_default();
    let cost = offer.cost.map(|(difference, now)| {
        view! {
            <Cell label=o.difference number=true>
                {difference.text}
            </Cell>
            <Cell label=o.pay_now number=true>
                {now.text}
            </Cell>
        }
    });
    let form = view! {
        <form method="post" action="/api/orders/change">
            {stamp.inputs()}
            <Hidden name="id" value=service.to_owned() />
            <Hidden name="form[choice]" value=offer.id.to_string() />
            <Hidden name="form[seen]" value=seen />
            <button type="submit">{(o.change)(&offer.name)}</button>
        </form>
    };
    let from = offer.from.unwrap_or_else(|| o.at_once.to_owned());
    view! {
        <tr role="row">
            <Cell label=o.change_to>{offer.name}</Cell>
            <Cell label=t.client_area.price number=true>
                {offer.price.text}
            </Cell>
            {cost}
            <Cell label=o.takes_effect>{from}</Cell>
            <Cell label=o.action>{form}</Cell>
        </tr>
    }
}

fn cancellation(chosen: &Chosen, stamp: &Stamp, left: &Left<OrderForm>) -> impl IntoView + use<> {
    let o = &use_texts().ordering;
    let typed = left.typed.clone().unwrap_or_default();
    let field = |input: &str, label| left.field("cancel", input, &format!("form[{input}]"), label);
    let end = chosen
        .ends_on
        .as_ref()
        .map_or(o.end_of_period_without_date.to_owned(), |date| (o.end_of_period)(date));
    let choices = vec![Choice::new("end", end), Choice::new("now", o.cancel_now)];
    view! {
        <section class="panel">
            <h2>{(o.cancel_title)(&chosen.name)}</h2>
            <p>{o.cancel_intro}</p>
            <form method="post" action="/api/orders/cancel">
                {stamp.inputs()}
                <Hidden name="id" value=chosen.id.to_string() />
                <Select of=field("choice", o.when) choices chosen=typed.choice required=true />
                <TextArea of=field("reason", o.reason) value=typed.reason rows=3 required=true />
                <button type="submit" class="danger">
                    {(o.cancel)(&chosen.name)}
                </button>
            </form>
        </section>
    }
}

/// Renewing a domain.
pub(super) fn renew(
    page: &OrderingPage,
    renewed: Option<DomainId>,
    stamp: &Stamp,
    left: &Left<OrderForm>,
) -> impl IntoView + use<> {
    let o = &use_texts().ordering;
    (!page.domains.is_empty()).then(|| {
        let domains = page
            .domains
            .iter()
            .map(|(id, name, price)| Choice::new(id.to_string(), (o.per_year)(name, &price.text)))
            .collect();
        let renewed = renewed.map(|id| id.to_string()).unwrap_or_default();
        let years = (1..=10_u8).map(|years| Choice::new(years.to_string(), (o.years_choice)(years))).collect();
        let typed = left.typed.as_ref().map(|typed| typed.choice.clone()).unwrap_or_default();
        let of = left.field("renew", "choice", "form[choice]", o.years);
        view! {
            <section class="panel" id="renew">
                <h2>{o.renew_title}</h2>
                <form method="post" action="/api/orders/renew">
                    {stamp.inputs()}
                    <Select of=Bound::new("renew-domain", "id", o.domain) choices=domains chosen=renewed required=true />
                    <Select of choices=years chosen=typed required=true />
                    <button type="submit">{o.renew}</button>
                </form>
            </section>
        }
    })
}
