//! Sheets of A4 that are written from the top, and the file that they become.

use domain::Timestamp;
use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Stroke},
};

use super::{
    PdfError,
    letters::{Letters, Weight},
};

/// A4 in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
/// What stays free around.
pub(super) const MARGIN: f32 = 56.0;
/// Where a line ends at the right.
pub(super) const RIGHT: f32 = WIDTH - MARGIN;
/// Where the last line of a page stands; the footer is below.
const BOTTOM: f32 = HEIGHT - MARGIN - 28.0;

/// How dark something is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Black,
    Grey,
}

impl Ink {
    fn color(self) -> rgb::Color {
        match self {
            Self::Black => rgb::Color::new(20, 20, 20),
            Self::Grey => rgb::Color::new(90, 90, 90),
        }
    }
}

/// How a text is printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
}

impl Style {
    pub fn plain(size: f32) -> Self {
        Self { size, weight: Weight::Plain, ink: Ink::Black }
    }

    pub fn bold(size: f32) -> Self {
        Self { weight: Weight::Bold, ..Self::plain(size) }
    }

    pub fn grey(self) -> Self {
        Self { ink: Ink::Grey, ..self }
    }
}

enum Mark {
    Text { x: f32, y: f32, style: Style, text: String },
    Rule { y: f32, from: f32 },
}

/// Paper that is being written.
pub(super) struct Paper {
    pages: Vec<Vec<Mark>>,
    /// Where the next line stands on the page.
    pub y: f32,
}

impl Paper {
    pub fn new() -> Self {
        Self { pages: vec![Vec::new()], y: MARGIN }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Goes down; onto a new page, when less than `needs` is left there. Returns whether it is a new one.
    pub fn down(&mut self, by: f32, needs: f32) -> bool {
        self.y += by;
        let full = self.y + needs > BOTTOM;
        if full {
            self.pages.push(Vec::new());
            self.y = MARGIN + 12.0;
        }
        full
    }

    /// A text that begins there, in the line that is being written.
    pub fn text(&mut self, x: f32, style: Style, text: &str) {
        let y = self.y;
        self.mark(Mark::Text { x, y, style, text: text.to_owned() });
    }

    /// A text that ends there.
    pub fn text_to(&mut self, right: f32, style: Style, text: &str) -> Result<(), PdfError> {
        let width = Letters::of(style.weight)?.width(text) * style.size;
        self.text(right - width, style, text);
        Ok(())
    }

    /// A line across the page.
    pub fn rule(&mut self, from: f32) {
        let y = self.y;
        self.mark(Mark::Rule { y, from });
    }

    /// The file. `footer` says what stands below each page, from its number and how many there are.
    pub fn finish(
        self,
        title: &str,
        language: &str,
        made: Timestamp,
        footer: impl Fn(usize, usize) -> String,
    ) -> Result<Vec<u8>, PdfError> {
        let mut document = Document::new();
        let of = self.pages.len();
        for (marks, number) in self.pages.into_iter().zip(1..) {
            let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| PdfError("no page".to_owned()))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            let style = Style::plain(8.0).grey();
            let text = footer(number, of);
            let below = Mark::Text { x: MARGIN, y: HEIGHT - MARGIN, style, text };
            for mark in marks.into_iter().chain([below]) {
                draw(&mut surface, mark)?;
            }
            surface.finish();
            page.finish();
        }
        document.set_metadata(
            Metadata::new().title(title.to_owned()).language(language.to_owned()).creation_date(date(made)),
        );
        document.finish().map_err(|error| PdfError(format!("{error:?}")))
    }
}

fn draw(surface: &mut krilla::surface::Surface<'_>, mark: Mark) -> Result<(), PdfError> {
    match mark {
        Mark::Text { x, y, style, text } => {
            let letters = Letters::of(style.weight)?;
            let fill = Fill { paint: style.ink.color().into(), opacity: NormalizedF32::ONE, ..Fill::default() };
            surface.set_stroke(None);
            surface.set_fill(Some(fill));
            let glyphs = letters.set(&text);
            surface.draw_glyphs(Point::from_xy(x, y), &glyphs, letters.font.clone(), &text, style.size, false);
        }
        Mark::Rule { y, from } => {
            let mut path = PathBuilder::new();
            path.move_to(from, y);
            path.line_to(RIGHT, y);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: Ink::Grey.color().into(), width: 0.5, ..Stroke::default() }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
    Ok(())
}

/// The day, in UTC.
fn date(at: Timestamp) -> krilla::metadata::DateTime {
    let day = domain::CalendarDate::of_day(at.0.div_euclid(Timestamp::DAY));
    krilla::metadata::DateTime::new(u16::try_from(day.year()).unwrap_or(1970))
        .month(day.month())
        .day(day.day())
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
