//! A server function's answer before anyone asked for its type.
//!
//! On the server it is the value itself, written as JSON once the page is sent; in the browser it is that JSON.

use std::{
    fmt::{Display, Formatter},
    str::FromStr,
    sync::Arc,
};

use domain::AppError;
use serde::{Serialize, de::DeserializeOwned};

use crate::error::Answer;

/// What a server function can answer.
pub trait Payload: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {}
impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Payload for T {}

/// The value of an [`Answer`], whatever its type.
#[cfg(feature = "ssr")]
trait Whole: std::any::Any + Send + Sync {
    fn json(&self) -> String;
}

#[cfg(feature = "ssr")]
impl<T: Payload> Whole for Answer<T> {
    fn json(&self) -> String {
        // Fails for maps whose keys are no texts, which no answer has; reading an empty text gives `Unavailable`.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// An [`Answer`] without its type.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct Raw(Arc<dyn Whole>);

/// An [`Answer`] as JSON.
#[cfg(not(feature = "ssr"))]
#[derive(Clone)]
pub struct Raw(Arc<str>);

#[cfg(feature = "ssr")]
impl Raw {
    pub fn new<T: Payload>(answer: Answer<T>) -> Self {
        Self(Arc::new(answer))
    }

    /// The answer; a value of another type is a mistake of ours and reads as unavailable.
    pub fn read<T: Payload>(&self) -> Answer<T> {
        let whole: &dyn std::any::Any = &*self.0;
        whole.downcast_ref::<Answer<T>>().cloned().unwrap_or_else(|| Err(unavailable()))
    }
}

#[cfg(not(feature = "ssr"))]
impl Raw {
    /// What the server said: `body` is the JSON of a value, or of an [`AppError`].
    pub(super) fn said(good: bool, body: &str) -> Self {
        Self(wrap(good, body).into())
    }

    /// The server was not reached.
    pub(super) fn offline() -> Self {
        Self::said(false, OFFLINE)
    }

    /// The answer; what is no JSON of it (a proxy's page, say) reads as unavailable.
    pub fn read<T: Payload>(&self) -> Answer<T> {
        super::tree::from_answer::<T, AppError>(&self.0).unwrap_or_else(|_| Err(unavailable()))
    }
}

impl Display for Raw {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        #[cfg(feature = "ssr")]
        return f.write_str(&self.0.json());
        #[cfg(not(feature = "ssr"))]
        return f.write_str(&self.0);
    }
}

/// Reads what the server wrote into the page. The server itself reads none.
impl FromStr for Raw {
    type Err = std::fmt::Error;

    #[cfg(feature = "ssr")]
    fn from_str(_: &str) -> Result<Self, Self::Err> {
        Err(std::fmt::Error)
    }

    #[cfg(not(feature = "ssr"))]
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.into()))
    }
}

/// The JSON of [`AppError::Offline`], written out: the browser never has to write an error otherwise.
#[cfg(any(test, not(feature = "ssr")))]
const OFFLINE: &str = r#""offline""#;

/// The JSON of an [`Answer`] around that of its value or error.
#[cfg(any(test, not(feature = "ssr")))]
fn wrap(good: bool, body: &str) -> String {
    let which = if good { "Ok" } else { "Err" };
    // Without a body a value is `()`.
    format!("{{\"{which}\":{}}}", if body.is_empty() { "null" } else { body })
}

fn unavailable() -> AppError {
    AppError::Unavailable { reference: String::new() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_its_type_and_is_sent_as_its_json() {
        let raw = Raw::new::<Vec<u8>>(Ok(vec![1, 2]));
        assert_eq!(raw.read::<Vec<u8>>(), Ok(vec![1, 2]));
        assert_eq!(raw.to_string(), r#"{"Ok":[1,2]}"#);
        assert_eq!(raw.read::<String>(), Err(unavailable()));
        assert_eq!(Raw::new::<()>(Err(AppError::NotFound)).to_string(), r#"{"Err":"not_found"}"#);
    }

    #[test]
    fn what_the_browser_writes_is_what_it_reads() {
        let read = |text: &str| serde_json::from_str::<Answer<()>>(text).unwrap();
        assert_eq!(read(&wrap(true, "")), Ok(()));
        assert_eq!(read(&wrap(true, "null")), Ok(()));
        assert_eq!(read(&wrap(false, OFFLINE)), Err(AppError::Offline));
        assert_eq!(read(&wrap(false, r#"{"denied":"invoices"}"#)), Err(AppError::Denied(domain::Permission::Invoices)));
    }
}
