//! `docs/permissions.md`, written from the code's own tables, so that it cannot drift from them.

use std::fmt::Write as _;

use domain::{Category, Code, Locale, Permission, Preset};

use super::{Texts, texts};

fn names<T: Code>(codes: impl Iterator<Item = T>) -> String {
    let names: Vec<_> = codes.map(|code| format!("`{}`", code.code())).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

fn document() -> Result<String, std::fmt::Error> {
    let (en, nb): (&Texts, &Texts) = (texts(Locale::English), texts(Locale::Bokmal));
    let mut out = String::from(
        "# Permissions, presets and emails\n\n\
         Written from the code's own tables by the test `permissions_document_is_current`; with `COTERIE_WRITE_DOCS=1` it\n\
         writes this file anew.\n\n\
         The account owner holds every permission. A sub-account holds what was ticked, for the services and domains in its\n\
         scope, until its access end. A permission that needs another brings it along; taking that one away takes both.\n\n\
         A scope is all services and domains, a chosen list, or a list that goes with what is added later (kept as what it\n\
         leaves out). With a list, everything that derives from services and domains is limited to it: lists, pages, tickets\n\
         and what they can be about, invoices of which every line is in it, emails, counters, search, files and the log.\n\
         What concerns the whole account (quotes, credit, new orders, the affiliate account) is then not there. Nobody gives\n\
         another a scope beyond their own, and new ones only who gets them.\n\n\
         | key | label | Bokmål | needs | allows |\n|---|---|---|---|---|\n",
    );
    for permission in Permission::ALL.iter().copied() {
        let text = en.permissions.of(permission);
        writeln!(
            out,
            "| `{}` | {} | {} | {} | {} |",
            permission.code(),
            text.label,
            nb.permissions.label(permission),
            names(permission.parent().into_iter()),
            text.meaning
        )?;
    }
    out.push_str(
        "\nOpen to everyone signed in: Home, the own profile, password and sessions, the account chooser, help, and the own\n\
         entries of the activity log. The owner's alone, and not grantable: ownership.\n\n\
         ## Presets\n\nA preset only fills the boxes; it is not stored.\n\n\
         | preset | permissions | emails |\n|---|---|---|\n",
    );
    for preset in Preset::ALL.iter().copied() {
        let emails = preset.categories().map_or_else(|| "left as they are".to_owned(), |set| names(set.iter()));
        writeln!(out, "| {} | {} | {emails} |", en.presets.of(preset), names(preset.permissions().iter()))?;
    }
    out.push_str("\n## Emails\n\n| key | label | Bokmål | what they are | may be left without a recipient |\n|---|---|---|---|---|\n");
    for category in Category::ALL.iter().copied() {
        let text = en.categories.of(category);
        let may = if Category::ESSENTIAL.contains(&category) { "no" } else { "yes" };
        let label = nb.categories.label(category);
        writeln!(out, "| `{}` | {} | {label} | {} | {may} |", category.code(), text.label, text.meaning)?;
    }
    out.push_str(
        "\nSecurity mail (invitations, resets, changed passwords and addresses, changed rights) is in no category: it goes to\n\
         the person concerned and cannot be switched off.\n",
    );
    Ok(out)
}

#[test]
fn permissions_document_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");
    let wanted = document().unwrap();
    if std::env::var_os("COTERIE_WRITE_DOCS").is_some() {
        std::fs::write(path, &wanted).unwrap();
    }
    let current = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(current, wanted, "run this test once with COTERIE_WRITE_DOCS=1");
}
