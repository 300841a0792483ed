//! The email matrix as data: what was ticked brought together with what is stored. Pure.

use std::collections::BTreeMap;

use domain::{
    Category, CategorySet, ContactId,
    overview::{OverviewForm, OverviewPage, OverviewRow},
};

/// A row of the matrix with what is ticked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub row: OverviewRow,
    /// What the boxes show: what is stored, or what was ticked before a refusal.
    pub ticked: CategorySet,
}

impl Line {
    /// Whether the boxes differ from what is stored.
    pub fn differs(&self) -> bool {
        self.ticked != self.row.categories
    }
}

/// The rows with what was ticked before a refusal, where there was one. Somebody who was not there then, or whose row the
/// viewer may not change, keeps what is stored.
pub fn lines(page: &OverviewPage, typed: Option<&OverviewForm>, known: &[Option<ContactId>]) -> Vec<Line> {
    let ticked = |row: &OverviewRow| match typed {
        Some(typed) if row.locked.is_none() && known.contains(&row.contact) => match row.contact {
            None => typed.owner,
            Some(id) => typed.contacts.get(&id).copied().unwrap_or_default(),
        },
        _ => row.categories,
    };
    page.rows.iter().map(|row| Line { row: row.clone(), ticked: ticked(row) }).collect()
}

/// The essential categories that no line has ticked which counts: somebody who can be reached and gets all of it.
pub fn without_recipient(lines: &[Line]) -> CategorySet {
    let counts = |line: &Line| line.ticked.intersection(line.row.reaches);
    let received = lines.iter().fold(CategorySet::EMPTY, |all, line| all.union(counts(line)));
    Category::ESSENTIAL.into_iter().collect::<CategorySet>().minus(received)
}

/// The lines with what is ticked in the form now.
pub fn ticked_now(lines: &[Line], owner: CategorySet, contacts: &BTreeMap<ContactId, CategorySet>) -> Vec<Line> {
    let now = |line: &Line| match line.row.contact {
        _ if line.row.locked.is_some() => line.row.categories,
        None => owner,
        Some(id) => contacts.get(&id).copied().unwrap_or_default(),
    };
    lines.iter().map(|line| Line { row: line.row.clone(), ticked: now(line) }).collect()
}

#[cfg(test)]
mod tests {
    use domain::Escalation;

    use super::*;

    fn set(categories: &[Category]) -> CategorySet {
        categories.iter().copied().collect()
    }

    fn id(text: &str) -> ContactId {
        text.parse().unwrap()
    }

    const INES: &str = "01900000-0000-7000-8000-000000000001";
    const SAM: &str = "01900000-0000-7000-8000-000000000002";

    fn row(contact: Option<ContactId>, categories: CategorySet) -> OverviewRow {
        let (name, email) = (String::new(), String::new());
        OverviewRow { contact, name, email, categories, reaches: CategorySet::all(), locked: None }
    }

    fn page(rows: Vec<OverviewRow>) -> OverviewPage {
        OverviewPage {
            rows,
            about: None,
            subjects: Vec::new(),
            version: "2".into(),
            problems: Vec::new(),
            affiliates: false,
        }
    }

    #[test]
    fn what_was_ticked_stays_and_newcomers_keep_theirs() {
        let fresh = page(vec![
            row(None, set(&[Category::General])),
            row(Some(id(INES)), set(&[])),
            row(Some(id(SAM)), set(&[Category::Support])),
        ]);
        let typed = OverviewForm {
            owner: set(&[Category::Domain]),
            contacts: [(id(INES), set(&[Category::Invoice]))].into_iter().collect(),
            version: "1".into(),
        };
        let known = [None, Some(id(INES))];
        let lines = lines(&fresh, Some(&typed), &known);
        assert_eq!(lines[0].ticked, set(&[Category::Domain]));
        assert_eq!(lines[1].ticked, set(&[Category::Invoice]));
        assert!(lines[1].differs());
        assert_eq!(lines[2].ticked, set(&[Category::Support]));
        assert!(!lines[2].differs());
    }

    #[test]
    fn a_locked_row_keeps_what_is_stored() {
        let locked = OverviewRow { locked: Some(Escalation::HoldsMore), ..row(None, set(&[Category::General])) };
        let lines = lines(&page(vec![locked]), Some(&OverviewForm::default()), &[None]);
        assert_eq!(lines[0].ticked, set(&[Category::General]));
        let now = ticked_now(&lines, CategorySet::EMPTY, &BTreeMap::new());
        assert_eq!(now[0].ticked, set(&[Category::General]));
    }

    #[test]
    fn essential_categories_without_anyone_are_found() {
        let owner = row(None, set(&[Category::General, Category::Domain]));
        let limited =
            OverviewRow { reaches: set(&[Category::General]), ..row(Some(id(INES)), set(&[Category::Invoice])) };
        let lines = lines(&page(vec![owner, limited]), None, &[]);
        assert_eq!(without_recipient(&lines), set(&[Category::Invoice]));
    }
}
