//! Answering invitations: by the link in an email, or signed in.

use crate::prelude::*;
use domain::{AppError, Invitation, account::InvitationsPage};
use leptos_router::hooks::use_query_map;
use server_fn::ServerFn;

use super::{
    parts::{NewPasswordFields, SignInState, WhyRefused, check_new_password, from_query},
    reset_password::DeadLink,
};
use crate::{
    api::{
        invitations::{AnswerInvitation, LoadInvitations, SetFirstPassword},
        session::SignOut,
    },
    form::{Hidden, LiveForm, PostForm, RefusedNotice, Submit},
    locales::use_texts,
    ui::{
        Empty, PageHead, Time,
        frame::{email_of, with_frame},
        load_again,
        url::{query_value, sign_in_and_return},
    },
    wire::Post,
};

/// Answering invitations.
#[component]
pub fn Invitations() -> impl IntoView {
    let t = use_texts();
    let token = from_query("token");
    let declined = use_query_map().with_untracked(|query| query.get("done").is_some());
    let answer = Post::<AnswerInvitation>::new();
    let asked = token.clone();
    load_again(
        answer.answers(),
        move || LoadInvitations { token: asked.clone() },
        move |shown| match shown.page {
            None => view! { <DeadLink why=t.auth.link_dead_invitation /> }.into_any(),
            Some(InvitationsPage::SetPassword { email, invitation, others }) => {
                view! { <FirstPassword token=token.clone() email invitation others refused=shown.refused /> }.into_any()
            }
            Some(InvitationsPage::SignIn { email, account_name }) => {
                view! { <SignInFirst token=token.clone() email account_name /> }.into_any()
            }
            Some(InvitationsPage::Waiting(list)) => {
                view! { <Waiting list refused=shown.refused answer declined /> }.into_any()
            }
        },
    )
}

/// By link, without a password yet.
#[component]
fn FirstPassword(
    token: String,
    email: String,
    invitation: Invitation,
    others: Vec<String>,
    refused: Option<AppError>,
) -> impl IntoView {
    let t = use_texts();
    let post = Post::<SetFirstPassword>::new();
    let state = SignInState::new("new-password", "form", refused, post);
    let address = email.clone();
    let others = (!others.is_empty()).then(|| {
        let names = others.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
        view! {
            <p>{t.auth.invited_others}</p>
            <ul>{names}</ul>
        }
    });
    view! {
        <PageHead
            title=(t.auth.invited_to)(&invitation.account_name)
            intro=(t.auth.invited_set_password)(&email)
        />
        <Offer invitation />
        {others}
        <WhyRefused state />
        <LiveForm
            post
            state=state.fields
            check=move |sent: &SetFirstPassword| check_new_password(&sent.form, &address)
            class="stack"
        >
            <NewPasswordFields state token email />
            <Submit label=t.auth.set_password_accept pending=post.pending() />
        </LiveForm>
    }
}

/// By link, and the address has a password: whoever has it answers. Somebody else who is signed in here signs out
/// first.
#[component]
fn SignInFirst(token: String, email: String, account_name: String) -> impl IntoView {
    let t = use_texts();
    let back = format!("/invitations?token={}", query_value(&token));
    let href = sign_in_and_return(&back);
    let go_on = with_frame(move |frame| match frame.as_ref().and_then(email_of) {
        None => view! {
            <p>
                <a class="button primary" href=href.clone()>
                    {t.auth.sign_in_to_answer}
                </a>
            </p>
        }
        .into_any(),
        Some(other) => view! {
            <p>{(t.auth.invited_other_user)(other)}</p>
            <form method="post" action=SignOut::PATH>
                <Hidden name="next" value=back.clone() />
                <Submit label=t.auth.sign_out_to_answer />
            </form>
        }
        .into_any(),
    });
    view! {
        <PageHead
            title=(t.auth.invited_to)(&account_name)
            intro=(t.auth.invited_sign_in)(&email, &account_name)
        />
        {go_on}
    }
}

/// Signed in: everything that waits.
#[component]
fn Waiting(
    list: Vec<Invitation>,
    refused: Option<AppError>,
    answer: Post<AnswerInvitation>,
    declined: bool,
) -> impl IntoView {
    let t = use_texts();
    let refused = RwSignal::new(refused);
    Effect::new(move |_| {
        if let Some(Err(error)) = answer.answer() {
            let _ = refused.try_set(Some(error));
        }
    });
    let told = declined.then(|| {
        view! {
            <div class="notice" data-tone="good" role="status">
                {t.auth.declined}
            </div>
        }
    });
    let empty = list.is_empty().then(|| {
        view! {
            <Empty title=t.auth.no_invitations text=t.auth.no_invitations_next>
                <a class="button" href="/">
                    {t.auth.to_home}
                </a>
            </Empty>
        }
    });
    let offers = list.into_iter().map(|invitation| view! { <Question invitation answer /> }).collect_view();
    view! {
        <PageHead title=t.auth.invitations />
        {told}
        <RefusedNotice refused />
        {offers}
        {empty}
    }
}

/// One invitation, with the two answers.
#[component]
fn Question(invitation: Invitation, answer: Post<AnswerInvitation>) -> impl IntoView {
    let t = use_texts();
    let id = StoredValue::new(invitation.id.to_string());
    let name = invitation.account_name.clone();
    let (accept, decline) = ((t.auth.accept_of)(&name), (t.auth.decline_of)(&name));
    view! {
        <section class="invitation">
            <h2>{name}</h2>
            <Offer invitation />
            <div class="actions">
                <PostForm to=answer>
                    <Hidden name="id" value=id.get_value() />
                    <Hidden name="accept" value="true" />
                    <button type="submit" class="primary" aria-label=accept>
                        {t.auth.accept}
                    </button>
                </PostForm>
                <PostForm to=answer>
                    <Hidden name="id" value=id.get_value() />
                    <Hidden name="accept" value="false" />
                    <button type="submit" aria-label=decline>
                        {t.auth.decline}
                    </button>
                </PostForm>
            </div>
        </section>
    }
}

/// What an invitation gives.
#[component]
fn Offer(invitation: Invitation) -> impl IntoView {
    let t = use_texts();
    let may = if invitation.permissions.is_empty() {
        view! { <p>{t.auth.may_nothing}</p> }.into_any()
    } else {
        let labels = invitation
            .permissions
            .iter()
            .map(|permission| view! { <li>{t.permissions.label(permission)}</li> })
            .collect_view();
        view! { <ul>{labels}</ul> }.into_any()
    };
    let limited = invitation.limited.then(|| {
        view! { <p>{if invitation.new_ones { t.auth.limited_and_new } else { t.auth.limited }}</p> }
    });
    let ends = invitation.ends.map(|moment| {
        view! {
            <p>
                {t.auth.ends}
                " "
                <Time moment />
            </p>
        }
    });
    view! {
        <p>{t.auth.may} ":"</p>
        {may}
        {limited}
        {ends}
    }
}
