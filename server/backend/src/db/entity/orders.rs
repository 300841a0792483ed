//! The table `orders`: orders. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub description: String,
    pub status: String,
    pub service_id: Option<Uuid>,
    pub domain_id: Option<Uuid>,
    pub placed_at: i64,
    pub kind: String,
    pub invoice_id: Option<Uuid>,
    pub placed_by: String,
    pub reason: String,
    pub effective_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
