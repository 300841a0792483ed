//! What is wrong with which field of a form, and what of it is shown already.

use domain::{FieldProblem, FormErrors};
use leptos::prelude::*;

use crate::locales::{Texts, fields::Labelled, use_texts};

/// The problems of one form. `F` is its field type.
///
/// After a save that leads to another page, the page and its signals are gone before everything that read them: so
/// nothing here insists on a signal.
///
/// While one fills in a form, a problem is shown once its field was left; after a refused save all are. What the server
/// found stays until its field is changed: the page may not be able to see it.
pub struct FormState<F: 'static> {
    id: &'static str,
    prefix: &'static str,
    texts: &'static Texts,
    /// What the page finds.
    errors: RwSignal<FormErrors<F>>,
    /// What the server found.
    answered: RwSignal<FormErrors<F>>,
    left: RwSignal<Vec<F>>,
    refused: RwSignal<bool>,
    dirty: RwSignal<bool>,
}

impl<F> Clone for FormState<F> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<F> Copy for FormState<F> {}

/// A field as an input needs it: what it is called, and what is wrong with it.
#[derive(Clone)]
pub struct Bound {
    pub id: String,
    pub name: String,
    pub label: String,
    pub problem: Signal<Option<String>>,
}

impl Bound {
    /// A field without problems of its own.
    pub fn new(id: impl Into<String>, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), label: label.into(), problem: Signal::stored(None) }
    }

    /// The same field under another label.
    #[must_use]
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// The id of the label.
    pub fn label_id(&self) -> String {
        format!("{}-label", self.id)
    }

    /// The id of the text that says what is wrong.
    pub fn problem_id(&self) -> String {
        format!("{}-problem", self.id)
    }

    /// The id of the hint.
    pub fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }
}

impl<F: Labelled + Send + Sync> FormState<F> {
    /// `id` is unique on the page; inputs are named `prefix[code]`, or `code` alone where the prefix is empty. `errors`
    /// are those of a refused save (without WebAssembly the server renders them).
    pub fn new(id: &'static str, prefix: &'static str, errors: FormErrors<F>) -> Self {
        let refused = !errors.is_empty();
        Self {
            id,
            prefix,
            texts: use_texts(),
            errors: RwSignal::new(FormErrors::default()),
            answered: RwSignal::new(errors),
            left: RwSignal::new(Vec::new()),
            refused: RwSignal::new(refused),
            dirty: RwSignal::new(false),
        }
    }

    pub fn id(self) -> &'static str {
        self.id
    }

    /// The id of a field's input.
    pub fn input_id(self, field: F) -> String {
        format!("{}-{}", self.id, field.code())
    }

    /// The name of a field's input.
    pub fn input_name(self, field: F) -> String {
        if self.prefix.is_empty() {
            field.code().to_owned()
        } else {
            format!("{}[{}]", self.prefix, field.code())
        }
    }

    pub fn label(self, field: F) -> &'static str {
        field.label(&self.texts.fields)
    }

    /// The field for an input.
    pub fn bind(self, field: F) -> Bound {
        Bound {
            id: self.input_id(field),
            name: self.input_name(field),
            label: self.label(field).to_owned(),
            problem: self.problem(field),
        }
    }

    /// What to say about a field now.
    pub fn problem(self, field: F) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refused = self.refused.try_get().unwrap_or(false);
            let shown = refused || self.left.try_with(|left| left.contains(&field)).unwrap_or(false);
            if shown {
                self.problems().get(field).map(|problem| self.words(problem))
            } else {
                None
            }
        })
    }

    fn words(self, problem: &FieldProblem) -> String {
        self.texts.problems.field(problem)
    }

    /// All problems of a refused save, for the summary: input id, label, words.
    pub fn refused(self) -> Signal<Vec<(String, &'static str, String)>> {
        Signal::derive(move || {
            if !self.refused.try_get().unwrap_or(false) {
                return Vec::new();
            }
            let line =
                |(field, problem): (F, &FieldProblem)| (self.input_id(field), self.label(field), self.words(problem));
            self.problems().iter().map(line).collect()
        })
    }

    /// Everything that is wrong.
    fn problems(self) -> FormErrors<F> {
        let mut all = self.errors.try_get().unwrap_or_default();
        for (field, problem) in self.answered.try_get().unwrap_or_default().iter() {
            all.add(field, problem.clone());
        }
        all
    }

    /// Whether something was typed since the page was loaded or saved.
    pub fn dirty(self) -> Signal<bool> {
        self.dirty.into()
    }

    pub fn set_dirty(self, dirty: bool) {
        let _ = self.dirty.try_set(dirty);
    }

    /// The problems as they are now, while one types.
    pub fn set_problems(self, errors: FormErrors<F>) {
        // What the page sees too, it will also see mended.
        self.forget(|field| errors.get(field).is_some());
        let _ = self.errors.try_set(errors);
    }

    /// Forgets what the server found in some fields.
    fn forget(self, these: impl Fn(F) -> bool) {
        let known = self.answered.try_get_untracked().unwrap_or_default();
        if known.iter().any(|(field, _)| these(field)) {
            let mut left = FormErrors::default();
            for (field, problem) in known.iter().filter(|(field, _)| !these(*field)) {
                left.add(field, problem.clone());
            }
            let _ = self.answered.try_set(left);
        }
    }

    /// The field was changed, by the name of its input.
    pub fn change(self, input_name: &str) {
        let changed = self.named(input_name);
        self.forget(|field| Some(field) == changed);
    }

    /// The field that was just left, by the name of its input.
    pub fn leave(self, input_name: &str) {
        if let Some(field) = self.named(input_name) {
            let _ = self.left.try_update(|left| left.push(field));
        }
    }

    /// The field of an input.
    fn named(self, input_name: &str) -> Option<F> {
        F::ALL.iter().copied().find(|field| {
            let name = self.input_name(*field);
            input_name == name || input_name.strip_prefix(&name).is_some_and(|rest| rest.starts_with('['))
        })
    }

    /// The server refused a save.
    pub fn refuse(self, errors: FormErrors<F>) {
        let _ = self.answered.try_set(errors);
        self.show_all();
    }

    /// Everything that is wrong is shown, and the summary takes the focus.
    pub fn show_all(self) {
        let _ = self.refused.try_set(true);
        super::summary::focus(self.id);
    }

    /// It was saved: nothing is wrong, nothing is unsaved.
    pub fn saved(self) {
        let _ = self.errors.try_set(FormErrors::default());
        let _ = self.answered.try_set(FormErrors::default());
        let _ = self.left.try_set(Vec::new());
        let _ = self.refused.try_set(false);
        let _ = self.dirty.try_set(false);
    }
}

#[cfg(test)]
mod tests {
    use domain::{ContactField as F, FieldProblem as P, Locale};
    use leptos::reactive::owner::Owner;

    use super::*;

    fn refused(field: F, problem: P) -> FormState<F> {
        FormState::new("contact", "form", FormErrors::one(field, problem))
    }

    fn shown(state: FormState<F>, field: F) -> bool {
        state.problem(field).get_untracked().is_some()
    }

    #[test]
    fn what_only_the_server_sees_stays_until_its_field_is_changed() {
        Owner::new().with(|| {
            provide_context(Locale::English);
            let state = refused(F::Email, P::EmailTaken);
            state.set_problems(FormErrors::one(F::City, P::Unprintable));
            assert!(shown(state, F::Email) && shown(state, F::City));
            state.change("form[city]");
            state.set_problems(FormErrors::default());
            assert!(shown(state, F::Email) && !shown(state, F::City));
            state.change("form[email]");
            assert!(!shown(state, F::Email) && state.refused().get_untracked().is_empty());
        });
    }

    #[test]
    fn what_the_page_sees_too_goes_when_it_is_mended_elsewhere() {
        Owner::new().with(|| {
            provide_context(Locale::English);
            let state = refused(F::Scope, P::EmptyScope);
            state.set_problems(FormErrors::one(F::Scope, P::EmptyScope));
            state.change("form[services][id-1]");
            state.set_problems(FormErrors::default());
            assert!(!shown(state, F::Scope));
        });
    }
}
