//! Short names for the kinds of column and key that the migrations use.

use sea_orm_migration::prelude::*;

/// A UUID.
pub fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

/// A UUID that may be missing.
pub fn maybe_id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().null().take()
}

/// A text.
pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// A text that may be missing.
pub fn maybe_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

/// A whole number, or an instant in milliseconds.
pub fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// A whole number, or an instant in milliseconds, that may be missing.
pub fn maybe_number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// Yes or no.
pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

/// Bytes.
pub fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).binary().not_null().take()
}

/// A table with its columns and primary key.
pub fn table(name: &'static str, columns: Vec<ColumnDef>, key: &[&'static str]) -> TableCreateStatement {
    let mut table = Table::create().table(name).take();
    for column in columns {
        table.col(column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    table.primary_key(&mut primary);
    table
}

/// Adds a foreign key: rows go when the row that they belong to goes.
pub fn belongs_to(
    table: &mut TableCreateStatement,
    from: (&'static str, &[&'static str]),
    to: (&'static str, &[&'static str]),
) {
    let mut key = ForeignKey::create();
    key.on_delete(ForeignKeyAction::Cascade);
    for column in from.1 {
        key.from(from.0, *column);
    }
    for column in to.1 {
        key.to(to.0, *column);
    }
    table.foreign_key(&mut key);
}

/// An index, named after its table and columns.
pub fn index(table: &'static str, columns: &[&'static str], unique: bool) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("{table}_{}", columns.join("_"))).table(table).take();
    for column in columns {
        index.col(*column);
    }
    if unique {
        index.unique();
    }
    index
}

/// Adds a column to a table that is there.
pub async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    let mut column = column;
    manager.alter_table(Table::alter().table(table).add_column(&mut column).take()).await
}

/// Creates tables, then indexes.
pub async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}
