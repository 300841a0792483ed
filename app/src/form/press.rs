//! Nothing moves under a pointer that is down: what would push a button away while it is pressed waits until it is let go,
//! or the press would be lost.

use std::cell::{Cell, RefCell};

use leptos::leptos_dom::helpers::{request_animation_frame, window_event_listener_untyped};

/// What waits for the pointer.
type Waiting = Vec<Box<dyn FnOnce()>>;

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static DOWN: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Waiting> = const { RefCell::new(Vec::new()) };
}

/// Watches the pointer from now on. Called in the browser alone; again does nothing.
pub fn watch_pointer() {
    if WATCHED.replace(true) {
        return;
    }
    window_event_listener_untyped("pointerdown", |_| DOWN.set(true));
    for end in ["pointerup", "pointercancel"] {
        window_event_listener_untyped(end, |_| {
            DOWN.set(false);
            // After the click that comes of it.
            request_animation_frame(|| {
                for waiting in WAITING.take() {
                    waiting();
                }
            });
        });
    }
}

/// Does something now, or once the pointer that is down was let go.
pub fn once_let_go(action: impl FnOnce() + 'static) {
    if DOWN.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(action)));
    } else {
        action();
    }
}
