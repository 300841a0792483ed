//! What there is to order, and what was put into the cart.

use crate::prelude::*;
use backend::billing::{CartRow, OrderingPage, Product};
use domain::{AccountId, billing::CartForm};

use crate::{
    form::Hidden,
    locales::use_texts,
    served::money::{Stamp, totals},
    ui::{Cell, Empty, Table},
};

/// The cart.
pub(super) fn cart(page: &OrderingPage, stamp: &Stamp) -> impl IntoView + use<> {
    let t = use_texts();
    let (o, b) = (&t.ordering, &t.billing);
    let content = match &page.cart {
        None => view! { <p>{o.cart_limited}</p> }.into_any(),
        Some(rows) if rows.is_empty() => view! { <p>{o.cart_empty}</p> }.into_any(),
        Some(rows) => {
            let account = stamp.account;
            let rows = rows.iter().cloned().map(|row| cart_row(row, account)).collect_view();
            let sums = page.cart_totals.iter().map(|total| (t.client_area.total, total.text.clone())).collect();
            view! {
                <Table caption=o.cart heads=vec![b.description, b.amount, o.action] numbers=&[1]>
                    {rows}
                </Table>
                {totals(sums)}
                <p>{o.check_out_intro}</p>
                <form method="post" action="/api/orders/check-out">
                    {stamp.inputs()}
                    <Hidden name="form[seen]" value=page.cart_seen.clone() />
                    <button type="submit" class="primary">
                        {o.check_out}
                    </button>
                </form>
            }
            .into_any()
        }
    };
    view! {
        <section class="panel">
            <h2>{o.cart}</h2>
            {content}
        </section>
    }
}

fn cart_row(row: CartRow, account: AccountId) -> impl IntoView {
    let t = use_texts();
    let (o, b) = (&t.ordering, &t.billing);
    let label = (o.remove)(&row.what);
    view! {
        <tr role="row">
            <Cell label=b.description>{row.what}</Cell>
            <Cell label=b.amount number=true>
                {row.price.text}
            </Cell>
            <Cell label=o.action>
                <form method="post" action="/api/orders/cart/remove">
                    <Hidden name="account" value=account.to_string() />
                    <Hidden name="id" value=row.id.to_string() />
                    <button type="submit" class="quiet">
                        {label}
                    </button>
                </form>
            </Cell>
        </tr>
    }
}

/// The catalogue, with a form for each product where something new can be ordered.
pub(super) fn catalogue(page: &OrderingPage, account: AccountId, typed: Option<&CartForm>) -> impl IntoView + use<> {
    let c = &use_texts().client_area;
    let open = page.cart.is_some();
    let content = if page.products.is_empty() {
        let [title, text] = c.catalogue_empty;
        view! { <Empty title text /> }.into_any()
    } else {
        let products = page.products.iter().map(|one| product(one, account, open, typed));
        view! { <ul class="tiles">{products.collect_view()}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>{c.catalogue}</h2>
            {content}
        </section>
    }
}

fn product(product: &Product, account: AccountId, open: bool, typed: Option<&CartForm>) -> impl IntoView + use<> {
    let o = &use_texts().ordering;
    let typed = typed.filter(|typed| typed.product == product.id.to_string());
    let invalid = typed.is_some();
    let typed_name = typed.map(|typed| typed.name.clone()).unwrap_or_default();
    let is_domain = !product.tld.is_empty();
    let name_id = format!("name-{}", product.id);
    let label = if is_domain { (o.domain_label)(&product.tld) } else { o.host_label.to_owned() };
    let quantity = (!is_domain).then(|| {
        let id = format!("quantity-{}", product.id);
        let of = id.clone();
        view! {
            <div class="field">
                <label for=of>{o.quantity}</label>
                <input id=id name="form[quantity]" type="number" min="1" max="50" value="1" />
            </div>
        }
    });
    let form = open.then(|| {
        let of = name_id.clone();
        view! {
            <form method="post" action="/api/orders/cart/add">
                <Hidden name="account" value=account.to_string() />
                <Hidden name="form[product]" value=product.id.to_string() />
                <div class="field">
                    <label for=of>{label}</label>
                    <input
                        id=name_id
                        name="form[name]"
                        type="text"
                        autocomplete="off"
                        required=is_domain
                        value=typed_name
                        aria-invalid=invalid.then_some("true")
                    />
                </div>
                {quantity}
                <button type="submit" aria-label=format!("{}: {}", o.add, product.name)>
                    {o.add}
                </button>
            </form>
        }
    });
    view! {
        <li class="tile">
            <h3>{product.name.clone()}</h3>
            <p>{product.description.clone()}</p>
            <p class="price">{format!("{} {}", product.price.text, (o.per)(product.months))}</p>
            {form}
        </li>
    }
}
