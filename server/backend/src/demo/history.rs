//! The emails that the demo's provider has sent: who got them follows from the one function that decides it.

use domain::{
    AccountId, Category, Code, Locale, Subject,
    id::{DomainId, ServiceId},
    recipients::{Matter, TicketPeople, recipients},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{
    Loader, address,
    business::Things,
    letters::{Told, event},
};
use crate::{Failure, db::entity::emails, mail::kept, overview, random::new_id};

pub(super) async fn northwind(loader: &Loader, account: AccountId, things: &Things) -> Result<(), Failure> {
    let service = |id| Some(Subject::Service(ServiceId(id)));
    let domain = |id| Some(Subject::Domain(DomainId(id)));
    let (sam, owner) = (Some("sam@codeworks.test"), Some(super::OWNER));
    let sent = [
        (5, Category::Invoice, "Invoice INV-10377 is ready", None, None, Told::Invoice),
        (10, Category::Invoice, "Invoice INV-10362 is overdue", service(things.vps), None, Told::Overdue),
        (24, Category::Invoice, "Invoice INV-10362 is ready", service(things.vps), None, Told::VpsInvoice),
        (31, Category::Invoice, "Invoice INV-10345 is ready", None, None, Told::EarlierInvoice),
        (
            0,
            Category::Support,
            "[#48213] Checkout is slow since this morning",
            service(things.shop),
            sam,
            Told::Slow,
        ),
        (
            1,
            Category::Support,
            "[#48190] We have your request about nordvind.test",
            domain(things.nordvind),
            owner,
            Told::Move,
        ),
        (9, Category::Support, "[#48077] PHP 8.4 on staging?", service(things.web), sam, Told::Php),
        (
            2,
            Category::Product,
            "Your order ORD-7712 is being prepared",
            service(things.vps),
            None,
            Told::Order,
        ),
        (
            14,
            Category::Product,
            "Maintenance of nw-app-01 on Sunday night",
            service(things.vps),
            None,
            Told::Maintenance,
        ),
        (
            4,
            Category::Domain,
            "nordvind.test does not renew by itself",
            domain(things.nordvind),
            None,
            Told::NoRenewal,
        ),
        (
            26,
            Category::Domain,
            "northwind.test renews in 60 days",
            domain(things.northwind),
            None,
            Told::Renewal,
        ),
        (18, Category::General, "New opening hours of our telephone", None, None, Told::Hours),
    ];
    let people = overview::people(loader.tx.conn(), account).await?;
    for (days, category, subject, about, opener, told) in sent {
        let ticket = TicketPeople { opener: opener.map(address).transpose()?, copied: Vec::new() };
        let whole = Matter::whole_account(category);
        let matter = Matter { subjects: about.into_iter().collect(), ticket: Some(ticket), ..whole };
        let got = recipients(&matter, &people);
        let recipients = serde_json::to_string(&got).map_err(|error| Failure::inconsistent(error.to_string()))?;
        let at = loader.ago(days).plus(-3 * domain::Timestamp::HOUR);
        let id = new_id(at);
        let row = emails::ActiveModel {
            account_id: Set(account.0),
            id: Set(id),
            category: Set(category.code().to_owned()),
            subject: Set(subject.to_owned()),
            subject_kind: Set(about.map(|about| match about {
                Subject::Service(_) => "service".to_owned(),
                Subject::Domain(_) => "domain".to_owned(),
            })),
            subject_id: Set(about.map(|about| match about {
                Subject::Service(id) => id.0,
                Subject::Domain(id) => id.0,
            })),
            recipients: Set(recipients),
            sent_at: Set(at.0),
            event: Set(None),
            announcement_id: Set(None),
        };
        emails::Entity::insert(row).exec_without_returning(loader.tx.conn()).await?;
        let event = event(told, things, at)?;
        for locale in Locale::ALL.iter().filter(|locale| got.iter().any(|one| one.locale == **locale)) {
            kept::store(&loader.backend, &loader.tx, (account, id), &event, *locale, at).await?;
        }
    }
    Ok(())
}
