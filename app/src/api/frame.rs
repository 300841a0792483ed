//! What the frame around every page needs: who looks, on which account.

use domain::viewer;
use leptos::prelude::*;

use crate::error::Answer;

/// Who looks at the page. Asked again at each navigation, so that menus are always true.
#[server(prefix = "/api", endpoint = "frame")]
pub async fn frame() -> Answer<viewer::Frame> {
    let site = use_context::<crate::Site>().unwrap_or_default();
    Ok(viewer::Frame {
        presence: viewer::Presence::Anonymous,
        locale: crate::locales::use_locale(),
        brand: site.brand,
        demo: site.demo,
    })
}
