//! Where the page of a service or domain leads on to: ordering something for it, and a ticket about it.

use crate::prelude::*;
use backend::access::Actor;
use domain::{Permission, Subject};

use crate::locales::{tickets::tickets, use_texts};

/// Links for who may follow them. `ordered` is whether something can be ordered for it as it is now.
pub(super) fn further(actor: &Actor, subject: Subject, ordered: bool) -> impl IntoView + use<> {
    let t = use_texts();
    let (order, about) = match subject {
        Subject::Service(id) => {
            ((format!("/order?service={id}#change"), t.ordering.change_or_cancel), format!("service-{id}"))
        }
        Subject::Domain(id) => ((format!("/order?domain={id}#renew"), t.ordering.renew), format!("domain-{id}")),
    };
    let (href, label) = order;
    let link = |permission, href: String, label: &'static str| {
        actor.holds(permission).then(|| {
            view! {
                <a class="button" href=href>
                    {label}
                </a>
            }
        })
    };
    let order = ordered.then(|| link(Permission::Orders, href, label)).flatten();
    let ticket = link(Permission::Tickets, format!("/tickets/new?about={about}"), tickets(t.locale).new);
    view! {
        {order}
        {ticket}
    }
}
