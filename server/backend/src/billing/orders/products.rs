//! The catalogue.

use domain::{
    ProductId,
    client_area::Money,
    money::{Amount, Currency},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Failure,
    billing::currency,
    db::entity::catalogue::{self, Column as C},
};

/// Something that can be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub name: String,
    pub description: String,
    pub price: Money,
    /// The months that the price is for.
    pub months: i64,
    /// What a domain ends in; empty: it is a service.
    pub tld: String,
}

/// A product as stored, with its currency.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub row: catalogue::Model,
    pub currency: Currency,
}

impl Stored {
    fn read(row: catalogue::Model) -> Result<Self, Failure> {
        Ok(Self { currency: currency(&row.currency)?, row })
    }

    pub fn amount(&self, minor: i64) -> Amount {
        Amount { minor, currency: self.currency }
    }
}

/// What is offered, in the operator's order.
pub(super) async fn offered(conn: &impl ConnectionTrait) -> Result<Vec<Stored>, Failure> {
    let rows = catalogue::Entity::find()
        .filter(C::Offered.eq(true))
        .order_by_asc(C::Position)
        .order_by_asc(C::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// A product, offered or not.
pub(super) async fn product(conn: &impl ConnectionTrait, id: uuid::Uuid) -> Result<Option<Stored>, Failure> {
    catalogue::Entity::find_by_id(id).one(conn).await?.map(Stored::read).transpose()
}
