//! What the frame around every page needs: who looks, on which account.

use domain::viewer;
use leptos::prelude::*;

use crate::error::Answer;

/// Who looks at the page. Asked again at each navigation, so that menus are always true.
#[server(prefix = "/api", endpoint = "frame")]
pub async fn frame() -> Answer<viewer::Frame> {
    let site = use_context::<crate::Site>().unwrap_or_default();
    let request = super::request::Request::current()?;
    let presence = request.presence().await?;
    Ok(viewer::Frame {
        presence: presence.map_or(viewer::Presence::Anonymous, |found| shown(&request, &found, site.affiliates)),
        locale: crate::locales::use_locale(),
        brand: site.brand,
        demo: site.demo,
    })
}

/// What the client is told of who is signed in.
#[cfg(feature = "ssr")]
fn shown(
    request: &super::request::Request,
    presence: &backend::access::Presence,
    affiliates: bool,
) -> viewer::Presence {
    use backend::access::Presence as P;

    match presence {
        P::On(actor) => viewer::Presence::On(Box::new(viewer_of(request, actor, affiliates))),
        P::Choosing { name, email, accounts, invitations, .. } => viewer::Presence::Choosing {
            name: name.clone(),
            email: email.clone(),
            accounts: *accounts,
            invitations: *invitations,
        },
        P::Ended { name, email, account_name, ended, .. } => viewer::Presence::Ended {
            name: name.clone(),
            email: email.clone(),
            account_name: account_name.clone(),
            ended: request.moments("UTC").moment(*ended),
        },
        P::Nowhere { name, email, .. } => viewer::Presence::Nowhere { name: name.clone(), email: email.clone() },
    }
}

/// What there is to tell a user on an account about themselves.
#[cfg(feature = "ssr")]
pub fn viewer_of(
    request: &super::request::Request,
    actor: &backend::access::Actor,
    affiliates: bool,
) -> viewer::Viewer {
    use backend::access::Standing;

    let ends = match actor.standing() {
        Standing::Owner => None,
        Standing::Member { rights, .. } => rights.ends_at,
    };
    viewer::Viewer {
        user: actor.user(),
        name: actor.name().to_owned(),
        email: actor.email().to_owned(),
        account: actor.account(),
        account_name: actor.account_name().to_owned(),
        owner: actor.is_owner(),
        permissions: actor.permissions(),
        ends: ends.map(|end| request.moments(actor.time_zone()).moment(end)),
        accounts: actor.accounts(),
        invitations: actor.invitations(),
        affiliates,
    }
}
