//! Upper and lower case by Unicode.
//!
//! Not here: whether two texts are the same to people; addresses have a canonical form of their own (`email`).

/// A text in lower case. In the browser by the browser: Rust's tables of letters would weigh on the client.
pub fn lower(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    return text.to_lowercase();
}

/// A text in upper case, likewise.
pub fn upper(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).to_upper_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    return text.to_uppercase();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_beyond_ascii_have_cases_too() {
        assert_eq!(lower("ÅSE Bø"), "åse bø");
        assert_eq!(upper("øß"), "ØSS");
    }
}
