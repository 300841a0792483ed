//! A limited scope that goes with what is added later: it is kept as what it leaves out.

use sea_orm_migration::prelude::*;

use crate::columns::{add, flag};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Of a `limited` one: whether `membership_scope` names what is left out, and not what is covered.
        add(manager, "memberships", flag("new_ones").default(false).take()).await
    }
}
