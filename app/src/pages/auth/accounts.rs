//! The account chooser.

use crate::prelude::*;
use domain::{AccountChoice, account::AccountsPage};

use super::parts::from_query;
use crate::{
    api::invitations::{ChooseAccount, LoadAccounts},
    form::{Hidden, PostForm, RefusedNotice},
    locales::use_texts,
    ui::{Badge, Empty, PageHead, Time, Tone, load},
    wire::Post,
};

/// The account chooser.
#[component]
pub fn Accounts() -> impl IntoView {
    let next = from_query("next");
    load(|| LoadAccounts {}, move |page| view! { <Chooser page next=next.clone() /> })
}

#[component]
fn Chooser(page: AccountsPage, next: String) -> impl IntoView {
    let t = use_texts();
    let post = Post::<ChooseAccount>::new();
    let refused = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(Err(error)) = post.answer() {
            refused.set(Some(error));
        }
    });
    let empty = page
        .accounts
        .is_empty()
        .then(|| view! { <Empty title=t.auth.no_accounts text=t.auth.no_accounts_next /> });
    let count = page.invitations.len();
    let waiting = (count > 0).then(|| {
        view! {
            <p>
                <a class="button" href="/invitations">
                    {(t.auth.waiting)(count)}
                </a>
            </p>
        }
    });
    let choices = page
        .accounts
        .into_iter()
        .map(|choice| view! { <Account choice post next=next.clone() /> })
        .collect_view();
    view! {
        <PageHead title=t.auth.accounts intro=t.auth.accounts_intro />
        <RefusedNotice refused />
        <ul class="accounts">{choices}</ul>
        {empty}
        {waiting}
    }
}

/// An account as a button: choosing changes the session, so it is a form.
#[component]
fn Account(choice: AccountChoice, post: Post<ChooseAccount>, next: String) -> impl IntoView {
    let t = use_texts();
    let standing = if choice.owner { t.auth.owner } else { t.auth.member };
    let current = choice.current.then(|| view! { <Badge tone=Some(Tone::Good) text=t.auth.shown_now /> });
    let may: Vec<_> = if choice.owner {
        Vec::new()
    } else {
        choice.permissions.iter().map(|permission| t.permissions.of(permission).short).collect()
    };
    let may = (!may.is_empty()).then(|| view! { <small>{may.join(", ")}</small> });
    let ends = choice.ends.map(|moment| {
        view! {
            <small>
                {t.auth.ends}
                " "
                <Time moment />
            </small>
        }
    });
    view! {
        <li>
            <PostForm to=post>
                <Hidden name="id" value=choice.id.to_string() />
                <Hidden name="next" value=next />
                <button type="submit">
                    <strong>{choice.name}</strong>
                    <small>{standing}</small>
                    {current}
                    {may}
                    {ends}
                </button>
            </PostForm>
        </li>
    }
}
