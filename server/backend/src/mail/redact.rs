//! Taking secrets out of what is stored of emails.
//!
//! No event has a field for a secret, and the links of an email are made when it is sent. What is left is what people
//! and the operator's systems write: a fact called "Password", a password in a ticket, a link with a token. Better too
//! much is taken out than too little: the email itself is not changed, but for facts, which are never to hold a
//! password. Not here: who may see what is stored (`client_area`).

use domain::business_event::BusinessEvent;
use serde_json::Value;

use super::tokens::LETTER;
use crate::{Failure, vault::Plain};

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "••••••";

/// A shorter secret than that is taken out only where something says that it is one: it could be any word.
const SHORTEST: usize = 6;

/// What a secret is called, in lower case.
const NAMES: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "passcode",
    "passphrase",
    "pwd",
    "pin",
    "pincode",
    "puk",
    "epp",
    "secret",
    "token",
    "passord",
    "passordet",
    "passordfrase",
    "pinkode",
    "eppkode",
    "hemmelighet",
    "autorisasjonskode",
    "flyttekode",
    "overføringskode",
];
/// The same, of two words.
const PAIRS: &[[&str; 2]] = &[
    ["api", "key"],
    ["access", "key"],
    ["private", "key"],
    ["auth", "code"],
    ["authorisation", "code"],
    ["authorization", "code"],
    ["transfer", "code"],
    ["epp", "code"],
    ["recovery", "code"],
    ["security", "code"],
    ["pin", "code"],
    ["pin", "kode"],
    ["epp", "kode"],
];
/// The parameters of links that carry secrets.
const PARAMETERS: &[&str] = &["token=", "secret=", "password=", "signature=", "key=", "code=", "auth="];

/// Whether a label says that its value is a secret.
fn names_a_secret(label: &str) -> bool {
    let mut before = String::new();
    label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).any(|word| {
        let word = word.to_lowercase();
        let found = is_name(&before, &word);
        before = word;
        found
    })
}

fn is_name(before: &str, word: &str) -> bool {
    // Also "e-postpassord", "databasepassword".
    NAMES.contains(&word)
        || word.ends_with("passord")
        || word.ends_with("password")
        || PAIRS.iter().any(|[first, second]| *first == before && *second == word)
}

/// Takes secrets out, those that are known among them.
#[derive(Debug, Default)]
pub(crate) struct Redactor {
    known: Vec<Plain>,
}

impl Redactor {
    /// With what is stored as secrets of the things that an email is about.
    pub fn knowing(known: Vec<Plain>) -> Self {
        Self { known: known.into_iter().filter(|one| one.expose().chars().count() >= SHORTEST).collect() }
    }

    /// What people wrote.
    pub fn text(&self, text: &str) -> String {
        said(&self.links(text))
    }

    /// What the product wrote: links with tokens, addresses with tokens, and the known secrets.
    pub fn links(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.known {
            if text.contains(secret.expose()) {
                text = text.replace(secret.expose(), MASK);
            }
        }
        returns(&parameters(&text))
    }

    /// Every text in JSON, and the values of facts whose label says that they are secrets.
    pub fn json(&self, value: &mut Value) {
        facts(value);
        self.texts(value);
    }

    fn texts(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(all) => all.iter_mut().for_each(|one| self.texts(one)),
            Value::Object(fields) => fields.values_mut().for_each(|one| self.texts(one)),
            _ => {}
        }
    }
}

/// The event as it may be stored and sent: a fact whose label says that it is a secret has none.
pub(super) fn event(event: BusinessEvent) -> Result<BusinessEvent, Failure> {
    let mut json = serde_json::to_value(&event).map_err(|error| Failure::inconsistent(error.to_string()))?;
    if !facts(&mut json) {
        return Ok(event);
    }
    serde_json::from_value(json).map_err(|error| Failure::inconsistent(error.to_string()))
}

/// Takes secrets out of facts. Whether there were any.
fn facts(value: &mut Value) -> bool {
    match value {
        Value::Array(all) => all.iter_mut().fold(false, |found, one| facts(one) | found),
        Value::Object(fields) => {
            let secret = fields.get("label").and_then(Value::as_str).is_some_and(names_a_secret);
            let masked = match fields.get_mut("value") {
                Some(value @ Value::String(_)) if secret => {
                    *value = Value::String(MASK.to_owned());
                    true
                }
                _ => false,
            };
            fields.values_mut().fold(masked, |found, one| facts(one) | found)
        }
        _ => false,
    }
}

/// What a text is waiting for while it is read word by word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Anything,
    /// A secret was named: "password", and now perhaps "is" or ":".
    Named,
    /// "password is": the next word, if it looks like none of a language.
    Perhaps,
    /// "password:": the next word, whatever it is.
    Secret,
}

/// Takes out what a text says that it is a secret: the word behind "password:", "passordet er" and so on.
fn said(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let (mut next, mut before) = (Next::Anything, String::new());
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let space = piece.get(word.len()..).unwrap_or_default();
        if word.is_empty() {
            // An empty line ends what was begun.
            next = if space == "\n" { Next::Anything } else { next };
            done.push_str(piece);
            continue;
        }
        let (kept, then) = read(word, &mut before, next);
        done.push_str(&kept);
        done.push_str(space);
        next = then;
    }
    done
}

/// What is kept of a word, and what is waited for behind it.
fn read(word: &str, before: &mut String, next: Next) -> (String, Next) {
    let is = matches!(word, "is" | "er" | "was" | "var");
    let sign = matches!(word, "=" | ":" | "-" | "–" | "->" | "→");
    match next {
        Next::Secret if !is && !sign => return (masked(word), Next::Anything),
        Next::Perhaps if looks_secret(word) => return (masked(word), Next::Anything),
        Next::Named if sign => return (word.to_owned(), Next::Secret),
        Next::Named if is => return (word.to_owned(), Next::Perhaps),
        Next::Secret => return (word.to_owned(), next),
        _ => {}
    }
    // "password:" and "password=hunter2"; not the address behind "https:".
    let (name, rest) = match word.find([':', '=']) {
        Some(at) => (word.get(..at).unwrap_or_default(), word.get(at..)),
        None => (word, None),
    };
    let core = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let last = core.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let named = is_name(before, &last);
    *before = last;
    match rest {
        _ if !named => (word.to_owned(), Next::Anything),
        None => (word.to_owned(), Next::Named),
        Some(rest) if rest.chars().count() == 1 => (word.to_owned(), Next::Secret),
        Some(rest) => {
            let sign: String = rest.chars().take(1).collect();
            (format!("{name}{sign}{MASK}"), Next::Anything)
        }
    }
}

/// The mask, with what ends a sentence or a quotation.
fn masked(word: &str) -> String {
    let end = word.trim_end_matches(['.', ',', ';', '!', '?', ')', '"', '»', '”']).len();
    format!("{MASK}{}", word.get(end..).unwrap_or_default())
}

/// Whether something is hardly a word: it has digits or signs in it.
fn looks_secret(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    core.chars().any(|c| !c.is_alphabetic() && c != '\'' && c != '’')
}

/// Takes the secrets out of links.
fn parameters(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let begins = |at: usize| at > 0 && rest.get(..at).is_some_and(|before| before.ends_with(['?', '&', ';', '#']));
        let found = PARAMETERS
            .iter()
            .filter_map(|name| rest.match_indices(name).find(|(at, _)| begins(*at)).map(|(at, _)| at + name.len()))
            .min();
        let Some(value) = found else { break };
        let (before, from) = rest.split_at(value);
        let ends = |c: char| c.is_whitespace() || matches!(c, '&' | '"' | '\'' | '<' | '>' | ')' | ']' | '#');
        let end = from.find(ends).unwrap_or(from.len());
        done.push_str(before);
        done.push_str(MASK);
        rest = from.get(end..).unwrap_or_default();
    }
    done + rest
}

/// Takes the tokens out of return paths: `bounces+TOKEN@provider.test`.
fn returns(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('+') {
        let (before, from) = rest.split_at(at + 1);
        done.push_str(before);
        let token = from.get(..LETTER).filter(|token| token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        rest = match token {
            Some(_) if from.get(LETTER..).is_some_and(|behind| behind.starts_with('@')) => {
                done.push_str(MASK);
                from.get(LETTER..).unwrap_or_default()
            }
            _ => from,
        };
    }
    done + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_a_secret_is_taken_out() {
        let redactor = Redactor::default();
        for (written, stored) in [
            ("Password: hunter2", "Password: ••••••"),
            ("My password is hunter2.", "My password is ••••••."),
            ("passordet er Sommer-26, takk", "passordet er ••••••, takk"),
            ("password=hunter2 works", "password=•••••• works"),
            ("The EPP code: 7x-Yq.9 is old", "The EPP code: •••••• is old"),
            ("auth code = ABC", "auth code = ••••••"),
            ("Databasepassord:\nhunter2\nEnd", "Databasepassord:\n••••••\nEnd"),
            ("api key: k-1 and secret: s-2", "api key: •••••• and secret: ••••••"),
            ("(PIN: 1234)", "(PIN: ••••••)"),
            // What only speaks of one stays.
            ("I forgot my password. What now?", "I forgot my password. What now?"),
            ("My password is wrong, and it was right before.", "My password is wrong, and it was right before."),
            ("Passordet er feil", "Passordet er feil"),
            ("The password:\n\nnothing", "The password:\n\nnothing"),
            ("Due: 2031-03-03, see https://x.test/a?b=c", "Due: 2031-03-03, see https://x.test/a?b=c"),
            ("  two  blanks\n\n- and lists\n", "  two  blanks\n\n- and lists\n"),
        ] {
            assert_eq!(redactor.text(written), stored);
        }
    }

    #[test]
    fn tokens_of_links_and_addresses_are_taken_out() {
        let redactor = Redactor::knowing(vec![Plain::new("Tr0ub4dor&3".into()), Plain::new("abc".into())]);
        let letter = "a".repeat(LETTER);
        for (written, stored) in [
            ("https://c.test/mail/leave?token=aB-_9&x=1 now", "https://c.test/mail/leave?token=••••••&x=1 now"),
            (
                "<a href=\"https://c.test/r?a=b&amp;token=aB9\">",
                "<a href=\"https://c.test/r?a=b&amp;token=••••••\">",
            ),
            (
                "https://c.test/r?token=1 https://c.test/r?token=2",
                "https://c.test/r?token=•••••• https://c.test/r?token=••••••",
            ),
            (&*format!("<bounces+{letter}@c.test>"), "<bounces+••••••@c.test>"),
            ("me+news@c.test 1+1", "me+news@c.test 1+1"),
            ("It was Tr0ub4dor&3, abc", "It was ••••••, abc"),
        ] {
            assert_eq!(redactor.links(written), stored);
        }
    }

    #[test]
    fn facts_hold_no_secrets() {
        let mut json = serde_json::json!({ "data": { "facts": [
            { "label": "Host name", "value": "a.test" },
            { "label": "FTP password", "value": "hunter2" },
            { "label": "E-postpassord", "value": "hunter 3" },
            { "label": "API key", "value": "k" },
            { "label": "Host key", "value": "SHA256:x" },
        ] } });
        Redactor::default().json(&mut json);
        let text = json.to_string();
        assert!(!text.contains("hunter") && !text.contains("\"k\""), "{text}");
        assert!(text.contains("a.test") && text.contains("SHA256:x"), "{text}");
    }
}
