//! Parts that the pages about money share: what an invoice and a quote look like, forms that are sent once, and what was
//! done.

use crate::prelude::*;
use backend::billing::InvoiceLine;
use domain::AccountId;

use super::Visit;
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
