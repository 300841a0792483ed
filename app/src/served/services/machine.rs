//! What the machine of a service is asked to do, each with a confirmation that names it.

use crate::prelude::*;
use backend::{once::form_token, services::ServicePage};
use domain::{AccountId, Code, possessions::ServiceAction};

use crate::{
    form::{Hidden, TextInput},
    locales::{possessions::texts, use_locale},
    served::{
        Visit,
        forms::{Left, Posted},
    },
};

/// For who may run its actions.
pub(super) fn machine(
    visit: &Visit,
    account: AccountId,
    page: &ServicePage,
    left: &Left<(String, String)>,
) -> Option<AnyView> {
    let t = texts(use_locale());
    page.actions.then(|| {
        view! {
            <section class="panel" aria-labelledby="machine">
                <h2 id="machine">{t.machine}</h2>
                {left.notice()}
                {action(visit, account, page, ServiceAction::Restart, left)}
                {action(visit, account, page, ServiceAction::Reinstall, left)}
            </section>
        }
    })
}

fn action(
    visit: &Visit,
    account: AccountId,
    page: &ServicePage,
    action: ServiceAction,
    left: &Left<(String, String)>,
) -> AnyView {
    let t = texts(use_locale());
    let name = page.name.as_str();
    let (title, hint) = match action {
        ServiceAction::Restart => ((t.restart)(name), (t.restart_hint)(name)),
        ServiceAction::Reinstall => ((t.reinstall)(name), (t.reinstall_hint)(name)),
    };
    let code = action.code();
    let typed = left.typed.as_ref().filter(|(before, _)| before == code);
    let nothing = Left::<(String, String)>::default();
    let mine = if typed.is_some() { left } else { &nothing };
    // To delete everything, a press of a button is not enough.
    let confirm = match action {
        ServiceAction::Restart => view! { <input type="hidden" name="confirm" value=name.to_owned() /> },
        ServiceAction::Reinstall => {
            let of = mine.field(code, "confirm", "confirm", &(t.confirm_name)(name));
            let value = typed.map(|(_, confirm)| confirm.clone()).unwrap_or_default();
            view! { <TextInput of value required=true /> }
        }
    };
    // Each form is sent once: a double click must not delete twice.
    let token = form_token(visit.backend());
    let class = if action == ServiceAction::Reinstall { "danger" } else { "primary" };
    view! {
        <details class="more" open=mine.is_refused()>
            <summary>{title.clone()}</summary>
            <Posted to="/api/services/action" account id=page.id.to_string()>
                <Hidden name="action" value=code />
                <Hidden name="token" value=token />
                <p>{hint}</p>
                {confirm}
                <button type="submit" class=class>
                    {title}
                </button>
            </Posted>
        </details>
    }
}
