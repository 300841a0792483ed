//! The HTML document around the app: head, own files, and the script that starts the client.

use crate::prelude::*;
use domain::Code;
use leptos::nonce::use_nonce;
use leptos_meta::MetaTags;

use crate::{App, Assets, Site, locale};

/// The whole document. Reads [`Assets`], [`Site`] and the request from context.
pub fn shell() -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    let site = use_context::<Site>().unwrap_or_default();
    let locale = locale::detect();
    provide_context(locale);
    let nonce = use_nonce();
    let client = assets.client(locale).map(|client| {
        // Our own tags instead of HydrationScripts: it writes the nonce into `crossorigin` of the preload.
        let start = format!(
            "import init,{{hydrate}} from {:?};await init({{module_or_path:{:?}}});hydrate();performance.mark('hydrated');",
            client.js, client.wasm
        );
        view! {
            <link rel="modulepreload" href=client.js.clone() crossorigin="anonymous" />
            <link rel="preload" href=client.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <script type="module" nonce=nonce.clone() inner_html=start></script>
        }
    });
    // Only what a colour can be made of: the operator's setting must not end the rule.
    let colour = |c: char| c.is_ascii_alphanumeric() || "#%().,-/ ".contains(c);
    let accent = (!site.accent.is_empty() && site.accent.chars().all(colour))
        .then(|| view! { <style nonce=nonce inner_html=format!(":root{{--accent:{}}}", site.accent)></style> });
    view! {
        <!DOCTYPE html>
        <html lang=locale.code() dir="ltr">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/site.webmanifest" />
                {(!assets.css.is_empty()).then(|| view! { <link rel="stylesheet" href=assets.css.clone() /> })}
                {client}
                {accent}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
