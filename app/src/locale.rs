//! In which language a page is shown: found out here; remembered by `api::locale`.

use domain::{Code, Locale};

/// The cookie that remembers a chosen language.
pub const COOKIE: &str = "locale";

/// On the server: the cookie, else what the browser accepts, else English.
#[cfg(feature = "ssr")]
pub fn detect() -> Locale {
    use leptos::prelude::use_context;

    use_context::<http::request::Parts>().map(|parts| of_headers(&parts.headers)).unwrap_or_default()
}

/// The language that a request asks for.
#[cfg(feature = "ssr")]
pub fn of_headers(headers: &http::HeaderMap) -> Locale {
    let chosen = headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='))
        .and_then(Locale::from_code);
    chosen.unwrap_or_else(|| {
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
    fn a_chosen_language_outweighs_what_the_browser_accepts() {
        assert_eq!(of_headers(&headers("session=x; locale=nb", "en")), Locale::Bokmal);
        assert_eq!(of_headers(&headers("locale=xx", "no, en;q=0.5")), Locale::Bokmal);
        assert_eq!(of_headers(&HeaderMap::new()), Locale::English);
    }
}
