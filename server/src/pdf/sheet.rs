//! What an invoice or a quote prints, and where it stands.

use domain::{Code, Locale, Timestamp};

use super::{
    PdfError,
    letters::{Letters, Weight},
    paper::{MARGIN, Paper, RIGHT, Style},
};

/// An invoice or a quote in words, as it is printed.
pub struct Sheet {
    pub locale: Locale,
    /// The provider.
    pub brand: String,
    /// *Invoice INV-10377*.
    pub title: String,
    /// What stands above the address.
    pub to: String,
    /// Whom it is to, line by line.
    pub block: Vec<String>,
    /// Dates and so on: what they are called, and what they are.
    pub facts: Vec<(String, String)>,
    /// Paragraphs above the lines.
    pub introduction: Vec<String>,
    /// Over the descriptions and over the amounts.
    pub heads: [String; 2],
    pub rows: Vec<Row>,
    pub totals: Vec<Total>,
    /// Paragraphs below the totals.
    pub notes: Vec<String>,
    pub made: Timestamp,
    /// *Page 1 of 2*.
    pub page: fn(usize, usize) -> String,
}

/// A line with its amount, as text.
pub struct Row {
    pub description: String,
    pub amount: String,
}

/// An amount below the lines.
pub struct Total {
    pub label: String,
    pub amount: String,
    pub strong: bool,
}

const SIZE: f32 = 10.0;
const LEADING: f32 = 14.0;
/// Where descriptions end.
const COLUMN: f32 = RIGHT - 120.0;
/// Where facts begin.
const FACTS: f32 = 330.0;

impl Sheet {
    /// As a PDF.
    pub fn print(&self) -> Result<Vec<u8>, PdfError> {
        let mut paper = Paper::new();
        paper.down(14.0, 0.0);
        paper.text(MARGIN, Style::bold(14.0), &self.brand);
        paper.down(46.0, 0.0);
        paper.text(MARGIN, Style::bold(20.0), &self.title);
        paper.down(34.0, 0.0);
        self.head(&mut paper)?;
        for paragraph in &self.introduction {
            paragraphs(&mut paper, paragraph)?;
        }
        self.rows(&mut paper)?;
        self.totals(&mut paper)?;
        paper.down(LEADING, 0.0);
        for note in &self.notes {
            paragraphs(&mut paper, note)?;
        }
        let footer = |page, of| format!("{} · {} · {}", self.brand, self.title, (self.page)(page, of));
        paper.finish(&self.title, self.locale.code(), self.made, footer)
    }

    /// The address at the left, the facts at the right.
    fn head(&self, paper: &mut Paper) -> Result<(), PdfError> {
        let top = paper.y;
        let small = Style::plain(8.5).grey();
        paper.text(MARGIN, small, &self.to);
        for line in &self.block {
            for part in broken(line, SIZE, FACTS - MARGIN - 20.0)? {
                paper.down(LEADING, 0.0);
                paper.text(MARGIN, Style::plain(SIZE), &part);
            }
        }
        let address_ends = paper.y;
        paper.y = top;
        for (label, fact) in &self.facts {
            paper.text(FACTS, Style::plain(SIZE).grey(), label);
            paper.text_to(RIGHT, Style::plain(SIZE), fact)?;
            paper.y += LEADING;
        }
        paper.y = paper.y.max(address_ends);
        paper.down(32.0, 0.0);
        Ok(())
    }

    fn heads(&self, paper: &mut Paper) -> Result<(), PdfError> {
        let [description, amount] = &self.heads;
        let small = Style::bold(9.0);
        paper.text(MARGIN, small, description);
        paper.text_to(RIGHT, small, amount)?;
        paper.down(6.0, 0.0);
        paper.rule(MARGIN);
        paper.y += LEADING;
        Ok(())
    }

    fn rows(&self, paper: &mut Paper) -> Result<(), PdfError> {
        paper.down(0.0, 4.0 * LEADING);
        self.heads(paper)?;
        for row in &self.rows {
            let parts = broken(&row.description, SIZE, COLUMN - MARGIN)?;
            for (index, part) in parts.iter().enumerate() {
                if paper.down(0.0, LEADING) {
                    self.heads(paper)?;
                }
                paper.text(MARGIN, Style::plain(SIZE), part);
                if index == 0 {
                    paper.text_to(RIGHT, Style::plain(SIZE), &row.amount)?;
                }
                paper.y += LEADING;
            }
            paper.y += 4.0;
        }
        Ok(())
    }

    fn totals(&self, paper: &mut Paper) -> Result<(), PdfError> {
        let height = 8.0 + LEADING * f32::from(u8::try_from(self.totals.len()).unwrap_or(u8::MAX));
        paper.down(0.0, height);
        paper.rule(FACTS);
        paper.y += LEADING + 2.0;
        for total in &self.totals {
            let style = if total.strong { Style::bold(SIZE) } else { Style::plain(SIZE) };
            paper.text(FACTS, style, &total.label);
            paper.text_to(RIGHT, style, &total.amount)?;
            paper.y += LEADING + 2.0;
        }
        Ok(())
    }
}

fn paragraphs(paper: &mut Paper, text: &str) -> Result<(), PdfError> {
    for line in text.lines() {
        for part in broken(line, SIZE, RIGHT - MARGIN)? {
            paper.down(0.0, LEADING);
            paper.text(MARGIN, Style::plain(SIZE), &part);
            paper.y += LEADING;
        }
    }
    paper.y += LEADING;
    Ok(())
}

/// A text of that size in lines no wider than that.
fn broken(text: &str, size: f32, width: f32) -> Result<Vec<String>, PdfError> {
    Ok(Letters::of(Weight::Plain)?.lines(text, width / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: usize) -> Sheet {
        let row = |n: usize| Row { description: format!("Service {n}"), amount: "kr 10,00".to_owned() };
        Sheet {
            locale: Locale::Bokmal,
            brand: "Nordlys Drift".to_owned(),
            title: "Faktura INV-1".to_owned(),
            to: "Faktura til".to_owned(),
            block: vec!["Blåbærsyltetøy AS".to_owned()],
            facts: vec![("Forfall".to_owned(), "1. april 2030".to_owned())],
            introduction: Vec::new(),
            heads: ["Beskrivelse".to_owned(), "Beløp".to_owned()],
            rows: (0..rows).map(row).collect(),
            totals: vec![Total { label: "Sum".to_owned(), amount: "kr 20,00".to_owned(), strong: true }],
            notes: vec!["Takk!".to_owned()],
            made: Timestamp(0),
            page: |page, of| format!("Side {page} av {of}"),
        }
    }

    #[test]
    fn a_sheet_is_a_pdf_of_as_many_pages_as_it_needs() {
        let pages = |pdf: &[u8]| {
            String::from_utf8_lossy(pdf)
                .matches("/Type /Page\n")
                .count()
                .max(String::from_utf8_lossy(pdf).matches("/Type/Page/").count())
        };
        let short = sheet(2).print().unwrap();
        assert!(short.starts_with(b"%PDF-") && short.len() < 40_000, "{}", short.len());
        assert_eq!(pages(&short), 1);
        assert!(pages(&sheet(200).print().unwrap()) > 3);
        assert_eq!(short, sheet(2).print().unwrap(), "the same again");
    }
}
