//! The table `quotes`: quotes. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quotes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub subject: String,
    pub status: String,
    pub valid_until: i64,
    pub total_minor: i64,
    pub currency: String,
    pub issued_at: i64,
    pub introduction: String,
    pub address_block: String,
    pub answered_at: Option<i64>,
    pub answered_by: String,
    pub reason: String,
    pub invoice_id: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
