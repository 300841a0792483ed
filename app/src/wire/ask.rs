//! Asking a server function for what a page shows.

use domain::AppError;
use leptos::{prelude::*, server::codee::string::FromToStringCodec};
use serde::Serialize;
use server_fn::ServerFn;

use super::raw::{Payload, Raw};
use crate::error::Answer;

/// A server function that answers with a [`Payload`] or an [`AppError`].
pub trait Question: ServerFn<Error = AppError, Output: Payload> + Serialize + Send + 'static {}
impl<S: ServerFn<Error = AppError, Output: Payload> + Serialize + Send + 'static> Question for S {}

/// What was asked: loads on the server with the page, and in the browser again whenever the question changes. Read it
/// inside a `<Transition>` only.
pub type Asked = Resource<Raw, FromToStringCodec>;

/// Asks a server function, and again whenever what `question` reads changes or `again` does. On the server, once.
#[cfg(feature = "ssr")]
pub fn ask<S: Question>(question: impl Fn() -> S + Send + Sync + 'static, _again: Option<RwSignal<u32>>) -> Asked {
    Resource::new_str(
        || (),
        move |()| {
            let question = question();
            async move { Raw::new(question.run_body().await) }
        },
    )
}

/// Asks a server function, and again whenever what `question` reads changes or `again` does.
#[cfg(not(feature = "ssr"))]
pub fn ask<S: Question>(question: impl Fn() -> S + Send + Sync + 'static, again: Option<RwSignal<u32>>) -> Asked {
    let text = move || (again.map(|again| again.get()).unwrap_or_default(), text_of(&question()));
    resource(S::PATH, Box::new(text))
}

/// The one resource of all pages.
#[cfg(not(feature = "ssr"))]
fn resource(url: &'static str, text: Box<dyn Fn() -> (u32, String) + Send + Sync>) -> Asked {
    use leptos::__reexports::send_wrapper::SendWrapper;

    Resource::new_str(text, move |(_, text)| SendWrapper::new(super::transport::call(url, text)))
}

/// Asks once, outside of a page's loading.
pub async fn call<S: Question>(question: S) -> Answer<S::Output> {
    #[cfg(feature = "ssr")]
    return question.run_body().await;
    #[cfg(not(feature = "ssr"))]
    return super::transport::call(S::PATH, text_of(&question)).await.read();
}

/// A question as the text that a form would post.
#[cfg(not(feature = "ssr"))]
fn text_of<S: Question>(question: &S) -> String {
    // Fails only for types that no form can hold; the server then says what is missing.
    serde_qs::to_string(question).unwrap_or_default()
}
