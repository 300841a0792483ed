//! The table `activity`: the activity log. Described in the migrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub at: i64,
    pub actor_user_id: Option<Uuid>,
    pub actor_name: String,
    pub actor_email: String,
    pub subject_contact_id: Option<Uuid>,
    pub subject_name: String,
    pub subject_email: String,
    pub kind: String,
    pub event: String,
    pub address: String,
    pub hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
