//! Lists that stay fast with ten thousand rows: searched, filtered, and read page by page from where the last one ended.

use domain::client_area::Status;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};
use uuid::Uuid;

/// How many rows a page has.
pub const PAGE: usize = 50;
/// The longest text that is searched for, in characters.
const LONGEST: usize = 100;

/// What a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// A part of the name; empty: all.
    pub search: String,
    pub status: Option<Status>,
    /// The last row of the page before.
    pub after: Option<Uuid>,
}

impl ListQuery {
    /// As a page's address has it; what cannot be read filters nothing.
    pub fn read(search: Option<&str>, status: Option<&str>, after: Option<&str>) -> Self {
        use domain::Code as _;
        Self {
            search: search.unwrap_or_default().trim().chars().take(LONGEST).collect(),
            status: status.and_then(Status::from_code),
            after: after.and_then(|id| id.parse().ok()),
        }
    }

    /// The rows whose name, or another column, contains what is searched for, and that have the status.
    pub(crate) fn filter<C: ColumnTrait>(&self, columns: &[C], status: C) -> Condition {
        use domain::Code as _;
        let mut all = Condition::all();
        if !self.search.is_empty() {
            let pattern = |text: &str| LikeExpr::new(format!("%{}%", escaped(text))).escape('\\');
            let mut any = Condition::any();
            for column in columns {
                let lower = Expr::expr(Func::lower(Expr::col(*column)));
                any = any.add(lower.like(pattern(&self.search.to_lowercase())));
                // SQLite knows the small letters of ASCII only: others are found as they are written.
                any = any.add(Expr::col(*column).like(pattern(&self.search)));
            }
            all = all.add(any);
        }
        match self.status {
            Some(wanted) => all.add(status.eq(wanted.code())),
            None => all,
        }
    }
}

/// Rows that come after the one of that name and id, in the order of both.
pub(crate) fn later<C: ColumnTrait>(name: C, id: C, last: (String, Uuid)) -> Condition {
    Condition::all()
        // For the index.
        .add(name.gte(last.0.clone()))
        .add(name.gt(last.0).or(id.gt(last.1)))
}

/// The rows of a page, and whether there are more.
pub(crate) fn cut<T>(mut rows: Vec<T>) -> (Vec<T>, bool) {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    (rows, more)
}

/// A text that stands for itself in LIKE.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_patterns_stand_for_themselves() {
        assert_eq!(escaped("50%_a\\b"), "50\\%\\_a\\\\b");
        assert_eq!(
            ListQuery::read(Some("  a b "), Some("nonsense"), Some("x")),
            ListQuery { search: "a b".into(), ..ListQuery::default() }
        );
    }
}
