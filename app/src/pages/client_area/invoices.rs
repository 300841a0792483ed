//! The invoices of the account.

use crate::prelude::*;

use crate::{
    api,
    locales::use_texts,
    ui::{Cell, Empty, PageHead, StatusBadge, Table, Time, load},
};

/// Invoices.
#[component]
pub fn Invoices() -> impl IntoView {
    load(
        || api::client_area::Invoices {},
        |invoices| {
            let t = use_texts();
            let c = &t.client_area;
            let [title, text] = c.invoices_empty;
            let content = if invoices.is_empty() {
                view! { <Empty title text /> }.into_any()
            } else {
                let rows = invoices
                    .into_iter()
                    .map(|invoice| {
                        view! {
                            <tr role="row">
                                <Cell label=c.number>{invoice.number}</Cell>
                                <Cell label=c.status><StatusBadge status=invoice.status /></Cell>
                                <Cell label=c.issued><Time moment=invoice.issued /></Cell>
                                <Cell label=c.due><Time moment=invoice.due /></Cell>
                                <Cell label=c.total number=true>{invoice.total.text}</Cell>
                            </tr>
                        }
                    })
                    .collect_view();
                let heads = vec![c.number, c.status, c.issued, c.due, c.total];
                view! { <Table caption=t.nav.invoices heads numbers=&[4]>{rows}</Table> }.into_any()
            };
            view! {
                <PageHead title=t.nav.invoices intro=c.invoices_intro />
                {content}
            }
        },
    )
}
