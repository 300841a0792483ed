//! Fields that one chooses in: drop-downs and boxes.

use crate::prelude::*;

use super::{
    state::Bound,
    text::{Around, described_by, invalid},
};

/// An entry of a drop-down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub disabled: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), disabled: false }
    }

    /// An entry that is shown but cannot be chosen.
    pub fn disabled(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { disabled: true, ..Self::new(value, label) }
    }
}

/// The entries of a drop-down, with the chosen one.
#[component]
pub fn Options(choices: Vec<Choice>, #[prop(into)] chosen: String) -> impl IntoView {
    choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == chosen;
            view! {
                <option value=choice.value selected=selected disabled=choice.disabled>
                    {choice.label}
                </option>
            }
        })
        .collect_view()
}

/// A drop-down. One that must be chosen in is not so marked for the browser, which would refuse an entry of its own with
/// an empty value.
#[component]
pub fn Select(
    of: Bound,
    choices: Vec<Choice>,
    #[prop(into)] chosen: String,
    #[prop(optional)] required: bool,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let describes = described_by(&of, hint.is_some());
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    view! {
        <Around of required hint>
            <select
                id=id
                name=name
                autocomplete=autocomplete
                disabled=disabled
                aria-describedby=describes
                aria-invalid=invalid(problem)
            >
                <Options choices chosen />
            </select>
        </Around>
    }
}

/// A box to tick, with its meaning in one line. Posts `true`, or nothing when it is not ticked.
#[component]
pub fn Tick(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] ticked: bool,
    #[prop(optional, into)] meaning: Option<String>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let meaning_id = format!("{id}-meaning");
    let describes = meaning.is_some().then(|| meaning_id.clone());
    view! {
        <div class="tick">
            <input
                type="checkbox"
                id=id.clone()
                name=name
                value="true"
                checked=ticked
                disabled=disabled
                aria-describedby=describes
            />
            <label for=id>{label}</label>
            {meaning.map(|meaning| view! { <p class="hint" id=meaning_id>{meaning}</p> })}
        </div>
    }
}
