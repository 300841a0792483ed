//! In which language a page is shown: found out here; remembered by `api::locale`.

use domain::{Code, Locale};

/// The cookie that remembers a language chosen in this browser. It outranks all else.
pub const CHOSEN: &str = "locale";

/// The cookie that holds the language of whoever signed in last in this browser, until they sign out.
pub const OF_USER: &str = "user_locale";

/// On the server: what was chosen, else the user's language, else what the browser accepts, else English.
#[cfg(feature = "ssr")]
pub fn detect() -> Locale {
    use leptos::prelude::use_context;

    use_context::<http::request::Parts>().map(|parts| of_headers(&parts.headers)).unwrap_or_default()
}

/// The language that a request asks for.
#[cfg(feature = "ssr")]
pub fn of_headers(headers: &http::HeaderMap) -> Locale {
    let cookie = |name| {
        headers
            .get_all(http::header::COOKIE)
            .iter()
            .filter_map(|cookies| cookies.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))
            .and_then(Locale::from_code)
    };
    cookie(CHOSEN).or_else(|| cookie(OF_USER)).unwrap_or_else(|| {
        let accepted = headers.get(http::header::ACCEPT_LANGUAGE).and_then(|accepted| accepted.to_str().ok());
        Locale::from_accept_language(accepted.unwrap_or_default())
    })
}

/// In the browser: the language of the page that the server sent.
#[cfg(not(feature = "ssr"))]
pub fn detect() -> Locale {
    ONLY.unwrap_or_else(|| {
        let lang = leptos::prelude::document().document_element().and_then(|root| root.get_attribute("lang"));
        lang.and_then(|lang| Locale::from_code(&lang)).unwrap_or_default()
    })
}

/// The only language that this client knows: each language has a build of its own, so that nobody loads the texts of
/// another. `None` on the server and in development, where one build knows them all.
pub const ONLY: Option<Locale> = match option_env!("COTERIE_CLIENT_LANGUAGE") {
    Some(code) => match code.as_bytes() {
        b"en" => Some(Locale::English),
        b"nb" => Some(Locale::Bokmal),
        _ => None,
    },
    None => None,
};

/// Follows the language that the server answers in now: somebody signed in or out since the page was loaded. All texts
/// change, so the page loads again. Nothing on the server, which writes a page in one language.
pub fn follow(now: Locale) {
    #[cfg(not(feature = "ssr"))]
    if now != crate::locales::use_locale() {
        // Refused only for a page that is going already.
        let _ = leptos::prelude::window().location().reload();
    }
    #[cfg(feature = "ssr")]
    let _ = now;
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::*;

    fn headers(cookie: &'static str, accepted: &'static str) -> HeaderMap {
        HeaderMap::from_iter([
            (header::COOKIE, HeaderValue::from_static(cookie)),
            (header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted)),
        ])
    }

    #[test]
    fn a_chosen_language_outweighs_the_user_s_and_that_what_the_browser_accepts() {
        assert_eq!(of_headers(&headers("session=x; locale=nb", "en")), Locale::Bokmal);
        assert_eq!(of_headers(&headers("user_locale=nb", "en")), Locale::Bokmal);
        assert_eq!(of_headers(&headers("user_locale=nb; locale=en", "nb")), Locale::English);
        assert_eq!(of_headers(&headers("user_locale=xx; locale=", "nb")), Locale::Bokmal);
        assert_eq!(of_headers(&headers("locale=xx", "no, en;q=0.5")), Locale::Bokmal);
        assert_eq!(of_headers(&HeaderMap::new()), Locale::English);
    }
}
