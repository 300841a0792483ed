//! Which tickets one follows by email, and which others do.

use crate::prelude::*;
use backend::contacts::{WatchPage, WatchRow, watch_page};
use domain::{AccountId, Code, recipients::TicketWatch};

use super::{Document, Visit};
use crate::{
    api::watching::FORM,
    error::Answer,
    form::{Choice, Options},
    locales::{
        use_texts,
        watching::{Watching, watching},
    },
    ui::{Cell, Notice, Table, Tone},
};

/// Where the forms are posted to.
const TO: &str = "/api/tickets/watch";

/// One's own choice, and those of others for whoever manages contacts.
pub async fn page(visit: Visit) -> Answer<Document> {
    let shown = visit.read(watch_page).await?;
    let account = visit.actor().await?.account();
    let refused = visit.request.flash::<()>(FORM).await.map(|((), error)| error);
    let t = use_texts();
    let words = watching(t.locale);
    let saved = (refused.is_none() && visit.query("done") == "saved")
        .then(|| view! { <Notice tone=Tone::Good>{t.common.saved}</Notice> });
    let refused = refused.map(|error| {
        let words = t.refusals.of(&error);
        view! { <Notice tone=Tone::Bad title=words.title>{words.next}</Notice> }
    });
    let WatchPage { own, support, others } = shown;
    let others = (!others.is_empty()).then(|| people(account, others, words));
    let hint = (!support).then(|| view! { <Notice tone=Tone::Info>{words.not_ticked}</Notice> });
    let body = view! {
        {saved}
        {refused}
        {hint}
        <form method="post" action=TO class="panel watching">
            <input type="hidden" name="account" value=account.to_string() />
            <fieldset>
                <legend>{words.own}</legend>
                {TicketWatch::ALL.iter().map(|watch| way(*watch, own, words)).collect_view()}
            </fieldset>
            <button type="submit">{t.common.save}</button>
        </form>
        {others}
    };
    Ok(Document::new(words.title, body).intro(words.intro))
}

fn way(watch: TicketWatch, own: TicketWatch, words: &Watching) -> impl IntoView + use<> {
    let (id, code) = (format!("watch-{watch}"), watch.code());
    let meaning = format!("{id}-meaning");
    let way = words.of(watch);
    view! {
        <div class="tick">
            <input
                type="radio"
                id=id.clone()
                name="watch"
                value=code
                checked=watch == own
                aria-describedby=meaning.clone()
            />
            <label for=id>{way.label}</label>
            <p class="hint" id=meaning>
                {way.meaning}
            </p>
        </div>
    }
}

fn people(account: AccountId, others: Vec<WatchRow>, words: &'static Watching) -> impl IntoView {
    let t = use_texts();
    let rows = others.into_iter().map(|one| row(account, one, words)).collect_view();
    view! {
        <section>
            <h2>{words.others}</h2>
            <p class="hint">{words.others_intro}</p>
            <Table caption=words.others heads=vec![t.overview.person, words.follows]>
                {rows}
            </Table>
        </section>
    }
}

fn row(account: AccountId, one: WatchRow, words: &Watching) -> impl IntoView + use<> {
    let t = use_texts();
    let support = (!one.support).then(|| format!(" – {}", words.others_not_ticked));
    let choices = TicketWatch::ALL.iter().map(|watch| Choice::new(watch.code(), words.of(*watch).label)).collect();
    let form = if one.may_change {
        view! {
            <form method="post" action=TO class="watch">
                <input type="hidden" name="account" value=account.to_string() />
                <input type="hidden" name="contact" value=one.contact.to_string() />
                <select name="watch" aria-label=(words.follows_of)(&one.name) autocomplete="off">
                    <Options choices chosen=one.watch.code() />
                </select>
                <button type="submit" aria-label=(words.save_for)(&one.name)>
                    {words.save}
                </button>
            </form>
        }
        .into_any()
    } else {
        view! { <span>{words.of(one.watch).label} " " <span class="hint">{words.locked}</span></span> }.into_any()
    };
    view! {
        <tr role="row">
            <Cell label=t.overview.person>
                <span>{one.name} " " <span class="hint">{one.email} {support}</span></span>
            </Cell>
            <td role="cell" data-label=words.follows>{form}</td>
        </tr>
    }
}
