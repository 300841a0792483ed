//! What the forms of ordering and of the affiliate account do. Plain forms post to them.

use domain::{
    AccountId, DomainId, ServiceId,
    billing::{CartForm, OrderForm, PayoutForm},
};
use leptos::prelude::*;

use super::posted::Posted;
use crate::{error::Answer, ui::url::query_value};

/// Puts something into the cart. `account` is, here and below, the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "orders/cart/add")]
pub async fn add_to_cart(#[server(default)] account: Option<AccountId>, form: CartForm) -> Answer<()> {
    let posted = Posted::on(account).await?;
    posted
        .answer("cart", &form, async |backend, access| backend::billing::add_to_cart(backend, access, &form).await)
        .await?;
    posted.request.lead_on("/order?done=added");
    Ok(())
}

/// Takes something out of the cart.
#[server(prefix = "/api", endpoint = "orders/cart/remove")]
pub async fn remove_from_cart(#[server(default)] account: Option<AccountId>, id: uuid::Uuid) -> Answer<()> {
    let nothing = CartForm::default();
    let posted = Posted::on(account).await?;
    posted
        .answer("cart", &nothing, async |backend, access| {
            backend::billing::remove_from_cart(backend, access, id).await
        })
        .await?;
    posted.request.lead_on("/order?done=removed");
    Ok(())
}

/// Orders what is in the cart. Returns the number of the order, here and below.
#[server(prefix = "/api", endpoint = "orders/check-out")]
pub async fn check_out(#[server(default)] account: Option<AccountId>, form: OrderForm) -> Answer<String> {
    let posted = Posted::on(account).await?;
    let number = posted
        .answer("order", &form, async |backend, access| backend::billing::check_out(backend, access, &form).await)
        .await?;
    Ok(ordered(&posted, number))
}

/// Orders the change of a service.
#[server(prefix = "/api", endpoint = "orders/change")]
pub async fn change_service(
    #[server(default)] account: Option<AccountId>,
    id: ServiceId,
    form: OrderForm,
) -> Answer<String> {
    let posted = Posted::on(account).await?;
    let number = posted
        .answer("order", &form, async |backend, access| {
            backend::billing::change_service(backend, access, id, &form).await
        })
        .await?;
    Ok(ordered(&posted, number))
}

/// Cancels a service.
#[server(prefix = "/api", endpoint = "orders/cancel")]
pub async fn cancel_service(
    #[server(default)] account: Option<AccountId>,
    id: ServiceId,
    form: OrderForm,
) -> Answer<String> {
    let posted = Posted::on(account).await?;
    let number = posted
        .answer("cancel", &form, async |backend, access| {
            backend::billing::cancel_service(backend, access, id, &form).await
        })
        .await?;
    Ok(ordered(&posted, number))
}

/// Orders the renewal of a domain.
#[server(prefix = "/api", endpoint = "orders/renew")]
pub async fn renew_domain(
    #[server(default)] account: Option<AccountId>,
    id: DomainId,
    form: OrderForm,
) -> Answer<String> {
    let posted = Posted::on(account).await?;
    let number = posted
        .answer("renew", &form, async |backend, access| {
            backend::billing::renew_domain(backend, access, id, &form).await
        })
        .await?;
    Ok(ordered(&posted, number))
}

/// Asks for a payout of what the affiliate account earned.
#[server(prefix = "/api", endpoint = "affiliates/payout")]
pub async fn ask_for_payout(#[server(default)] account: Option<AccountId>, form: PayoutForm) -> Answer<()> {
    let posted = Posted::on(account).await?;
    posted
        .answer("payout", &form, async |backend, access| {
            backend::billing::ask_for_payout(backend, access, &form).await
        })
        .await?;
    posted.request.lead_on("/affiliates?done=asked");
    Ok(())
}

/// Leads to the page that shows the order.
fn ordered(posted: &Posted, number: String) -> String {
    posted.request.lead_on(&format!("/order?done=ordered&order={}", query_value(&number)));
    number
}
