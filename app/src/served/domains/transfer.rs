//! What keeps a domain here or lets it go: lock, transfer code, auto-renew.

use crate::prelude::*;
use backend::{domains::DomainPage, vault::Plain};
use domain::AccountId;

use crate::{
    form::Hidden,
    locales::{possessions::texts, use_locale, use_texts},
    served::forms::{Left, Posted, own_password_each_time},
};

/// For who manages the domain.
pub(super) fn transfer(
    account: AccountId,
    page: &DomainPage,
    lock: &Left<()>,
    (shown, code): (Option<&Plain>, &Left<()>),
) -> Option<AnyView> {
    let t = texts(use_locale());
    page.changes.then(|| {
        view! {
            <section class="panel" aria-labelledby="transfer">
                <h2 id="transfer">{t.transfer}</h2>
                {lock.notice()}
                {locking(account, page, lock)}
                {renewing(account, page)}
            </section>
            {page.code.then(|| transfer_code(account, page, shown, code))}
        }
    })
}

fn locking(account: AccountId, page: &DomainPage, left: &Left<()>) -> AnyView {
    let t = texts(use_locale());
    let id = page.id.to_string();
    if page.locked {
        let own = own_password_each_time(left, "lock");
        view! {
            <p>{t.locked}</p>
            <Posted to="/api/domains/lock" account id>
                <Hidden name="on" value="false" />
                <p class="hint">{t.unlock_hint}</p>
                {own}
                <button type="submit">{t.unlock}</button>
            </Posted>
        }
    } else {
        view! {
            <p>{t.unlocked}</p>
            <Posted to="/api/domains/lock" account id>
                <Hidden name="on" value="true" />
                <button type="submit" class="primary">
                    {t.lock}
                </button>
            </Posted>
        }
    }
}

fn renewing(account: AccountId, page: &DomainPage) -> AnyView {
    let t = texts(use_locale());
    let (now, button) = if page.auto_renew { (t.renews, t.renew_off) } else { (t.expires, t.renew_on) };
    let to = if page.auto_renew { "false" } else { "true" };
    view! {
        <h3>{use_texts().client_area.auto_renew}</h3>
        <p>{now}</p>
        <Posted to="/api/domains/auto-renew" account id=page.id.to_string()>
            <Hidden name="on" value=to />
            <button type="submit">{button}</button>
        </Posted>
    }
}

fn transfer_code(account: AccountId, page: &DomainPage, shown: Option<&Plain>, left: &Left<()>) -> AnyView {
    let t = texts(use_locale());
    let content = if let Some(secret) = shown {
        view! {
            <p>
                <code class="secret">{secret.expose().to_owned()}</code>
            </p>
            <p class="hint">{t.shown_once}</p>
        }
    } else {
        let own = own_password_each_time(left, "code");
        view! {
            {left.notice()}
            <Posted to="/api/domains/code" account id=page.id.to_string()>
                <p class="hint">{t.code_hint}</p>
                {own}
                <button type="submit">{t.code_button}</button>
            </Posted>
        }
    };
    view! {
        <section class="panel" aria-labelledby="code">
            <h2 id="code">{t.code}</h2>
            {content}
        </section>
    }
}
