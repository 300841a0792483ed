//! The kit that pages are made of: frame, page states, and small parts. Forms have their own kit in `form`.
//!
//! A page is one component that asks one server function and shows the answer through [`load`]:
//!
//! ```ignore
//! #[component]
//! pub fn Security() -> impl IntoView {
//!     load(|| LoadSecurity {}, |page| view! {
//!         <PageHead title=use_texts().security.title />
//!         <Profile profile=page.profile />
//!     })
//! }
//! ```
//!
//! A form is a [`LiveForm`](crate::form::LiveForm) over a [`Post`](crate::wire::Post), with a
//! [`FormState`](crate::form::FormState) for its problems:
//!
//! ```ignore
//! let save = Post::<SaveProfile>::new();
//! let state = FormState::new("profile", "form", errors);
//! Effect::new(move |_| match save.answer() {
//!     Some(Ok(())) => { state.saved(); say(t.common.saved.to_owned()); }
//!     Some(Err(AppError::Security(errors))) => state.refuse(errors),
//!     _ => {}
//! });
//! view! {
//!     <LiveForm post=save state check=|args: &SaveProfile| args.form.check()>
//!         <ErrorSummary state />
//!         <TextInput of=state.bind(SecurityField::Name) value=form.name required=true autocomplete="name" />
//!         <Submit label=t.common.save pending=save.pending() />
//!     </LiveForm>
//! }
//! ```

pub mod announce;
pub mod dialog;
mod forgotten;
pub mod frame;
pub mod layout;
pub mod menu;
pub mod notice;
pub mod page;
pub mod parts;
pub mod refusal;
pub mod sections;
pub mod table;
pub mod url;

pub use announce::announce;
pub use dialog::{Ask, Confirm};
pub(crate) use forgotten::{forgotten, handler};
pub use notice::{Notice, Tone};
pub use page::{PageHead, anew, load, load_again};
#[cfg(feature = "ssr")]
pub use parts::StatusBadge;
pub use parts::{Avatar, Badge, Empty, StateBadge, Time, initials};
pub use table::{Cell, Pager, Table};
