//! The end of every way of signing in: the session begins, and the person is led to what there is to open.
//!
//! Not here: who may (`backend::sign_in` and the links), which has been decided before.

use backend::{
    Failure,
    access::{self, Presence},
    sessions,
};
use domain::{AppError, UserId};

use super::request::{Request, go_to};
use crate::{error::Answer, ui::url::query_value};

impl Request {
    /// Signs the user in and leads to `next` or to what there is to open, in the user's language unless another was
    /// chosen in this browser. All that can fail has happened before the session gets its new id.
    pub async fn enter(&self, user: UserId, next: &str) -> Answer<()> {
        let (backend, now) = (&self.backend, self.now());
        let presence = access::load(&backend.db, now, user, None, self.origin.clone())
            .await
            .map_err(Failure::into_app_error)?;
        let account = match &presence {
            Presence::On(actor) => Some(actor.account()),
            _ => None,
        };
        sessions::sign_in(&self.session, user, account, &self.origin, now)
            .await
            .map_err(Failure::into_app_error)?;
        super::locale::turn_to_user(presence.locale());
        go_to(&landing(&presence, next));
        Ok(())
    }

    /// The address that was typed into a form before it was refused, and why it was.
    pub async fn typed_address(&self, form: &str) -> (String, Option<AppError>) {
        self.flash::<String>(form)
            .await
            .map_or_else(Default::default, |(typed, refused)| (typed, Some(refused)))
    }
}

/// Where somebody signed in goes first.
pub fn landing(presence: &Presence, next: &str) -> String {
    let next = ours(next);
    match presence {
        // A link from an email leads where it says, whatever is open.
        _ if next.starts_with("/invitations") => next.to_owned(),
        Presence::Choosing { accounts: 0, .. } => "/invitations".to_owned(),
        Presence::Choosing { .. } if next == "/" => "/accounts".to_owned(),
        Presence::Choosing { .. } => format!("/accounts?next={}", query_value(next)),
        Presence::On(_) | Presence::Ended { .. } | Presence::Nowhere { .. } => next.to_owned(),
    }
}

/// The path, if it is one of ours; else Home. An address of somebody else's would let a link that looks like ours lead
/// there after signing in.
pub fn ours(path: &str) -> &str {
    // Browsers read `//host`, and a backslash like a slash.
    let here = path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|byte| byte.is_ascii_graphic());
    let page = !path.contains('\\') && !["/api/", "/login"].iter().any(|start| path.starts_with(start));
    if here && page { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_followed() {
        for path in ["/", "/account/contacts", "/account/activity?kind=access&person=x", "/invitations?token=abc"] {
            assert_eq!(ours(path), path);
        }
        for path in [
            "",
            "https://evil.test/",
            "//evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "javascript:alert(1)",
            "\thttps://evil.test",
            "/\t/evil.test",
            "/a\r\nset-cookie: x=y",
            "/api/session/sign-out",
            "/login",
            "/login?next=/login",
        ] {
            assert_eq!(ours(path), "/", "{path:?}");
        }
    }
}
