//! A service's page: overview, usage, addons, login, machine.

use crate::prelude::*;
use backend::{
    access::ManageProducts,
    services::{self, Addon, ServicePage, Usage},
    sessions,
};
use domain::{AccountId, ServiceId, Subject, client_area::Status};

use super::{Done, login::login, machine::machine};
use crate::{
    api::services::{ACTION, CHANGE, REVEAL, SIGN_ON},
    error::Answer,
    locales::{possessions::texts, use_locale, use_texts},
    served::{
        Document, Visit,
        forms::{Left, Posted, done},
        further::further,
    },
    ui::{Cell, StatusBadge, Table, Time},
};

/// A service's page.
pub async fn page(visit: Visit) -> Answer<Document> {
    let id: ServiceId = visit.part("id")?;
    let page = visit.read(async |backend, access| services::page(backend, access, id).await).await?;
    let actor = visit.actor().await?;
    let account = actor.account();
    let signed_in = visit.request.signed_in().await?;
    let failed = backend::Failure::into_app_error;
    let asked = sessions::asks_password(visit.backend(), &signed_in).await.map_err(failed)?;
    let shown = if page.credentials.is_some() {
        visit
            .read::<ManageProducts, _>(async |backend, access| services::shown(backend, access, &signed_in, id).await)
            .await?
    } else {
        None
    };
    let reveal = Left::<()>::take(&visit, REVEAL).await;
    let change = Left::<()>::take(&visit, CHANGE).await;
    let action = Left::<(String, String)>::take(&visit, ACTION).await;
    let sign_on = Left::<()>::take(&visit, SIGN_ON).await;
    let words = Done::words(visit.query("done"), use_locale());
    // A page that was opened again later does not say that something is shown.
    let words = words.filter(|_| visit.query("done") != "revealed" || shown.is_some());
    let body = view! {
        {done(words)}
        {sign_on.notice()}
        {overview(&page)}
        {usage(&page.usage)}
        {addons(&page.addons)}
        {login(account, &page, shown.as_ref(), asked, &reveal, &change)}
        {machine(&visit, account, &page, &action)}
    };
    let ordered = Status::ORDERABLE.contains(&page.status);
    let actions = view! {
        {further(&actor, Subject::Service(id), ordered)}
        {sign_on_button(account, &page)}
    };
    Ok(Document::new(page.name.clone(), body).intro(page.product.clone()).actions(actions))
}

fn sign_on_button(account: AccountId, page: &ServicePage) -> Option<AnyView> {
    let words = texts(use_locale()).sign_on;
    page.sign_on.then(|| {
        view! {
            <Posted to="/api/services/sign-on" account id=page.id.to_string()>
                <button type="submit" class="primary">
                    {words}
                </button>
            </Posted>
        }
    })
}

fn overview(page: &ServicePage) -> AnyView {
    let c = &use_texts().client_area;
    let due = page.next_due.clone().map(|due| {
        view! {
            <dt>{c.next_due}</dt>
            <dd>
                <Time moment=due />
            </dd>
        }
    });
    let price = page.price.clone().map(|price| {
        view! {
            <dt>{c.price}</dt>
            <dd>{price.text}</dd>
        }
    });
    view! {
        <section class="panel" aria-labelledby="overview">
            <h2 id="overview">{texts(use_locale()).overview}</h2>
            <dl class="facts">
                <dt>{c.product}</dt>
                <dd>{page.product.clone()}</dd>
                <dt>{c.status}</dt>
                <dd>
                    <StatusBadge status=page.status />
                </dd>
                {due}
                {price}
            </dl>
        </section>
    }
}

fn usage(all: &[Usage]) -> Option<AnyView> {
    let t = texts(use_locale());
    let measured = all.first()?.measured.clone();
    let label = |what: &str| {
        let [disk, traffic, memory, mailboxes, databases, sites] = t.usages;
        match what {
            "disk" => disk,
            "traffic" => traffic,
            "memory" => memory,
            "mailboxes" => mailboxes,
            "databases" => databases,
            _ => sites,
        }
    };
    let lines = all.iter().map(|one| {
        let label = label(&one.what);
        let text = match &one.most_text {
            Some(most) => (t.usage_of)(&one.used_text, most),
            None => (t.unlimited)(&one.used_text),
        };
        let meter = one.most.map(|most| {
            view! { <meter min="0" max=most high=most / 10 * 9 value=one.used aria-label=label></meter> }
        });
        view! {
            <dt>{label}</dt>
            <dd class="usage">
                <span>{text}</span>
                {meter}
            </dd>
        }
    });
    Some(view! {
        <section class="panel" aria-labelledby="usage">
            <h2 id="usage">{t.usage}</h2>
            <dl class="facts">{lines.collect_view()}</dl>
            <p class="hint">{t.measured} " " <Time moment=measured /></p>
        </section>
    })
}

fn addons(all: &[Addon]) -> Option<AnyView> {
    let t = texts(use_locale());
    let c = &use_texts().client_area;
    if all.is_empty() {
        return None;
    }
    let priced = all.iter().any(|addon| addon.price.is_some());
    let mut heads = vec![t.addon, c.status, c.next_due];
    if priced {
        heads.push(c.price);
    }
    let row = |addon: Addon| {
        let due = addon.next_due.map(|due| view! { <Time moment=due /> });
        let price = priced.then(|| {
            let price = addon.price.map(|price| price.text);
            view! { <Cell label=c.price number=true>{price}</Cell> }
        });
        view! {
            <tr role="row">
                <Cell label=t.addon>{addon.name}</Cell>
                <Cell label=c.status>
                    <StatusBadge status=addon.status />
                </Cell>
                <Cell label=c.next_due>{due}</Cell>
                {price}
            </tr>
        }
    };
    let rows = all.iter().cloned().map(row).collect_view();
    Some(view! {
        <section aria-labelledby="addons">
            <h2 id="addons">{t.addons}</h2>
            <Table caption=t.addons heads numbers=&[3]>
                {rows}
            </Table>
        </section>
    })
}
