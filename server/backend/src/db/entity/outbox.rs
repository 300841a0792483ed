//! The table `outbox`: emails to be sent. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub event: String,
    pub recipient: String,
    pub recipient_name: String,
    pub reasons: String,
    pub locale: String,
    pub state: String,
    pub attempts: i64,
    pub next_at: i64,
    pub lease_until: Option<i64>,
    pub leased_by: Option<Uuid>,
    pub last_error: String,
    pub created_at: i64,
    pub done_at: Option<i64>,
    pub email_id: Option<Uuid>,
    pub category: Option<String>,
    pub role: Option<String>,
    pub contact_id: Option<Uuid>,
    pub priority: i64,
    pub domain: String,
    pub announcement_id: Option<Uuid>,
    pub first_tried_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
