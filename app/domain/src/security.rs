//! A user's own profile: name, language, password, sign-in address, sessions, leaving an account.

use serde::{Deserialize, Serialize};

use crate::{
    code::Code,
    contact_form::{MAX_LINE, language},
    email::EmailAddress,
    field::{FieldProblem, FormErrors, required_line},
    id::{AccountId, SessionId},
    locale::Locale,
    moment::Moment,
    password::{Password, new_password_problems},
    serde_by_code,
};

/// The fields of the forms on the Security page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecurityField {
    Name,
    Language,
    CurrentPassword,
    NewPassword,
    RepeatPassword,
    NewEmail,
}

impl Code for SecurityField {
    const WHAT: &'static str = "field";
    const ALL: &'static [Self] = &[
        Self::Name,
        Self::Language,
        Self::CurrentPassword,
        Self::NewPassword,
        Self::RepeatPassword,
        Self::NewEmail,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Language => "language",
            Self::CurrentPassword => "current_password",
            Self::NewPassword => "new_password",
            Self::RepeatPassword => "repeat_password",
            Self::NewEmail => "new_email",
        }
    }
}

serde_by_code!(SecurityField);

/// The user's own profile, as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileForm {
    pub name: String,
    pub language: String,
}

impl ProfileForm {
    /// Reads the form: name and language.
    ///
    /// # Errors
    ///
    /// One problem per field that is not in order.
    pub fn parse(&self) -> Result<(String, Locale), FormErrors<SecurityField>> {
        let mut errors = FormErrors::default();
        let name = errors.take(SecurityField::Name, required_line(&self.name, MAX_LINE));
        let locale = errors.take(SecurityField::Language, language(&self.language));
        errors.or((name, locale))
    }
}

/// A change of the own password, as posted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChangePasswordForm {
    pub current_password: Password,
    pub new_password: Password,
    pub repeat_password: Password,
}

impl ChangePasswordForm {
    /// Whether the form is in order for a user of that address, as far as the browser can tell.
    ///
    /// # Errors
    ///
    /// One problem per field that is not in order.
    pub fn check(&self, address: Option<&EmailAddress>) -> Result<(), FormErrors<SecurityField>> {
        use SecurityField as F;
        let (new, repeated) = new_password_problems(&self.new_password, &self.repeat_password, address);
        let current = self.current_password.is_empty().then_some(FieldProblem::Missing);
        let mut errors = FormErrors::default();
        for (field, problem) in [(F::CurrentPassword, current), (F::NewPassword, new), (F::RepeatPassword, repeated)] {
            if let Some(problem) = problem {
                errors.add(field, problem);
            }
        }
        errors.or(())
    }
}

/// A change of the own sign-in address, as posted: it counts once confirmed from the new mailbox.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeEmailForm {
    pub new_email: String,
    pub current_password: Password,
}

impl ChangeEmailForm {
    /// Whether the form is in order, as far as the browser can tell.
    ///
    /// # Errors
    ///
    /// One problem per field that is not in order.
    pub fn check(&self) -> Result<(), FormErrors<SecurityField>> {
        let mut errors = FormErrors::default();
        if let Err(problem) = crate::contact_form::email(&self.new_email) {
            errors.add(SecurityField::NewEmail, problem);
        }
        if self.current_password.is_empty() {
            errors.add(SecurityField::CurrentPassword, FieldProblem::Missing);
        }
        errors.or(())
    }
}

/// An open session of the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    pub id: SessionId,
    /// Browser and system, from the User-Agent, in a few words.
    pub device: String,
    pub address: String,
    pub started: Moment,
    pub seen: Moment,
    pub current: bool,
}

/// The Security page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityPage {
    pub email: String,
    pub profile: ProfileForm,
    /// An address that waits to be confirmed from its mailbox.
    pub pending_email: Option<String>,
    pub sessions: Vec<OpenSession>,
    /// The account shown, if the user could leave it: not the owner.
    pub leavable: Option<(AccountId, String)>,
    pub errors: FormErrors<SecurityField>,
    pub password_changed: Option<Moment>,
}
