//! Account Details: name and address, the owner's emails, and whom invoices are addressed to.

use crate::prelude::*;
use domain::{
    AppError, Category, Code, ContactField, FieldProblem,
    details_form::{BillingChoice, DetailsField, DetailsForm, DetailsPage},
};
use leptos::{ev::Event, html::Form};

use super::details_form::{differences, value};
use crate::{
    api::details::{DetailsShown, LoadDetails, SaveDetails},
    form::{
        Choice, ErrorSummary, Fieldset, FormState, Hidden, LiveForm, RefusedNotice, SaveBar, Select, Submit, TextInput,
        guard_unsaved, input_named, read,
    },
    locales::{Texts, fields::Labelled, use_locale, use_texts},
    pages::contacts::sections::{CategoryTicks, chosen_language, countries, languages},
    ui::{Cell, PageHead, Table, announce, load_again},
    wire::{Post, call},
};

/// What the page can do, and what it knows across loads.
#[derive(Clone, Copy)]
struct State {
    save: Post<SaveDetails>,
    saves: RwSignal<u32>,
    saved: RwSignal<bool>,
}

/// Account Details.
#[component]
pub fn Details() -> impl IntoView {
    let t = use_texts();
    let saved_before = leptos_router::hooks::use_query_map().with_untracked(|query| query.get("done").is_some());
    let state = State { save: Post::new(), saves: RwSignal::new(0), saved: RwSignal::new(saved_before) };
    let content = load_again(
        state.saves,
        || LoadDetails {},
        move |shown| {
            view! {
                <PageHead title=t.nav.details intro=t.details.intro />
                <Editor shown state />
            }
        },
    );
    view! {
        <div class="notice" data-tone="good" hidden=move || !state.saved.get()>
            {t.common.saved}
        </div>
        {content}
    }
}

/// The form as it is on this page.
#[derive(Clone, Copy)]
struct Live {
    form: NodeRef<Form>,
    fields: FormState<DetailsField>,
    /// What is stored, as far as this page knows.
    stored: RwSignal<DetailsForm>,
    /// What the inputs hold now.
    typed: RwSignal<DetailsForm>,
    /// Whether somebody else saved in the meantime: then `stored` is theirs.
    stale: RwSignal<bool>,
    refused: RwSignal<Option<AppError>>,
}

impl Live {
    fn read(self) -> Option<DetailsForm> {
        let form = self.form.try_get_untracked().flatten()?;
        read::<SaveDetails>(&form).map(|save| save.form)
    }

    fn refresh(self) {
        if let Some(form) = self.read() {
            let _ = self.typed.try_set(form);
        }
    }

    /// Somebody else saved first: what was typed stays, and is saved against their version from now on.
    fn meet(self, theirs: DetailsForm) {
        if let Some(version) =
            self.form.try_get_untracked().flatten().and_then(|form| input_named(&form, "form[version]"))
        {
            version.set_value(&theirs.version.to_string());
        }
        let _ = self.stored.try_set(theirs);
        let _ = self.stale.try_set(true);
    }
}

/// The form with its save bar.
#[component]
fn Editor(shown: DetailsShown, state: State) -> impl IntoView {
    let t = use_texts();
    let DetailsShown { page, refused } = shown;
    let live = Live {
        form: NodeRef::new(),
        fields: FormState::new("details", "form", page.errors.clone()),
        stored: RwSignal::new(page.stored.clone()),
        typed: RwSignal::new(page.shown.clone()),
        stale: RwSignal::new(page.stale),
        refused: RwSignal::new(refused),
    };
    let differing = Memo::new(move |_| live.stored.with(|stored| live.typed.with(|typed| differences(stored, typed))));
    let unsaved = RwSignal::new(false);
    Effect::new(move |_| unsaved.set(!differing.with(Vec::is_empty)));
    guard_unsaved(unsaved.into());
    // Also what was typed before WebAssembly was there.
    Effect::new(move |_| request_animation_frame(move || live.refresh()));
    after_saving(live, state, unsaved);

    let contacts = page.contacts.clone();
    let changes = move || {
        let labels: Vec<_> = differing.with(|fields| fields.iter().map(|field| field.label(&t.fields)).collect());
        (!labels.is_empty()).then(|| (t.contacts.changes_details)(&labels.join(", ")))
    };
    let lacking = page.contacts.clone();
    let version = page.shown.version.to_string();
    let account = page.account.to_string();
    let typed = move |_: Event| {
        state.saved.set(false);
        live.refresh();
    };
    view! {
        <StaleNotice live contacts />
        <RefusedNotice refused=live.refused />
        <ErrorSummary state=live.fields />
        <LiveForm
            post=state.save
            state=live.fields
            check=move |save: &SaveDetails| check(&save.form, &lacking)
            node_ref=live.form
        >
            <Hidden name="account" value=account />
            <Hidden name="form[version]" value=version />
            <div class="sections" on:input=handler(typed)>
                <Sections fields=live.fields page />
            </div>
            <SaveBar changes=changes>
                <Submit label=t.common.save pending=state.save.pending() />
            </SaveBar>
        </LiveForm>
    }
}

/// What the server will check, and what an invoice needs of the chosen contact.
fn check(form: &DetailsForm, contacts: &[BillingChoice]) -> Result<(), domain::FormErrors<DetailsField>> {
    let mut errors = form.parse().err().unwrap_or_default();
    let chosen = contacts.iter().find(|one| one.id.to_string() == form.billing_contact);
    if let Some(one) = chosen.filter(|one| !one.missing.is_empty()) {
        errors.add(DetailsField::BillingContact, FieldProblem::IncompleteAddress(one.missing.clone()));
    }
    errors.or(())
}

/// What happens when a save was answered.
fn after_saving(live: Live, state: State, unsaved: RwSignal<bool>) {
    let t = use_texts();
    let announce = announce();
    Effect::new(move |before: Option<()>| {
        let answer = state.save.answer();
        if before.is_none() {
            // The answer to an earlier form.
            return;
        }
        let Some(answer) = answer else { return };
        live.refused.set(None);
        match answer {
            Ok(()) => {
                live.fields.saved();
                unsaved.set(false);
                announce(t.common.saved.to_owned());
                state.saved.set(true);
                state.saves.update(|saves| *saves += 1);
            }
            Err(AppError::Details(errors)) => live.fields.refuse(errors),
            Err(AppError::Stale) => leptos::task::spawn_local(async move {
                match call(LoadDetails {}).await {
                    Ok(fresh) => live.meet(fresh.page.stored),
                    Err(error) => {
                        let _ = live.refused.try_set(Some(error));
                    }
                }
            }),
            Err(error) => live.refused.set(Some(error)),
        }
    });
}

/// Somebody else saved first: what of theirs differs from what is typed.
#[component]
fn StaleNotice(live: Live, contacts: Vec<BillingChoice>) -> impl IntoView {
    let t = use_texts();
    let contacts = StoredValue::new(contacts);
    let rows = move || {
        let (theirs, mine) = (live.stored.get(), live.typed.get());
        let words = |form: &DetailsForm, field| contacts.with_value(|contacts| value(t, form, field, contacts));
        differences(&theirs, &mine)
            .into_iter()
            .map(|field| {
                let (yours, others) = (words(&mine, field), words(&theirs, field));
                view! {
                    <tr role="row">
                        <th scope="row" role="rowheader">
                            {field.label(&t.fields)}
                        </th>
                        <Cell label=t.contacts.yours>{yours}</Cell>
                        <Cell label=t.contacts.theirs>{others}</Cell>
                    </tr>
                }
            })
            .collect_view()
    };
    let content = move || {
        live.stale.get().then(|| {
            view! {
                <strong>{t.refusals.conflict[0]}</strong>
                <p>{t.details.stale}</p>
                <Table caption=t.contacts.differences heads=vec![t.contacts.field, t.contacts.yours, t.contacts.theirs]>
                    {rows}
                </Table>
            }
        })
    };
    view! {
        <div class="notice conflict" data-tone="warning" role="status" hidden=move || !live.stale.get()>
            {content}
        </div>
    }
}

/// The sections of the form.
#[component]
fn Sections(fields: FormState<DetailsField>, page: DetailsPage) -> impl IntoView {
    use DetailsField as F;
    let t = use_texts();
    let choices = billing_choices(&page.contacts, t);
    let zones = page.time_zones.iter().map(|zone| Choice::new(zone.clone(), zone.replace('_', " "))).collect();
    let sentence = (t.details.printed_and_sent)(&page.printed.join(", "), &page.sent_to.join(", "));
    let printed = page.printed.into_iter().map(|line| view! { <span>{line}</span> }).collect_view();
    let login = (t.details.owner_login)(&page.owner_name, &page.owner_email);
    let emails_hint = (t.details.emails_hint)(&page.owner_name);
    let DetailsForm {
        first_name,
        last_name,
        company,
        phone,
        address1,
        address2,
        city,
        region,
        postcode,
        country,
        tax_id,
        language,
        time_zone,
        emails,
        billing_contact,
        ..
    } = page.shown;
    view! {
        <Fieldset legend=t.contacts.personal>
            <div class="fields">
                <TextInput of=fields.bind(F::FirstName) value=first_name required=true />
                <TextInput of=fields.bind(F::LastName) value=last_name required=true />
                <TextInput of=fields.bind(F::Company) value=company autocomplete="organization" />
                <TextInput of=fields.bind(F::Phone) value=phone kind="tel" />
                <p class="hint wide">{login}</p>
            </div>
        </Fieldset>
        <Fieldset legend=t.contacts.address>
            <div class="fields">
                <TextInput of=fields.bind(F::Address1) value=address1 />
                <TextInput of=fields.bind(F::Address2) value=address2 />
                <TextInput of=fields.bind(F::Postcode) value=postcode />
                <TextInput of=fields.bind(F::City) value=city />
                <TextInput of=fields.bind(F::Region) value=region />
                <Select of=fields.bind(F::Country) choices=countries(use_locale(), t.common.choose) chosen=country />
                <TextInput of=fields.bind(F::TaxId) value=tax_id />
            </div>
        </Fieldset>
        <Fieldset legend=t.details.invoices>
            <Select
                of=fields.bind(F::BillingContact)
                choices
                chosen=billing_contact
                required=true
                hint=t.details.billing_hint
            />
            <div class="printed">
                <h2 id="printed-heading">{t.details.printed}</h2>
                <address aria-labelledby="printed-heading">{printed}</address>
                <p class="hint">{t.details.printed_hint}</p>
                <p>{sentence}</p>
            </div>
        </Fieldset>
        <Fieldset
            legend=t.categories.heading
            of=fields.bind(F::Emails)
            hint=emails_hint
        >
            <CategoryTicks id="details-emails" name=category_name ticked=emails affiliates=page.affiliates />
        </Fieldset>
        <Fieldset legend=t.details.language_and_time>
            <div class="fields">
                <Select
                    of=fields.bind(F::Language)
                    choices=languages()
                    chosen=chosen_language(&language)
                    required=true
                    hint=t.details.language_hint
                />
                <Select
                    of=fields.bind(F::TimeZone)
                    choices=zones
                    chosen=time_zone
                    required=true
                    hint=t.details.time_zone_hint
                />
            </div>
        </Fieldset>
    }
}

/// The name of a category's box.
fn category_name(category: Category) -> String {
    format!("form[emails][{}]", category.code())
}

/// The account itself, and everyone on file; whose address is incomplete says so.
fn billing_choices(contacts: &[BillingChoice], t: &'static Texts) -> Vec<Choice> {
    let labels =
        |missing: &[ContactField]| missing.iter().map(|field| field.label(&t.fields)).collect::<Vec<_>>().join(", ");
    let contact = |one: &BillingChoice| {
        let label = if one.missing.is_empty() {
            one.name.clone()
        } else {
            (t.details.billing_incomplete)(&one.name, &labels(&one.missing))
        };
        Choice::new(one.id.to_string(), label)
    };
    std::iter::once(Choice::new("", t.details.billing_account))
        .chain(contacts.iter().map(contact))
        .collect()
}
