//! Fields of pages that the server writes, of kinds that the client has none of.

use crate::prelude::*;

use super::typed;
use crate::form::{Around, Bound, described_by, invalid};

/// Several lines of text.
#[component]
pub fn TextArea(
    of: Bound,
    #[prop(into)] value: String,
    rows: u8,
    #[prop(optional)] required: bool,
    /// What is written is for machines: not words that a browser should mend.
    #[prop(optional)]
    code: bool,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let describes = described_by(&of, hint.is_some());
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    view! {
        <Around of required hint>
            <textarea
                id=id
                name=name
                rows=rows
                required=required
                spellcheck=code.then_some("false")
                autocapitalize=code.then_some("off")
                aria-describedby=describes
                aria-invalid=invalid(problem)
                inner_html=typed(&value)
            ></textarea>
        </Around>
    }
}

/// An amount of money, as people write it.
#[component]
pub fn AmountInput(of: Bound, #[prop(into)] value: String) -> impl IntoView {
    let describes = described_by(&of, false);
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    view! {
        <Around of required=true hint=None>
            <input
                id=id
                name=name
                type="text"
                inputmode="decimal"
                autocomplete="off"
                required=true
                value=value
                aria-describedby=describes
                aria-invalid=invalid(problem)
            />
        </Around>
    }
}

/// A whole number.
#[component]
pub fn NumberInput(of: Bound, #[prop(into)] value: String, min: u32, max: u32) -> impl IntoView {
    let describes = described_by(&of, false);
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    view! {
        <Around of required=true hint=None>
            <input
                id=id
                name=name
                type="number"
                min=min
                max=max
                value=value
                aria-describedby=describes
                aria-invalid=invalid(problem)
            />
        </Around>
    }
}
