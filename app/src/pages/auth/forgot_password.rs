//! *Forgot Password*: asking for a link to set a password with. The answer is the same for every address.

use crate::prelude::*;
use domain::{FieldProblem, FormErrors, account::SignInField, contact_form};
use leptos_router::hooks::use_query_map;

use super::parts::{SignInState, WhyRefused};
use crate::{
    api::session::{ForgotPassword as Ask, LoadForgotPassword},
    form::{LiveForm, Submit, TextInput},
    locales::use_texts,
    ui::{Notice, PageHead, Tone, load},
    wire::Post,
};

/// *Forgot Password*.
#[component]
pub fn ForgotPassword() -> impl IntoView {
    let t = use_texts();
    let post = Post::<Ask>::new();
    let query = use_query_map();
    // Without JavaScript the query says it.
    let sent =
        Memo::new(move |_| query.with(|query| query.get("sent").is_some()) || matches!(post.answer(), Some(Ok(()))));
    load(
        || LoadForgotPassword {},
        move |(email, refused)| {
            let state = SignInState::new("forgot-password", "", refused, post);
            let form = move || {
                if sent.get() {
                    view! { <Sent /> }.into_any()
                } else {
                    view! { <AskForm post state email=email.clone() /> }.into_any()
                }
            };
            view! {
                <PageHead title=t.auth.forgot_password />
                {form}
                <p>
                    <a href="/login">{t.auth.back_to_sign_in}</a>
                </p>
            }
        },
    )
}

#[component]
fn AskForm(post: Post<Ask>, state: SignInState, email: String) -> impl IntoView {
    let t = use_texts();
    view! {
        <p class="intro">{t.auth.forgot_intro}</p>
        <WhyRefused state />
        <LiveForm post state=state.fields check=|ask: &Ask| check(&ask.email) class="stack">
            <TextInput
                of=state.fields.bind(SignInField::Email)
                value=email
                kind="email"
                required=true
                autocomplete="username"
            />
            <Submit label=t.auth.send_link pending=post.pending() />
        </LiveForm>
    }
}

#[component]
fn Sent() -> impl IntoView {
    let t = use_texts();
    view! {
        <Notice tone=Tone::Good title=t.auth.link_sent>
            {t.auth.link_sent_next}
        </Notice>
        <p>
            <a href="/forgot-password" rel="external">
                {t.auth.ask_again}
            </a>
        </p>
    }
}

fn check(email: &str) -> Result<(), FormErrors<SignInField>> {
    let problem = if email.trim().is_empty() {
        Some(FieldProblem::Missing)
    } else {
        contact_form::email(email).err()
    };
    problem.map_or(Ok(()), |problem| Err(FormErrors::one(SignInField::Email, problem)))
}
