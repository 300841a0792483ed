//! Somebody else saved the same contact first: what differs, and a choice per field.

use crate::prelude::*;
use domain::{ContactField, contact::Conflict};
use leptos::{ev::MouseEvent, html::Section};

use super::{live::Live, merge::Merged, words};
use crate::{
    locales::{fields::Labelled, use_texts},
    ui::{Cell, Table},
};

/// A conflict that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub conflict: Conflict,
    pub merged: Merged,
}

/// What differs from what the other person saved. The form below holds one's own values, and saves against their version.
#[component]
pub fn ConflictView(live: Live, open: RwSignal<Option<Open>>) -> impl IntoView {
    let section = NodeRef::<Section>::new();
    Effect::new(move |before: Option<()>| {
        let is_there = open.with(Option::is_some);
        if before.is_some() && is_there {
            request_animation_frame(move || {
                if let Some(section) = section.try_get_untracked().flatten() {
                    // Refused only for an element that cannot take it.
                    let _ = section.focus();
                }
            });
        }
    });
    let content = move || open.get().map(|conflict| view! { <Differences live conflict open /> });
    view! {
        <section
            class="notice conflict"
            data-tone="warning"
            aria-labelledby="conflict-heading"
            tabindex="-1"
            node_ref=section
            hidden=move || open.with(Option::is_none)
        >
            {content}
        </section>
    }
}

#[component]
fn Differences(live: Live, conflict: Open, open: RwSignal<Option<Open>>) -> impl IntoView {
    let t = use_texts();
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let theirs = StoredValue::new(conflict.conflict.stored.clone());
    let take = move |field: ContactField| {
        theirs.with_value(|theirs| live.fill(field, theirs));
        live.refresh();
        open.update(|open| {
            if let Some(open) = open {
                open.merged.open.retain(|other| *other != field);
            }
        });
    };
    let take_all = move |_: MouseEvent| {
        theirs.with_value(|theirs| live.fill_all(theirs));
        open.set(None);
    };
    let keep = move |_: MouseEvent| live.submit();
    let rows = conflict
        .merged
        .open
        .iter()
        .copied()
        .map(|field| {
            let label = field.label(&t.fields);
            let yours = words::value(t, field, &conflict.merged.form);
            let others = words::value(t, field, &conflict.conflict.stored);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {label}
                    </th>
                    <Cell label=t.contacts.yours>{yours}</Cell>
                    <Cell label=t.contacts.theirs>
                        {others} " "
                        <button type="button" hidden=move || !alive.get() on:click=handler(move |_: MouseEvent| take(field))>
                            {t.contacts.take_theirs}
                            <span class="visually-hidden">" " {label}</span>
                        </button>
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    let taken: Vec<_> = conflict.merged.taken.iter().map(|field| field.label(&t.fields)).collect();
    let taken = (!taken.is_empty()).then(|| view! { <p>{(t.contacts.taken)(&taken.join(", "))}</p> });
    let nothing_left = conflict.merged.open.is_empty();
    let table = (!nothing_left).then(|| {
        view! {
            <Table caption=t.contacts.differences heads=vec![t.contacts.field, t.contacts.yours, t.contacts.theirs]>
                {rows}
            </Table>
        }
    });
    let after = if nothing_left { t.contacts.same_now } else { t.contacts.conflict_next };
    view! {
        <h2 id="conflict-heading">{(t.contacts.conflict)(&conflict.conflict.by)}</h2>
        {taken}
        {table}
        <p>{after}</p>
        <div class="actions" hidden=move || !alive.get()>
            <button type="button" class="primary" on:click=handler(keep)>
                {t.contacts.keep_mine}
            </button>
            <button type="button" on:click=handler(take_all)>
                {t.contacts.take_all}
            </button>
        </div>
    }
}
