//! The Sub-Account section of the contact form: the login, its permissions, scope and end.
//!
//! What a manager may not grant is shown and cannot be ticked (`domain::authority`); the server decides again.

use crate::prelude::*;
use domain::{
    Code, ContactField, ContactForm, EmailAddress, MembershipState, Permission, PermissionSet, Preset, Subject,
    contact::{ContactEditor, MayCover, ScopeChoice},
    letters::lower,
};
use leptos::ev::{Event, MouseEvent};

use super::{
    changes::{ALL, CHOSEN},
    live::{Live, NEW_ONES, PREFIX, domain_name, permission_name, scope_id, service_name},
    words,
};
use crate::{
    form::{Choice, DateInput, Fieldset, Hidden, Options, Tick},
    locales::{permissions::GROUPS, use_texts},
    ui::{Notice, Time, Tone},
};

/// More choices than this get a search field.
const MANY: usize = 8;

/// The Sub-Account section.
#[component]
pub fn Access(live: Live, editor: ContactEditor) -> impl IntoView {
    let t = use_texts();
    if let Some(why) = editor.access_locked {
        let summary = words::access(t, &editor.stored);
        return view! {
            <Fieldset legend=t.contacts.sub_account>
                <p class="locked">{t.problems.escalation(why)}</p>
                <p>{summary}</p>
                <Kept editor />
            </Fieldset>
        }
        .into_any();
    }
    let state = live.state;
    let activate = state.bind(ContactField::Activate);
    let shown = editor.shown.clone();
    let shared = Memo::new(move |_| {
        let of_several = |form: &ContactForm| EmailAddress::parse(&form.email).is_ok_and(|address| address.is_shared());
        live.typed.with(|form| form.activate && of_several(form))
    });
    view! {
        <Fieldset legend=t.contacts.sub_account hint=t.contacts.sub_account_hint>
            <Former editor=editor.clone() />
            <Presets live may_grant=editor.may_grant />
            <Tick
                id=activate.id.clone()
                name=activate.name.clone()
                label=activate.label.clone()
                meaning=t.contacts.activate_meaning
                ticked=shown.activate
            />
            <p class="problem">{activate.problem}</p>
            <p class="hint shared" role="status" hidden=move || !shared.get()>
                {t.contacts.shared_mailbox}
            </p>
            <p class="only-with-login">{t.contacts.without_login}</p>
            <Permissions live ticked=shown.permissions may_grant=editor.may_grant affiliates=editor.affiliates />
            <ScopeGroup live editor=editor.clone() />
            <End live value=shown.access_ends />
        </Fieldset>
    }
    .into_any()
}

/// Posts the access as it is: where it cannot be changed, saving must not take it away.
#[component]
fn Kept(editor: ContactEditor) -> impl IntoView {
    let stored = editor.stored;
    let permissions = stored.permissions.iter().map(permission_name);
    let services = stored.services.iter().filter(|(_, on)| **on).map(|(id, _)| service_name(*id));
    let domains = stored.domains.iter().filter(|(_, on)| **on).map(|(id, _)| domain_name(*id));
    let activate = stored.activate.then(|| format!("{PREFIX}[activate]"));
    let new_ones = stored.new_ones.then(|| NEW_ONES.to_owned());
    let ticked = activate
        .into_iter()
        .chain(new_ones)
        .chain(permissions)
        .chain(services)
        .chain(domains)
        .map(|name| view! { <Hidden name value="true" /> })
        .collect_view();
    view! {
        {ticked}
        <Hidden name=format!("{PREFIX}[scope]") value=stored.scope />
        <Hidden name=format!("{PREFIX}[access_ends]") value=stored.access_ends />
    }
}

/// What they had before access ended: ticking again offers it.
#[component]
fn Former(editor: ContactEditor) -> impl IntoView {
    let t = use_texts();
    let over = matches!(editor.state, MembershipState::Ended | MembershipState::Revoked);
    over.then(|| {
        let rights = words::rights(t, &editor.stored);
        let since = match editor.ended {
            Some(ended) => view! { <p>{t.contacts.ended} " " <Time moment=ended /> "."</p> }.into_any(),
            None => view! { <p>{t.contacts.over}</p> }.into_any(),
        };
        view! {
            <Notice tone=Tone::Info>
                {since}
                <p>{(t.contacts.had_before)(&rights)}</p>
            </Notice>
        }
    })
}

/// The ready-made choices. Not posted: a preset only fills boxes, which takes WebAssembly.
#[component]
fn Presets(live: Live, may_grant: PermissionSet) -> impl IntoView {
    let t = use_texts();
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let choices = std::iter::once(Choice::new("", t.presets.custom))
        .chain(Preset::ALL.iter().map(|preset| {
            let grantable = preset.permissions().is_within(may_grant);
            let choice = Choice::new(preset.code(), t.presets.of(*preset));
            Choice { disabled: !grantable, ..choice }
        }))
        .collect();
    let fill = move |event: Event| {
        if let Some(preset) = Preset::from_code(&event_target_value(&event)) {
            live.fill_preset(preset);
        }
    };
    let hint = move || if alive.get() { t.presets.hint } else { t.contacts.preset_without };
    view! {
        <div class="field preset">
            <label for="contact-preset">{t.presets.heading}</label>
            <p class="hint" id="contact-preset-hint">
                {hint}
            </p>
            <select id="contact-preset" aria-describedby="contact-preset-hint" autocomplete="off" on:change=handler(fill)>
                <Options choices chosen="" />
            </select>
        </div>
    }
}

/// The boxes of the permissions, in groups, each with its meaning.
#[component]
fn Permissions(live: Live, ticked: PermissionSet, may_grant: PermissionSet, affiliates: bool) -> impl IntoView {
    let t = use_texts();
    let shown = move |permission: Permission| affiliates || permission != Permission::Affiliates;
    let tick = move |permission: Permission| {
        let words = t.permissions.of(permission);
        let grantable = may_grant.contains(permission);
        let needs = permission.parent().map(|parent| (t.contacts.needs)(t.permissions.label(parent)));
        let refused = (!grantable).then(|| t.problems.permission.to_owned());
        let meaning =
            [Some(words.meaning.to_owned()), needs, refused].into_iter().flatten().collect::<Vec<_>>().join(" ");
        view! {
            <div class:sub=permission.parent().is_some()>
                <Tick
                    id=format!("contact-permissions-{permission}")
                    name=permission_name(permission)
                    label=words.label
                    meaning=meaning
                    ticked=ticked.contains(permission)
                    disabled=!grantable
                />
            </div>
        }
    };
    let groups = GROUPS
        .into_iter()
        .map(|(group, members)| {
            let ticks = members.iter().copied().filter(|permission| shown(*permission)).map(tick).collect_view();
            view! { <Fieldset legend=t.permissions.group(group)>{ticks}</Fieldset> }
        })
        .collect_view();
    // What is not shown stays as it is.
    let kept = ticked
        .iter()
        .filter(|permission| !shown(*permission))
        .map(|permission| view! { <Hidden name=permission_name(permission) value="true" /> })
        .collect_view();
    view! {
        <Fieldset legend=t.permissions.heading of=live.state.bind(ContactField::Permissions)>
            <div class="groups">{groups} {kept}</div>
        </Fieldset>
    }
}

/// Which services and domains the login covers.
#[component]
fn ScopeGroup(live: Live, editor: ContactEditor) -> impl IntoView {
    let t = use_texts();
    let shown = editor.shown;
    let limited = editor.may_cover != MayCover::Everything;
    let may_new = editor.may_cover != MayCover::Lists;
    let chosen = limited || shown.scope == CHOSEN;
    let search = RwSignal::new(String::new());
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let finder = (editor.subjects.len() > MANY).then(|| {
        view! {
            <div class="field search" hidden=move || !alive.get()>
                <label for="contact-scope-search">{t.contacts.search}</label>
                <input
                    id="contact-scope-search"
                    type="search"
                    autocomplete="off"
                    on:input=handler(move |event: Event| search.set(lower(&event_target_value(&event))))
                />
            </div>
        }
    });
    let is_chosen = |subject: Subject| match subject {
        Subject::Service(id) => shown.services.get(&id).copied().unwrap_or_default(),
        Subject::Domain(id) => shown.domains.get(&id).copied().unwrap_or_default(),
    };
    let list = |wanted: fn(&Subject) -> bool, legend: &'static str| {
        let ticks: Vec<_> = editor
            .subjects
            .iter()
            .filter(|choice| wanted(&choice.subject))
            .map(|choice| view! { <SubjectTick choice=choice.clone() ticked=is_chosen(choice.subject) search /> })
            .collect();
        (!ticks.is_empty()).then(|| view! { <Fieldset legend=legend>{ticks}</Fieldset> })
    };
    let services = list(|subject| matches!(subject, Subject::Service(_)), t.contacts.services);
    let domains = list(|subject| matches!(subject, Subject::Domain(_)), t.contacts.domains);
    let radio = |value: &'static str, label: &'static str, meaning: String, checked: bool, disabled: bool| {
        let id = scope_id(value);
        let describes = format!("{id}-meaning");
        view! {
            <div class="tick">
                <input
                    type="radio"
                    id=id.clone()
                    name=format!("{PREFIX}[scope]")
                    value=value
                    checked=checked
                    disabled=disabled
                    aria-describedby=describes.clone()
                />
                <label for=id>{label}</label>
                <p class="hint" id=describes>
                    {meaning}
                </p>
            </div>
        }
    };
    let count = move || {
        live.typed.with(|form| {
            let on = |ticked: &&bool| **ticked;
            let domains = form.domains.values().filter(on).count();
            (t.contacts.chosen_count)(form.services.values().filter(on).count(), domains)
        })
    };
    let new_ones = may_new.then(|| {
        view! {
            <Tick
                id="contact-new_ones"
                name=NEW_ONES
                label=t.contacts.new_ones
                meaning=t.contacts.new_ones_meaning
                ticked=shown.new_ones
            />
        }
    });
    let all_meaning = if limited { t.problems.scope } else { t.contacts.scope_all_meaning };
    view! {
        <Fieldset legend=live.state.label(ContactField::Scope) of=live.state.bind(ContactField::Scope)>
            {radio(ALL, t.contacts.scope_all, all_meaning.to_owned(), !chosen, limited)}
            {radio(CHOSEN, t.contacts.scope_chosen, t.contacts.scope_chosen_meaning.to_owned(), chosen, false)}
            <div class="subjects">
                {finder}
                <p class="hint" role="status" hidden=move || !alive.get()>
                    {count}
                </p>
                <div class="groups">{services} {domains}</div>
                {new_ones}
            </div>
        </Fieldset>
    }
}

/// A service or domain that can be chosen; hidden while the search is for others.
#[component]
fn SubjectTick(choice: ScopeChoice, ticked: bool, search: RwSignal<String>) -> impl IntoView {
    let (id, name) = match choice.subject {
        Subject::Service(id) => (format!("contact-service-{id}"), service_name(id)),
        Subject::Domain(id) => (format!("contact-domain-{id}"), domain_name(id)),
    };
    let text = lower(&choice.name);
    let hidden = move || search.with(|search| !text.contains(search.trim()));
    view! {
        <div hidden=hidden>
            <Tick id name label=choice.name ticked />
        </div>
    }
}

/// When access ends.
#[component]
fn End(live: Live, value: String) -> impl IntoView {
    let t = use_texts();
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let buttons = [1, 7, 30]
        .into_iter()
        .map(|days| {
            view! {
                <button type="button" on:click=handler(move |_: MouseEvent| live.end_in(Some(days)))>
                    {(t.contacts.in_days)(days)}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="access-end">
            <DateInput
                of=live.state.bind(ContactField::AccessEnds)
                value
                min=live.today.to_string()
                hint=t.contacts.ends_hint
            />
            <div class="actions" role="group" aria-label=t.contacts.quick_ends hidden=move || !alive.get()>
                {buttons}
                <button type="button" on:click=handler(move |_: MouseEvent| live.end_in(None))>
                    {t.contacts.no_end}
                </button>
            </div>
        </div>
    }
}
