//! What the forms about money do: paying, adding funds, answering quotes. Plain forms post to them.

use domain::{
    AccountId, InvoiceId, QuoteId,
    billing::{AnswerForm, FundsForm, PayForm},
};
use leptos::prelude::*;

use super::request::Request;
use crate::error::Answer;

/// Pays an invoice by credit. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "invoices/pay")]
pub async fn pay_invoice(#[server(default)] account: Option<AccountId>, id: InvoiceId, form: PayForm) -> Answer<()> {
    let request = Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        backend::billing::pay_by_credit(&request.backend, &access, id, &form).await
    };
    let answer = request.respond("pay", &form, result.await).await;
    if answer.is_ok() {
        request.lead_on(&format!("/invoices/{id}?done=paid"));
    }
    answer
}

/// Makes an invoice for funds. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "invoices/add-funds")]
pub async fn add_funds(#[server(default)] account: Option<AccountId>, form: FundsForm) -> Answer<InvoiceId> {
    let request = Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        backend::billing::add_funds(&request.backend, &access, &form).await
    };
    let answer = request.respond("funds", &form, result.await).await;
    if let Ok(id) = &answer {
        request.lead_on(&format!("/invoices/{id}?done=funds"));
    }
    answer
}

/// Accepts a quote. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "quotes/accept")]
pub async fn accept_quote(#[server(default)] account: Option<AccountId>, id: QuoteId) -> Answer<()> {
    let request = Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        backend::billing::accept_quote(&request.backend, &access, id).await
    };
    let answer = request.respond("quote", &AnswerForm::default(), result.await).await;
    if answer.is_ok() {
        request.lead_on(&format!("/quotes/{id}?done=accepted"));
    }
    answer
}

/// Declines a quote. `account` is the one whose page the form stood on.
#[server(prefix = "/api", endpoint = "quotes/decline")]
pub async fn decline_quote(#[server(default)] account: Option<AccountId>, id: QuoteId, form: AnswerForm) -> Answer<()> {
    let request = Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        backend::billing::decline_quote(&request.backend, &access, id, &form).await
    };
    let answer = request.respond("quote", &form, result.await).await;
    if answer.is_ok() {
        request.lead_on(&format!("/quotes/{id}?done=declined"));
    }
    answer
}
