//! The frame around the pages: the full one of the client area, and the bare one for signing in.

use crate::prelude::*;
use domain::viewer::{Frame, Presence};
use leptos_router::{components::Outlet, hooks::use_location};

use super::{
    announce::LiveRegion,
    frame::{FrameData, viewer},
    menu::{Languages, NameMenu, SideNav},
    page::{Coming, coming},
};
use crate::{Site, locale, locales::use_texts};

/// The account's name and the provider's, for titles.
///
/// Counted, not owned by the page: the server writes the title when the page's signals may be gone already.
#[derive(Clone)]
pub struct Names(ArcRwSignal<(Option<String>, String)>);

impl Names {
    /// Provides them; the frame fills them in.
    pub fn provide() {
        let brand = use_context::<Site>().map(|site| site.brand).unwrap_or_default();
        provide_context(Self(ArcRwSignal::new((None, brand))));
    }

    pub fn get(&self) -> (Option<String>, String) {
        self.0.get()
    }

    fn brand() -> String {
        use_context::<Self>().map(|Self(names)| names.get_untracked().1).unwrap_or_default()
    }

    fn set(frame: &Frame) {
        let account = viewer(frame).map(|viewer| viewer.account_name.clone());
        let names = (account, frame.brand.clone());
        if let Some(Self(signal)) = use_context::<Self>()
            && signal.get_untracked() != names
        {
            signal.set(names);
        }
    }
}

/// The client area's frame: top bar, side navigation, content, footer.
#[component]
pub fn Layout() -> impl IntoView {
    let frame = FrameData::provide();
    close_menus_after_navigation();
    let bars = move || -> Coming {
        Box::pin(async move {
            frame.get().await.map_or_else(
                // The page says what is wrong; the way home stays.
                |_| view! { <header class="topbar"><Brand name=Names::brand() /></header> }.into_any(),
                |frame| {
                    Names::set(&frame);
                    locale::follow(frame.locale);
                    view! { <Bars frame /> }.into_any()
                },
            )
        })
    };
    view! {
        <Skip />
        <div class="frame">
            {coming(|| view! { <div class="topbar"></div> }.into_any(), bars)}
            <LiveRegion />
            <main id="content">
                <Outlet />
            </main>
            <Footer />
        </div>
    }
}

/// The frame for signing in: the brand and a card.
#[component]
pub fn BareLayout() -> impl IntoView {
    let frame = FrameData::provide();
    let brand = move || -> Coming {
        Box::pin(async move {
            frame.get().await.map_or_else(
                |_| ().into_any(),
                |frame| {
                    Names::set(&frame);
                    locale::follow(frame.locale);
                    let leave =
                        (frame.presence != Presence::Anonymous).then(|| view! { <NameMenu frame=frame.clone() /> });
                    view! {
                        <Brand name=frame.brand />
                        {leave}
                    }
                    .into_any()
                },
            )
        })
    };
    view! {
        <Skip />
        <div class="frame bare">
            <header class="topbar">
                {coming(|| ().into_any(), brand)}
            </header>
            <LiveRegion />
            <main id="content">
                <div class="card">
                    <Outlet />
                </div>
            </main>
            <Footer />
        </div>
    }
}

#[component]
fn Skip() -> impl IntoView {
    view! {
        <a class="skip" href="#content" rel="external">
            {use_texts().common.skip}
        </a>
    }
}

/// The top bar and the side navigation.
#[component]
fn Bars(frame: Frame) -> impl IntoView {
    let t = use_texts();
    let viewer = viewer(&frame).cloned();
    let account = viewer.as_ref().map(|viewer| view! { <span class="account">{viewer.account_name.clone()}</span> });
    // The style sheet shows the field, or on a phone its button alone; `frontend/browser.js` gives it its keys.
    let search = viewer.as_ref().map(|viewer| {
        let user = viewer.user.to_string();
        view! {
            <form class="find" role="search" aria-label=t.nav.search method="get" action="/search" data-user=user>
                <input
                    type="search"
                    name="q"
                    maxlength="100"
                    autocomplete="off"
                    aria-label=t.nav.search
                    placeholder=t.nav.search
                />
                <button type="submit" aria-label=t.nav.search></button>
            </form>
        }
    });
    let menu = viewer.is_some().then(|| {
        view! {
            <button type="button" class="menu-button" popovertarget="sections">
                {t.nav.menu}
            </button>
        }
    });
    let demo = frame.demo.then(|| {
        view! {
            <a class="demo" href="/dev/mailbox" rel="external">
                {t.common.mailbox}
            </a>
        }
    });
    view! {
        <header class="topbar">
            {menu} <Brand name=frame.brand.clone() /> {account} <span class="gap"></span> {search} {demo} <NameMenu frame />
        </header>
        {viewer.map(|viewer| view! { <SideNav viewer /> })}
    }
}

#[component]
fn Brand(name: String) -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                <circle cx="8.5" cy="12" r="6.5" />
                <circle cx="15.5" cy="12" r="6.5" />
            </svg>
            <span>{name}</span>
        </a>
    }
}

#[component]
fn Footer() -> impl IntoView {
    let t = use_texts();
    view! {
        <footer>
            <a href="/help/contacts">{t.common.help}</a>
            <Languages />
        </footer>
    }
}

/// A popover stays open when the page changes under it.
fn close_menus_after_navigation() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<()>| {
        path.track();
        if before.is_none() {
            return;
        }
        for id in ["name-menu", "sections"] {
            if let Some(menu) = document().get_element_by_id(id) {
                use leptos::wasm_bindgen::JsCast;
                // Refused only when it is not open.
                let _ = menu.unchecked_into::<web_sys::HtmlElement>().hide_popover();
            }
        }
    });
}
