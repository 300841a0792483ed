//! A contact that the viewer may not change: what is stored, and why.

use crate::prelude::*;
use domain::{ContactField, Escalation, contact::ContactEditor};

use super::{merge::fields, words};
use crate::{
    locales::{fields::Labelled, use_texts},
    ui::{Notice, Tone},
};

/// The contact as facts.
#[component]
pub fn Locked(editor: ContactEditor, why: Escalation) -> impl IntoView {
    let t = use_texts();
    let stored = editor.stored;
    let facts = fields()
        .filter(|field| !matches!(field, ContactField::Activate | ContactField::Scope | ContactField::AccessEnds))
        .map(|field| {
            let value = match field {
                ContactField::Permissions => words::access(t, &stored),
                field => words::value(t, field, &stored),
            };
            view! {
                <dt>{field.label(&t.fields)}</dt>
                <dd>{value}</dd>
            }
        })
        .collect_view();
    view! {
        <Notice tone=Tone::Warning title=t.contacts.locked>
            {t.problems.escalation(why)}
        </Notice>
        <section class="panel">
            <dl class="facts">{facts}</dl>
        </section>
    }
}
