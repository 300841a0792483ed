//! Signing in.

use crate::prelude::*;
use domain::{
    FieldProblem, FormErrors,
    account::{SignInField, SignInForm},
};

use super::parts::{SignInState, WhyRefused, from_query};
use crate::{
    api::session::{LoadSignIn, SignIn, SignInPage},
    form::{Hidden, LiveForm, PasswordInput, Submit, TextInput},
    locales::use_texts,
    ui::{PageHead, load},
    wire::Post,
};

/// The logins of the demo. All have the same password.
pub const DEMO: [&str; 4] = ["owner@northwind.test", "sam@codeworks.test", "kai@zones.test", "owner@fabrikam.test"];
const DEMO_PASSWORD: &str = "correct horse battery";

/// Signing in.
#[component]
pub fn Login() -> impl IntoView {
    let next = from_query("next");
    let asked = next.clone();
    load(
        move || LoadSignIn { next: asked.clone() },
        move |page| {
            view! {
                <PageHead title=use_texts().auth.login />
                <SignInCard page next=next.clone() />
            }
        },
    )
}

#[component]
fn SignInCard(page: SignInPage, next: String) -> impl IntoView {
    let t = use_texts();
    let post = Post::<SignIn>::new();
    let state = SignInState::new("sign-in", "form", page.refused, post);
    view! {
        <WhyRefused state />
        <LiveForm post state=state.fields check=|sign_in: &SignIn| check(&sign_in.form) class="stack">
            <Hidden name="form[next]" value=next />
            <TextInput
                of=state.fields.bind(SignInField::Email)
                value=page.email
                kind="email"
                required=true
                autocomplete="username"
            />
            <PasswordInput of=state.fields.bind(SignInField::Password) />
            <Submit label=t.auth.login pending=post.pending() />
        </LiveForm>
        <p>
            <a href="/forgot-password">{t.auth.forgot_password}</a>
        </p>
        {page.demo.then(|| view! { <DemoLogins /> })}
    }
}

fn check(form: &SignInForm) -> Result<(), FormErrors<SignInField>> {
    let mut errors = FormErrors::default();
    if form.email.trim().is_empty() {
        errors.add(SignInField::Email, FieldProblem::Missing);
    }
    if form.password.is_empty() {
        errors.add(SignInField::Password, FieldProblem::Missing);
    }
    errors.or(())
}

/// Whom one can be in the demo.
#[component]
fn DemoLogins() -> impl IntoView {
    let t = use_texts();
    let users = DEMO
        .into_iter()
        .zip(t.auth.demo_users)
        .map(|(email, who)| {
            view! {
                <li>
                    <code>{email}</code>
                    <span>{who}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="demo-logins" aria-labelledby="demo-logins">
            <h2 id="demo-logins">{t.auth.demo_title}</h2>
            <ul>{users}</ul>
            <p>{t.auth.demo_password} " " <code>{DEMO_PASSWORD}</code></p>
        </section>
    }
}
