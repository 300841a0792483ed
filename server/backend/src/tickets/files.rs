//! Files on tickets: what may be attached, and giving them out.
//!
//! They are kept in the database, so that every node finds them, and a backup has them with what they belong to. What a
//! file is, is decided by what is in it, never by what the browser says.

use domain::{code::Code, field::is_unprintable};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::seen;
use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    db::{
        entity::ticket_files::{self, Column as F},
        found,
    },
    people::Change,
    problems::{Problem, Problems},
};

/// How many files a message may have.
pub const MOST: usize = 5;
/// The largest file, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// What the files of a message may weigh together, in bytes.
pub const ALL_BYTES: usize = 10 * 1024 * 1024;

/// The input that files are chosen in.
const INPUT: &str = "files";
/// The longest name, in characters, without its ending.
const NAME: usize = 100;

/// A file as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A file that is kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub name: String,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// A file that is given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    /// The media type, of a closed list.
    pub kind: String,
    pub content: Vec<u8>,
}

/// What may be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    Gif,
    Webp,
    Pdf,
    Zip,
    Text,
    Log,
    Csv,
}

impl Code for Kind {
    const WHAT: &'static str = "kind of file";
    const ALL: &'static [Self] =
        &[Self::Png, Self::Jpeg, Self::Gif, Self::Webp, Self::Pdf, Self::Zip, Self::Text, Self::Log, Self::Csv];

    /// The ending of its name.
    fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Text => "txt",
            Self::Log => "log",
            Self::Csv => "csv",
        }
    }
}

impl Kind {
    fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Zip => "application/zip",
            Self::Text | Self::Log => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// Whether the bytes are what the ending says. Source of the signatures: each format's own specification.
    fn is(self, bytes: &[u8]) -> bool {
        match self {
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
            Self::Gif => bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a"),
            Self::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
            Self::Pdf => bytes.starts_with(b"%PDF-"),
            Self::Zip => bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06"),
            Self::Text | Self::Log | Self::Csv => !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok(),
        }
    }
}

/// The files that are kept, or what is wrong with them.
pub(super) fn check(uploads: Vec<Upload>, problems: &mut Problems) -> Vec<Kept> {
    let weight: usize = uploads.iter().map(|upload| upload.bytes.len()).sum();
    if uploads.len() > MOST {
        problems.add(INPUT, Problem::TooManyFiles);
    } else if weight > ALL_BYTES || uploads.iter().any(|upload| upload.bytes.len() > LARGEST) {
        problems.add(INPUT, Problem::FileTooLarge);
    }
    uploads.into_iter().filter_map(|upload| problems.take(INPUT, kept(upload))).collect()
}

fn kept(upload: Upload) -> Result<Kept, Problem> {
    let (stem, ending) = name(&upload.name).ok_or(Problem::FileType)?;
    let ending = if ending == "jpeg" { "jpg" } else { ending.as_str() };
    let kind = Kind::from_code(ending).filter(|kind| kind.is(&upload.bytes)).ok_or(Problem::FileType)?;
    if upload.bytes.is_empty() {
        return Err(Problem::FileEmpty);
    }
    Ok(Kept { name: format!("{stem}.{ending}"), kind: kind.media_type(), bytes: upload.bytes })
}

/// A name without folders and without what could mean something to a system that it is saved on, and its ending in
/// lower case.
fn name(sent: &str) -> Option<(String, String)> {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = last.rsplit_once('.')?;
    let harmless = |c: char| !is_unprintable(c) && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%');
    let stem: String = stem.chars().filter(|c| harmless(*c)).take(NAME).collect();
    let stem = stem.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = if stem.is_empty() { "file" } else { stem };
    Some((stem.to_owned(), ending.to_ascii_lowercase()))
}

/// Whether there is room for more files of the account: its people are locked, so that two do not fill the same room.
pub(super) async fn check_room(backend: &Backend, change: &Change<'_>, files: &[Kept]) -> Result<(), Failure> {
    if files.is_empty() {
        return Ok(());
    }
    // PostgreSQL adds whole numbers up to a decimal one.
    let sum = Expr::col(F::Size).sum().cast_as("BIGINT");
    let stored: Option<Option<i64>> = ticket_files::Entity::find()
        .select_only()
        .column_as(sum, "bytes")
        .filter(F::AccountId.eq(change.account.id.0))
        .into_tuple()
        .one(change.tx.conn())
        .await?;
    let stored = u64::try_from(stored.flatten().unwrap_or(0)).unwrap_or(0);
    let more: u64 = files.iter().map(|file| file.bytes.len() as u64).sum();
    if stored + more > backend.settings.ticket_files_bytes {
        return Err(Problems::one(INPUT, Problem::NoRoomForFiles));
    }
    Ok(())
}

/// Gives out a file of a ticket that the person sees.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when there is none.
pub async fn file(
    backend: &Backend,
    access: &Access<'_, ViewTickets>,
    ticket: Uuid,
    id: Uuid,
) -> Result<File, Failure> {
    let ticket = seen::read(&backend.db, access, ticket).await?;
    let row = ticket_files::Entity::find()
        .filter(F::AccountId.eq(ticket.account_id))
        .filter(F::TicketId.eq(ticket.id))
        .filter(F::Id.eq(id))
        .one(backend.db.read())
        .await?;
    let row = found(row)?;
    Ok(File { name: row.name, kind: row.kind, content: row.content })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept_as(name: &str, bytes: &[u8]) -> Result<(String, &'static str), Problem> {
        kept(Upload { name: name.into(), bytes: bytes.into() }).map(|kept| (kept.name, kept.kind))
    }

    #[test]
    fn a_file_is_what_is_in_it() {
        assert_eq!(kept_as("a.PNG", b"\x89PNG\r\n\x1a\n1"), Ok(("a.png".into(), "image/png")));
        assert_eq!(kept_as("a.jpeg", b"\xff\xd8\xff1"), Ok(("a.jpg".into(), "image/jpeg")));
        assert_eq!(kept_as("a.log", "Feil på linje 3".as_bytes()), Ok(("a.log".into(), "text/plain; charset=utf-8")));
        for (name, bytes) in [
            ("a.png", b"<script>alert(1)</script>".as_slice()),
            ("a.pdf", b"MZ\x90"),
            ("a.html", b"<script>alert(1)</script>"),
            ("a.svg", b"<svg onload=alert(1)>"),
            ("a.exe", b"MZ"),
            ("a.png.exe", b"\x89PNG\r\n\x1a\n"),
            ("a.txt", b"a\0b"),
            ("a.txt", b"\xff\xfe"),
            ("png", b"\x89PNG\r\n\x1a\n"),
            ("", b"x"),
        ] {
            assert_eq!(kept_as(name, bytes), Err(Problem::FileType), "{name}");
        }
        assert_eq!(kept_as("a.txt", b""), Err(Problem::FileEmpty));
    }

    #[test]
    fn a_name_has_no_folders_and_nothing_that_means_something() {
        for (sent, kept) in [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..\\..\\windows\\win.txt", "win.txt"),
            ("/root/.txt", "file.txt"),
            ("C:\\a:b|c?.txt", "abc.txt"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
            ("photo\u{202e}gnp.txt", "photognp.txt"),
            ("\"; filename=evil.txt", "; filename=evil.txt"),
            ("...txt", "file.txt"),
            ("bilde på taket.txt", "bilde på taket.txt"),
            ("a%2e%2e%2f.txt", "a2e2e2f.txt"),
        ] {
            assert_eq!(kept_as(sent, b"x").unwrap().0, kept, "{sent:?}");
        }
        let long = kept_as(&format!("{}.txt", "x".repeat(5000)), b"x").unwrap().0;
        assert_eq!(long.len(), NAME + 4);
    }

    #[test]
    fn too_many_and_too_large_are_refused() {
        let upload = |size: usize| Upload { name: "a.txt".into(), bytes: vec![b'a'; size] };
        let found = |uploads: Vec<Upload>| {
            let mut problems = Problems::default();
            check(uploads, &mut problems);
            problems
        };
        assert!(found(vec![upload(LARGEST), upload(LARGEST)]).is_empty());
        assert_eq!(found(vec![upload(LARGEST + 1)]), {
            let mut problems = Problems::default();
            problems.add(INPUT, Problem::FileTooLarge);
            problems
        });
        assert!(!found(vec![upload(LARGEST), upload(LARGEST), upload(1)]).is_empty());
        assert!(!found((0..=MOST).map(|_| upload(1)).collect()).is_empty());
    }
}
