//! The steps of a delivery, and a way to be there at each of them.
//!
//! Nothing in the product looks; the tests stop a worker at a step, as a power cut would, and see what becomes of the
//! email.

use std::{pin::Pin, sync::Arc};

use uuid::Uuid;

/// How far a delivery came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is claimed.
    Claimed,
    /// It is rendered, and the secrets of its links are stored.
    Rendered,
    /// The server answered; nothing is recorded yet.
    Answered,
    /// The outcome is recorded.
    Recorded,
}

type Looking = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Is told of each step of an email, and may take its time.
#[derive(Clone, Default)]
pub struct Probe(Option<Arc<dyn Fn(Step, Uuid) -> Looking + Send + Sync>>);

impl Probe {
    pub fn new<F>(look: impl Fn(Step, Uuid) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self(Some(Arc::new(move |step, email| Box::pin(look(step, email)))))
    }

    pub(super) async fn at(&self, step: Step, email: Uuid) {
        if let Some(look) = &self.0 {
            look(step, email).await;
        }
    }
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Probe(…)" } else { "Probe" })
    }
}
