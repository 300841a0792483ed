//! The browser's files: script, WebAssembly, styles, icons.
//!
//! They are inside the binary (see `build.rs`), compressed when it was built. The names that pages use hold a hash of
//! the content, so they are cached for ever; files that outside programs ask for by a fixed name are asked about again.

use std::{collections::HashMap, path::Path, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::refusal::refuse;
use crate::router::AppState;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// A file with its compressed twins.
#[derive(Debug)]
pub struct Embedded {
    /// What it is called, such as `client.js`.
    pub name: &'static str,
    /// The same with its hash, such as `client.0123456789abcdef.js`.
    pub file: &'static str,
    pub content_type: &'static str,
    pub etag: &'static str,
    /// Whether it is also served under its plain name.
    pub open: bool,
    pub plain: &'static [u8],
    pub br: Option<&'static [u8]>,
    pub gz: Option<&'static [u8]>,
}

static EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The files by the paths that they are served at.
#[derive(Debug)]
pub struct Assets {
    files: &'static [Embedded],
    /// From path to file, and whether the path holds the hash.
    paths: HashMap<String, (&'static Embedded, bool)>,
}

impl Assets {
    /// The files inside the binary.
    pub fn embedded() -> Arc<Self> {
        Self::of(EMBEDDED)
    }

    /// The files of a folder, read once; they stay in memory for as long as the process lives.
    ///
    /// # Errors
    ///
    /// When the folder holds no client.
    pub fn read(folder: &Path) -> Result<Arc<Self>, String> {
        let failed = |error: &dyn std::fmt::Display| format!("{} holds no client: {error}", folder.display());
        let manifest = std::fs::read(folder.join("manifest.json")).map_err(|error| failed(&error))?;
        let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|error| failed(&error))?;
        let mut files = Vec::new();
        for (name, about) in manifest.files {
            let bytes = std::fs::read(folder.join(&about.file)).map_err(|error| failed(&error))?;
            files.push(Embedded {
                name: name.leak(),
                file: about.file.leak(),
                content_type: about.content_type.leak(),
                etag: about.etag.leak(),
                open: about.open,
                plain: bytes.leak(),
                br: None,
                gz: None,
            });
        }
        Ok(Self::of(files.leak()))
    }

    /// These files.
    pub fn of(files: &'static [Embedded]) -> Arc<Self> {
        let hashed = files.iter().map(|file| (format!("/assets/{}", file.file), (file, true)));
        let open = files.iter().filter(|file| file.open).map(|file| (format!("/{}", file.name), (file, false)));
        Arc::new(Self { files, paths: hashed.chain(open).collect() })
    }

    /// The path of a file, or nothing when there is no such file.
    pub fn path(&self, name: &str) -> Option<String> {
        self.files.iter().find(|file| file.name == name).map(|file| format!("/assets/{}", file.file))
    }

    /// Whether there is no client inside, as in a development build.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The routes of all files.
    pub fn routes(&self) -> Router<AppState> {
        let open = self.files.iter().filter(|file| file.open).map(|file| format!("/{}", file.name));
        open.fold(Router::new().route("/assets/{*file}", get(serve)), |router, path| router.route(&path, get(serve)))
    }
}

#[derive(serde::Deserialize)]
struct Manifest {
    files: HashMap<String, About>,
}

#[derive(serde::Deserialize)]
struct About {
    file: String,
    #[serde(rename = "type")]
    content_type: String,
    etag: String,
    open: bool,
}

async fn serve(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Response {
    let Some((file, hashed)) = state.assets.paths.get(uri.path()) else {
        return refuse(StatusCode::NOT_FOUND, "Nothing is here.");
    };
    let (body, encoding) = choose(file, &headers);
    let etag = match encoding {
        Some(encoding) => format!("\"{}-{encoding}\"", file.etag),
        None => format!("\"{}\"", file.etag),
    };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.split(',').any(|one| one.trim() == etag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = body.into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, if *hashed { FOR_EVER } else { ASK_AGAIN });
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// The smallest form of the file that the browser takes, and how it is encoded.
fn choose(file: &Embedded, headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |name: &str| {
        accepted.split(',').any(|one| {
            let mut parts = one.split(';');
            let named = parts.next().is_some_and(|part| part.trim().eq_ignore_ascii_case(name));
            // A weight of nought means never (RFC 9110, 12.4.2).
            named && !parts.any(|part| part.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32)))
        })
    };
    match file {
        Embedded { br: Some(br), .. } if accepts("br") => (br, Some("br")),
        Embedded { gz: Some(gz), .. } if accepts("gzip") => (gz, Some("gzip")),
        Embedded { plain, .. } => (plain, None),
    }
}
