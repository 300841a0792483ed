//! Closed sets of things with a stable text code, and sets of them.
//!
//! Permissions and email categories are both such sets. The codes are what is stored and sent; order is the order in
//! which people see them.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
    ser::SerializeMap,
};

/// One of a closed set of things, each with a stable code.
pub trait Code: Copy + Eq + fmt::Debug + 'static {
    /// What one of these is called in an error, for example `permission`.
    const WHAT: &'static str;
    /// All of them, in the order in which people see them.
    const ALL: &'static [Self];

    /// The stable code that is stored and sent.
    fn code(self) -> &'static str;

    /// The one with that code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.code() == code)
    }
}

/// A set of codes, of at most 32 that there are.
///
/// On the wire it is a map from code to `true`, the same in JSON and in a posted form (`permissions[products]=true`),
/// because an empty list cannot be told from a missing one in a form. An unknown code is an error.
pub struct CodeSet<T> {
    bits: u32,
    of: PhantomData<T>,
}

impl<T: Code> CodeSet<T> {
    /// The set without anything.
    pub const EMPTY: Self = Self { bits: 0, of: PhantomData };

    /// The set of everything.
    pub fn all() -> Self {
        T::ALL.iter().copied().collect()
    }

    fn bit(one: T) -> u32 {
        T::ALL.iter().position(|other| *other == one).map_or(0, |index| 1 << index)
    }

    pub fn contains(self, one: T) -> bool {
        self.bits & Self::bit(one) != 0
    }

    pub fn insert(&mut self, one: T) {
        self.bits |= Self::bit(one);
    }

    pub fn remove(&mut self, one: T) {
        self.bits &= !Self::bit(one);
    }

    /// Inserts or removes.
    pub fn set(&mut self, one: T, present: bool) {
        if present { self.insert(one) } else { self.remove(one) }
    }

    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    pub fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self { bits: self.bits & other.bits, of: PhantomData }
    }

    /// What is in either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits, of: PhantomData }
    }

    /// What is in this one and not in the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { bits: self.bits & !other.bits, of: PhantomData }
    }

    /// Whether everything in this one is in the other too.
    pub fn is_within(self, other: Self) -> bool {
        self.minus(other).is_empty()
    }

    /// The members, in the order in which people see them.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |one| self.contains(*one))
    }
}

impl<T> Clone for CodeSet<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for CodeSet<T> {}
impl<T> PartialEq for CodeSet<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}
impl<T> Eq for CodeSet<T> {}
impl<T: Code> Default for CodeSet<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}
impl<T: Code> fmt::Debug for CodeSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
impl<T: Code> FromIterator<T> for CodeSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(codes: I) -> Self {
        let mut set = Self::EMPTY;
        for one in codes {
            set.insert(one);
        }
        set
    }
}

impl<T: Code> Serialize for CodeSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for one in self.iter() {
            map.serialize_entry(one.code(), &true)?;
        }
        map.end()
    }
}

impl<'de, T: Code> Deserialize<'de> for CodeSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Codes<T>(PhantomData<T>);
        impl<'de, T: Code> Visitor<'de> for Codes<T> {
            type Value = CodeSet<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a map from {} to true", T::WHAT)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut set = CodeSet::EMPTY;
                while let Some((code, Ticked(present))) = map.next_entry::<String, Ticked>()? {
                    let one =
                        T::from_code(&code).ok_or_else(|| de::Error::custom(format_args!("unknown {}", T::WHAT)))?;
                    set.set(one, present);
                }
                Ok(set)
            }
        }
        deserializer.deserialize_map(Codes(PhantomData))
    }
}

/// Whether a box is ticked: `true` in JSON, `true` or a browser's own `on` in a posted form.
pub(crate) struct Ticked(pub(crate) bool);

impl<'de> Deserialize<'de> for Ticked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Flag;
        impl Visitor<'_> for Flag {
            type Value = Ticked;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false")
            }

            fn visit_bool<E>(self, ticked: bool) -> Result<Ticked, E> {
                Ok(Ticked(ticked))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Ticked, E> {
                match text {
                    "true" | "on" => Ok(Ticked(true)),
                    "false" => Ok(Ticked(false)),
                    _ => Err(E::custom("neither true nor false")),
                }
            }
        }
        deserializer.deserialize_any(Flag)
    }
}

/// Reads a box that is a field of its own. Used as `#[serde(deserialize_with = "code::ticked")]`.
pub(crate) fn ticked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ticked::deserialize(deserializer).map(|Ticked(ticked)| ticked)
}

/// Serialises a [`Code`] as its code. Used as `#[serde(with = "code::as_code")]`.
pub mod as_code {
    use super::{Code, Deserialize, Deserializer, Serializer, de};

    pub fn serialize<T: Code, S: Serializer>(one: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(one.code())
    }

    pub fn deserialize<'de, T: Code, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let code = String::deserialize(deserializer)?;
        T::from_code(&code).ok_or_else(|| de::Error::custom(format_args!("unknown {}", T::WHAT)))
    }
}

/// Implements serde and `Display` for a [`Code`] by its code.
#[macro_export]
macro_rules! serde_by_code {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::code::as_code::serialize(self, serializer)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::code::as_code::deserialize(deserializer)
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::code::Code::code(*self))
            }
        }
    };
}
