//! Views and event handlers without their types: code for each type is what the client weighs.

use std::any::Any;

use leptos::prelude::*;

/// A view with its type forgotten; one that had none stays as it is.
pub(crate) fn forgotten<T: IntoView + 'static>(view: View<T>) -> AnyView {
    let mut view = Some(view.into_inner());
    let known: &mut dyn Any = &mut view;
    let untyped = known.downcast_mut::<Option<AnyView>>().and_then(Option::take);
    match (untyped, view) {
        (Some(view), _) => view,
        (None, Some(view)) => view.into_any(),
        (None, None) => ().into_any(),
    }
}

/// A handler of an event with its type forgotten.
pub(crate) fn handler<E: 'static>(handle: impl FnMut(E) + Send + 'static) -> Box<dyn FnMut(E) + Send> {
    Box::new(handle)
}
