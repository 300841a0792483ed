//! The table `accounts`: accounts. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub owner_user_id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub phone: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    pub tax_id: String,
    pub locale: String,
    pub time_zone: String,
    pub billing_contact_id: Option<Uuid>,
    pub created_at: i64,
    pub version: i64,
    pub ticket_watch: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
