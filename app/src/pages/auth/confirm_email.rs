//! Confirming a new sign-in address: the link leads here, a button confirms.

use crate::prelude::*;
use leptos_router::hooks::use_query_map;

use super::parts::from_query;
use crate::{
    api::session::{ConfirmEmail as Confirm, LoadConfirm},
    form::{Hidden, PostForm, RefusedNotice, Submit},
    locales::use_texts,
    ui::{PageHead, load},
    wire::Post,
};

/// Confirming a new sign-in address.
#[component]
pub fn ConfirmEmail() -> impl IntoView {
    let t = use_texts();
    let token = from_query("token");
    let query = use_query_map();
    let done = Memo::new(move |_| query.with(|query| query.get("done").is_some()));
    load(
        || LoadConfirm {},
        move |before| {
            let post = Post::<Confirm>::new();
            let refused = RwSignal::new(before);
            Effect::new(move |_| match post.answer() {
                Some(Err(error)) => refused.set(Some(error)),
                Some(Ok(())) => refused.set(None),
                None => {}
            });
            let token = StoredValue::new(token.clone());
            let ask = move || {
                view! {
                    <p>{t.auth.confirm_intro}</p>
                    <RefusedNotice refused />
                    <PostForm to=post>
                        <Hidden name="token" value=token.get_value() />
                        <Submit label=t.auth.confirm pending=post.pending() />
                    </PostForm>
                }
            };
            view! {
                <PageHead title=t.auth.confirm_email />
                {move || if done.get() { view! { <Confirmed /> } } else { ask() }}
            }
        },
    )
}

#[component]
fn Confirmed() -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="notice" data-tone="good" role="status">
            <strong>{t.auth.confirmed}</strong>
            <p>{t.auth.confirmed_next}</p>
        </div>
        <p>
            <a class="button" href="/">
                {t.auth.to_home}
            </a>
        </p>
    }
}
