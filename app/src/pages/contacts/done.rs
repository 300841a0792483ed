//! What was done last on the Contacts pages, told once on the page that comes after.

use crate::prelude::*;
use domain::{Code, contact::Saved};
use leptos::html::Div;
use leptos_router::hooks::use_query_map;

use crate::{
    locales::{Texts, use_texts},
    ui::announce,
};

/// What was done. Its code is `done` in the query of the page after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Saved,
    Created,
    /// Saved, and an invitation is on its way.
    Invited,
    Deleted,
    Resent,
    Tested,
}

impl Code for Done {
    const WHAT: &'static str = "outcome";
    const ALL: &'static [Self] =
        &[Self::Saved, Self::Created, Self::Invited, Self::Deleted, Self::Resent, Self::Tested];

    fn code(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Created => "created",
            Self::Invited => "invited",
            Self::Deleted => "deleted",
            Self::Resent => "resent",
            Self::Tested => "tested",
        }
    }
}

impl Done {
    /// What saving did.
    pub fn of(saved: &Saved) -> Self {
        match saved {
            Saved { invited: Some(_), .. } => Self::Invited,
            Saved { created: true, .. } => Self::Created,
            _ => Self::Saved,
        }
    }

    pub fn words(self, t: &Texts) -> &'static str {
        match self {
            Self::Saved => t.common.saved,
            Self::Created => t.contacts.created,
            Self::Invited => t.contacts.invited,
            Self::Deleted => t.contacts.deleted,
            Self::Resent => t.contacts.resent,
            Self::Tested => t.contacts.tested,
        }
    }

    /// A path with what was done in its query.
    pub fn after(self, path: &str) -> String {
        format!("{path}?done={}", self.code())
    }

    /// The page of a contact that was saved.
    pub fn saved(saved: &Saved) -> String {
        Self::of(saved).after(&super::path_of(saved.id))
    }
}

/// The notice, from the query of this page. With `told`, the text is announced and focused: something was just done
/// without the page loading again. Gone once something else is typed.
#[component]
pub fn DoneNotice(told: RwSignal<bool>, unsaved: RwSignal<bool>) -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let notice = NodeRef::<Div>::new();
    let done = Memo::new(move |_| query.with(|query| query.get("done")).and_then(|code| Done::from_code(&code)));
    let announce = announce();
    Effect::new(move |_| {
        if let Some(done) = done.get()
            && told.get_untracked()
        {
            told.set(false);
            announce(done.words(t).to_owned());
            request_animation_frame(move || {
                if let Some(notice) = notice.try_get_untracked().flatten() {
                    // Refused only for an element that cannot take it.
                    let _ = notice.focus();
                }
            });
        }
    });
    view! {
        <div
            class="notice"
            data-tone="good"
            tabindex="-1"
            node_ref=notice
            hidden=move || done.get().is_none() || unsaved.get()
        >
            {move || done.get().map(|done| done.words(t))}
        </div>
    }
}
