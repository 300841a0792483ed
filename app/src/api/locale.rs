//! Remembers the language that a visitor chose.

#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "a server function is async by its contract"))]

use domain::Locale;
use leptos::prelude::*;

use crate::error::Answer;

/// Sets the language cookie for a year. Posted by a plain form, which then goes back to the page it came from: all texts
/// change, so the page loads again on purpose.
#[server(prefix = "/api", endpoint = "locale")]
pub async fn set_locale(locale: Locale) -> Answer<()> {
    remember(locale);
    Ok(())
}

/// Sets the cookie that remembers a language.
#[cfg(feature = "ssr")]
pub fn remember(locale: Locale) {
    use domain::Code;

    const YEAR: u32 = 365 * 24 * 60 * 60;
    let cookie = format!("{}={}; Path=/; Max-Age={YEAR}; SameSite=Lax", crate::locale::COOKIE, locale.code());
    let response = use_context::<leptos_axum::ResponseOptions>();
    if let (Some(response), Ok(cookie)) = (response, http::HeaderValue::from_str(&cookie)) {
        response.append_header(http::header::SET_COOKIE, cookie);
    }
}
