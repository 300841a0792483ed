//! The inputs of these forms, and what is wrong with them.

use crate::prelude::*;
use backend::problems::{Problem, Problems};
use domain::AppError;

use crate::{
    form::Bound,
    locales::{problem_words, tickets::tickets, use_texts},
    served::typed,
    ui::{Notice, Tone},
};

/// What is wrong with a refused form.
#[derive(Clone, Default)]
pub struct Wrong {
    problems: Vec<(String, Problem)>,
    refused: Option<AppError>,
}

impl Wrong {
    pub fn new(refused: Option<AppError>) -> Self {
        let problems = refused.as_ref().map(Problems::of).unwrap_or_default();
        Self { refused: refused.filter(|_| problems.is_empty()), problems }
    }

    fn words(&self, input: &str) -> Option<String> {
        let found = self.problems.iter().find(|(name, _)| name == input);
        found.map(|(_, problem)| problem_words::words(use_texts().locale, *problem).to_owned())
    }

    /// An input with its label and what is wrong with it.
    pub fn bound(&self, name: &'static str, label: &'static str) -> Bound {
        Bound { problem: Signal::stored(self.words(name)), ..Bound::new(name, name, label) }
    }
}

/// Why nothing was done, on top of the form: links to the inputs, or the refusal of the whole.
#[component]
pub fn Summary(wrong: Wrong, labels: Vec<(&'static str, &'static str)>) -> impl IntoView {
    let t = use_texts();
    if let Some(refused) = wrong.refused {
        let words = t.refusals.of(&refused);
        return view! { <Notice tone=Tone::Bad title=words.title>{words.next}</Notice> }.into_any();
    }
    if wrong.problems.is_empty() {
        return ().into_any();
    }
    let line = |(input, problem): &(String, Problem)| {
        let label = labels.iter().find(|(name, _)| name == input).map(|(_, label)| *label).unwrap_or_default();
        let words = problem_words::words(t.locale, *problem);
        view! {
            <li>
                <a href=format!("#{input}") rel="external">
                    {label}
                </a>
                ": "
                {words}
            </li>
        }
    };
    let lines = wrong.problems.iter().map(line).collect_view();
    let again = tickets(t.locale).files_again;
    view! {
        <div class="notice summary" data-tone="bad" role="alert">
            <strong>{t.common.summary}</strong>
            <ul>{lines}</ul>
            <p>{again}</p>
        </div>
    }
    .into_any()
}

/// The label, hint and problem around an input of another kind.
#[component]
fn Around(of: Bound, #[prop(into)] hint: String, optional: bool, children: Children) -> impl IntoView {
    let words = of.problem.get_untracked();
    let optional = optional.then(|| view! { <span class="optional">{use_texts().common.optional}</span> });
    let wrong = words.is_some();
    view! {
        <div class="field" class:invalid=wrong>
            <label for=of.id.clone()>{of.label.clone()}</label>
            {optional}
            <p class="hint" id=of.hint_id()>
                {hint}
            </p>
            {children()}
            <p class="problem" id=of.problem_id()>
                {words}
            </p>
        </div>
    }
}

/// What describes such an input.
fn described_by(of: &Bound) -> String {
    format!("{} {}", of.hint_id(), of.problem_id())
}

/// Whether something is wrong with it.
fn invalid(of: &Bound) -> Option<&'static str> {
    of.problem.get_untracked().map(|_| "true")
}

/// A text of several lines.
#[component]
pub fn TextArea(of: Bound, #[prop(into)] value: String, #[prop(into)] hint: String) -> impl IntoView {
    let (describes, invalid) = (described_by(&of), invalid(&of));
    let (id, name) = (of.id.clone(), of.name.clone());
    view! {
        <Around of hint optional=false>
            <textarea
                id=id
                name=name
                rows="10"
                required=true
                aria-describedby=describes
                aria-invalid=invalid
                inner_html=typed(&value)
            ></textarea>
        </Around>
    }
}

/// Files to attach.
#[component]
pub fn FilesInput(of: Bound) -> impl IntoView {
    let (describes, invalid) = (described_by(&of), invalid(&of));
    let (id, name) = (of.id.clone(), of.name.clone());
    let hint = tickets(use_texts().locale).files_hint();
    view! {
        <Around of hint optional=true>
            <input
                id=id
                name=name
                type="file"
                multiple=true
                accept=".png,.jpg,.jpeg,.gif,.webp,.pdf,.zip,.txt,.log,.csv"
                aria-describedby=describes
                aria-invalid=invalid
            />
        </Around>
    }
}
