//! Texts that are compared with a file: what changed is seen in the diff. `UPDATE_SNAPSHOTS=1` writes them anew.

use std::{fs, path::Path};

/// Compares a text with a file in `tests/snapshots`.
pub fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{name} has changed (UPDATE_SNAPSHOTS=1 writes it anew)\n--- expected\n{expected}\n--- found\n{text}"
    );
}
