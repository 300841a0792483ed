//! Rows about money of an account of the demo. Days are before now; negative: after.

use domain::{
    Timestamp,
    money::{Amount, Currency},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::writer::{About, NOK, Writer};
use crate::{
    Failure,
    billing::credit::{self, Why},
    db::entity::{affiliate_payouts, affiliates, invoice_lines, invoices, orders, payments, quote_lines, quotes},
    details,
};

pub(super) struct Invoice {
    pub number: &'static str,
    /// Due 14 days later.
    pub issued: i64,
    /// How many days after it was issued, and how; `None`: not yet.
    pub paid: Option<(i64, &'static str)>,
    pub refunded: bool,
    pub lines: Vec<(&'static str, i64, About)>,
}

pub(super) struct Quote {
    pub number: &'static str,
    pub subject: &'static str,
    pub introduction: &'static str,
    pub issued: i64,
    pub until: i64,
    /// When and by whom it was accepted.
    pub answered: Option<(i64, &'static str)>,
    pub lines: &'static [(&'static str, i64)],
}

pub(super) struct Order {
    pub number: &'static str,
    pub kind: &'static str,
    pub what: &'static str,
    pub status: &'static str,
    pub about: About,
    pub placed: i64,
}

impl Writer<'_> {
    pub(super) async fn invoice(&self, invoice: Invoice) -> Result<(), Failure> {
        let (id, conn) = (self.id(), self.loader.tx.conn());
        let total = invoice.lines.iter().map(|(_, amount, _)| amount).sum();
        let paid_at = invoice.paid.map(|(after, _)| self.days(invoice.issued - after));
        let status = match invoice.paid {
            Some(_) if invoice.refunded => "refunded",
            Some(_) => "paid",
            None => "unpaid",
        };
        let row = invoices::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(id),
            number: Set(invoice.number.to_owned()),
            status: Set(status.to_owned()),
            issued_at: Set(self.days(invoice.issued)),
            due_at: Set(self.days(invoice.issued - 14)),
            total_minor: Set(total),
            currency: Set(NOK.to_owned()),
            address_block: Set(details::address_block(conn, self.account).await?.join("\n")),
            kind: Set("ordinary".to_owned()),
            paid_minor: Set(if paid_at.is_some() { total } else { 0 }),
            paid_at: Set(paid_at),
        };
        invoices::Entity::insert(row).exec_without_returning(conn).await?;
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
        invoice_lines::Entity::insert_many(lines).exec_without_returning(conn).await?;
        if let (Some((_, method)), Some(paid_at)) = (invoice.paid, paid_at) {
            let row = payments::ActiveModel {
                account_id: Set(self.account.0),
                id: Set(self.id()),
                invoice_id: Set(id),
                method: Set(method.to_owned()),
                amount_minor: Set(total),
                currency: Set(NOK.to_owned()),
                paid_at: Set(paid_at),
                paid_by: Set(String::new()),
            };
            payments::Entity::insert(row).exec_without_returning(conn).await?;
        }
        Ok(())
    }

    pub(super) async fn credit(&self, minor: i64, days: i64, reason: &str) -> Result<(), Failure> {
        let currency = Currency::parse(NOK).map_err(|_| Failure::inconsistent("an unknown currency"))?;
        let (added, why) = (Amount { minor, currency }, Why { id: None, invoice: None, reason });
        credit::give(&self.loader.tx, self.account, added, why, Timestamp(self.days(days))).await?;
        Ok(())
    }

    pub(super) async fn quote(&self, quote: Quote) -> Result<(), Failure> {
        let (id, conn) = (self.id(), self.loader.tx.conn());
        let row = quotes::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(id),
            number: Set(quote.number.to_owned()),
            subject: Set(quote.subject.to_owned()),
            status: Set(if quote.answered.is_some() { "accepted" } else { "sent" }.to_owned()),
            valid_until: Set(self.days(quote.until)),
            total_minor: Set(quote.lines.iter().map(|(_, amount)| amount).sum()),
            currency: Set(NOK.to_owned()),
            issued_at: Set(self.days(quote.issued)),
            introduction: Set(quote.introduction.to_owned()),
            address_block: Set(details::address_block(conn, self.account).await?.join("\n")),
            answered_at: Set(quote.answered.map(|(days, _)| self.days(days))),
            answered_by: Set(quote.answered.map_or("", |(_, name)| name).to_owned()),
            reason: Set(String::new()),
            invoice_id: Set(None),
        };
        quotes::Entity::insert(row).exec_without_returning(conn).await?;
        let lines = quote.lines.iter().zip(1..).map(|((description, amount), position)| quote_lines::ActiveModel {
            account_id: Set(self.account.0),
            quote_id: Set(id),
            position: Set(position),
            description: Set((*description).to_owned()),
            amount_minor: Set(*amount),
        });
        quote_lines::Entity::insert_many(lines).exec_without_returning(conn).await?;
        Ok(())
    }

    pub(super) async fn order(&self, order: Order) -> Result<(), Failure> {
        let row = orders::ActiveModel {
            account_id: Set(self.account.0),
            id: Set(self.id()),
            number: Set(order.number.to_owned()),
            description: Set(order.what.to_owned()),
            status: Set(order.status.to_owned()),
            service_id: Set(order.about.service),
            domain_id: Set(order.about.domain),
            placed_at: Set(self.days(order.placed)),
            kind: Set(order.kind.to_owned()),
            invoice_id: Set(None),
            placed_by: Set("Astrid Berg".to_owned()),
            reason: Set(String::new()),
            effective_at: Set(None),
        };
        orders::Entity::insert(row).exec_without_returning(self.loader.tx.conn()).await?;
        Ok(())
    }

    /// `paid_out`: days and amounts.
    pub(super) async fn affiliate(
        &self,
        code: &str,
        (visits, sign_ups): (i64, i64),
        balance: i64,
        paid_out: &[(i64, i64)],
    ) -> Result<(), Failure> {
        let conn = self.loader.tx.conn();
        let row = affiliates::ActiveModel {
            account_id: Set(self.account.0),
            link: Set(format!("https://provider.test/?aff={code}")),
            visits: Set(visits),
            sign_ups: Set(sign_ups),
            balance_minor: Set(balance),
            currency: Set(NOK.to_owned()),
            minimum_minor: Set(50_000),
        };
        affiliates::Entity::insert(row).exec_without_returning(conn).await?;
        for (days, amount) in paid_out {
            let row = affiliate_payouts::ActiveModel {
                account_id: Set(self.account.0),
                id: Set(self.id()),
                amount_minor: Set(*amount),
                currency: Set(NOK.to_owned()),
                state: Set("paid".to_owned()),
                asked_at: Set(self.days(*days)),
                asked_by: Set("Astrid Berg".to_owned()),
            };
            affiliate_payouts::Entity::insert(row).exec_without_returning(conn).await?;
        }
        Ok(())
    }
}
