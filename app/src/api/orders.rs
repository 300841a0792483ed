//! What the forms of ordering and of the affiliate account do. Plain forms post to them.

use backend::{
    Backend, Failure,
    access::{Access, Need},
};
use domain::{
    AccountId, DomainId, ServiceId,
    billing::{CartForm, OrderForm, PayoutForm},
};
use leptos::prelude::*;
use serde::Serialize;

use super::request::Request;
use crate::{error::Answer, ui::url::query_value};

/// Puts something into the cart. `account` is, here and below, the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "orders/cart/add")]
pub async fn add_to_cart(#[server(default)] account: Option<AccountId>, form: CartForm) -> Answer<()> {
    let done = act("cart", &form, account, async |backend, access| {
        backend::billing::add_to_cart(backend, access, &form).await
    });
    done.await.map(|((), request)| request.lead_on("/order?done=added"))
}

/// Takes something out of the cart.
#[server(prefix = "/api", endpoint = "orders/cart/remove")]
pub async fn remove_from_cart(#[server(default)] account: Option<AccountId>, id: uuid::Uuid) -> Answer<()> {
    let nothing = CartForm::default();
    let done = act("cart", &nothing, account, async |backend, access| {
        backend::billing::remove_from_cart(backend, access, id).await
    });
    done.await.map(|((), request)| request.lead_on("/order?done=removed"))
}

/// Orders what is in the cart. Returns the number of the order, here and below.
#[server(prefix = "/api", endpoint = "orders/check-out")]
pub async fn check_out(#[server(default)] account: Option<AccountId>, form: OrderForm) -> Answer<String> {
    let done = act("order", &form, account, async |backend, access| {
        backend::billing::check_out(backend, access, &form).await
    });
    ordered(done.await)
}

/// Orders the change of a service.
#[server(prefix = "/api", endpoint = "orders/change")]
pub async fn change_service(
    #[server(default)] account: Option<AccountId>,
    id: ServiceId,
    form: OrderForm,
) -> Answer<String> {
    let done = act("order", &form, account, async |backend, access| {
        backend::billing::change_service(backend, access, id, &form).await
    });
    ordered(done.await)
}

/// Cancels a service.
#[server(prefix = "/api", endpoint = "orders/cancel")]
pub async fn cancel_service(
    #[server(default)] account: Option<AccountId>,
    id: ServiceId,
    form: OrderForm,
) -> Answer<String> {
    let done = act("order", &form, account, async |backend, access| {
        backend::billing::cancel_service(backend, access, id, &form).await
    });
    ordered(done.await)
}

/// Orders the renewal of a domain.
#[server(prefix = "/api", endpoint = "orders/renew")]
pub async fn renew_domain(
    #[server(default)] account: Option<AccountId>,
    id: DomainId,
    form: OrderForm,
) -> Answer<String> {
    let done = act("order", &form, account, async |backend, access| {
        backend::billing::renew_domain(backend, access, id, &form).await
    });
    ordered(done.await)
}

/// Asks for a payout of what the affiliate account earned.
#[server(prefix = "/api", endpoint = "affiliates/payout")]
pub async fn ask_for_payout(#[server(default)] account: Option<AccountId>, form: PayoutForm) -> Answer<()> {
    let done = act("payout", &form, account, async |backend, access| {
        backend::billing::ask_for_payout(backend, access, &form).await
    });
    done.await.map(|((), request)| request.lead_on("/affiliates?done=asked"))
}

/// Does what needs the permission `N`, which the type of `run` names, and answers the form.
async fn act<N: Need, T>(
    name: &str,
    form: &impl Serialize,
    account: Option<AccountId>,
    run: impl AsyncFnOnce(&Backend, &Access<'_, N>) -> Result<T, Failure>,
) -> Answer<(T, Request)> {
    let request = Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        run(&request.backend, &access).await
    };
    let done = request.respond(name, form, result.await).await?;
    Ok((done, request))
}

/// Leads to the page that shows the order.
fn ordered(done: Answer<(String, Request)>) -> Answer<String> {
    done.map(|(number, request)| {
        request.lead_on(&format!("/order?done=ordered&order={}", query_value(&number)));
        number
    })
}
