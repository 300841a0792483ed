//! Files to attach, in the forms of tickets.

use crate::prelude::*;

use crate::{
    form::{Around, Bound, described_by, invalid},
    locales::{tickets::tickets, use_texts},
};

/// Files to attach.
#[component]
pub fn FilesInput(of: Bound) -> impl IntoView {
    let describes = described_by(&of, true);
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    let hint = tickets(use_texts().locale).files_hint();
    view! {
        <Around of required=false hint=Some(hint)>
            <input
                id=id
                name=name
                type="file"
                multiple=true
                accept=".png,.jpg,.jpeg,.gif,.webp,.pdf,.zip,.txt,.log,.csv"
                aria-describedby=describes
                aria-invalid=invalid(problem)
            />
        </Around>
    }
}
