//! Parts that the pages about money share: what an invoice and a quote look like, forms that are sent once, why one was
//! refused, and what was done.

use crate::prelude::*;
use backend::billing::InvoiceLine;
use domain::{AccountId, AppError};

use super::{Visit, typed};
use crate::{
    form::Hidden,
    locales::use_texts,
    ui::{Cell, Notice, Table, Tone},
};

/// What stands in every form: the account that it is of, and a token by which it is sent once.
pub(super) struct Stamp {
    pub account: AccountId,
    pub token: String,
}

impl Stamp {
    pub(super) fn new(visit: &Visit, account: AccountId) -> Self {
        Self { account, token: backend::billing::form_token(visit.backend()) }
    }

    /// The hidden inputs.
    pub(super) fn inputs(&self) -> impl IntoView + use<> {
        let (account, token) = (self.account.to_string(), self.token.clone());
        view! {
            <Hidden name="account" value=account />
            <Hidden name="form[token]" value=token />
        }
    }
}

/// Why a form was refused, if it was.
pub(super) fn refused(error: Option<&AppError>) -> impl IntoView + use<> {
    error.map(|error| {
        let words = use_texts().billing.refusal(error);
        view! {
            <Notice tone=Tone::Bad title=words.title>
                <p>{words.next}</p>
            </Notice>
        }
    })
}

/// That something was done.
pub(super) fn done([title, text]: [&'static str; 2]) -> impl IntoView {
    view! {
        <Notice tone=Tone::Good title=title>
            <p>{text}</p>
        </Notice>
    }
}

/// Whom an invoice or a quote is addressed to, beside its facts: a list's entries.
pub(super) fn addressed(heading: &'static str, block: &[String], facts: AnyView) -> AnyView {
    let block = block.iter().cloned().map(|line| view! { <span>{line}</span> }).collect_view();
    view! {
        <div class="invoice-head">
            <section>
                <h2>{heading}</h2>
                <address>{block}</address>
            </section>
            <dl class="facts">{facts}</dl>
        </div>
    }
}

/// Its lines.
pub(super) fn lines(caption: String, lines: &[InvoiceLine]) -> AnyView {
    let b = &use_texts().billing;
    let rows = lines.iter().cloned().map(|line| {
        view! {
            <tr role="row">
                <Cell label=b.description>{line.description}</Cell>
                <Cell label=b.amount number=true>
                    {line.amount.text}
                </Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table caption heads=vec![b.description, b.amount] numbers=&[1]>
            {rows}
        </Table>
    }
}

/// What amounts come to.
pub(super) fn totals(totals: Vec<(&'static str, String)>) -> AnyView {
    let totals = totals.into_iter().map(|(label, text)| {
        view! {
            <dt>{label}</dt>
            <dd>{text}</dd>
        }
    });
    view! { <dl class="totals">{totals.collect_view()}</dl> }
}

/// A field with its label; `describes` is the id of what explains it.
pub(super) fn amount_field(id: &'static str, label: String, value: String, invalid: bool) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                name="form[amount]"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                required=true
                value=value
                aria-invalid=invalid.then_some("true")
            />
        </div>
    }
}

/// Why somebody does not want something.
pub(super) fn reason_field(id: &'static str, label: &'static str, value: String, invalid: bool) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea
                id=id
                name="form[reason]"
                rows="3"
                maxlength="1000"
                required=true
                aria-invalid=invalid.then_some("true")
                inner_html=typed(&value)
            ></textarea>
        </div>
    }
}
