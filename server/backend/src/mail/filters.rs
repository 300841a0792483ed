//! How templates write amounts, dates and names: in the recipient's language and the account's time zone, which every
//! email is rendered with as `lang` and `time_zone`; `now` is when it is rendered.

use domain::{Code, Locale, Timestamp, business_event::Thing, instant::Instant, money::Amount};
use minijinja::{Environment, Error, ErrorKind, State, Value, value::Serde};

use crate::{
    client_area::{money, number},
    moments::Moments,
};

pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("money", amount);
    environment.add_filter("number", whole);
    environment.add_filter("date", date);
    environment.add_filter("moment", moment);
    environment.add_filter("in_days", in_days);
    environment.add_filter("month", month);
    environment.add_filter("things", things);
}

/// `{"minor": 123450, "currency": "EUR"}` → `€1,234.50`, `1 234,50 €`
fn amount(state: &State, Serde(amount): Serde<Amount>) -> String {
    money(amount.minor, amount.currency.code(), locale(state)).text
}

/// `12345` → `12,345`, `12 345`
fn whole(state: &State, count: u64) -> String {
    number(count, locale(state))
}

/// An instant as its date: `3 March 2031`, `3. mars 2031`. Nothing stays nothing.
fn date(state: &State, at: Option<&str>) -> Result<Option<String>, Error> {
    at.map(|at| Ok(moments(state).date(instant(at)?))).transpose()
}

/// An instant with the time of day: `3 March 2031, 14:05 CET`. Nothing stays nothing.
fn moment(state: &State, at: Option<&str>) -> Result<Option<String>, Error> {
    at.map(|at| Ok(moments(state).moment(instant(at)?).absolute)).transpose()
}

/// How far away the date of an instant is: `today`, `in 7 days`, `3 days ago`.
fn in_days(state: &State, at: &str) -> Result<String, Error> {
    Ok(moments(state).in_days(instant(at)?))
}

/// `2031-03` → `March 2031`, `mars 2031`
fn month(state: &State, month: &str) -> Result<String, Error> {
    // Any day within it has its name, in any time zone.
    let text = moments(state).month(instant(&format!("{month}-15T00:00:00Z"))?);
    Ok(text)
}

/// The names of services and domains, as `[{"service": {"name": …}}, …]`; none: nothing.
fn things(Serde(list): Serde<Vec<Thing>>) -> Option<String> {
    let names: Vec<_> = list.iter().map(|thing| thing.name().as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn instant(text: &str) -> Result<Timestamp, Error> {
    let parsed: Result<Instant, _> = text.parse();
    parsed
        .map(|instant| instant.0)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
}

fn locale(state: &State) -> Locale {
    let language = state.lookup("lang");
    language.as_ref().and_then(Value::as_str).and_then(Locale::from_code).unwrap_or_default()
}

fn moments(state: &State) -> Moments {
    let zone = state.lookup("time_zone");
    let zone = zone.as_ref().and_then(Value::as_str).unwrap_or("UTC");
    let now = state.lookup("now");
    let now = now.as_ref().and_then(Value::as_str).and_then(|now| instant(now).ok());
    Moments::new(locale(state), zone, now.unwrap_or(Timestamp(0)))
}
