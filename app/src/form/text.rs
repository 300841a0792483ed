//! Fields that one types into.

use crate::prelude::*;

use super::state::Bound;
use crate::locales::use_texts;

/// The label, hint and problem around an input.
///
/// Without WebAssembly the problem is what the server rendered. The element for it is always there, so that
/// `aria-describedby` never points nowhere.
#[component]
pub fn Around(of: Bound, required: bool, hint: Option<String>, children: Children) -> impl IntoView {
    let problem = of.problem;
    let problem_id = of.problem_id();
    let hint_id = of.hint_id();
    let label_id = of.label_id();
    let optional = (!required).then(|| view! { <span class="optional">{use_texts().common.optional}</span> });
    view! {
        <div class="field" class:invalid=move || problem.try_with(Option::is_some).unwrap_or(false)>
            <label id=label_id for=of.id>
                {of.label}
            </label>
            {optional}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {children()}
            <p class="problem" id=problem_id>
                {move || problem.try_get().flatten()}
            </p>
        </div>
    }
}

/// What describes an input: its hint, if there is one, and its problem.
pub fn described_by(of: &Bound, hint: bool) -> String {
    if hint {
        format!("{} {}", of.hint_id(), of.problem_id())
    } else {
        of.problem_id()
    }
}

/// Whether something is wrong, for `aria-invalid`.
pub fn invalid(problem: Signal<Option<String>>) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync {
    move || problem.try_with(Option::is_some).unwrap_or(false).then_some("true")
}

/// A line of text.
#[component]
pub fn TextInput(
    of: Bound,
    #[prop(into)] value: String,
    #[prop(optional)] required: bool,
    /// `email`, `tel` and so on; text unless told.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] readonly: bool,
) -> impl IntoView {
    let describes = described_by(&of, hint.is_some());
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    view! {
        <Around of required=required || readonly hint>
            <input
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                required=required
                readonly=readonly
                aria-describedby=describes
                aria-invalid=invalid(problem)
            />
        </Around>
    }
}

/// A date, or none.
#[component]
pub fn DateInput(
    of: Bound,
    #[prop(into)] value: String,
    /// The first date that can be chosen.
    #[prop(optional, into)]
    min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let describes = described_by(&of, hint.is_some());
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    view! {
        <Around of required=false hint>
            <input
                id=id
                name=name
                type="date"
                value=value
                min=min
                max=max
                disabled=disabled
                aria-describedby=describes
                aria-invalid=invalid(problem)
            />
        </Around>
    }
}

/// A hidden value.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

/// A group of fields with a heading, and a problem of the whole group.
#[component]
pub fn Fieldset(
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    /// The field that the group is, for its problem and as a target of the summary.
    #[prop(optional)]
    of: Option<Bound>,
    #[prop(optional)] disabled: bool,
    children: Children,
) -> impl IntoView {
    let id = of.as_ref().map(|of| of.id.clone());
    let describes = of.as_ref().map(Bound::problem_id);
    let problem = of.map(|of| {
        view! {
            <p class="problem" id=of.problem_id()>
                {move || of.problem.try_get().flatten()}
            </p>
        }
    });
    view! {
        <fieldset id=id aria-describedby=describes disabled=disabled tabindex="-1">
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            {problem}
            {children()}
        </fieldset>
    }
}
