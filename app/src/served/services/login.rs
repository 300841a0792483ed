//! The login at a service: revealed on demand, once; and changed.

use crate::prelude::*;
use backend::{
    services::{Credentials, ServicePage},
    vault::Plain,
};
use domain::AccountId;

use crate::{
    locales::{possessions::texts, use_locale},
    served::forms::{Left, Posted, Secret, own_password},
    ui::Time,
};

/// For who may reveal and change it.
pub(super) fn login(
    account: AccountId,
    page: &ServicePage,
    shown: Option<&Plain>,
    asked: bool,
    reveal: &Left<()>,
    change: &Left<()>,
) -> Option<AnyView> {
    let t = texts(use_locale());
    let credentials = page.credentials.as_ref()?;
    let id = page.id.to_string();
    let show = (page.password_changes && credentials.password_set.is_some() && shown.is_none()).then(|| {
        let own = own_password(asked, reveal, "reveal");
        view! {
            {reveal.notice()}
            <Posted to="/api/services/reveal" account id=id.clone()>
                {own}
                <p class="hint">{t.reveal_hint}</p>
                <button type="submit">{t.reveal}</button>
            </Posted>
        }
    });
    Some(view! {
        <section class="panel" aria-labelledby="login">
            <h2 id="login">{t.login}</h2>
            {facts(credentials, shown)}
            {show}
            {page.password_changes.then(|| changing(account, &id, asked, change))}
        </section>
    })
}

fn facts(credentials: &Credentials, shown: Option<&Plain>) -> AnyView {
    let t = texts(use_locale());
    let password = match (shown, &credentials.password_set) {
        (Some(secret), _) => view! {
            <code class="secret">{secret.expose().to_owned()}</code>
            <p class="hint">{t.shown_once}</p>
        },
        (None, Some(set)) => view! {
            {t.password_hidden}
            " · "
            {t.password_set}
            " "
            <Time moment=set.clone() />
        },
        (None, None) => view! { <span>{t.password_none}</span> },
    };
    view! {
        <dl class="facts">
            <dt>{t.username}</dt>
            <dd>
                <code>{credentials.username.clone()}</code>
            </dd>
            <dt>{t.server}</dt>
            <dd>
                <code>{credentials.host.clone()}</code>
            </dd>
            <dt>{t.password}</dt>
            <dd>{password}</dd>
        </dl>
    }
}

fn changing(account: AccountId, id: &str, asked: bool, left: &Left<()>) -> AnyView {
    let t = texts(use_locale());
    let new = left.field("change", "new_password", "new_password", t.new_password);
    let repeat = left.field("change", "repeat_password", "repeat_password", t.repeat_password);
    let own = [own_password(asked, left, "change"), own_password(asked, left, "generate")];
    let [own, own_again] = own;
    view! {
        <details class="more" open=left.is_refused()>
            <summary>{t.change_password}</summary>
            {left.notice()}
            <Posted to="/api/services/password" account id=id>
                <Secret of=new autocomplete="new-password" hint=t.new_password_hint strength=true />
                <Secret of=repeat autocomplete="new-password" />
                {own}
                <button type="submit" class="primary">
                    {t.change_password}
                </button>
            </Posted>
            <Posted to="/api/services/password" account id=id>
                <input type="hidden" name="generate" value="true" />
                <p>{t.generate_hint}</p>
                {own_again}
                <button type="submit">{t.generate}</button>
            </Posted>
        </details>
    }
}
