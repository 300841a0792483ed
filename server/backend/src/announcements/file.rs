//! The file that an announcement is written in: a part for each language, each with a subject and a text. Pure.
//!
//! ```text
//! [en]
//! Subject: Our support is open on Saturdays now
//!
//! From 1 April you reach us on Saturdays too.
//!
//! [nb]
//! Subject: Kundestøtten er nå åpen på lørdager
//!
//! Fra 1. april når du oss også på lørdager.
//! ```

use domain::{
    Code, Locale,
    business_event::{Line, Prose, Texts, Wording},
};

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct BadFile {
    /// From 1.
    pub line: usize,
    pub problem: String,
}

/// A part as written.
struct Part<'a> {
    locale: Locale,
    /// The line of its heading, from 1.
    line: usize,
    lines: Vec<&'a str>,
}

/// Reads the file of an announcement.
///
/// # Errors
///
/// What is wrong, and in which line.
pub fn read(text: &str) -> Result<Texts, BadFile> {
    let (mut en, mut nb) = (None, None);
    for part in parts(text)? {
        let place = match part.locale {
            Locale::English => &mut en,
            Locale::Bokmal => &mut nb,
        };
        if place.replace(wording(&part)?).is_some() {
            return Err(bad(part.line, format!("[{}] stands twice", part.locale.code())));
        }
    }
    Texts::new(en, nb).ok_or_else(|| bad(1, "begin with [en] or [nb]"))
}

fn parts(text: &str) -> Result<Vec<Part<'_>>, BadFile> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (line, content) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let heading = content.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(locale) = heading.and_then(Locale::from_code) {
            parts.push(Part { locale, line, lines: Vec::new() });
            continue;
        }
        match parts.last_mut() {
            Some(part) => part.lines.push(content),
            None if content.trim().is_empty() => {}
            None => return Err(bad(line, "begin with [en] or [nb]")),
        }
    }
    Ok(parts)
}

fn wording(part: &Part<'_>) -> Result<Wording, BadFile> {
    let first = part.lines.iter().position(|line| !line.trim().is_empty());
    let missing = || bad(part.line, format!("[{}] needs a line `Subject: …` and a text", part.locale.code()));
    let first = first.ok_or_else(missing)?;
    let line = part.line + 1 + first;
    let subject = part.lines.get(first).and_then(|line| line.trim().strip_prefix("Subject:")).ok_or_else(missing)?;
    let subject = Line::parse(subject.trim()).map_err(|problem| bad(line, format!("the subject {problem}")))?;
    let text = part.lines.get(first + 1..).unwrap_or_default().join("\n");
    if text.trim().is_empty() {
        return Err(missing());
    }
    let text = Prose::parse(&text).map_err(|problem| bad(line + 1, format!("the text {problem}")))?;
    Ok(Wording { subject, text })
}

fn bad(line: usize, problem: impl Into<String>) -> BadFile {
    BadFile { line, problem: problem.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: &str = "\u{feff}\n[en]\nSubject: Open on Saturdays\n\nFrom 1 April,\r\ntoo.\n\n[1] A note.\n\n[nb]\n\
                        Subject: Åpent på lørdager\nOgså fra 1. april.\n";

    #[test]
    fn both_languages_are_read() {
        let texts = read(BOTH).unwrap();
        let en = texts.in_language(Locale::English).unwrap();
        assert_eq!(
            (en.subject.as_str(), en.text.as_str()),
            ("Open on Saturdays", "From 1 April,\ntoo.\n\n[1] A note.")
        );
        let nb = texts.in_language(Locale::Bokmal).unwrap();
        assert_eq!((nb.subject.as_str(), nb.text.as_str()), ("Åpent på lørdager", "Også fra 1. april."));
        let only = read("[nb]\nSubject: Hei\n\nTekst").unwrap();
        assert_eq!(only.in_language(Locale::English).unwrap().subject.as_str(), "Hei");
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line() {
        for (text, line) in [
            ("", 1),
            ("Subject: x\n\ntext", 1),
            ("\n\n[en]\n", 3),
            ("[en]\ntext without a subject", 1),
            ("[en]\nSubject: x\n\n", 1),
            ("[en]\nSubject:\n\ntext", 2),
            ("[en]\nSubject: x\n\ntext\n[en]\nSubject: y\n\ntext", 5),
            ("[de]\nSubject: x\n\ntext", 1),
        ] {
            assert_eq!(read(text).map_err(|bad| bad.line), Err(line), "{text:?}");
        }
    }
}
