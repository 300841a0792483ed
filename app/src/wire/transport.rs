//! The browser's side of a call: a POST of a form's text, and the text of the answer.

use leptos::{prelude::window, wasm_bindgen::JsCast};
use server_fn::redirect::{REDIRECT_HEADER, call_redirect_hook};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};

use super::raw::Raw;

/// Calls the server function at `url`. `body` is form-encoded. Follows where the answer leads.
pub async fn call(url: &'static str, body: String) -> Raw {
    match exchange(url, &body).await {
        Some((answer, leads_to)) => {
            if let Some(address) = leads_to {
                call_redirect_hook(&address);
            }
            answer
        }
        None => Raw::offline(),
    }
}

/// The answer, and where it leads. `None`: the server was not reached.
async fn exchange(url: &str, body: &str) -> Option<(Raw, Option<String>)> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/x-www-form-urlencoded").ok()?;
    headers.set("accept", "application/json").ok()?;
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_headers_headers(&headers);
    options.set_body_opt_str(Some(body));
    let request = Request::new_with_str_and_init(url, &options).ok()?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    let leads_to = match response.headers().has(REDIRECT_HEADER) {
        Ok(true) => Some(response.headers().get("location").ok().flatten().unwrap_or_else(|| response.url())),
        _ => None,
    };
    Some((Raw::said(response.status() < 400, &text), leads_to))
}
