//! Remembers the language that a visitor chose, and that of the user who is signed in.

#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "a server function is async by its contract"))]

use domain::Locale;
use leptos::prelude::*;

use crate::error::Answer;

/// Chooses the language of this browser's pages. Posted by a plain form, which then goes back to the page it came from: all texts
/// change, so the page loads again on purpose.
#[server(prefix = "/api", endpoint = "locale")]
pub async fn set_locale(locale: Locale) -> Answer<()> {
    remember(locale);
    Ok(())
}

/// Remembers for a year a language that was chosen in this browser.
#[cfg(feature = "ssr")]
pub fn remember(locale: Locale) {
    use domain::Code;

    const YEAR: u32 = 365 * 24 * 60 * 60;
    set_cookie(crate::locale::CHOSEN, locale.code(), YEAR);
}

/// Turns this browser's pages to the language of the user who signs in, as long as no session lasts longer. What was
/// chosen in the browser stays above it.
#[cfg(feature = "ssr")]
pub fn turn_to_user(locale: Locale) {
    use domain::Code;

    let seconds = u32::try_from(backend::sessions::ABSOLUTE / domain::Timestamp::SECOND).unwrap_or_default();
    set_cookie(crate::locale::OF_USER, locale.code(), seconds);
}

/// Forgets the language of a user who signs out: the next one's is another.
#[cfg(feature = "ssr")]
pub fn forget_user() {
    set_cookie(crate::locale::OF_USER, "", 0);
}

#[cfg(feature = "ssr")]
fn set_cookie(name: &str, value: &str, seconds: u32) {
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax");
    let response = use_context::<leptos_axum::ResponseOptions>();
    if let (Some(response), Ok(cookie)) = (response, http::HeaderValue::from_str(&cookie)) {
        response.append_header(http::header::SET_COOKIE, cookie);
    }
}
