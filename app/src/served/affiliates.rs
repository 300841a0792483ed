//! The affiliate account.

use crate::prelude::*;

use super::{Document, Visit};
use crate::{error::Answer, locales::use_texts};

/// The affiliate account.
pub async fn page(visit: Visit) -> Answer<Document> {
    let account = visit.read(backend::client_area::affiliates).await?;
    let t = use_texts();
    let c = &t.client_area;
    let facts = view! {
        <section class="panel">
            <dl class="facts">
                <dt>{c.affiliate_link}</dt>
                <dd>
                    <code>{account.link}</code>
                </dd>
                <dt>{c.visits}</dt>
                <dd>{account.visits}</dd>
                <dt>{c.sign_ups}</dt>
                <dd>{account.sign_ups}</dd>
                <dt>{c.balance}</dt>
                <dd>{account.balance.text}</dd>
            </dl>
        </section>
    };
    Ok(Document::new(t.nav.affiliates, facts).intro(c.affiliates_intro))
}
