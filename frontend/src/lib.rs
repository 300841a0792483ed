//! The WebAssembly entry point: takes over the page that the server rendered.
//!
//! Nothing else: pages and components are in `app`; what weighs less as a script of the browser is in `browser.js`.

use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/browser.js")]
extern "C" {
    /// Listens to the keys of the search, keeps drafts, and says how hard passwords are to guess, as `strength` measures
    /// them.
    fn start(strength: &Closure<dyn Fn(String) -> u8>);
}

/// Hydrates the page. The page's own script calls this once the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    let strength = Closure::new(app::strength);
    start(&strength);
    // It listens as long as there is a page.
    strength.forget();
}
