//! The user's own profile, password, address and sessions, and leaving the account shown.

use crate::prelude::*;
use domain::{
    AccountId, AppError, Code, EmailAddress, FormErrors, Locale,
    security::{OpenSession, ProfileForm, SecurityField},
};
use leptos_router::hooks::use_query_map;

use crate::{
    api::security::{ChangeEmail, ChangePassword, EndSession, LeaveAccount, LoadSecurity, SaveProfile, SecurityShown},
    form::{
        Choice, ErrorSummary, FormState, Hidden, LiveForm, PasswordInput, PostForm, RefusedNotice, Select, Submit,
        TextInput,
    },
    locales::{Texts, use_locale, use_texts},
    ui::{Ask, Badge, Cell, Confirm, PageHead, Table, Time, Tone, announce, frame::FrameData, load_again},
    wire::{Post, Question},
};

/// What the page can do, and what was done last.
#[derive(Clone, Copy)]
struct State {
    /// How often something was saved here: then the page is loaded again.
    saves: RwSignal<u32>,
    done: RwSignal<Option<Done>>,
    /// Whether leaving was asked for without JavaScript.
    leaving: bool,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Profile,
    Password,
    Email,
    Session,
}

impl Done {
    fn from_query(text: &str) -> Option<Self> {
        match text {
            "profile" => Some(Self::Profile),
            "password" => Some(Self::Password),
            "email" => Some(Self::Email),
            "session" => Some(Self::Session),
            _ => None,
        }
    }

    fn words(self, t: &Texts) -> &'static str {
        match self {
            Self::Profile => t.security.profile_saved,
            Self::Password => t.security.password_changed,
            Self::Email => t.security.email_asked,
            Self::Session => t.security.session_ended,
        }
    }
}

/// The user's own profile, password and sessions.
#[component]
pub fn Security() -> impl IntoView {
    let t = use_texts();
    let from_query = |name: &str| use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default();
    let state = State {
        saves: RwSignal::new(0),
        done: RwSignal::new(Done::from_query(&from_query("done"))),
        leaving: from_query("confirm") == "leave",
    };
    let content = load_again(
        state.saves,
        || LoadSecurity {},
        move |shown| {
            view! {
                <PageHead title=t.security.title intro=t.security.intro />
                <Sections shown state />
            }
        },
    );
    let told = move || state.done.get().map(|done| done.words(t));
    view! {
        <div class="notice" data-tone="good" hidden=move || told().is_none()>
            {told}
        </div>
        {content}
    }
}

/// A form of this page: the problems of its fields, and why it was refused otherwise.
#[derive(Clone, Copy)]
struct Part {
    fields: FormState<SecurityField>,
    refused: RwSignal<Option<AppError>>,
}

impl Part {
    /// Ties an post to a form. `refused` is why the form was refused before the page was loaded.
    fn new<S: Question>(id: &'static str, refused: Option<AppError>, post: Post<S>, state: State, does: Done) -> Self {
        let (errors, refused) = match refused {
            Some(AppError::Security(errors)) => (errors, None),
            other => (FormErrors::default(), other),
        };
        let part = Self { fields: FormState::new(id, "form", errors), refused: RwSignal::new(refused) };
        let settled = part.settled(state, does);
        Effect::new(move |_| {
            if let Some(answer) = post.answer() {
                settled(answer.err());
            }
        });
        part
    }

    /// What happens when a post was answered.
    fn settled(self, state: State, does: Done) -> impl Fn(Option<AppError>) + Send + Sync + 'static {
        let (t, say) = (use_texts(), announce());
        let frame = use_context::<FrameData>();
        move |refused| match refused {
            None => {
                self.refused.set(None);
                self.fields.saved();
                state.done.set(Some(does));
                say(does.words(t).to_owned());
                // The name in the menu may be another now.
                if let Some(frame) = frame {
                    frame.again();
                }
                state.saves.update(|saves| *saves += 1);
            }
            Some(AppError::Security(errors)) => {
                self.refused.set(None);
                self.fields.refuse(errors);
            }
            other => self.refused.set(other),
        }
    }
}

#[component]
fn Sections(shown: SecurityShown, state: State) -> impl IntoView {
    let page = shown.page;
    let address = EmailAddress::parse(&page.email).ok();
    let (profile, profile_refused) = match shown.profile {
        Some((typed, error)) => (typed, Some(error)),
        None => (page.profile, None),
    };
    let (typed, email_refused) = match shown.email {
        Some((typed, error)) => (typed, Some(error)),
        None => (String::new(), None),
    };
    let refused = RwSignal::new(shown.refused);
    view! {
        <RefusedNotice refused />
        <Profile profile refused=profile_refused state />
        <PasswordSection address refused=shown.password changed=page.password_changed state />
        <AddressSection email=page.email pending=page.pending_email typed refused=email_refused state />
        <Sessions sessions=page.sessions state />
        {page.leavable.map(|(id, account)| view! { <Leave id account asked=state.leaving /> })}
    }
}

#[component]
fn Profile(profile: ProfileForm, refused: Option<AppError>, state: State) -> impl IntoView {
    let t = use_texts();
    let post = Post::<SaveProfile>::new();
    let part = Part::new("profile", refused, post, state, Done::Profile);
    let now = use_locale();
    Effect::new(move |_| {
        if let Some(Ok(locale)) = post.answer()
            && locale != now
        {
            // All texts change: the page is loaded anew. Refused by the browser only for an address that is not one.
            let _ = window().location().set_href("/account/security?done=profile");
        }
    });
    let languages = Locale::ALL.iter().map(|locale| Choice::new(locale.code(), locale.own_name())).collect();
    view! {
        <section>
            <h2>{t.security.profile}</h2>
            <RefusedNotice refused=part.refused />
            <LiveForm post state=part.fields check=|sent: &SaveProfile| sent.form.parse().map(drop) class="stack">
                <ErrorSummary state=part.fields />
                <TextInput
                    of=part.fields.bind(SecurityField::Name)
                    value=profile.name
                    autocomplete="name"
                    required=true
                />
                <Select
                    of=part.fields.bind(SecurityField::Language)
                    choices=languages
                    chosen=profile.language
                    required=true
                />
                <Submit label=t.common.save pending=post.pending() />
            </LiveForm>
        </section>
    }
}

#[component]
fn PasswordSection(
    address: Option<EmailAddress>,
    refused: Option<AppError>,
    changed: Option<domain::Moment>,
    state: State,
) -> impl IntoView {
    let t = use_texts();
    let post = Post::<ChangePassword>::new();
    let part = Part::new("password", refused, post, state, Done::Password);
    let username = address.as_ref().map(|address| address.as_str().to_owned());
    let changed = changed.map(|moment| {
        view! {
            <p>
                {t.security.password_changed_at}
                " "
                <Time moment />
            </p>
        }
    });
    view! {
        <section>
            <h2>{t.security.password}</h2>
            <p>{t.security.password_intro}</p>
            {changed}
            <RefusedNotice refused=part.refused />
            <LiveForm
                post
                state=part.fields
                check=move |sent: &ChangePassword| sent.form.check(address.as_ref())
                class="stack"
            >
                <ErrorSummary state=part.fields />
                // Tells password managers whose password it is.
                <input type="text" autocomplete="username" value=username readonly=true hidden=true />
                <PasswordInput of=part.fields.bind(SecurityField::CurrentPassword) />
                <PasswordInput
                    of=part.fields.bind(SecurityField::NewPassword)
                    autocomplete="new-password"
                    hint=t.auth.password_hint
                    strength=true
                />
                <PasswordInput of=part.fields.bind(SecurityField::RepeatPassword) autocomplete="new-password" />
                <Submit label=t.security.change_password pending=post.pending() />
            </LiveForm>
        </section>
    }
}

#[component]
fn AddressSection(
    email: String,
    pending: Option<String>,
    typed: String,
    refused: Option<AppError>,
    state: State,
) -> impl IntoView {
    let t = use_texts();
    let post = Post::<ChangeEmail>::new();
    let part = Part::new("address", refused, post, state, Done::Email);
    let pending = pending.map(|pending| view! { <p>{(t.security.email_pending)(&pending)}</p> });
    view! {
        <section>
            <h2>{t.security.email}</h2>
            <p>{(t.security.email_now)(&email)}</p>
            {pending}
            <p>{t.security.email_intro}</p>
            <RefusedNotice refused=part.refused />
            <LiveForm post state=part.fields check=|sent: &ChangeEmail| sent.form.check() class="stack">
                <ErrorSummary state=part.fields />
                <TextInput
                    of=part.fields.bind(SecurityField::NewEmail)
                    value=typed
                    kind="email"
                    autocomplete="email"
                    required=true
                />
                <PasswordInput of=part.fields.bind(SecurityField::CurrentPassword) />
                <Submit label=t.security.change_email pending=post.pending() />
            </LiveForm>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<OpenSession>, state: State) -> impl IntoView {
    let t = use_texts();
    let post = Post::<EndSession>::new();
    let part = Part::new("sessions", None, post, state, Done::Session);
    let rows = sessions.into_iter().map(|session| view! { <SessionRow session post /> }).collect_view();
    let heads = vec![t.security.device, t.security.address, t.security.started, t.security.seen, t.security.end];
    view! {
        <section>
            <h2>{t.security.sessions}</h2>
            <p>{t.security.sessions_intro}</p>
            <RefusedNotice refused=part.refused />
            <Table caption=t.security.sessions heads>
                {rows}
            </Table>
        </section>
    }
}

#[component]
fn SessionRow(session: OpenSession, post: Post<EndSession>) -> impl IntoView {
    let t = use_texts();
    let device = if session.device.is_empty() {
        t.security.unknown_device.to_owned()
    } else {
        session.device
    };
    let end = if session.current {
        view! { <Badge tone=Some(Tone::Good) text=t.security.this_one /> }.into_any()
    } else {
        let label = (t.security.end_named)(&device);
        view! {
            <PostForm to=post>
                <Hidden name="id" value=session.id.to_string() />
                <button type="submit" aria-label=label>
                    {t.security.end}
                </button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <tr role="row">
            <Cell label=t.security.device>{device}</Cell>
            <Cell label=t.security.address>{session.address}</Cell>
            <Cell label=t.security.started>
                <Time moment=session.started />
            </Cell>
            <Cell label=t.security.seen>
                <Time moment=session.seen />
            </Cell>
            <Cell label=t.security.end>{end}</Cell>
        </tr>
    }
}

#[component]
fn Leave(id: AccountId, account: String, asked: bool) -> impl IntoView {
    let t = use_texts();
    let post = Post::<LeaveAccount>::new();
    let refused = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(Err(error)) = post.answer() {
            refused.set(Some(error));
        }
    });
    view! {
        <section>
            <h2>{t.security.leave}</h2>
            <p>{(t.security.leave_intro)(&account)}</p>
            <RefusedNotice refused />
            <Ask id="leave" label=(t.security.leave_button)(&account) />
            <Confirm id="leave" title=(t.security.leave_title)(&account) open=asked path="/account/security">
                <p>{t.security.leave_text}</p>
                <PostForm to=post>
                    <Hidden name="account" value=id.to_string() />
                    <Submit label=t.security.leave_now pending=post.pending() danger=true />
                </PostForm>
            </Confirm>
        </section>
    }
}
