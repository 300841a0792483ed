//! What the demo's accounts have: services, domains, invoices, quotes, tickets, orders, and what can be ordered.

use domain::AccountId;
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::{
    Loader, history, possessions,
    writer::{About, Invoice, NOK, Ticket, Writer, domain, service},
};
use crate::{Failure, db::entity::catalogue as catalogue_rows, random::new_id};

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
    to.domain("northwind-summer.test", "expired", 380, Some(15), (false, false)).await?;

    possessions::northwind_services(&to, [web, shop, vps, mail]).await?;

    let things = Things { web, shop, vps, mail, northwind, studio, nordvind };
    northwind_invoices(&to, &things).await?;
    to.quote("Q-2041", "Bigger database server for the shop", "sent", -18, 1_249_000).await?;
    to.quote("Q-2033", "Load test before the autumn campaign", "accepted", 40, 680_000).await?;
    to.quote("Q-2012", "Dedicated mail gateway", "expired", 95, 399_000).await?;
    northwind_tickets(&to, &things).await?;

    to.order("ORD-7712", "Upgrade of nw-app-01 to 8 GB", "pending", service(vps), 2).await?;
    to.order("ORD-7540", "Two more mailboxes for northwind.test", "active", service(mail), 59).await?;
    to.order("ORD-7402", "Registration of northwind-studio.test", "active", domain(studio), 160).await?;

    to.card("Visa", "4242", 200).await?;
    to.affiliate("northwind", (318, 7), 142_500).await?;
    history::northwind(loader, account, &things).await
}

async fn northwind_invoices(to: &Writer<'_>, things: &Things) -> Result<(), Failure> {
    let Things { web, shop, vps, mail, studio, .. } = *things;
    let every_month = [("INV-10311", 61, "paid"), ("INV-10278", 92, "paid"), ("INV-10240", 122, "paid")];
    for (number, issued, status) in every_month {
        let lines = vec![
            ("Web Hosting Business – northwind.test", 24_900, service(web)),
            ("Managed WooCommerce – shop.northwind.test", 79_900, service(shop)),
            ("Cloud VPS 4 GB – nw-app-01", 39_900, service(vps)),
            ("Business Mail, 12 mailboxes – northwind.test", 46_800, service(mail)),
        ];
        to.invoice(Invoice { number, status, issued, lines }).await?;
    }
    let invoices = [
        Invoice {
            number: "INV-10377",
            status: "unpaid",
            issued: 5,
            lines: vec![
                ("Web Hosting Business – northwind.test", 24_900, service(web)),
                ("Managed WooCommerce – shop.northwind.test", 79_900, service(shop)),
                ("Business Mail, 12 mailboxes – northwind.test", 46_800, service(mail)),
            ],
        },
        Invoice {
            number: "INV-10362",
            status: "unpaid",
            issued: 24,
            lines: vec![("Cloud VPS 4 GB – nw-app-01", 39_900, service(vps))],
        },
        Invoice {
            number: "INV-10345",
            status: "paid",
            issued: 31,
            lines: vec![
                ("Web Hosting Business – northwind.test", 24_900, service(web)),
                ("Managed WooCommerce – shop.northwind.test", 79_900, service(shop)),
                ("Business Mail, 12 mailboxes – northwind.test", 46_800, service(mail)),
            ],
        },
        Invoice {
            number: "INV-10206",
            status: "paid",
            issued: 160,
            lines: vec![("Registration of northwind-studio.test, 1 year", 14_900, domain(studio))],
        },
        Invoice {
            number: "INV-10199",
            status: "refunded",
            issued: 171,
            lines: vec![("Moving the shop to us", 250_000, About::default())],
        },
    ];
    for invoice in invoices {
        to.invoice(invoice).await?;
    }
    Ok(())
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
    to.domain("fabrikam.test", "active", 228, Some(-137), (true, true)).await?;
    for (number, status, issued) in [("INV-10371", "unpaid", 8), ("INV-10339", "paid", 38)] {
        let lines = vec![
            ("Web Hosting Start – fabrikam.test", 9_900, service(site)),
            ("Cloud VPS 16 GB – lab-gpu-01", 149_900, service(lab)),
        ];
        to.invoice(Invoice { number, status, issued, lines }).await?;
    }
    to.affiliate("fabrikam", (12, 0), 0).await?;
    to.ticket(Ticket {
        number: "48155",
        subject: "Kernel update on lab-gpu-01",
        status: "open",
        department: "Technical",
        about: service(lab),
        by: ("Jonas Falk", "owner@fabrikam.test"),
        moved: 31,
    })
    .await
}

/// What anybody can order.
pub(super) async fn catalogue(loader: &Loader) -> Result<(), Failure> {
    let offers = [
        ("Web Hosting Start", "One site, 10 GB, daily backups.", 9_900),
        ("Web Hosting Business", "Ten sites, 100 GB, staging, hourly backups.", 24_900),
        ("Managed WooCommerce", "A shop that is kept up to date, with a cache in front of it.", 79_900),
        ("Cloud VPS 4 GB", "Two cores, 80 GB NVMe, snapshots.", 39_900),
        ("Business Mail", "A mailbox with 50 GB, calendar and archive.", 3_900),
        ("Domain name .test", "Registration for one year.", 14_900),
    ];
    let rows = offers.iter().zip(1..).map(|((name, description, price), position)| catalogue_rows::ActiveModel {
        id: Set(new_id(loader.now)),
        position: Set(position),
        name: Set((*name).to_owned()),
        description: Set((*description).to_owned()),
        price_minor: Set(*price),
        currency: Set(NOK.to_owned()),
    });
    catalogue_rows::Entity::insert_many(rows).exec_without_returning(loader.tx.conn()).await?;
    Ok(())
}
