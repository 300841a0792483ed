//! The menus of the frame: the name menu and the side navigation. Both are popovers, which the browser opens and closes
//! by itself, with or without WebAssembly.

use crate::prelude::*;
use domain::{
    Code, Locale, Viewer,
    viewer::{Frame, Presence},
};
use leptos_router::hooks::use_location;

use super::{parts::Avatar, sections::Section};
use crate::locales::{use_locale, use_texts};

/// Where *Sign out* posts to.
const SIGN_OUT: &str = "/api/session/sign-out";

/// The side navigation: the sections that the viewer may open.
#[component]
pub fn SideNav(viewer: Viewer) -> impl IntoView {
    let t = use_texts();
    let links = Section::SIDE
        .into_iter()
        .filter(|section| section.is_open_to(&viewer))
        .map(|section| view! { <SectionLink section /> })
        .collect_view();
    view! {
        <nav id="sections" class="side" popover="auto" aria-label=t.nav.sections>
            <ul>{links}</ul>
        </nav>
    }
}

/// A menu entry that knows whether it is the page shown.
#[component]
fn SectionLink(section: Section) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || path.with(|path| section.holds(path)).then_some("page");
    view! {
        <li>
            <a href=section.href() aria-current=current>
                {section.name(&use_texts().nav)}
            </a>
        </li>
    }
}

/// The name menu: a button with the user's name, and behind it their account and themselves.
#[component]
pub fn NameMenu(frame: Frame) -> impl IntoView {
    let t = use_texts();
    let (name, email, accounts, invitations, viewer) = match frame.presence {
        Presence::Anonymous => {
            return view! {
                <a class="button" href="/login">
                    {t.nav.sign_in}
                </a>
            }
            .into_any();
        }
        Presence::On(viewer) => {
            let viewer = *viewer;
            (viewer.name.clone(), viewer.email.clone(), viewer.accounts, viewer.invitations, Some(viewer))
        }
        Presence::Choosing { name, email, accounts, invitations } => (name, email, accounts, invitations, None),
        Presence::Ended { name, email, .. } | Presence::Nowhere { name, email } => (name, email, 0, 0, None),
    };
    let sections = viewer.map(|viewer| {
        Section::ACCOUNT
            .into_iter()
            .filter(|section| section.is_open_to(&viewer))
            .map(|section| view! { <SectionLink section /> })
            .collect_view()
    });
    let chooser = (accounts > 1).then(|| view! { <li><a href="/accounts">{t.nav.accounts}</a></li> });
    let waiting =
        (invitations > 0).then(|| view! { <li><a href="/invitations">{(t.nav.invitations)(invitations)}</a></li> });
    view! {
        <button type="button" class="name-button" popovertarget="name-menu">
            <Avatar name=name.clone() />
            <span class="name">{name}</span>
        </button>
        <div id="name-menu" class="menu" popover="auto">
            <p class="who">{email}</p>
            <ul>{sections} {chooser} {waiting}</ul>
            <form method="post" action=SIGN_OUT>
                <button type="submit">{t.nav.sign_out}</button>
            </form>
            <Languages />
        </div>
    }
    .into_any()
}

/// The language switch: a plain form, which loads the page again in the other language.
#[component]
pub fn Languages() -> impl IntoView {
    let current = use_locale();
    let others = Locale::ALL
        .iter()
        .copied()
        .filter(|locale| *locale != current)
        .map(|locale| {
            view! {
                <button type="submit" name="locale" value=locale.code() lang=locale.code()>
                    {locale.own_name()}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="languages" method="post" action="/api/locale">
            {others}
        </form>
    }
}
