//! Pages of lists by time: their addresses, and the ways between them.

use crate::prelude::*;

use crate::ui::{Pager, url::query_value};

/// An address with a query; what is empty is left out.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={}", query_value(value)))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

/// The ways to the newest and to older rows; nothing, if all are on this page. `address` is that of the page after a
/// place, `before` the place of this page, `older` that of the next.
pub fn pager(address: impl Fn(&str) -> String, before: &str, older: Option<&str>) -> Option<AnyView> {
    let newest = (!before.is_empty()).then(|| address(""));
    let older = older.map(&address);
    (newest.is_some() || older.is_some()).then(|| view! { <Pager newest older /> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked_for() {
        assert_eq!(address("/a", &[("b", ""), ("c", "")]), "/a");
        assert_eq!(address("/a", &[("b", "x y"), ("c", ""), ("d", "1.2")]), "/a?b=x%20y&d=1.2");
    }
}
