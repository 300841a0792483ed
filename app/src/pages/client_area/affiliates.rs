//! The affiliate account.

use crate::prelude::*;

use crate::{
    api,
    locales::use_texts,
    ui::{PageHead, load},
};

/// Affiliates.
#[component]
pub fn Affiliates() -> impl IntoView {
    load(
        || api::client_area::Affiliates {},
        |account| {
            let t = use_texts();
            let c = &t.client_area;
            view! {
                <PageHead title=t.nav.affiliates intro=c.affiliates_intro />
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
            }
        },
    )
}
