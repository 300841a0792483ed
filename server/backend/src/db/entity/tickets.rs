//! The table `tickets`: support tickets. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tickets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub subject: String,
    pub status: String,
    pub department: String,
    pub service_id: Option<Uuid>,
    pub domain_id: Option<Uuid>,
    pub opened_by_name: String,
    pub opened_by_email: String,
    pub updated_at: i64,
    pub answered_at: Option<i64>,
    pub opened_by_user_id: Option<Uuid>,
    pub priority: String,
    pub opened_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
