//! What there is to order, and what was put into the cart.

use crate::prelude::*;
use backend::billing::{CartRow, OrderingPage, Product};
use domain::{AccountId, billing::CartForm};

use crate::{
    form::{Bound, Hidden, TextInput},
    locales::use_texts,
    served::{
        fields::NumberInput,
        forms::Left,
        money::{Stamp, totals},
    },
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
pub(super) fn catalogue(page: &OrderingPage, account: AccountId, left: &Left<CartForm>) -> impl IntoView + use<> {
    let c = &use_texts().client_area;
    let open = page.cart.is_some();
    let content = if page.products.is_empty() {
        let [title, text] = c.catalogue_empty;
        view! { <Empty title text /> }.into_any()
    } else {
        let products = page.products.iter().map(|one| product(one, account, open, left));
        view! { <ul class="tiles">{products.collect_view()}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>{c.catalogue}</h2>
            {content}
        </section>
    }
}

fn product(product: &Product, account: AccountId, open: bool, left: &Left<CartForm>) -> impl IntoView + use<> {
    let o = &use_texts().ordering;
    let (id, nothing) = (product.id.to_string(), Left::default());
    let left = if left.typed.as_ref().is_some_and(|typed| typed.product == id) {
        left
    } else {
        &nothing
    };
    let typed = left.typed.clone().unwrap_or_default();
    let field = |input: &str, label: &str| Bound {
        id: format!("{input}-{id}"),
        ..left.field("cart", input, &format!("form[{input}]"), label)
    };
    let is_domain = !product.tld.is_empty();
    let label = if is_domain { (o.domain_label)(&product.tld) } else { o.host_label.to_owned() };
    let quantity = (!is_domain).then(|| {
        let value = if typed.quantity.is_empty() { "1".to_owned() } else { typed.quantity.clone() };
        view! { <NumberInput of=field("quantity", o.quantity) value min=1 max=50 /> }
    });
    let form = open.then(|| {
        view! {
            <form method="post" action="/api/orders/cart/add">
                <Hidden name="account" value=account.to_string() />
                <Hidden name="form[product]" value=product.id.to_string() />
                <TextInput of=field("name", &label) value=typed.name required=is_domain />
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
