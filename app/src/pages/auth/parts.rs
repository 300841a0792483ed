//! What the forms of signing in share: where a refusal is shown, and the fields of a new password.

use crate::prelude::*;
use domain::{
    AppError, EmailAddress, FieldProblem, FormErrors, Password,
    account::{NewPasswordForm, SignInField},
};
use leptos_router::hooks::use_query_map;

use crate::{
    form::{ErrorSummary, FormState, Hidden, PasswordInput, RefusedNotice},
    locales::use_texts,
    wire::{Post, Question},
};

/// A form of signing in: the problems of its fields, and a refusal that belongs to none of them.
#[derive(Clone, Copy)]
pub struct SignInState {
    pub fields: FormState<SignInField>,
    refused: RwSignal<Option<AppError>>,
}

impl SignInState {
    /// `refused` is why the form was refused before the page was loaded. Inputs are named `prefix[code]`, see
    /// [`FormState::new`].
    pub fn new<S: Question>(id: &'static str, prefix: &'static str, refused: Option<AppError>, post: Post<S>) -> Self {
        let (errors, refused) = match refused {
            Some(AppError::SignIn(errors)) => (errors, None),
            other => (FormErrors::default(), other),
        };
        let state = Self { fields: FormState::new(id, prefix, errors), refused: RwSignal::new(refused) };
        Effect::new(move |_| {
            if let Some(answer) = post.answer() {
                state.settle(answer.err());
            }
        });
        state
    }

    /// Shows how a post went.
    fn settle(self, refused: Option<AppError>) {
        match refused {
            Some(AppError::SignIn(errors)) => {
                self.refused.set(None);
                self.fields.refuse(errors);
            }
            other => self.refused.set(other),
        }
    }
}

/// Why the form was refused.
#[component]
pub fn WhyRefused(state: SignInState) -> impl IntoView {
    view! {
        <RefusedNotice refused=state.refused />
        <ErrorSummary state=state.fields />
    }
}

/// A value from the query of this page; empty when there is none.
pub fn from_query(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

/// The fields of a first or new password, for the form `form` of [`NewPasswordForm`].
#[component]
pub fn NewPasswordFields(
    state: SignInState,
    #[prop(into)] token: String,
    #[prop(into)] email: String,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <Hidden name="form[token]" value=token />
        // Tells password managers whose password it is.
        <input type="text" autocomplete="username" value=email readonly=true hidden=true />
        <PasswordInput
            of=state.fields.bind(SignInField::NewPassword)
            autocomplete="new-password"
            hint=t.auth.password_hint
            strength=true
        />
        <PasswordInput of=state.fields.bind(SignInField::RepeatPassword) autocomplete="new-password" />
    }
}

/// What is wrong with a new password, as far as the browser can tell.
pub fn check_new_password(form: &NewPasswordForm, email: &str) -> Result<(), FormErrors<SignInField>> {
    let address = EmailAddress::parse(email).ok();
    let mut errors = FormErrors::default();
    if let Some(problem) = new_password_problem(&form.new_password, address.as_ref()) {
        errors.add(SignInField::NewPassword, problem);
    }
    if form.repeat_password != form.new_password {
        errors.add(SignInField::RepeatPassword, FieldProblem::DoesNotMatch);
    }
    errors.or(())
}

/// What is wrong with a password that is to be set.
pub fn new_password_problem(new: &Password, address: Option<&EmailAddress>) -> Option<FieldProblem> {
    if new.is_empty() {
        return Some(FieldProblem::Missing);
    }
    new.check(address).err().map(FieldProblem::Password)
}
