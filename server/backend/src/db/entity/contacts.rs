//! The table `contacts`: contacts. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub email_canonical: String,
    pub phone: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    pub tax_id: String,
    pub locale: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub updated_by: String,
    pub version: i64,
    pub ticket_watch: String,
    pub bounced_at: Option<i64>,
    pub bounce_words: String,
    pub disowned_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
