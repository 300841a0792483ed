//! What is wrong with which field of a form, and what of it is shown already.

use std::collections::BTreeSet;

use domain::{FieldProblem, FormErrors};
use leptos::prelude::*;

use crate::locales::{Texts, fields::Labelled, use_texts};

/// The problems of one form. `F` is its field type.
///
/// After a save that leads to another page, the page and its signals are gone before everything that read them: so
/// nothing here insists on a signal.
///
/// While one fills in a form, a problem is shown once its field was left; after a refused save all are.
pub struct FormState<F: 'static> {
    id: &'static str,
    prefix: &'static str,
    texts: &'static Texts,
    errors: RwSignal<FormErrors<F>>,
    left: RwSignal<BTreeSet<F>>,
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
            errors: RwSignal::new(errors),
            left: RwSignal::new(BTreeSet::new()),
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
                self.errors.try_with(|errors| errors.get(field).map(|problem| self.words(problem))).flatten()
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
            let lines = self.errors.try_with(|errors| {
                let line = |(field, problem): (F, &FieldProblem)| {
                    (self.input_id(field), self.label(field), self.words(problem))
                };
                errors.iter().map(line).collect()
            });
            lines.unwrap_or_default()
        })
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
        let _ = self.errors.try_set(errors);
    }

    /// The field that was just left, by the name of its input.
    pub fn leave(self, input_name: &str) {
        let field = F::ALL.iter().copied().find(|field| {
            let name = self.input_name(*field);
            input_name == name || input_name.strip_prefix(&name).is_some_and(|rest| rest.starts_with('['))
        });
        if let Some(field) = field {
            let _ = self.left.try_update(|left| left.insert(field));
        }
    }

    /// A save was refused: everything is shown, and the summary takes the focus.
    pub fn refuse(self, errors: FormErrors<F>) {
        let _ = self.errors.try_set(errors);
        let _ = self.refused.try_set(true);
        super::summary::focus(self.id);
    }

    /// It was saved: nothing is wrong, nothing is unsaved.
    pub fn saved(self) {
        let _ = self.errors.try_set(FormErrors::default());
        let _ = self.left.try_set(BTreeSet::new());
        let _ = self.refused.try_set(false);
        let _ = self.dirty.try_set(false);
    }
}
