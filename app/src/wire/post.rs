//! A form's post: sending what was filled in, whether that is under way, and the answer.

use std::marker::PhantomData;

use leptos::prelude::*;

use super::{ask::Question, raw::Raw};
use crate::error::Answer;

/// Posts to the server function `S`. Belongs to the page that made it.
pub struct Post<S> {
    sent: Sent,
    function: PhantomData<fn() -> S>,
}

impl<S> Clone for Post<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Post<S> {}

/// A [`Post`] without the type of its function.
#[derive(Clone, Copy)]
pub struct Sent {
    url: &'static str,
    pending: RwSignal<bool>,
    answer: RwSignal<Option<Raw>>,
    answers: RwSignal<u32>,
}

impl<S> From<Post<S>> for Sent {
    fn from(post: Post<S>) -> Self {
        post.sent
    }
}

impl<S: Question> Post<S> {
    pub fn new() -> Self {
        Self { sent: Sent::new(S::PATH), function: PhantomData }
    }

    /// The last answer, if there was one.
    pub fn answer(self) -> Option<Answer<S::Output>> {
        self.sent.answer.try_get().flatten().map(|raw| raw.read())
    }
}

impl<S: Question> Default for Post<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Post<S> {
    /// Whether something is under way.
    pub fn pending(self) -> Signal<bool> {
        self.sent.pending.into()
    }

    /// Counts the answers.
    pub fn answers(self) -> RwSignal<u32> {
        self.sent.answers
    }
}

impl Sent {
    fn new(url: &'static str) -> Self {
        Self { url, pending: RwSignal::new(false), answer: RwSignal::new(None), answers: RwSignal::new(0) }
    }

    /// Where the form posts to.
    pub fn url(self) -> &'static str {
        self.url
    }

    /// Whether something is under way, not tracked.
    pub fn is_pending(self) -> bool {
        self.pending.try_get_untracked().unwrap_or(false)
    }

    /// Sends a form's text, unless something is under way already.
    pub fn send(self, text: String) {
        #[cfg(feature = "ssr")]
        let _ = text;
        #[cfg(not(feature = "ssr"))]
        if !self.is_pending() {
            // The page may be gone before the answer comes.
            let _ = self.pending.try_set(true);
            leptos::task::spawn_local(async move {
                let answer = super::transport::call(self.url, text).await;
                let _ = self.pending.try_set(false);
                let _ = self.answer.try_set(Some(answer));
                let _ = self.answers.try_update(|answers| *answers += 1);
            });
        }
    }
}
