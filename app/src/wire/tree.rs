//! Reading values from a tree of JSON: answers of the server and what a form would post, in the browser.
//!
//! `serde_json` and `serde_qs` make the tree; both their typed readers beside each other, with words for everything that
//! could be wrong, were a tenth of the client. This one reads maps as structs and says only that something is wrong. In
//! a form everything is text, so numbers and truth values may be written as text.

use std::fmt::Display;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Value, map};

/// What cannot be read; why is for the server to say.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Reads an answer from its JSON, `{"Ok":…}` or `{"Err":…}`.
#[cfg(any(test, not(feature = "ssr")))]
pub fn from_answer<T: DeserializeOwned, E: DeserializeOwned>(text: &str) -> Result<Result<T, E>, Unreadable> {
    let (good, tree) = answer(text)?;
    Ok(if good { Ok(T::deserialize(tree)?) } else { Err(E::deserialize(tree)?) })
}

/// Whether an answer is good, and what it holds.
#[cfg(any(test, not(feature = "ssr")))]
fn answer(text: &str) -> Result<(bool, Tree), Unreadable> {
    let entries: Map<String, Value> = serde_json::from_str(text).map_err(|_| Unreadable)?;
    let (which, value) = entries.into_iter().next().ok_or(Unreadable)?;
    Ok((which == "Ok", Tree(value)))
}

/// Reads a value from what a form posts.
pub fn from_form<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let entries: Map<String, Value> = serde_qs::Config::new(5, false).deserialize_str(text).map_err(|_| Unreadable)?;
    T::deserialize(Tree(Value::Object(entries)))
}

struct Tree(Value);

impl Tree {
    /// A number, also one that is written as text.
    fn number(self) -> Result<i64, Unreadable> {
        match self.0 {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
        .ok_or(Unreadable)
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(truth) => visitor.visit_bool(truth),
            Value::Number(number) => visitor.visit_i64(number.as_i64().ok_or(Unreadable)?),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(entries) => visitor.visit_map(Entries::new(entries)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(match self.0 {
            Value::Bool(truth) => truth,
            Value::String(text) => text.parse().map_err(|_| Unreadable)?,
            _ => return Err(Unreadable),
        })
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Object(entries) => visitor.visit_map(Entries::new(entries)),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(variant) => visitor.visit_enum(Variant(variant, None)),
            Value::Object(entries) if entries.len() == 1 => {
                let (variant, content) = entries.into_iter().next().ok_or(Unreadable)?;
                visitor.visit_enum(Variant(variant, Some(content)))
            }
            _ => Err(Unreadable),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { i128 u128 f32 f64 bytes byte_buf }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|item| seed.deserialize(Tree(item))).transpose()
    }
}

struct Entries {
    rest: map::IntoIter,
    value: Value,
}

impl Entries {
    fn new(entries: Map<String, Value>) -> Self {
        Self { rest: entries.into_iter(), value: Value::Null }
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Tree(Value::String(key))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(Tree(self.value.take()))
    }
}

/// A variant of an enum with what it holds.
struct Variant(String, Option<Value>);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Content;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content), Unreadable> {
        Ok((seed.deserialize(Tree(Value::String(self.0)))?, Content(self.1)))
    }
}

struct Content(Option<Value>);

impl Content {
    fn tree(self) -> Result<Tree, Unreadable> {
        self.0.map(Tree).ok_or(Unreadable)
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        match self.0 {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(Unreadable),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self.tree()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.tree()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        self.tree()?.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        AppError, Category, ContactField, ContactForm, FieldProblem, FormErrors, Permission, ServiceId,
        activity::Event, viewer::Frame,
    };

    use super::*;
    use crate::api::contacts::SaveContact;

    /// What the server would read from the same form.
    fn server_reads(text: &str) -> Option<SaveContact> {
        serde_qs::Config::new(5, false).deserialize_str(text).ok()
    }

    #[test]
    fn a_form_reads_as_on_the_server() {
        let id: ServiceId = "0190b5a8-0000-7000-8000-000000000001".parse().unwrap();
        let texts = [
            "id=&form[version]=3&form[first_name]=Åse+B%C3%B8&form[email]=a%40b.test&form[emails][invoice]=true\
             &form[activate]=true&form[permissions][products]=on&form[scope]=chosen"
                .to_owned(),
            format!("id=x&form%5Bversion%5D=1&form%5Bservices%5D%5B{}%5D=true", id.form_key()),
            "form[version]=0&form[emails][none]=true".to_owned(),
            "form[version]=x".to_owned(),
            "form[account_id]=1".to_owned(),
            String::new(),
        ];
        for text in texts {
            let here = from_form::<SaveContact>(&text).ok();
            let there = server_reads(&text);
            assert_eq!(here.map(|one| (one.id, one.form)), there.map(|one| (one.id, one.form)), "{text}");
        }
    }

    fn both_ways<T>(value: &T)
    where
        T: serde::Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(read::<T>(&text).as_ref(), Ok(value), "{text}");
    }

    fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
        from_answer::<T, AppError>(&format!("{{\"Ok\":{text}}}")).map(Result::unwrap)
    }

    #[test]
    fn answers_read_as_they_were_written() {
        for answer in [Ok(7), Err(AppError::Throttled { seconds: 7 })] {
            let text = serde_json::to_string(&answer).unwrap();
            assert_eq!(from_answer::<u32, AppError>(&text), Ok(answer), "{text}");
        }
        both_ways(&AppError::Denied(Permission::Invoices));
        both_ways(&AppError::Contact(FormErrors::one(ContactField::Email, FieldProblem::TooLong(100))));
        both_ways(&(String::from("a"), Some(AppError::NotFound), None::<bool>));
        both_ways(&ContactForm { emails: [Category::Invoice].into_iter().collect(), version: 4, ..Default::default() });
        both_ways(&vec![Some(1_i64), None]);
    }

    #[test]
    fn what_is_no_such_value_is_unreadable() {
        assert_eq!(read::<Frame>("<html>").err(), Some(Unreadable));
        assert_eq!(read::<AppError>(r#"{"denied":"everything"}"#).err(), Some(Unreadable));
        assert_eq!(read::<Vec<u8>>("[300]").err(), Some(Unreadable));
        assert_eq!(read::<Event>(r#"{"kind":"nothing"}"#).err(), Some(Unreadable));
    }
}
