//! The emails that were sent to the people on the account.

use crate::prelude::*;

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Cell, Empty, Table, Time},
};

/// The list of emails about matters that the viewer may see.
pub async fn list(visit: Visit) -> Answer<Document> {
    let emails = visit.read(backend::client_area::emails).await?;
    let t = use_texts();
    let c = &t.client_area;
    let [title, text] = c.emails_empty;
    let content = if emails.is_empty() {
        view! { <Empty title text /> }.into_any()
    } else {
        let rows = emails
            .into_iter()
            .map(|email| {
                view! {
                    <tr role="row">
                        <Cell label=c.subject>{email.subject}</Cell>
                        <Cell label=c.category>{t.categories.of(email.category).short}</Cell>
                        <Cell label=c.recipients>{email.recipients.join(", ")}</Cell>
                        <Cell label=c.sent><Time moment=email.sent /></Cell>
                    </tr>
                }
            })
            .collect_view();
        let heads = vec![c.subject, c.category, c.recipients, c.sent];
        view! { <Table caption=t.nav.emails heads>{rows}</Table> }.into_any()
    };
    Ok(Document::new(t.nav.emails, content).intro(c.emails_intro))
}
