//! What the demo's accounts have: services, domains and tickets.

use domain::AccountId;
use uuid::Uuid;

use super::{
    Loader, billing, history, possessions, tickets,
    writer::{About, Ticket, Writer, domain, service},
};
use crate::Failure;

/// What Northwind Studio has.
pub(super) struct Things {
    pub web: Uuid,
    pub shop: Uuid,
    pub vps: Uuid,
    pub mail: Uuid,
    pub northwind: Uuid,
    pub studio: Uuid,
    pub nordvind: Uuid,
}

const ASTRID: (&str, &str) = ("Astrid Berg", super::OWNER);
const SAM: (&str, &str) = ("Sam Okafor", "sam@codeworks.test");

pub(super) async fn northwind(loader: &Loader, account: AccountId) -> Result<(), Failure> {
    let to = Writer { loader, account };
    let web = to.service("northwind.test", "Web Hosting Business", "active", Some(-16), 24_900).await?;
    let shop = to.service("shop.northwind.test", "Managed WooCommerce", "active", Some(-9), 79_900).await?;
    let vps = to.service("nw-app-01", "Cloud VPS 4 GB", "active", Some(-21), 39_900).await?;
    let mail = to
        .service("Mail for northwind.test", "Business Mail, 12 mailboxes", "active", Some(-16), 46_800)
        .await?;
    to.service("staging.northwind.test", "Web Hosting Start", "suspended", Some(11), 9_900).await?;
    to.service("old-blog.northwind.test", "Web Hosting Start", "terminated", None, 9_900).await?;

    let northwind = to.domain("northwind.test", "active", 410, Some(-34), (true, true)).await?;
    let studio = to.domain("northwind-studio.test", "active", 160, Some(-205), (true, true)).await?;
    let nordvind = to.domain("nordvind.test", "active", 307, Some(-58), (false, false)).await?;
    let print = to.domain("northwind-print.test", "active", 93, Some(-272), (true, true)).await?;
    let verksted = to.domain("nordvindverksted.test", "active", 71, Some(-294), (true, true)).await?;
    to.domain("northwind-summer.test", "expired", 380, Some(15), (false, false)).await?;

    possessions::northwind_services(&to, [web, shop, vps, mail]).await?;
    possessions::northwind_domains(&to, [northwind, studio, nordvind, print, verksted]).await?;

    let things = Things { web, shop, vps, mail, northwind, studio, nordvind };
    northwind_tickets(&to, &things).await?;
    tickets::northwind(&to).await?;

    to.card("Visa", "4242", 200).await?;
    billing::northwind(loader, account, &things).await?;
    history::northwind(loader, account, &things).await
}

async fn northwind_tickets(to: &Writer<'_>, things: &Things) -> Result<(), Failure> {
    let tickets = [
        Ticket {
            number: "48213",
            subject: "Checkout is slow since this morning",
            status: "answered",
            department: "Technical",
            about: service(things.shop),
            by: SAM,
            moved: 3,
        },
        Ticket {
            number: "48190",
            subject: "Please move nordvind.test to the new name servers",
            status: "open",
            department: "Domains",
            about: domain(things.nordvind),
            by: ASTRID,
            moved: 20,
        },
        Ticket {
            number: "48077",
            subject: "PHP 8.4 on staging?",
            status: "closed",
            department: "Technical",
            about: service(things.web),
            by: SAM,
            moved: 9 * 24,
        },
        Ticket {
            number: "47950",
            subject: "One invoice per quarter instead of every month",
            status: "open",
            department: "Billing",
            about: About::default(),
            by: ASTRID,
            moved: 52,
        },
        Ticket {
            number: "47721",
            subject: "Two more mailboxes",
            status: "closed",
            department: "Technical",
            about: service(things.mail),
            by: ASTRID,
            moved: 60 * 24,
        },
    ];
    for ticket in tickets {
        to.ticket(ticket).await?;
    }
    Ok(())
}

pub(super) async fn fabrikam(loader: &Loader, account: AccountId) -> Result<(), Failure> {
    let to = Writer { loader, account };
    let site = to.service("fabrikam.test", "Web Hosting Start", "active", Some(-12), 9_900).await?;
    let lab = to.service("lab-gpu-01", "Cloud VPS 16 GB", "active", Some(-12), 149_900).await?;
    possessions::fabrikam_services(&to, site, lab).await?;
    let domain = to.domain("fabrikam.test", "active", 228, Some(-137), (true, true)).await?;
    possessions::fabrikam_domain(&to, domain).await?;
    billing::fabrikam(loader, account, site, lab).await?;
    to.ticket(Ticket {
        number: "48155",
        subject: "Kernel update on lab-gpu-01",
        status: "open",
        department: "Technical",
        about: service(lab),
        by: ("Jonas Falk", "owner@fabrikam.test"),
        moved: 31,
    })
    .await?;
    tickets::fabrikam(&to).await
}
