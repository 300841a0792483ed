//! Several domains at once: what is done to those that are ticked in the list.

use crate::prelude::*;
use domain::AccountId;

use super::list::FORM;
use crate::{
    api::domains::SeveralForm,
    form::{Choice, Hidden, Select},
    locales::{possessions::texts, use_locale},
    served::{
        fields::TextArea,
        forms::{Left, own_password_for_some},
    },
};

/// The codes of what can be done, as the form posts them.
const WHATS: [&str; 5] = ["name_servers", "lock", "unlock", "renew", "let_expire"];

/// The form under the list.
pub(super) fn several(account: AccountId, left: &Left<SeveralForm>) -> AnyView {
    let t = texts(use_locale());
    let typed = left.typed.clone().unwrap_or_default();
    let choices = WHATS.iter().zip(t.several_whats).map(|(code, label)| Choice::new(*code, label)).collect();
    let what = left.field(FORM, "what", "form[what]", t.several_what);
    let servers = left.field(FORM, "name_servers", "form[name_servers]", t.several_name_servers);
    let chosen = left.field(FORM, "domains", "form[domains]", t.several).problem.get_untracked();
    view! {
        <section class="panel" aria-labelledby="several-title">
            <h2 id="several-title">{t.several}</h2>
            <p class="hint">{t.several_hint}</p>
            <p class="problem">{chosen}</p>
            <form id=FORM method="post" action="/api/domains/several">
                <Hidden name="account" value=account.to_string() />
                <Select of=what choices chosen=typed.what required=true />
                <TextArea code=true of=servers value=typed.name_servers rows=4 hint=t.name_servers_hint />
                {own_password_for_some(left, FORM)}
                <button type="submit" class="primary">
                    {t.several_button}
                </button>
            </form>
        </section>
    }
}
