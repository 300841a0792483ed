//! Identifiers: one type per kind of thing, so that they cannot be mixed up. All are UUIDs (version 7, made by the
//! server).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// How the id stands in the name of an input, as in `form[services][id-0190…]`: see [`in_form`].
            pub fn form_key(self) -> String {
                in_form::key(&self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A billable client.
    AccountId,
    /// A person on file of one account.
    ContactId,
    /// One login.
    UserId,
    /// An open session of a user, as shown in the list of sessions: not the secret in the cookie.
    SessionId,
    /// An emailed invitation to a sub-account.
    InvitationId,
    /// A hosting service of an account.
    ServiceId,
    /// A domain name of an account.
    DomainId,
    /// An invoice to an account.
    InvoiceId,
    /// A quote to an account.
    QuoteId,
    /// An order of an account.
    OrderId,
    /// Something that can be ordered.
    ProductId,
}

/// Maps by id in a posted form: the key is the id after `id-`.
///
/// A bare UUID will not do: the decoder of posted forms takes a key that begins with a digit for the index of a list
/// and refuses the whole form. Used as `#[serde(with = "id::in_form")]`.
pub mod in_form {
    use std::{collections::BTreeMap, fmt::Display, str::FromStr};

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    const BEFORE: &str = "id-";

    pub(super) fn key(id: &impl Display) -> String {
        format!("{BEFORE}{id}")
    }

    pub fn serialize<K: Display, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map.iter().map(|(id, value)| (key(id), value)))
    }

    pub fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: FromStr + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let mut map = BTreeMap::new();
        // One by one: `collect` would bring a sort of its own for each type into the client.
        for (key, value) in BTreeMap::<String, V>::deserialize(deserializer)? {
            let id = key.strip_prefix(BEFORE).and_then(|id| id.parse().ok());
            map.insert(id.ok_or_else(|| de::Error::custom("not an id"))?, value);
        }
        Ok(map)
    }

    /// The same for boxes: what is ticked.
    pub mod boxes {
        use super::{BTreeMap, Deserializer, Display, FromStr, Serializer};
        use crate::code::Ticked;

        pub fn serialize<K: Display, S: Serializer>(map: &BTreeMap<K, bool>, serializer: S) -> Result<S::Ok, S::Error> {
            super::serialize(map, serializer)
        }

        pub fn deserialize<'de, K, D>(deserializer: D) -> Result<BTreeMap<K, bool>, D::Error>
        where
            K: FromStr + Ord,
            D: Deserializer<'de>,
        {
            let mut map = BTreeMap::new();
            for (id, Ticked(ticked)) in super::deserialize::<K, Ticked, D>(deserializer)? {
                map.insert(id, ticked);
            }
            Ok(map)
        }
    }
}
