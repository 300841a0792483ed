//! Rows of an account of the demo.

use domain::{
    AccountId, CalendarDate, Timestamp,
    id::{DomainId, ServiceId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Loader;
use crate::{
    Failure,
    db::entity::{
        dns_records, domain_name_servers, domain_registrants, domains, payment_cards, service_addons, service_usage,
        services, tickets,
    },
    domains as domains_of,
    random::new_id,
    vault::{self, Place, Plain},
};

/// Everything in the demo is paid in it.
pub(super) const NOK: &str = "NOK";

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

pub(super) struct Ticket<'a> {
    pub number: &'a str,
    pub subject: &'a str,
    pub status: &'a str,
    pub department: &'a str,
    pub about: About,
    pub by: (&'a str, &'a str),
    /// Hours ago.
    pub moved: i64,
}

/// The login at a service.
pub(super) struct Login<'a> {
    pub username: &'a str,
    pub host: &'a str,
    pub password: &'a str,
    pub panel: bool,
    pub machine: bool,
}

/// Writes rows of one account. Days are before now; negative: after.
pub(super) struct Writer<'a> {
    pub loader: &'a Loader,
    pub account: AccountId,
}

impl Writer<'_> {
    pub(super) fn id(&self) -> Uuid {
        new_id(self.loader.now)
    }

    pub(super) fn days(&self, days: i64) -> i64 {
        self.loader.ago(days).0
    }

    pub(super) async fn service(
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
            ..Default::default()
        };
        services::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(id)
    }

    /// The login at a service, with its password, and what else can be done with it.
    pub(super) async fn login(&self, service: Uuid, login: Login<'_>) -> Result<(), Failure> {
        let conn = self.loader.tx.conn();
        let columns = services::ActiveModel {
            username: Set(login.username.to_owned()),
            host: Set(login.host.to_owned()),
            panel: Set(login.panel),
            machine: Set(login.machine),
            ..Default::default()
        };
        services::Entity::update_many()
            .set(columns)
            .filter(services::Column::AccountId.eq(self.account.0))
            .filter(services::Column::Id.eq(service))
            .exec(conn)
            .await?;
        self.keep(Place::service(self.account, ServiceId(service)), login.password).await
    }

    /// The name servers of a domain, each with its addresses.
    pub(super) async fn name_servers(&self, domain: Uuid, all: &[(&str, &str)]) -> Result<(), Failure> {
        let rows = all.iter().zip(1..).map(|((host, glue), position)| domain_name_servers::ActiveModel {
            account_id: Set(self.account.0),
            domain_id: Set(domain),
            position: Set(position),
            host: Set((*host).to_owned()),
            glue: Set((*glue).to_owned()),
        });
        domain_name_servers::Entity::insert_many(rows).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    /// DNS records of a domain: name, kind, value, in which `@.` stands for the domain.
    pub(super) async fn records(&self, domain: Uuid, name: &str, all: &[(&str, &str, &str)]) -> Result<(), Failure> {
        let rows = all.iter().map(|(owner, kind, value)| dns_records::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(self.id()),
            domain_id: Set(domain),
            name: Set((*owner).to_owned()),
            kind: Set((*kind).to_owned()),
            ttl: Set(3600),
            value: Set(value.replace("@.", &format!("{name}."))),
        });
        dns_records::Entity::insert_many(rows).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    pub(super) async fn transfer_code(&self, domain: Uuid, code: &str) -> Result<(), Failure> {
        self.keep(Place::domain(self.account, DomainId(domain)), code).await
    }

    /// A domain that is registered to the account.
    pub(super) async fn registrant(&self, domain: Uuid) -> Result<(), Failure> {
        let details = domains_of::registrant_of_account(self.loader.tx.conn(), self.account).await?;
        let row = domain_registrants::ActiveModel {
            account_id: Set(self.account.0),
            domain_id: Set(domain),
            source: Set("account".to_owned()),
            details: Set(serde_json::to_string(&details).map_err(|error| Failure::inconsistent(error.to_string()))?),
            changed_at: Set(self.days(160)),
        };
        domain_registrants::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    /// A secret, if there is a key for it.
    async fn keep(&self, place: Place, secret: &str) -> Result<(), Failure> {
        let (backend, tx) = (&self.loader.backend, &self.loader.tx);
        if backend.settings.secret_keys.is_empty() {
            return Ok(());
        }
        vault::put(backend, tx, place, &Plain::new(secret.to_owned()), self.loader.ago(30)).await
    }

    /// What a service uses: of what, how much, of how much at most.
    pub(super) async fn usage(&self, service: Uuid, all: &[(&str, i64, Option<i64>)]) -> Result<(), Failure> {
        let rows = all.iter().zip(1..).map(|((what, used, most), position)| service_usage::ActiveModel {
            account_id: Set(self.account.0),
            service_id: Set(service),
            position: Set(position),
            what: Set((*what).to_owned()),
            used: Set(*used),
            most: Set(*most),
            measured_at: Set(self.loader.now.plus(-2 * domain::Timestamp::HOUR).0),
        });
        service_usage::Entity::insert_many(rows).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    pub(super) async fn addon(&self, service: Uuid, name: &str, due: i64, price: i64) -> Result<(), Failure> {
        let row = service_addons::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(self.id()),
            service_id: Set(service),
            name: Set(name.to_owned()),
            status: Set("active".to_owned()),
            next_due_at: Set(Some(self.days(due))),
            price_minor: Set(price),
            currency: Set(NOK.to_owned()),
        };
        service_addons::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    pub(super) async fn domain(
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

    pub(super) async fn ticket(&self, ticket: Ticket<'_>) -> Result<(), Failure> {
        let moved = self.loader.now.plus(-ticket.moved * Timestamp::HOUR).0;
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
            updated_at: Set(moved),
            answered_at: Set((ticket.status == "answered").then_some(moved)),
            opened_by_user_id: Set(None),
            priority: Set("normal".to_owned()),
            opened_at: Set(moved),
        };
        tickets::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    /// A card that can be used until the end of the month in so many days.
    pub(super) async fn card(&self, brand: &str, last_digits: &str, days: i64) -> Result<(), Failure> {
        let day = CalendarDate::of_day(self.days(-days).div_euclid(Timestamp::DAY));
        // From the first of a month, 31 days lead into the next.
        let first = |date: CalendarDate| CalendarDate::new(date.year(), date.month(), 1).unwrap_or(date);
        let expires = first(first(day).plus_days(31)).day_number() * Timestamp::DAY;
        let row = payment_cards::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(self.id()),
            brand: Set(brand.to_owned()),
            last_digits: Set(last_digits.to_owned()),
            expires_at: Set(expires),
        };
        payment_cards::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }
}
