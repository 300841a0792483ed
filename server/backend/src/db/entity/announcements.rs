//! The table `announcements`: what the operator tells many accounts. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub texts: String,
    pub audience: String,
    pub state: String,
    pub per_minute: i64,
    pub accounts: i64,
    pub accounts_done: i64,
    pub cursor: Option<Uuid>,
    pub letters: i64,
    pub created_at: i64,
    pub letters_sent: i64,
    pub letters_dropped: i64,
    pub letters_failed: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
