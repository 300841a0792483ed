//! Help about contacts and sub-accounts, for owners, for those who were given access, and for those who only get mail.

use crate::prelude::*;
use domain::{Category, Code, Permission};

use crate::{
    api::help::{HelpShown, LoadHelp, SectionShown},
    locales::{Texts, permissions::GROUPS, use_texts},
    ui::{PageHead, load},
};

/// Help: contacts and sub-accounts. Open to everyone.
#[component]
pub fn HelpContacts() -> impl IntoView {
    load(|| LoadHelp {}, |help| view! { <Shown help /> })
}

#[component]
fn Shown(help: HelpShown) -> impl IntoView {
    let t = use_texts();
    let HelpShown { title, intro, contents, sections, emails, permissions } = help;
    let entry = |id: &str, title: String| {
        view! {
            <li>
                <a href=format!("#{id}") rel="external">
                    {title}
                </a>
            </li>
        }
    };
    let mut entries: Vec<_> = sections.iter().map(|section| entry(&section.id, section.title.clone())).collect();
    entries.push(entry("emails", t.categories.heading.to_owned()));
    entries.push(entry("permissions", t.permissions.heading.to_owned()));
    let sections = sections.into_iter().map(section).collect_view();
    view! {
        <PageHead title intro />
        <nav class="contents" aria-label=contents>
            <ul>{entries}</ul>
        </nav>
        <div class="prose">
            {sections}
            <section>
                <h2 id="emails">{t.categories.heading}</h2>
                <p>{emails}</p>
                {categories(t)}
            </section>
            <section>
                <h2 id="permissions">{t.permissions.heading}</h2>
                <p>{permissions}</p>
                {meanings(t)}
            </section>
        </div>
    }
}

fn section(section: SectionShown) -> AnyView {
    let text = section.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    let steps = (!section.steps.is_empty()).then(|| {
        let steps = section.steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
        view! { <ol>{steps}</ol> }
    });
    view! {
        <section>
            <h2 id=section.id>{section.title}</h2>
            {text}
            {steps}
        </section>
    }
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

fn meanings(t: &'static Texts) -> impl IntoView {
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
    let needs = permission.parent().map(|parent| (t.contacts.needs)(t.permissions.label(parent)));
    view! {
        <dt id=permission.code()>{words.label}</dt>
        <dd>{words.meaning} " " {needs}</dd>
    }
}
