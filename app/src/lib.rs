//! The pages of Coterie and the server functions behind them.
//!
//! Built twice: with `ssr` into the server, where pages become HTML, and with `hydrate` into the browser's WebAssembly.
//! Not here: rules (`domain`), storage (`backend`), and the server itself (`server`).

#![recursion_limit = "256"]
#![expect(clippy::needless_pass_by_value, reason = "components own their props")]

#[cfg(not(erase_components))]
compile_error!(
    "server and client are built with `--cfg erase_components` (see .cargo/config.toml), which RUSTFLAGS replaces: add it there"
);

use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

pub mod api;
pub mod error;
pub mod form;
pub mod locale;
pub mod locales;
pub mod pages;
mod prelude;
#[cfg(feature = "ssr")]
pub mod served;
#[cfg(feature = "ssr")]
mod shell;
mod site;
pub mod ui;
pub mod wire;

#[cfg(feature = "ssr")]
pub use shell::shell;
pub use site::{Assets, Client, Site};

use domain::AppError;
pub use form::strength;
use pages::{account, auth, contacts, served::Served};
use prelude::*;
use ui::{
    layout::{BareLayout, Layout, Names},
    refusal::Refusal,
};

/// The whole app: everything in `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(locale::detect());
    Names::provide();
    view! {
        <Router>
            <Routes fallback=|| view! { <Refusal refused=AppError::NotFound /> }>
                <ParentRoute path=path!("") view=BareLayout ssr=SsrMode::Async>
                    <Route path=path!("login") view=auth::login::Login ssr=SsrMode::Async />
                    <Route path=path!("forgot-password") view=auth::forgot_password::ForgotPassword ssr=SsrMode::Async />
                    <Route path=path!("reset-password") view=auth::reset_password::ResetPassword ssr=SsrMode::Async />
                    <Route path=path!("invitations") view=auth::invitations::Invitations ssr=SsrMode::Async />
                    <Route path=path!("accounts") view=auth::accounts::Accounts ssr=SsrMode::Async />
                    <Route path=path!("confirm-email") view=auth::confirm_email::ConfirmEmail ssr=SsrMode::Async />
                </ParentRoute>
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("") view=Served ssr=SsrMode::Async />
                    <Route path=path!("account/details") view=account::details::Details ssr=SsrMode::Async />
                    <Route path=path!("account/contacts") view=contacts::Contacts ssr=SsrMode::Async />
                    <Route path=path!("account/contacts/emails") view=contacts::overview::Overview ssr=SsrMode::Async />
                    <Route path=path!("account/contacts/:id") view=contacts::Contacts ssr=SsrMode::Async />
                    <Route path=path!("account/activity") view=account::activity::Activity ssr=SsrMode::Async />
                    <Route path=path!("account/security") view=account::security::Security ssr=SsrMode::Async />
                    <Route path=path!("*any") view=Served ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
