//! A domain's page: dates, lock, code, name servers, DNS records, registrant.

use crate::prelude::*;
use backend::{
    access::ManageDomains,
    domains::{self, DomainPage, NameServer, RecordForm, RegistrantForm},
};
use domain::{AccountId, DomainId, Subject, client_area::Status};

use super::{done_words, records::records, registrant::registrant, transfer::transfer};
use crate::{
    api::domains::{CODE, LOCK, NAME_SERVERS, RECORD, REGISTRANT},
    error::Answer,
    form::Hidden,
    locales::{possessions::texts, use_locale, use_texts},
    served::{
        Document, Visit,
        fields::TextArea,
        forms::{Left, Posted, done},
        further::further,
    },
    ui::{StatusBadge, Time},
};

/// A domain's page.
pub async fn page(visit: Visit) -> Answer<Document> {
    let id: DomainId = visit.part("id")?;
    let page = visit.read(async |backend, access| domains::page(backend, access, id).await).await?;
    let actor = visit.actor().await?;
    let account = actor.account();
    let signed_in = visit.request.signed_in().await?;
    let (mut shown, mut registered) = (None, None);
    if page.manages {
        shown = visit
            .read::<ManageDomains, _>(async |backend, access| domains::shown(backend, access, &signed_in, id).await)
            .await?;
        let read = visit.read(async |backend, access| domains::registrant(backend, access, id).await);
        registered = Some(read.await?);
    }
    let servers = Left::<String>::take(&visit, NAME_SERVERS).await;
    let record = Left::<RecordForm>::take(&visit, RECORD).await;
    let owner = Left::<RegistrantForm>::take(&visit, REGISTRANT).await;
    let lock = Left::<()>::take(&visit, LOCK).await;
    let code = Left::<()>::take(&visit, CODE).await;
    let pressed = Left::<()>::button(&visit).await;
    let words = done_words(visit.query("done"), use_locale());
    // A page that was opened again later does not say that something is shown.
    let words = words.filter(|_| visit.query("done") != "code" || shown.is_some());
    let body = view! {
        {done(words)}
        {pressed.notice()}
        {overview(&page)}
        {transfer(account, &page, &lock, (shown.as_ref(), &code))}
        {name_servers(account, &page, &servers)}
        {records(account, &page, visit.query("record"), &record)}
        {registered.map(|registered| registrant(account, &page, &registered, &owner))}
    };
    let renewable = page.expires.is_some() && Status::RENEWABLE.contains(&page.status);
    let actions = further(&actor, Subject::Domain(id), renewable);
    Ok(Document::new(page.name.clone(), body).actions(actions))
}

fn overview(page: &DomainPage) -> AnyView {
    let (c, t) = (&use_texts().client_area, texts(use_locale()));
    let expires = page.expires.clone().map(|expires| {
        view! {
            <dt>{c.expires}</dt>
            <dd>
                <Time moment=expires />
            </dd>
        }
    });
    view! {
        <section class="panel" aria-labelledby="overview">
            <h2 id="overview">{t.overview}</h2>
            <dl class="facts">
                <dt>{c.status}</dt>
                <dd>
                    <StatusBadge status=page.status />
                </dd>
                <dt>{t.registered}</dt>
                <dd>
                    <Time moment=page.registered.clone() />
                </dd>
                {expires}
                <dt>{c.auto_renew}</dt>
                <dd>{if page.auto_renew { t.renews } else { t.expires }}</dd>
                <dt>{c.locked}</dt>
                <dd>{if page.locked { t.locked } else { t.unlocked }}</dd>
            </dl>
        </section>
    }
}

fn name_servers(account: AccountId, page: &DomainPage, left: &Left<String>) -> AnyView {
    let t = texts(use_locale());
    let lines: Vec<_> = page.name_servers.iter().map(NameServer::line).collect();
    let list = if lines.is_empty() {
        view! { <p>{t.name_servers_none}</p> }
    } else {
        let items = lines.iter().cloned().map(|line| view! { <li><code>{line}</code></li> }).collect_view();
        view! { <ol class="hosts">{items}</ol> }
    };
    let form = page.changes.then(|| {
        let before = lines.join("\n");
        let value = left.typed.clone().unwrap_or_else(|| before.clone());
        let of = left.field("servers", "name_servers", "name_servers", t.name_servers);
        view! {
            <details class="more" open=left.is_refused()>
                <summary>{t.several_whats[0]}</summary>
                <Posted to="/api/domains/name-servers" account id=page.id.to_string()>
                    <Hidden name="before" value=before />
                    <TextArea code=true of value rows=6 hint=t.name_servers_hint />
                    <button type="submit" class="primary">
                        {use_texts().common.save}
                    </button>
                </Posted>
            </details>
        }
    });
    view! {
        <section class="panel" aria-labelledby="name-servers">
            <h2 id="name-servers">{t.name_servers}</h2>
            {left.notice()}
            {list}
            {form}
        </section>
    }
}
