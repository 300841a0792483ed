//! The table `catalogue`: what can be ordered. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalogue")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub position: i64,
    pub name: String,
    pub description: String,
    pub price_minor: i64,
    pub currency: String,
    pub kind: String,
    pub family: String,
    pub months: i64,
    pub tld: String,
    pub renewal_minor: i64,
    pub offered: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
