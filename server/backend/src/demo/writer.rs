//! Rows of an account of the demo.

use domain::AccountId;
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::Loader;
use crate::{
    Failure,
    db::entity::{domains, services, tickets},
    random::new_id,
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
        };
        services::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(id)
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
}
