//! Help about contacts and sub-accounts, for owners, for those who were given access, and for those who only get mail.

use crate::prelude::*;
use domain::{Category, Code, Permission};

use crate::{
    locales::{Texts, permissions::GROUPS, use_texts},
    ui::PageHead,
};

/// Help: contacts and sub-accounts. Open to everyone.
#[component]
pub fn HelpContacts() -> impl IntoView {
    let t = use_texts();
    let h = &t.help;
    let sections = h
        .sections
        .iter()
        .map(|section| {
            view! {
                <section>
                    <h2 id=section.id>{section.title}</h2>
                    {section.text.iter().map(|text| view! { <p>{*text}</p> }).collect_view()}
                    {steps(section.steps)}
                </section>
            }
        })
        .collect_view();
    let contents = h
        .sections
        .iter()
        .map(|section| (section.id, section.title))
        .chain([("emails", t.categories.heading), ("permissions", t.permissions.heading)])
        .map(|(id, title)| {
            view! {
                <li>
                    <a href=format!("#{id}") rel="external">
                        {title}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <PageHead title=h.title intro=h.intro />
        <nav class="contents" aria-label=h.contents>
            <ul>{contents}</ul>
        </nav>
        <div class="prose">
            {sections}
            <section>
                <h2 id="emails">{t.categories.heading}</h2>
                <p>{h.emails}</p>
                {categories(t)}
            </section>
            <section>
                <h2 id="permissions">{t.permissions.heading}</h2>
                <p>{h.permissions}</p>
                {permissions(t)}
            </section>
        </div>
    }
    .into_any()
}

fn steps(steps: &'static [&'static str]) -> Option<impl IntoView> {
    let list = || steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
    (!steps.is_empty()).then(|| view! { <ol>{list()}</ol> })
}

fn categories(t: &'static Texts) -> impl IntoView {
    let list = Category::USUAL
        .into_iter()
        .map(|category| {
            let words = t.categories.of(category);
            view! {
                <dt>{words.label}</dt>
                <dd>{words.meaning}</dd>
            }
        })
        .collect_view();
    view! { <dl>{list}</dl> }
}

fn permissions(t: &'static Texts) -> impl IntoView {
    GROUPS
        .into_iter()
        .map(|(group, permissions)| {
            view! {
                <h3>{t.permissions.group(group)}</h3>
                <dl>{permissions.iter().map(|permission| meaning(t, *permission)).collect_view()}</dl>
            }
        })
        .collect_view()
}

fn meaning(t: &'static Texts, permission: Permission) -> impl IntoView {
    let words = t.permissions.of(permission);
    let needs = permission.parent().map(|parent| (t.help.needs)(t.permissions.label(parent)));
    view! {
        <dt id=permission.code()>{words.label}</dt>
        <dd>{words.meaning} " " {needs}</dd>
    }
}
