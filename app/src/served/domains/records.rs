//! The DNS records of a domain, and the form for one.

use crate::prelude::*;
use backend::domains::{DomainPage, Kind, RecordForm, RecordLine};
use domain::{AccountId, Code};

use crate::{
    form::{Choice, Hidden, Select, TextInput},
    locales::{possessions::texts, use_locale, use_texts},
    served::forms::{Left, Posted},
    ui::{Cell, Table},
};

/// How long others may keep a record unless told, in seconds.
const TTL: &str = "3600";

/// The records; `chosen` is the id of the one that is being changed, if any.
pub(super) fn records(account: AccountId, page: &DomainPage, chosen: &str, left: &Left<RecordForm>) -> AnyView {
    let t = texts(use_locale());
    let list = if page.records.is_empty() {
        view! { <p>{t.records_none}</p> }
    } else {
        let rows = page.records.iter().map(|record| row(account, page, record)).collect_view();
        let mut heads = vec![t.name, t.kind, t.ttl, t.value];
        if page.changes {
            heads.push(t.edit_short);
        }
        view! { <Table caption=t.records heads numbers=&[2]>{rows}</Table> }
    };
    view! {
        <section aria-labelledby="records">
            <h2 id="records">{t.records}</h2>
            <p class="hint">{t.records_hint}</p>
            {list}
            {page.changes.then(|| editor(account, page, chosen, left))}
        </section>
    }
}

fn row(account: AccountId, page: &DomainPage, record: &RecordLine) -> AnyView {
    let t = texts(use_locale());
    let what = format!("{} {}", record.name, record.kind);
    let actions = page.changes.then(|| {
        let (edit_label, remove_label) = ((t.edit)(&what), (t.remove)(&what));
        let (id, record_id) = (page.id.to_string(), record.id.to_string());
        let edit = format!("/domains/{}?record={}#record", page.id, record.id);
        view! {
            <td role="cell" data-label=t.edit_short>
                <a class="button" href=edit aria-label=edit_label>
                    {t.edit_short}
                </a>
                " "
                <Posted to="/api/domains/remove-record" account id>
                    <Hidden name="record" value=record_id />
                    <button type="submit" class="danger" aria-label=remove_label>
                        {t.remove_short}
                    </button>
                </Posted>
            </td>
        }
    });
    let RecordLine { name, kind, ttl, value, .. } = record.clone();
    view! {
        <tr role="row">
            <Cell label=t.name>
                <code>{name}</code>
            </Cell>
            <Cell label=t.kind>{kind}</Cell>
            <Cell label=t.ttl number=true>
                {ttl}
            </Cell>
            <Cell label=t.value>
                <code class="long">{value}</code>
            </Cell>
            {actions}
        </tr>
    }
}

/// The form for a new record, or for the chosen one.
fn editor(account: AccountId, page: &DomainPage, chosen: &str, left: &Left<RecordForm>) -> AnyView {
    let t = texts(use_locale());
    let existing = page.records.iter().find(|record| record.id.to_string() == chosen);
    let before = existing.map(RecordLine::form);
    let fresh = || RecordForm { kind: Kind::A.code().to_owned(), ttl: TTL.to_owned(), ..RecordForm::default() };
    let form = left.typed.clone().or(before).unwrap_or_else(fresh);
    let field = |input: &str, label| left.field("record", input, &format!("form[{input}]"), label);
    let choices = Kind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.code())).collect();
    let title = if existing.is_some() { t.edit_record } else { t.add_record };
    let hidden = existing.map(|record| view! { <Hidden name="record" value=record.id.to_string() /> });
    let (name, kind) = (field("name", t.name), field("kind", t.kind));
    let (ttl, value) = (field("ttl", t.ttl), field("value", t.value));
    view! {
        <details class="more" id="record" open=left.is_refused() || existing.is_some()>
            <summary>{title}</summary>
            {left.notice()}
            <Posted to="/api/domains/record" account id=page.id.to_string()>
                {hidden}
                <div class="fields">
                    <TextInput of=name value=form.name required=true hint=t.record_name_hint />
                    <Select of=kind choices chosen=form.kind required=true />
                    <TextInput of=ttl value=form.ttl required=true />
                    <div class="wide">
                        <TextInput of=value value=form.value required=true hint=t.record_value_hint />
                    </div>
                </div>
                <button type="submit" class="primary">
                    {use_texts().common.save}
                </button>
            </Posted>
        </details>
    }
}
