//! The last emails to a contact, with their state, and a test to see whether email arrives.

use crate::prelude::*;
use domain::{AppError, ContactId};

use crate::{
    api::contacts::{MailShown, SendTest},
    form::{Hidden, PostForm, RefusedNotice, Submit},
    locales::use_texts,
    ui::{Time, announce},
    wire::Post,
};

/// The last emails, and the button for a test.
#[component]
pub fn Mails(id: ContactId, mails: Vec<MailShown>, test: Post<SendTest>) -> impl IntoView {
    let t = use_texts();
    let refused = RwSignal::new(None::<AppError>);
    let sent = RwSignal::new(false);
    let announce = announce();
    Effect::new(move |before: Option<()>| {
        let answer = test.answer();
        match answer {
            _ if before.is_none() => {}
            Some(Ok(())) => {
                sent.set(true);
                refused.set(None);
                announce(t.contacts.tested.to_owned());
            }
            Some(Err(error)) => refused.set(Some(error)),
            None => {}
        }
    });
    let nothing = mails.is_empty().then(|| view! { <p class="hint">{t.contacts.no_mails}</p> });
    let lines = mails
        .into_iter()
        .map(|mail| {
            view! {
                <li>
                    <div class="what">
                        <p>{mail.what}</p>
                        <p class="hint">{mail.state} " · " <Time moment=mail.when /> " " {mail.note}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="mails" aria-labelledby="mails-heading">
            <h2 id="mails-heading">{t.contacts.mails}</h2>
            {nothing}
            <ol class="log">{lines}</ol>
            <RefusedNotice refused />
            <p hidden=move || !sent.get()>
                <strong>{t.contacts.tested}</strong>
            </p>
            <PostForm to=test>
                <Hidden name="id" value=id.to_string() />
                <Submit label=t.contacts.test pending=test.pending() />
            </PostForm>
        </section>
    }
}
