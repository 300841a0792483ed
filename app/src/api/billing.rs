//! What the forms about money do: paying, adding funds, answering quotes. Plain forms post to them.

use domain::{
    AccountId, InvoiceId, QuoteId,
    billing::{AnswerForm, FundsForm, PayForm},
};
use leptos::prelude::*;

use super::posted::Posted;
use crate::error::Answer;

/// Pays an invoice by credit. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "invoices/pay")]
pub async fn pay_invoice(#[server(default)] account: Option<AccountId>, id: InvoiceId, form: PayForm) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let answer = posted
        .answer("pay", &form, async |backend, access| {
            backend::billing::pay_by_credit(backend, access, id, &form).await
        })
        .await;
    if answer.is_ok() {
        posted.request.lead_on(&format!("/invoices/{id}?done=paid"));
    }
    answer
}

/// Makes an invoice for funds. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "invoices/add-funds")]
pub async fn add_funds(#[server(default)] account: Option<AccountId>, form: FundsForm) -> Answer<InvoiceId> {
    let posted = Posted::on(account).await?;
    let answer = posted
        .answer("funds", &form, async |backend, access| backend::billing::add_funds(backend, access, &form).await)
        .await;
    if let Ok(id) = &answer {
        posted.request.lead_on(&format!("/invoices/{id}?done=funds"));
    }
    answer
}

/// Accepts a quote. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "quotes/accept")]
pub async fn accept_quote(#[server(default)] account: Option<AccountId>, id: QuoteId) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let answer = posted
        .answer("quote", &AnswerForm::default(), async |backend, access| {
            backend::billing::accept_quote(backend, access, id).await
        })
        .await;
    if answer.is_ok() {
        posted.request.lead_on(&format!("/quotes/{id}?done=accepted"));
    }
    answer
}

/// Declines a quote. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "quotes/decline")]
pub async fn decline_quote(#[server(default)] account: Option<AccountId>, id: QuoteId, form: AnswerForm) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let answer = posted
        .answer("quote", &form, async |backend, access| {
            backend::billing::decline_quote(backend, access, id, &form).await
        })
        .await;
    if answer.is_ok() {
        posted.request.lead_on(&format!("/quotes/{id}?done=declined"));
    }
    answer
}
