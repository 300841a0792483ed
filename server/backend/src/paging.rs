//! Lists that stay fast with ten thousand rows: searched, filtered, and read page by page from where the last one ended.

use domain::client_area::Status;
use std::{fmt, str::FromStr};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr},
};
use uuid::Uuid;

use crate::Failure;

/// How many rows a page has.
pub const PAGE: usize = 50;
/// The longest text that is searched for, in characters.
pub const LONGEST: usize = 100;
/// Of how many words a text that is searched for consists at most: what follows belongs to the last one.
const WORDS: usize = 8;
/// Letters that only some engines and locales know the small form of; SQLite knows those of ASCII.
const LETTERS: [(&str, &str); 7] = [("Æ", "æ"), ("Ø", "ø"), ("Å", "å"), ("Ä", "ä"), ("Ö", "ö"), ("Ü", "ü"), ("É", "é")];

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
            search: searched(search.unwrap_or_default()),
            status: status.and_then(Status::from_code),
            after: after.and_then(|id| id.parse().ok()),
        }
    }

    /// The rows whose name, or another column, contains what is searched for, and that have the status.
    pub(crate) fn filter<C: ColumnTrait>(&self, columns: &[C], status: C) -> Condition {
        use domain::Code as _;
        let all = containing(columns, &self.search);
        match self.status {
            Some(wanted) => all.add(status.eq(wanted.code())),
            None => all,
        }
    }
}

/// A text that is searched for, as it was typed: in one line, and not too long.
pub(crate) fn searched(typed: &str) -> String {
    let flat = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    flat.chars().take(LONGEST).collect::<String>().trim_end().to_owned()
}

/// The rows in which each word of a text stands in one of the columns, in capitals or not. Signs of patterns stand for
/// themselves; an empty text is in every row.
pub(crate) fn containing<C: ColumnTrait>(columns: &[C], text: &str) -> Condition {
    let mut all = Condition::all();
    for word in text.splitn(WORDS, ' ').filter(|word| !word.is_empty()) {
        let mut any = Condition::any();
        for column in columns {
            any = any.add(small(*column, word.is_ascii()).like(pattern(&word.to_lowercase())));
            if !word.is_ascii() {
                // A letter that neither the engine nor we know the small form of is found as it is written.
                any = any.add(Expr::col(*column).like(pattern(word)));
            }
        }
        all = all.add(any);
    }
    all
}

/// The column in small letters; `ascii`: only of ASCII are asked for.
fn small(column: impl ColumnTrait, ascii: bool) -> SimpleExpr {
    let lower = Expr::expr(Func::lower(Expr::col(column)));
    if ascii {
        return lower;
    }
    LETTERS.into_iter().fold(lower, |text, (capital, small)| {
        Expr::expr(Func::cust("replace").args([text, Expr::val(capital), Expr::val(small)]))
    })
}

fn pattern(word: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", escaped(word))).escape('\\')
}

/// A page of rows by name, of those among `all` that fit, and whether there are more. Where the row that it comes after
/// is not among all any more, the list begins anew.
pub(crate) async fn by_name<E: EntityTrait>(
    conn: &impl ConnectionTrait,
    all: Select<E>,
    (name, id): (E::Column, E::Column),
    query: &ListQuery,
    fitting: Condition,
) -> Result<(Vec<E::Model>, bool), Failure> {
    let last: Option<(String, Uuid)> = match query.after {
        None => None,
        Some(after) => {
            let row = all.clone().select_only().columns([name, id]).filter(id.eq(after));
            row.into_tuple().one(conn).await?
        }
    };
    let mut page = all.filter(fitting).order_by_asc(name).order_by_asc(id).limit(PAGE as u64 + 1);
    if let Some((last_name, last_id)) = last {
        page = page.filter(
            Condition::all()
                // For the index.
                .add(name.gte(last_name.clone()))
                .add(name.gt(last_name).or(id.gt(last_id))),
        );
    }
    Ok(cut(page.all(conn).await?, PAGE))
}

/// A page of rows by time, the newest first, and where the next one begins, if there is one. `before` is where the page
/// before ended, as this said it; what cannot be read begins anew.
pub(crate) async fn by_time<E: EntityTrait>(
    conn: &impl ConnectionTrait,
    all: Select<E>,
    (at, id): (E::Column, E::Column),
    place: impl Fn(&E::Model) -> Place,
    before: &str,
) -> Result<(Vec<E::Model>, Option<String>), Failure> {
    let mut page = all.order_by_desc(at).order_by_desc(id).limit(PAGE as u64 + 1);
    if let Ok(ended) = before.parse::<Place>() {
        page = page.filter(ended.before(at, id));
    }
    let (rows, more) = cut(page.all(conn).await?, PAGE);
    let older = rows.last().filter(|_| more).map(|row| place(row).to_string());
    Ok((rows, older))
}

/// Where a page of a list by time ended: when that row was, so that one that moves meanwhile takes no place away. Written
/// as `MILLISECONDS.ID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub at: i64,
    pub id: Uuid,
}

impl Place {
    /// The rows before it, in the order of time and id.
    pub fn before<C: ColumnTrait>(self, at: C, id: C) -> Condition {
        Condition::all()
            // For the index.
            .add(at.lte(self.at))
            .add(at.lt(self.at).or(id.lt(self.id)))
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once('.').ok_or(())?;
        Ok(Self { at: at.parse().map_err(|_| ())?, id: id.parse().map_err(|_| ())? })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at, self.id)
    }
}

/// The rows of a page of `most`, of which one more was read, and whether there are more.
pub(crate) fn cut<T>(mut rows: Vec<T>, most: usize) -> (Vec<T>, bool) {
    let more = rows.len() > most;
    rows.truncate(most);
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
        assert_eq!(searched(&format!(" a \n b{} ", "c".repeat(200))).chars().count(), LONGEST);
    }
}
