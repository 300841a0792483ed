//! Passwords: typed hidden, shown on demand, with a hint how hard they are to guess.

use crate::prelude::*;
use domain::{Password, password::Strength};
use leptos::{
    ev::{Event, MouseEvent},
    html::Input,
};

use super::{
    state::Bound,
    text::{Around, described_by, invalid},
};
use crate::locales::use_texts;

/// How hard a password is to guess, from 0 (weak) to 3: for the browser's script, on pages that the server writes.
pub fn strength(typed: String) -> u8 {
    Password::new(typed).strength() as u8
}

/// A password. `autocomplete` is `current-password` or `new-password`. The button that shows it and the hint about its
/// strength come with WebAssembly.
#[component]
pub fn PasswordInput(
    of: Bound,
    #[prop(default = "current-password")] autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    /// Whether to say how strong it is.
    #[prop(optional)]
    strength: bool,
) -> impl IntoView {
    let t = use_texts();
    let input = NodeRef::<Input>::new();
    let alive = RwSignal::new(false);
    let shown = RwSignal::new(false);
    let typed = RwSignal::new(None::<Strength>);
    // Effects run in the browser alone: what the server renders has neither.
    Effect::new(move |_| alive.set(true));
    let toggle = move |_: MouseEvent| shown.update(|shown| *shown = !*shown);
    let measure = move |_: Event| {
        let text = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        typed.set((!text.is_empty()).then(|| Password::new(text).strength()));
    };
    let meter = strength.then(|| {
        let step = move || typed.try_get().flatten().map_or(0, |strength| strength as u8 + 1);
        let words = move || {
            typed.try_get().flatten().map(|strength| {
                let [weak, fair, good, strong] = t.common.strengths;
                let word = match strength {
                    Strength::Weak => weak,
                    Strength::Fair => fair,
                    Strength::Good => good,
                    Strength::Strong => strong,
                };
                format!("{}: {word}", t.common.strength)
            })
        };
        view! {
            <p class="strength" data-step=step hidden=move || typed.try_get().flatten().is_none() aria-live="polite">
                {words}
            </p>
        }
    });
    let describes = described_by(&of, hint.is_some());
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    let label_id = of.label_id();
    view! {
        <Around of required=true hint>
            <div class="password">
                <input
                    id=id
                    name=name
                    type=move || if shown.try_get().unwrap_or(false) { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    maxlength="1024"
                    required=true
                    node_ref=input
                    on:input=handler(measure)
                    aria-describedby=describes
                    aria-invalid=invalid(problem)
                />
                <button
                    type="button"
                    class="quiet"
                    hidden=move || !alive.try_get().unwrap_or(false)
                    aria-pressed=move || if shown.try_get().unwrap_or(false) { "true" } else { "false" }
                    aria-describedby=label_id
                    on:click=handler(toggle)
                >
                    {move || if shown.try_get().unwrap_or(false) { t.common.hide } else { t.common.show }}
                </button>
            </div>
            {meter}
        </Around>
    }
}
