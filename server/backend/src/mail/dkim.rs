//! Signing emails (DKIM, RFC 6376; Ed25519 by RFC 8463).
//!
//! Written here on `ring`, which is in the binary for TLS anyway: the signers on offer sign with an RSA that is open to
//! timing attacks (RUSTSEC-2023-0071), read the clock by themselves, or bring a resolver along. The tests have other
//! people's verifier check the result.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Timestamp;
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject};
use sha2::{Digest, Sha256};

use crate::Failure;

/// The headers that are signed where they are there. Those that RFC 8058 §4 wants signed are among them.
const SIGNED: [&str; 11] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
];

/// Those that are named once more than they are there: a second one, added on the way, breaks the signature (RFC 6376
/// §8.15).
const ALONE: [&str; 4] = ["from", "to", "subject", "date"];

/// How long a line of base64 may be.
const LINE: usize = 68;

/// Signs emails for a domain.
pub struct Signer {
    key: Key,
    selector: String,
    domain: String,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({} for {}, …)", self.selector, self.domain)
    }
}

impl Signer {
    /// A signer with a private key in PEM: RSA with 2048 bits or more, as PKCS #8 or PKCS #1, or Ed25519 as PKCS #8.
    ///
    /// # Errors
    ///
    /// What is wrong with the key, the selector or the domain. It never repeats the key.
    pub fn new(pem: &[u8], selector: &str, domain: &str) -> Result<Self, String> {
        if !is_name(selector) || !is_name(domain) {
            return Err("the selector and the domain must be names as in the DNS".to_owned());
        }
        let not_pem = |_| "there is no private key in PEM".to_owned();
        let key = match PrivateKeyDer::from_pem_slice(pem).map_err(not_pem)? {
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).map(Box::new).map(Key::Rsa),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                // OpenSSL writes Ed25519 keys without the public half.
                Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
                    .map(Key::Ed25519)
                    .or_else(|_| RsaKeyPair::from_pkcs8(der).map(Box::new).map(Key::Rsa))
            }
            _ => return Err("the private key must be RSA or Ed25519".to_owned()),
        };
        let key = key.map_err(|error| {
            format!("the private key must be RSA with 2048 to 4096 bits or Ed25519, and this one does not do: {error}")
        })?;
        Ok(Self { key, selector: selector.to_owned(), domain: domain.to_owned() })
    }

    /// The header `DKIM-Signature`, with its line end, to be put before a finished email.
    pub fn sign(&self, wire: &[u8], at: Timestamp) -> Result<String, Failure> {
        let split = wire.windows(4).position(|window| window == b"\r\n\r\n");
        let (head, body) = match split {
            Some(end) => (wire.get(..end + 2).unwrap_or_default(), wire.get(end + 4..).unwrap_or_default()),
            None => (wire, &b""[..]),
        };
        let head = std::str::from_utf8(head).map_err(|_| Failure::Mail("headers are not text".to_owned()))?;
        let headers = headers(head);
        let (mut names, mut signed) = (Vec::new(), String::new());
        for name in SIGNED {
            for (_, value) in headers.iter().filter(|(other, _)| other == name) {
                names.push(name);
                signed.extend([name, ":", value.as_ref(), "\r\n"]);
            }
            if ALONE.contains(&name) {
                names.push(name);
            }
        }
        let algorithm = match self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let unsigned = format!(
            "v=1; a={algorithm}; c=relaxed/relaxed;\r\n\td={}; s={}; t={};\r\n\th={};\r\n\tbh={};\r\n\tb=",
            self.domain,
            self.selector,
            at.0.div_euclid(1000),
            folded(&names.join(":"), ':'),
            STANDARD.encode(Sha256::digest(relaxed_body(body))),
        );
        signed.push_str("dkim-signature:");
        signed.push_str(&relaxed(&unsigned));
        let signature = STANDARD.encode(self.signature(signed.as_bytes())?);
        Ok(format!("DKIM-Signature: {unsigned}{}\r\n", chunks(&signature)))
    }

    fn signature(&self, signed: &[u8]) -> Result<Vec<u8>, Failure> {
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed, &mut signature)
                    .map_err(|_| Failure::Mail("an email cannot be signed".to_owned()))?;
                Ok(signature)
            }
            // RFC 8463 §3: of the hash.
            Key::Ed25519(key) => Ok(key.sign(&Sha256::digest(signed)).as_ref().to_vec()),
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

/// Names in lower case with values in relaxed form (RFC 6376 §3.4.2), in their order.
fn headers(head: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(line),
            (false, _, Some((name, value))) => headers.push((name.trim().to_ascii_lowercase(), value.to_owned())),
            _ => {}
        }
    }
    for (_, value) in &mut headers {
        *value = relaxed(value);
    }
    headers
}

/// Unfolded, with one space between words and none around.
fn relaxed(value: &str) -> String {
    let words: Vec<&str> = value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// RFC 6376 §3.4.4: one space for each run of them, none at the ends of lines, no empty lines at the end.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len() + 2);
    let mut lines = 0;
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut words = line.split(|byte| matches!(byte, b' ' | b'\t')).peekable();
        let mut written = Vec::with_capacity(line.len());
        // White space at the beginning stays, as one space.
        if words.peek().is_some_and(|word| word.is_empty()) && !line.is_empty() {
            written.push(b' ');
        }
        for word in words.filter(|word| !word.is_empty()) {
            if !matches!(written.last(), None | Some(b' ')) {
                written.push(b' ');
            }
            written.extend_from_slice(word);
        }
        if written == b" " {
            written.clear();
        }
        if written.is_empty() {
            lines += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut lines) {
            relaxed.extend_from_slice(b"\r\n");
        }
        relaxed.extend_from_slice(&written);
        relaxed.extend_from_slice(b"\r\n");
    }
    relaxed
}

/// A list over several lines, broken after the separator.
fn folded(list: &str, separator: char) -> String {
    let mut folded = String::with_capacity(list.len() + 16);
    let mut line = 0;
    for part in list.split_inclusive(separator) {
        if line + part.len() > LINE {
            folded.push_str("\r\n\t ");
            line = 0;
        }
        folded.push_str(part);
        line += part.len();
    }
    folded
}

/// Base64 over several lines.
fn chunks(base64: &str) -> String {
    let mut folded = String::with_capacity(base64.len() + 32);
    for (position, char) in base64.chars().enumerate() {
        if position > 0 && position % LINE == 0 {
            folded.push_str("\r\n\t ");
        }
        folded.push(char);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_relaxed_as_the_standard_says() {
        // RFC 6376 §3.4.5.
        assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
        assert_eq!(relaxed_body(b""), b"");
        assert_eq!(relaxed_body(b"\r\n\r\n"), b"");
        assert_eq!(relaxed_body(b"a\r\n\r\nb"), b"a\r\n\r\nb\r\n");
        assert_eq!(relaxed_body(b"\t a\t\t\r\n  \r\nb\r\n"), b" a\r\n\r\nb\r\n");
    }

    #[test]
    fn headers_are_relaxed_as_the_standard_says() {
        let found = headers("A: X\r\nB : Y\t\r\n\tZ  \r\n");
        let expected = [("a", "X"), ("b", "Y Z")];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for (pem, selector, domain) in [
            ("", "mail", "provider.test"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "mail", "provider.test"),
            ("", "ma il", "provider.test"),
            ("", "mail", "provider.test; d=evil.test"),
        ] {
            assert!(Signer::new(pem.as_bytes(), selector, domain).is_err(), "{selector} {domain}");
        }
    }
}
