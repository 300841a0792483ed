//! Puts the client's files inside the binary.
//!
//! `scripts/client` leaves them in a folder (`COTERIE_SITE_DIR`, by default `site` in the target folder) with a
//! manifest of their names. Without that folder the server still builds and starts: its pages then have neither
//! styles nor script.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=COTERIE_SITE_DIR");
    let site = site()?;
    // A missing file would make Cargo run this at every build, so there is always something to watch.
    fs::create_dir_all(&site)?;
    println!("cargo::rerun-if-changed={}", site.display());
    let table = match fs::read_to_string(site.join("manifest.json")) {
        Ok(manifest) => table(&site, &serde_json::from_str(&manifest)?)?,
        Err(_) => "&[]".to_owned(),
    };
    fs::write(Path::new(&env::var("OUT_DIR")?).join("assets.rs"), table)?;
    Ok(())
}

/// The folder with the client's files: the named one, or `site` in the target folder, which is four above ours
/// (`target/release/build/server-…/out`).
fn site() -> Result<PathBuf, Box<dyn Error>> {
    if let Some(named) = env::var_os("COTERIE_SITE_DIR").filter(|value| !value.is_empty()) {
        return Ok(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("..").join(named));
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let target = out.ancestors().nth(4).ok_or("OUT_DIR is not inside a target folder")?;
    Ok(target.join("site"))
}

/// The files as a Rust expression of type `&[Embedded]`.
fn table(site: &Path, manifest: &serde_json::Value) -> Result<String, Box<dyn Error>> {
    let files = manifest["files"].as_object().ok_or("the manifest lists no files")?;
    let mut table = "&[\n".to_owned();
    for (name, about) in files {
        let text = |key: &str| about[key].as_str().ok_or(format!("the manifest does not say the {key} of {name}"));
        let file = text("file")?;
        let include = |suffix: &str| {
            let path = site.join(format!("{file}{suffix}"));
            format!("include_bytes!({:?})", path.display().to_string())
        };
        let twin = |kind: &str| {
            let there = about["twins"].as_array().is_some_and(|twins| twins.iter().any(|twin| twin == kind));
            if there {
                format!("Some({})", include(&format!(".{kind}")))
            } else {
                "None".to_owned()
            }
        };
        writeln!(
            table,
            "    Embedded {{ name: {name:?}, file: {file:?}, content_type: {:?}, etag: {:?}, open: {}, \
             plain: {}, br: {}, gz: {} }},",
            text("type")?,
            text("etag")?,
            about["open"].as_bool().unwrap_or(false),
            include(""),
            twin("br"),
            twin("gz"),
        )?;
    }
    table.push(']');
    Ok(table)
}
