//! What every file of pages and components uses: leptos, with a `view!` of our own and a place to forget types.

pub use leptos::prelude::*;

pub(crate) use crate::ui::handler;

/// Leptos' `view!` with its type forgotten: code for each type that a view can have is what the client weighs.
macro_rules! untyped_view {
    ($($view:tt)*) => {
        $crate::ui::forgotten(leptos::view! { $($view)* })
    };
}

pub(crate) use untyped_view as view;
