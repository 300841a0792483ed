//! Signatures: the same as were once checked by somebody else's program, and intact when the email has arrived.
//!
//! RSA (PKCS #1 v1.5) and Ed25519 sign the same thing always in the same way, so a signature can be compared. Those in
//! `dkim/` were verified with dkimpy; whoever changes them verifies them again: `dkim/verify`.

use std::sync::Arc;

use backend::{Settings, mail::dkim::Signer, outbox::drain};
use domain::Timestamp;

use crate::{
    letters::{post, set_up},
    on_both,
    smtp::Sink,
    world::World,
};

const RSA: &[u8] = include_bytes!("dkim/rsa.key");
const ED25519: &[u8] = include_bytes!("dkim/ed25519.key");
const LETTER: &[u8] = include_bytes!("dkim/letter.eml");

/// 2023-11-14: verifiers refuse what was signed in the future.
const SIGNED: Timestamp = Timestamp(1_700_000_000_000);

fn signer(key: &[u8]) -> Signer {
    Signer::new(key, "mail", "provider.test").unwrap()
}

#[test]
fn signatures_are_those_that_were_verified() {
    for (key, file) in [(RSA, "rsa"), (ED25519, "ed25519")] {
        let header = signer(key).sign(LETTER, SIGNED).unwrap();
        let path = format!("{}/tests/dkim/{file}.signed", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &header).unwrap();
        }
        assert_eq!(header, std::fs::read_to_string(&path).unwrap(), "{file}");
    }
}

#[test]
fn an_rsa_key_may_be_written_in_either_form() {
    let older = include_bytes!("dkim/rsa-pkcs1.key");
    assert_eq!(signer(older).sign(LETTER, SIGNED).unwrap(), signer(RSA).sign(LETTER, SIGNED).unwrap());
}

#[test]
fn what_is_signed_cannot_be_changed_and_a_second_sender_cannot_be_added() {
    let signature = |letter: &str| signer(ED25519).sign(letter.as_bytes(), SIGNED).unwrap();
    let letter = String::from_utf8(LETTER.to_vec()).unwrap();
    let original = signature(&letter);
    for (from, to) in [
        ("hosting@provider.test", "hosting@evil.test"),
        ("aase@north.test", "other@north.test"),
        ("token=A", "token=B"),
        ("One-Click", "Two-Clicks"),
        ("auto-generated", "no"),
        ("The end.", "The end!"),
        ("An indented", "A  n indented"),
        ("text/plain", "text/html"),
    ] {
        assert_ne!(signature(&letter.replacen(from, to, 1)), original, "{from}");
    }
    for same in [letter.replace("X-Not-Signed: whatever", "X-Not-Signed: more"), letter.clone() + "\r\n\r\n"] {
        assert_eq!(signature(&same), original);
    }
    let names = original.split("h=").nth(1).unwrap().split(';').next().unwrap().replace(['\r', '\n', '\t', ' '], "");
    for twice in ["from:from", "to:to", "subject:subject", "date:date"] {
        assert!(names.contains(twice), "{names}");
    }
}

on_both!(the_signature_holds_for_what_arrives, |world: World| async move {
    for (key, algorithm) in [(RSA, "a=rsa-sha256"), (ED25519, "a=ed25519-sha256")] {
        let sink = Sink::start().await;
        let backend = set_up(
            &world,
            Settings { smtp_url: Some(sink.url()), signer: Some(Arc::new(signer(key))), ..Settings::default() },
        );
        post(&backend, "ada@north.test").await;
        world.clock.advance(Timestamp::SECOND);
        assert_eq!(drain(&backend).await.unwrap(), 1);
        let arrived = &sink.received()[0].data;
        let end = arrived.find("\r\nFrom:").unwrap() + 2;
        let (signature, letter) = arrived.split_at(end);
        assert!(signature.starts_with("DKIM-Signature: v=1;") && signature.contains(algorithm), "{signature}");
        assert!(signature.contains("d=provider.test; s=mail;"), "{signature}");
        assert!(signature.lines().all(|line| line.len() <= 78), "{signature}");
        assert_eq!(signer(key).sign(letter.as_bytes(), backend.now()).unwrap(), signature);
    }
});
