//! The letters that are printed, and how wide they are.
//!
//! Noto Sans, reduced to Latin, Greek and Cyrillic letters: one after the other, without joining, which these scripts do
//! not need. What it lacks is printed as an empty box; the text that one copies from the PDF has it all the same.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::PdfError;

/// Plain or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Plain,
    Bold,
}

static PLAIN: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");

/// Letters of one weight.
pub(super) struct Letters {
    pub font: Font,
    reader: FontRef<'static>,
    /// Units of the font for the size of a letter.
    unit: f32,
}

static LETTERS: LazyLock<Option<[Letters; 2]>> = LazyLock::new(|| Some([Letters::read(PLAIN)?, Letters::read(BOLD)?]));

impl Letters {
    /// Those of a weight; read when the first PDF is made.
    pub fn of(weight: Weight) -> Result<&'static Self, PdfError> {
        let [plain, bold] = LETTERS.as_ref().ok_or_else(|| PdfError("the fonts cannot be read".to_owned()))?;
        Ok(match weight {
            Weight::Plain => plain,
            Weight::Bold => bold,
        })
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        let unit = font.units_per_em();
        Some(Self { font, reader: FontRef::new(bytes).ok()?, unit })
    }

    /// A text as letters: each with its place in the text, and its width for size 1.
    pub fn set(&self, text: &str) -> Vec<KrillaGlyph> {
        let (map, widths) =
            (self.reader.charmap(), self.reader.glyph_metrics(Size::unscaled(), LocationRef::default()));
        text.char_indices()
            .map(|(start, letter)| {
                let glyph = map.map(letter).or_else(|| map.map(stand_in(letter)?)).unwrap_or_default();
                let width = widths.advance_width(glyph).unwrap_or_default() / self.unit;
                let range = start..start + letter.len_utf8();
                KrillaGlyph::new(GlyphId::new(glyph.to_u32()), width, 0.0, 0.0, 0.0, range, None)
            })
            .collect()
    }

    /// How wide a text is for size 1.
    pub fn width(&self, text: &str) -> f32 {
        self.set(text).iter().map(|glyph| glyph.x_advance).sum()
    }

    /// A text in lines no wider than that, broken between words, and within one that is wider than a line.
    pub fn lines(&self, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        lines.push(line);
        lines
    }
}

/// What looks the same as a letter that the fonts lack.
fn stand_in(letter: char) -> Option<char> {
    match letter {
        // Minus.
        '\u{2212}' => Some('–'),
        // Hyphens that do not break.
        '\u{2010}' | '\u{2011}' => Some('-'),
        other if other.is_whitespace() => Some(' '),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_europe_are_there() {
        let letters = Letters::of(Weight::Plain).unwrap();
        for letter in "æøåÆØÅ éêçãß ąčđěłńőşźž ΑΩαω БЖиьї €£−–“”«»".chars() {
            let glyph = letters.set(&letter.to_string()).first().unwrap().glyph_id.to_u32();
            assert_ne!(glyph, 0, "{letter}");
        }
        // Amounts stand under each other.
        let zero = letters.width("0");
        assert!("0123456789".chars().all(|digit| (letters.width(&digit.to_string()) - zero).abs() < 0.001));
    }

    #[test]
    fn lines_are_no_wider_than_they_may_be_and_lose_nothing() {
        let letters = Letters::of(Weight::Bold).unwrap();
        let text = "Cloud VPS 4 GB – an-extraordinarily-long-host-name-without-a-blank.example.test, æøå";
        for width in [1.0, 5.0, 12.0, 100.0] {
            let lines = letters.lines(text, width);
            assert!(lines.iter().all(|line| letters.width(line) <= width || line.chars().count() == 1), "{lines:?}");
            let all = |text: &str| text.replace(' ', "");
            assert_eq!(all(&lines.concat()), all(text));
        }
        assert_eq!(letters.lines("", 10.0), [""]);
    }
}
