//! Help about contacts and sub-accounts, for owners, for those who were given access, and for those who only get mail.

use crate::prelude::*;
use domain::{Category, Code, Permission};

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::{
        Texts,
        help::{Section, help},
        permissions::GROUPS,
        use_texts,
    },
};

/// Help about contacts and sub-accounts, in the language of the page. Open to everyone.
pub async fn contacts(_visit: Visit) -> Answer<Document> {
    let t = use_texts();
    let help = help(t.locale);
    let sections = help.sections.iter().map(|section| (section.id, section.title));
    let others = [("emails", t.categories.heading), ("permissions", t.permissions.heading)];
    let entries: Vec<_> = sections.chain(others).map(|(id, title)| entry(id, title)).collect();
    let body = view! {
        <nav class="contents" aria-label=help.contents>
            <ul>{entries}</ul>
        </nav>
        <div class="prose">
            {help.sections.iter().map(section).collect_view()}
            <section>
                <h2 id="emails">{t.categories.heading}</h2>
                <p>{help.emails}</p>
                {categories(t)}
            </section>
            <section>
                <h2 id="permissions">{t.permissions.heading}</h2>
                <p>{help.permissions}</p>
                {meanings(t)}
            </section>
        </div>
    };
    Ok(Document::new(help.title, body).intro(help.intro))
}

fn entry(id: &str, title: &'static str) -> AnyView {
    view! {
        <li>
            <a href=format!("#{id}") rel="external">
                {title}
            </a>
        </li>
    }
}

fn section(section: &Section) -> AnyView {
    let text = section.text.iter().map(|text| view! { <p>{*text}</p> }).collect_view();
    let steps = (!section.steps.is_empty()).then(|| {
        let steps = section.steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
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
