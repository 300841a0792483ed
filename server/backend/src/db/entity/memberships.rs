//! The table `memberships`: logins of contacts on an account. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub contact_id: Uuid,
    pub user_id: Uuid,
    pub state: String,
    pub limited: bool,
    pub new_ones: bool,
    pub ends_at: Option<i64>,
    pub invited_at: i64,
    pub activated_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub last_sign_in_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
