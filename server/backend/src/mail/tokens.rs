//! The tokens in emails that need no row of their own: the right to leave a category, and whose letter came back.
//!
//! A token carries what it is for, and a code (HMAC-SHA-256, shortened) under a key that is made once and kept in the
//! database. So every node knows it, and it holds for as long as the mail that it stands in.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use data_encoding::BASE32_NOPAD;
use domain::{AccountId, Category, Code, ContactId, EmailAddress};
use ring::hmac;
use sea_orm::{ConnectionTrait, EntityTrait, Set, sea_query::OnConflict};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Failure, db::entity::mail_keys, random::secret_bytes};

/// The name of the key's row.
const NAME: &str = "tokens";
/// How much of a code stands in a token that gives a right.
const CODE: usize = 16;
/// How much of it stands in a return path, where space is scarce (RFC 5321 §4.5.3.1.1: 64 octets).
const SHORT_CODE: usize = 8;

/// What somebody may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// One category.
    Category(Category),
    /// Everything: "this is not me".
    Everything,
}

/// The right to leave, for one person of an account at one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaving {
    pub account: AccountId,
    /// `None`: the owner.
    pub contact: Option<ContactId>,
    pub what: Leave,
    /// Of the address that the letter went to: the token ends when the address is replaced.
    pub address: [u8; 4],
}

/// Makes and checks tokens.
pub(crate) struct Tokens(hmac::Key);

impl Tokens {
    /// With the key of the database, which is made when it is missing.
    pub async fn load(conn: &impl ConnectionTrait) -> Result<Self, Failure> {
        loop {
            if let Some(row) = mail_keys::Entity::find_by_id(NAME).one(conn).await? {
                let secret = Zeroizing::new(row.secret);
                return Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &secret)));
            }
            // Two nodes may come here at once: the first key stays.
            let row = mail_keys::ActiveModel { name: Set(NAME.to_owned()), secret: Set(secret_bytes()?.to_vec()) };
            let keep = OnConflict::column(mail_keys::Column::Name).do_nothing().to_owned();
            mail_keys::Entity::insert(row).on_conflict(keep).exec_without_returning(conn).await?;
        }
    }

    /// The text of a right to leave.
    pub fn leaving(&self, leaving: &Leaving) -> String {
        let mut bytes = Vec::with_capacity(38 + CODE);
        let what = match leaving.what {
            Leave::Everything => 0,
            Leave::Category(category) => number(category),
        };
        bytes.push(what);
        bytes.extend_from_slice(leaving.account.0.as_bytes());
        bytes.extend_from_slice(leaving.contact.map_or(Uuid::nil(), |contact| contact.0).as_bytes());
        bytes.extend_from_slice(&leaving.address);
        let code = self.code(b"leave", &bytes);
        bytes.extend(code.as_ref().iter().take(CODE));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What a token allows, if it is one of ours.
    pub fn read_leaving(&self, token: &str) -> Option<Leaving> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (said, code) = bytes.split_at_checked(bytes.len().checked_sub(CODE)?)?;
        self.checks(b"leave", said, code).then_some(())?;
        let (what, rest) = said.split_first()?;
        let (account, rest) = rest.split_at_checked(16)?;
        let (contact, address) = rest.split_at_checked(16)?;
        let contact = Uuid::from_slice(contact).ok()?;
        Some(Leaving {
            account: AccountId(Uuid::from_slice(account).ok()?),
            contact: (!contact.is_nil()).then_some(ContactId(contact)),
            what: match what {
                0 => Leave::Everything,
                what => Leave::Category(Category::ALL.iter().copied().find(|one| number(*one) == *what)?),
            },
            address: address.try_into().ok()?,
        })
    }

    /// The part of a return path that names a letter: lower case letters and digits, because some mail systems change
    /// the case.
    pub fn letter(&self, id: Uuid) -> String {
        let mut bytes = id.as_bytes().to_vec();
        let code = self.code(b"bounce", &bytes);
        bytes.extend(code.as_ref().iter().take(SHORT_CODE));
        BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()
    }

    /// The letter that such a part names, if it is one of ours.
    pub fn read_letter(&self, token: &str) -> Option<Uuid> {
        let bytes = BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()).ok()?;
        let (id, code) = bytes.split_at_checked(16)?;
        (code.len() == SHORT_CODE && self.checks(b"bounce", id, code)).then_some(())?;
        Uuid::from_slice(id).ok()
    }

    fn code(&self, purpose: &[u8], said: &[u8]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(purpose);
        context.update(&[0]);
        context.update(said);
        context.sign()
    }

    fn checks(&self, purpose: &[u8], said: &[u8], code: &[u8]) -> bool {
        let right = self.code(purpose, said);
        right.as_ref().get(..code.len()).is_some_and(|right| right.ct_eq(code).into())
    }
}

/// How long the token of a letter is.
pub(crate) const LETTER: usize = 39;

/// The mark of an address in a token.
pub(crate) fn mark(address: &EmailAddress) -> [u8; 4] {
    let hash = Sha256::digest(address.canonical().as_bytes());
    let mut mark = [0; 4];
    for (to, from) in mark.iter_mut().zip(hash) {
        *to = from;
    }
    mark
}

/// The number of a category in a token: fixed, because tokens outlive versions. 0 is everything.
fn number(category: Category) -> u8 {
    match category {
        Category::General => 1,
        Category::Invoice => 2,
        Category::Support => 3,
        Category::Product => 4,
        Category::Domain => 5,
        Category::Affiliate => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        Tokens(hmac::Key::new(hmac::HMAC_SHA256, b"a key"))
    }

    #[test]
    fn what_was_written_is_read() {
        let tokens = tokens();
        let address = mark(&EmailAddress::parse("Ada@north.test").unwrap());
        let id = Uuid::from_u128(7);
        for contact in [None, Some(ContactId(Uuid::from_u128(9)))] {
            let all = Category::ALL.iter().copied().map(Leave::Category).chain([Leave::Everything]);
            for what in all {
                let leaving = Leaving { account: AccountId(id), contact, what, address };
                assert_eq!(tokens.read_leaving(&tokens.leaving(&leaving)), Some(leaving));
            }
        }
        let letter = tokens.letter(id);
        assert_eq!(letter.len(), LETTER);
        assert_eq!(tokens.read_letter(&letter.to_ascii_uppercase()), Some(id));
    }

    #[test]
    fn a_token_that_was_touched_says_nothing() {
        let (tokens, other) = (tokens(), Tokens(hmac::Key::new(hmac::HMAC_SHA256, b"another key")));
        let leaving = Leaving {
            account: AccountId(Uuid::from_u128(7)),
            contact: None,
            what: Leave::Category(Category::Support),
            address: [1, 2, 3, 4],
        };
        let token = tokens.leaving(&leaving);
        assert_eq!(other.read_leaving(&token), None);
        for at in 0..token.len() {
            let mut touched = token.clone().into_bytes();
            touched[at] = if touched[at] == b'A' { b'B' } else { b'A' };
            let touched = String::from_utf8(touched).unwrap();
            assert!(tokens.read_leaving(&touched).is_none_or(|read| read == leaving), "{touched}");
        }
        for short in ["", "A", &token[..20], &token[1..]] {
            assert_eq!(tokens.read_leaving(short), None);
        }
        let letter = tokens.letter(Uuid::from_u128(7));
        assert_eq!(other.read_letter(&letter), None);
        assert_eq!(tokens.read_letter(&letter[..26]), None);
        assert_eq!(tokens.read_letter("not one"), None);
    }
}
