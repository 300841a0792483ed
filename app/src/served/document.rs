//! Writing a page as HTML.

use leptos::prelude::*;

pub use crate::api::served::Document;

impl Document {
    /// A page with its title and what stands below it.
    pub fn new(title: impl Into<String>, body: impl IntoView) -> Self {
        Self { title: title.into(), intro: String::new(), actions: String::new(), body: html(body) }
    }

    /// With a sentence under the title.
    #[must_use]
    pub fn intro(self, intro: impl Into<String>) -> Self {
        Self { intro: intro.into(), ..self }
    }

    /// With what stands beside the title: links, a button.
    #[must_use]
    pub fn actions(self, actions: impl IntoView) -> Self {
        Self { actions: html(actions), ..self }
    }
}

/// What was typed, as the inner HTML of a `textarea`: leptos would write it there as it is, and `</textarea>` would end it.
/// Begins with a line break, because a browser takes the first one away.
pub fn typed(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// A view as HTML, without the marks by which a client would find its way through it. None can stand in a text or an
/// attribute, where `<` is escaped.
pub(super) fn html(view: impl IntoView) -> String {
    view.into_view().to_html().replace("<!>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_inside_its_field() {
        assert_eq!(typed("\na</textarea><b>&"), "\n\na&lt;/textarea&gt;&lt;b&gt;&amp;");
        let area = view! { <textarea inner_html=typed("</textarea><script>")></textarea> };
        assert_eq!(html(area), "<textarea>\n&lt;/textarea&gt;&lt;script&gt;</textarea>");
    }
}
