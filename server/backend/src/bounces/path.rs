//! Where a letter comes back to: an address of its own, so that whatever comes back says by itself which letter it was
//! and to whom (variable envelope return path, VERP).

use domain::EmailAddress;
use uuid::Uuid;

use crate::{
    Backend, Failure, Tx,
    mail::tokens::{LETTER, Tokens},
};

/// The longest that stands before the `@` (RFC 5321 §4.5.3.1.1), in bytes.
const LOCAL_PART: usize = 64;

/// The return path of a letter: `bounces+TOKEN@provider.example`, or the sender where no address for it is configured.
pub(crate) async fn return_path(backend: &Backend, tx: &Tx, letter: Uuid) -> Result<EmailAddress, Failure> {
    let Some(base) = &backend.settings.bounce_address else {
        return Ok(backend.settings.mail_from.clone());
    };
    let token = Tokens::load(tx.conn()).await?.letter(letter);
    let path = format!("{}+{token}@{}", base.local_part(), base.domain());
    EmailAddress::parse(&path).map_err(|_| Failure::inconsistent("the return path is no address"))
}

/// Whether an address can take the token of a letter.
///
/// # Errors
///
/// Why not; continues a sentence.
pub fn check_bounce_address(address: &EmailAddress) -> Result<(), String> {
    if address.local_part().len() + 1 + LETTER > LOCAL_PART {
        return Err(format!("has more than {} letters before the @", LOCAL_PART - LETTER - 1));
    }
    Ok(())
}
