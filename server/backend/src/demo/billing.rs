//! What the demo's accounts owe, have paid and can order: invoices, credit, quotes, orders, the catalogue, affiliates.

use domain::AccountId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    Loader,
    billing_rows::{Invoice, Order, Quote},
    business::Things,
    writer::{About, NOK, Writer, domain, service},
};
use crate::{
    Failure,
    billing::numbers::{Series, start},
    db::{
        entity::{catalogue as products, service_plans},
        found,
    },
    random::new_id,
};

pub(super) async fn northwind(loader: &Loader, account: AccountId, things: &Things) -> Result<(), Failure> {
    let to = Writer { loader, account };
    invoices(&to, things).await?;
    to.credit(50_000, 12, "Outage of 2 hours on shop.northwind.test").await?;
    quotes(&to).await?;
    let Things { web, shop, vps, mail, studio, .. } = *things;
    let orders = [
        Order {
            number: "ORD-7712",
            kind: "change",
            what: "Upgrade of nw-app-01 to 8 GB",
            status: "pending",
            about: service(vps),
            placed: 2,
        },
        Order {
            number: "ORD-7540",
            kind: "new",
            what: "Two more mailboxes for northwind.test",
            status: "active",
            about: service(mail),
            placed: 59,
        },
        Order {
            number: "ORD-7402",
            kind: "new",
            what: "Registration of northwind-studio.test",
            status: "active",
            about: domain(studio),
            placed: 160,
        },
    ];
    for order in orders {
        to.order(order).await?;
    }
    for (service, product) in [(web, "Web Hosting Business"), (shop, "Managed WooCommerce"), (vps, "Cloud VPS 4 GB")] {
        plan(loader, account, service, product).await?;
    }
    to.affiliate("northwind", (318, 7), 142_500, &[(64, 96_000)]).await
}

/// The lines of the invoice that comes every month.
fn monthly(things: &Things, with_vps: bool) -> Vec<(&'static str, i64, About)> {
    let mut lines = vec![
        ("Web Hosting Business – northwind.test", 24_900, service(things.web)),
        ("Managed WooCommerce – shop.northwind.test", 79_900, service(things.shop)),
        ("Business Mail, 12 mailboxes – northwind.test", 46_800, service(things.mail)),
    ];
    if with_vps {
        lines.insert(2, ("Cloud VPS 4 GB – nw-app-01", 39_900, service(things.vps)));
    }
    lines
}

async fn invoices(to: &Writer<'_>, things: &Things) -> Result<(), Failure> {
    let paid = |number, issued, after, method, lines| Invoice {
        number,
        issued,
        paid: Some((after, method)),
        lines,
        refunded: false,
    };
    let open = |number, issued, lines| Invoice { number, issued, paid: None, lines, refunded: false };
    let invoices = [
        open("INV-10377", 5, monthly(things, false)),
        open("INV-10362", 24, vec![("Cloud VPS 4 GB – nw-app-01", 39_900, service(things.vps))]),
        paid("INV-10345", 31, 9, "Visa 4242", monthly(things, false)),
        paid("INV-10311", 61, 12, "Visa 4242", monthly(things, true)),
        paid("INV-10278", 92, 13, "Bank transfer", monthly(things, true)),
        paid("INV-10240", 122, 6, "Bank transfer", monthly(things, true)),
        paid(
            "INV-10206",
            160,
            1,
            "Visa 4242",
            vec![("Registration of northwind-studio.test, 1 year", 14_900, domain(things.studio))],
        ),
        Invoice {
            refunded: true,
            ..paid("INV-10199", 171, 3, "Bank transfer", vec![("Moving the shop to us", 250_000, About::default())])
        },
    ];
    for invoice in invoices {
        to.invoice(invoice).await?;
    }
    Ok(())
}

async fn quotes(to: &Writer<'_>) -> Result<(), Failure> {
    let quotes = [
        Quote {
            number: "Q-2041",
            subject: "Bigger database server for the shop",
            introduction: "As we talked about on the phone: a server of its own for the shop's database, with a copy that \
                           is at most a second behind.",
            issued: 12,
            until: -18,
            answered: None,
            lines: &[
                ("Database server, 8 cores, 64 GB – 12 months", 1_050_000),
                ("Setting it up and moving the shop's database", 199_000),
            ],
        },
        Quote {
            number: "Q-2033",
            subject: "Load test before the autumn campaign",
            introduction: "Two evenings of load on a copy of the shop, and a report of what gives way first.",
            issued: 70,
            until: 40,
            answered: Some((52, "Astrid Berg")),
            lines: &[("Load test, two evenings", 520_000), ("Report and a meeting about it", 160_000)],
        },
        Quote {
            number: "Q-2012",
            subject: "Dedicated mail gateway",
            introduction: "",
            issued: 125,
            until: 95,
            answered: None,
            lines: &[("Mail gateway with quarantine – 12 months", 399_000)],
        },
    ];
    for quote in quotes {
        to.quote(quote).await?;
    }
    Ok(())
}

pub(super) async fn fabrikam(loader: &Loader, account: AccountId, site: Uuid, lab: Uuid) -> Result<(), Failure> {
    let to = Writer { loader, account };
    for (number, issued, paid) in [("INV-10371", 8, None), ("INV-10339", 38, Some((10, "Mastercard 0005")))] {
        let lines = vec![
            ("Web Hosting Start – fabrikam.test", 9_900, service(site)),
            ("Cloud VPS 16 GB – lab-gpu-01", 149_900, service(lab)),
        ];
        to.invoice(Invoice { number, issued, paid, lines, refunded: false }).await?;
    }
    plan(loader, account, site, "Web Hosting Start").await?;
    plan(loader, account, lab, "Cloud VPS 16 GB").await?;
    to.affiliate("fabrikam", (12, 0), 0, &[]).await
}

struct Product {
    name: &'static str,
    description: &'static str,
    family: &'static str,
    tld: &'static str,
    price: i64,
}

const fn product(
    name: &'static str,
    description: &'static str,
    family: &'static str,
    tld: &'static str,
    price: i64,
) -> Product {
    Product { name, description, family, tld, price }
}

const PRODUCTS: [Product; 8] = [
    product("Web Hosting Start", "One site, 10 GB, daily backups.", "web", "", 9_900),
    product("Web Hosting Business", "Ten sites, 100 GB, staging, hourly backups.", "web", "", 24_900),
    product(
        "Managed WooCommerce",
        "A shop that is kept up to date, with a cache in front of it.",
        "web",
        "",
        79_900,
    ),
    product("Cloud VPS 4 GB", "Two cores, 80 GB NVMe, snapshots.", "vps", "", 39_900),
    product("Cloud VPS 8 GB", "Four cores, 160 GB NVMe, snapshots.", "vps", "", 74_900),
    product("Cloud VPS 16 GB", "Eight cores, 320 GB NVMe, snapshots.", "vps", "", 149_900),
    product("Business Mail", "A mailbox with 50 GB, calendar and archive.", "", "", 3_900),
    product("Domain name .test", "Registration for one year.", "", "test", 14_900),
];

/// What anybody can order.
pub(super) async fn catalogue(loader: &Loader) -> Result<(), Failure> {
    let rows = PRODUCTS.iter().zip(1..).map(|(product, position)| {
        let domain = !product.tld.is_empty();
        products::ActiveModel {
            id: Set(new_id(loader.now)),
            position: Set(position),
            name: Set(product.name.to_owned()),
            description: Set(product.description.to_owned()),
            price_minor: Set(product.price),
            currency: Set(NOK.to_owned()),
            kind: Set(if domain { "domain" } else { "service" }.to_owned()),
            family: Set(product.family.to_owned()),
            months: Set(if domain { 12 } else { 1 }),
            tld: Set(product.tld.to_owned()),
            renewal_minor: Set(if domain { 16_900 } else { 0 }),
            offered: Set(true),
        }
    });
    products::Entity::insert_many(rows).exec_without_returning(loader.tx.conn()).await?;
    // After those that stand in the demo.
    start(&loader.tx, Series::Invoice, 10_400).await?;
    start(&loader.tx, Series::Order, 7_800).await
}

/// Notes which product a service is.
async fn plan(loader: &Loader, account: AccountId, service: Uuid, name: &str) -> Result<(), Failure> {
    let product = products::Entity::find().filter(products::Column::Name.eq(name)).one(loader.tx.conn()).await?;
    let row = service_plans::ActiveModel {
        account_id: Set(account.0),
        service_id: Set(service),
        catalogue_id: Set(found(product)?.id),
    };
    service_plans::Entity::insert(row).exec_without_returning(loader.tx.conn()).await?;
    Ok(())
}
