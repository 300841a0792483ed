//! The kit that forms are made of.
//!
//! Inputs are uncontrolled: the value that they show at first is an attribute, and what is typed stays theirs, so that a
//! form works the same before, after and without WebAssembly. [`FormState`] keeps what is wrong with which field;
//! [`LiveForm`] checks while one types with the same code that the server runs, [`PostForm`] only sends.

mod buttons;
mod choices;
mod guard;
mod live;
mod password;
mod press;
mod refused;
mod state;
mod summary;
mod text;

pub use buttons::{SaveBar, Submit};
pub use choices::{Choice, Options, Select, Tick};
pub use guard::guard_unsaved;
pub use live::{GetForm, LiveForm, PostForm, input_named, read, set_ticked};
pub use password::{PasswordInput, strength};
pub use refused::RefusedNotice;
pub use state::{Bound, FormState};
pub use summary::ErrorSummary;
#[cfg(feature = "ssr")]
pub(crate) use text::{Around, described_by, invalid};
pub use text::{DateInput, Fieldset, Hidden, TextInput};
