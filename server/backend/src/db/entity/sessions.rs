//! The table `sessions`: open sessions. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: Vec<u8>,
    pub id: Uuid,
    pub user_id: Option<Uuid>,
    pub account_id: Option<Uuid>,
    pub data: String,
    pub device: String,
    pub address: String,
    pub created_at: i64,
    pub seen_at: i64,
    pub expires_at: i64,
    pub password_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
