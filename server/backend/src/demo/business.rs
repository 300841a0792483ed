//! What the demo's accounts have: services, domains, invoices, quotes, tickets, orders, and what can be ordered.

use domain::AccountId;
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::{Loader, history};
use crate::{
    Failure,
    db::entity::{
        affiliates, catalogue as catalogue_rows, domains, invoice_lines, invoices, orders, quotes, services, tickets,
    },
    random::new_id,
};

const NOK: &str = "NOK";

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

/// What something is about.
#[derive(Clone, Copy, Default)]
pub(super) struct About {
    pub service: Option<Uuid>,
    pub domain: Option<Uuid>,
}

pub(super) fn service(id: Uuid) -> About {
    About { service: Some(id), domain: None }
}

pub(super) fn domain(id: Uuid) -> About {
    About { service: None, domain: Some(id) }
}

struct Invoice<'a> {
    number: &'a str,
    status: &'a str,
    /// Days ago; due 14 days later.
    issued: i64,
    lines: Vec<(&'a str, i64, About)>,
}

struct Ticket<'a> {
    number: &'a str,
    subject: &'a str,
    status: &'a str,
    department: &'a str,
    about: About,
    by: (&'a str, &'a str),
    /// Hours ago.
    moved: i64,
}

const ASTRID: (&str, &str) = ("Astrid Berg", super::OWNER);
const SAM: (&str, &str) = ("Sam Okafor", "sam@codeworks.test");
const NORTHWIND_BLOCK: &str =
    "Northwind Studio\nAstrid Berg\nStorgata 14\n0184 Oslo\nNorway\nTax ID: NO 987 654 321 MVA";
const FABRIKAM_BLOCK: &str =
    "Fabrikam Labs\nJonas Falk\nVerksgata 62\n4013 Stavanger\nNorway\nTax ID: NO 923 456 789 MVA";

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

    let things = Things { web, shop, vps, mail, northwind, studio, nordvind };
    northwind_invoices(&to, &things).await?;
    to.quote("Q-2041", "Bigger database server for the shop", "sent", -18, 1_249_000).await?;
    to.quote("Q-2033", "Load test before the autumn campaign", "accepted", 40, 680_000).await?;
    to.quote("Q-2012", "Dedicated mail gateway", "expired", 95, 399_000).await?;
    northwind_tickets(&to, &things).await?;

    to.order("ORD-7712", "Upgrade of nw-app-01 to 8 GB", "pending", service(vps), 2).await?;
    to.order("ORD-7540", "Two more mailboxes for northwind.test", "active", service(mail), 59).await?;
    to.order("ORD-7402", "Registration of northwind-studio.test", "active", domain(studio), 160).await?;

    let affiliate = affiliates::ActiveModel {
        account_id: Set(account.0),
        link: Set("https://provider.test/?aff=northwind".to_owned()),
        visits: Set(318),
        sign_ups: Set(7),
        balance_minor: Set(142_500),
        currency: Set(NOK.to_owned()),
    };
    affiliates::Entity::insert(affiliate).exec_without_returning(loader.tx.conn()).await?;
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
        to.invoice(NORTHWIND_BLOCK, Invoice { number, status, issued, lines }).await?;
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
        to.invoice(NORTHWIND_BLOCK, invoice).await?;
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
    to.domain("fabrikam.test", "active", 228, Some(-137), (true, true)).await?;
    for (number, status, issued) in [("INV-10371", "unpaid", 8), ("INV-10339", "paid", 38)] {
        let lines = vec![
            ("Web Hosting Start – fabrikam.test", 9_900, service(site)),
            ("Cloud VPS 16 GB – lab-gpu-01", 149_900, service(lab)),
        ];
        to.invoice(FABRIKAM_BLOCK, Invoice { number, status, issued, lines }).await?;
    }
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

/// Writes rows of one account. Days are before now; negative: after.
struct Writer<'a> {
    loader: &'a Loader,
    account: AccountId,
}

impl Writer<'_> {
    fn id(&self) -> Uuid {
        new_id(self.loader.now)
    }

    fn days(&self, days: i64) -> i64 {
        self.loader.ago(days).0
    }

    async fn service(
        &self,
        name: &str,
        product: &str,
        status: &str,
        due: Option<i64>,
        price: i64,
    ) -> Result<Uuid, Failure> {
        let id = self.id();
        let row = services::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(id),
            name: Set(name.to_owned()),
            product: Set(product.to_owned()),
            status: Set(status.to_owned()),
            next_due_at: Set(due.map(|days| self.days(days))),
            price_minor: Set(price),
            currency: Set(NOK.to_owned()),
        };
        services::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(id)
    }

    async fn domain(
        &self,
        name: &str,
        status: &str,
        registered: i64,
        expires: Option<i64>,
        (auto_renew, locked): (bool, bool),
    ) -> Result<Uuid, Failure> {
        let id = self.id();
        let row = domains::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(id),
            name: Set(name.to_owned()),
            status: Set(status.to_owned()),
            registered_at: Set(self.days(registered)),
            expires_at: Set(expires.map(|days| self.days(days))),
            auto_renew: Set(auto_renew),
            locked: Set(locked),
        };
        domains::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(id)
    }

    async fn invoice(&self, block: &str, invoice: Invoice<'_>) -> Result<(), Failure> {
        let id = self.id();
        let row = invoices::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(id),
            number: Set(invoice.number.to_owned()),
            status: Set(invoice.status.to_owned()),
            issued_at: Set(self.days(invoice.issued)),
            due_at: Set(self.days(invoice.issued - 14)),
            total_minor: Set(invoice.lines.iter().map(|(_, amount, _)| amount).sum()),
            currency: Set(NOK.to_owned()),
            address_block: Set(block.to_owned()),
        };
        invoices::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        let lines =
            invoice
                .lines
                .iter()
                .zip(1..)
                .map(|((description, amount, about), position)| invoice_lines::ActiveModel {
                    account_id: Set(self.account.0),
                    invoice_id: Set(id),
                    position: Set(position),
                    description: Set((*description).to_owned()),
                    amount_minor: Set(*amount),
                    service_id: Set(about.service),
                    domain_id: Set(about.domain),
                });
        invoice_lines::Entity::insert_many(lines).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    async fn quote(&self, number: &str, subject: &str, status: &str, until: i64, total: i64) -> Result<(), Failure> {
        let row = quotes::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(self.id()),
            number: Set(number.to_owned()),
            subject: Set(subject.to_owned()),
            status: Set(status.to_owned()),
            valid_until: Set(self.days(until)),
            total_minor: Set(total),
            currency: Set(NOK.to_owned()),
        };
        quotes::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    async fn ticket(&self, ticket: Ticket<'_>) -> Result<(), Failure> {
        let row = tickets::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(self.id()),
            number: Set(ticket.number.to_owned()),
            subject: Set(ticket.subject.to_owned()),
            status: Set(ticket.status.to_owned()),
            department: Set(ticket.department.to_owned()),
            service_id: Set(ticket.about.service),
            domain_id: Set(ticket.about.domain),
            opened_by_name: Set(ticket.by.0.to_owned()),
            opened_by_email: Set(ticket.by.1.to_owned()),
            updated_at: Set(self.loader.now.plus(-ticket.moved * domain::Timestamp::HOUR).0),
        };
        tickets::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    async fn order(
        &self,
        number: &str,
        description: &str,
        status: &str,
        about: About,
        placed: i64,
    ) -> Result<(), Failure> {
        let row = orders::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(self.id()),
            number: Set(number.to_owned()),
            description: Set(description.to_owned()),
            status: Set(status.to_owned()),
            service_id: Set(about.service),
            domain_id: Set(about.domain),
            placed_at: Set(self.days(placed)),
        };
        orders::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }
}
