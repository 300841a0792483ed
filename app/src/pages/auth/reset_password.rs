//! Setting a password by an emailed link.

use crate::prelude::*;
use domain::{AppError, account::PasswordLink};

use super::parts::{NewPasswordFields, SignInState, WhyRefused, check_new_password, from_query};
use crate::{
    api::session::{LoadReset, ResetPassword as Reset},
    form::{LiveForm, Submit},
    locales::use_texts,
    ui::{PageHead, load, page::set_status},
    wire::Post,
};

/// Setting a password by an emailed link.
#[component]
pub fn ResetPassword() -> impl IntoView {
    let t = use_texts();
    let token = from_query("token");
    let asked = token.clone();
    load(
        move || LoadReset { token: asked.clone() },
        move |page| match page.link {
            None => view! { <DeadLink why=t.auth.link_dead_reset /> }.into_any(),
            Some(link) => view! { <ResetForm link refused=page.refused token=token.clone() /> }.into_any(),
        },
    )
}

#[component]
fn ResetForm(link: PasswordLink, refused: Option<AppError>, token: String) -> impl IntoView {
    let t = use_texts();
    let post = Post::<Reset>::new();
    let state = SignInState::new("new-password", "form", refused, post);
    let (address, email) = (link.email.clone(), link.email.clone());
    view! {
        <PageHead title=t.auth.reset_password intro=(t.auth.reset_intro)(&email) />
        <Accepts link />
        <WhyRefused state />
        <LiveForm
            post
            state=state.fields
            check=move |reset: &Reset| check_new_password(&reset.form, &address)
            class="stack"
        >
            <NewPasswordFields state token email />
            <Submit label=t.auth.set_password pending=post.pending() />
        </LiveForm>
    }
}

/// The accounts that setting the password accepts.
#[component]
fn Accepts(link: PasswordLink) -> impl IntoView {
    let t = use_texts();
    (!link.accepts.is_empty()).then(|| {
        let names = link.accepts.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
        view! {
            <p>{t.auth.reset_accepts}</p>
            <ul>{names}</ul>
        }
    })
}

/// Stands where a link leads that does not work any more.
#[component]
pub fn DeadLink(why: &'static str) -> impl IntoView {
    let t = use_texts();
    set_status(410);
    view! {
        <PageHead title=t.refusals.link_invalid[0] />
        <p>{why}</p>
        <p>
            <a class="button primary" href="/forgot-password">
                {t.auth.new_link}
            </a>
        </p>
        <p>
            <a href="/login">{t.auth.back_to_sign_in}</a>
        </p>
    }
}
