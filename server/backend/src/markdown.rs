//! Markdown as HTML: a safe subset, whoever wrote it.
//!
//! Only elements that are named here come out, none with an attribute but the `href` of links, and that only to the web
//! or a mailbox. HTML in the text is text, images are their descriptions. A single line break counts: people write
//! messages, not documents.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// The HTML of a text.
pub fn to_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    html::push_html(&mut out, Safe { inner: Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH), open: Vec::new() });
    out
}

/// Events of which none can do harm.
struct Safe<'a> {
    inner: Parser<'a>,
    /// Whether each link that is open is one, or just its words.
    open: Vec<bool>,
}

impl<'a> Iterator for Safe<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let event = self.inner.next()?;
            if let Some(event) = self.safe(event) {
                return Some(event);
            }
        }
    }
}

impl<'a> Safe<'a> {
    fn safe(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Text(_) | Event::Code(_) | Event::Rule | Event::HardBreak => Some(event),
            Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
            Event::SoftBreak => Some(Event::HardBreak),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // Of extensions that are not switched on.
            _ => None,
        }
    }

    fn start(&mut self, tag: Tag<'a>) -> Option<Event<'a>> {
        match tag {
            Tag::Paragraph
            | Tag::BlockQuote(None)
            | Tag::List(_)
            | Tag::Item
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough => Some(Event::Start(tag)),
            Tag::CodeBlock(_) => Some(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))),
            // The page has headings of its own.
            Tag::Heading { .. } | Tag::HtmlBlock => Some(Event::Start(Tag::Paragraph)),
            Tag::Link { dest_url, .. } => {
                let link = is_safe(&dest_url);
                self.open.push(link);
                link.then(|| Event::InlineHtml(CowStr::from(opening(&dest_url))))
            }
            _ => None,
        }
    }

    fn end(&mut self, tag: TagEnd) -> Option<Event<'a>> {
        match tag {
            TagEnd::Paragraph
            | TagEnd::BlockQuote(None)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::CodeBlock => Some(Event::End(tag)),
            TagEnd::Heading(_) | TagEnd::HtmlBlock => Some(Event::End(TagEnd::Paragraph)),
            TagEnd::Link => self.open.pop().unwrap_or(false).then(|| Event::InlineHtml(CowStr::from("</a>"))),
            _ => None,
        }
    }
}

/// Whether an address leads to the web or a mailbox, and nowhere else.
fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

fn opening(address: &str) -> String {
    let mut href = String::with_capacity(address.len());
    for char in address.chars() {
        match char {
            '&' => href.push_str("&amp;"),
            '<' => href.push_str("&lt;"),
            '>' => href.push_str("&gt;"),
            '"' => href.push_str("&quot;"),
            '\'' => href.push_str("&#39;"),
            char if char.is_control() => {}
            char => href.push(char),
        }
    }
    format!("<a href=\"{href}\" rel=\"nofollow noopener noreferrer\">")
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    const ELEMENTS: [&str; 14] =
        ["html", "p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a"];

    /// Nothing but what is named here, as a browser reads it.
    fn assert_harmless(text: &str) {
        let html = to_html(text);
        for element in Html::parse_fragment(&html).root_element().descendent_elements() {
            let name = element.value().name();
            assert!(ELEMENTS.contains(&name), "<{name}> from {text:?}: {html}");
            for (attribute, value) in element.value().attrs() {
                match (name, attribute) {
                    ("a", "rel") => assert_eq!(value, "nofollow noopener noreferrer"),
                    ("a", "href") => {
                        let safe = ["http:", "https:", "mailto:"].iter().any(|it| value.to_lowercase().starts_with(it));
                        assert!(safe, "{value:?} from {text:?}");
                    }
                    ("ol", "start") => assert!(value.parse::<u64>().is_ok(), "{value:?}"),
                    _ => panic!("{attribute}={value:?} on <{name}> from {text:?}"),
                }
            }
        }
    }

    #[test]
    fn attacks_become_text() {
        for attack in [
            "<script>alert(1)</script>",
            "a <script src=//evil.test></script> b",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<iframe srcdoc=\"<script>alert(1)</script>\">",
            "<style>*{display:none}</style>",
            "<!-- --><b>x</b>",
            "<![CDATA[<script>alert(1)</script>]]>",
            "<?php echo 1 ?>",
            "</div></article></main><h1>Sign in again</h1><form action=//evil.test>",
            "![x](https://evil.test/pixel.gif)",
            "![x](javascript:alert(1))",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java\u{0}script:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](\u{1}javascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:msgbox(1))",
            "[x](//evil.test/path)",
            "[x](/account/contacts)",
            "[x](https://a.test/\"onmouseover=\"alert(1))",
            "[x](<https://a.test/' onclick='alert(1)>)",
            "[x](https://a.test \"title\\\" onclick=alert(1)\")",
            "<javascript:alert(1)>",
            "[x]: javascript:alert(1)\n\n[x]",
            "```\"><script>alert(1)</script>\nx\n```",
            "~~~ x\" onclick=\"alert(1)\n</code></pre><script>alert(1)</script>\n~~~",
            "`</code><script>alert(1)</script>`",
            "# <script>alert(1)</script>",
            "1. <b>x</b>\n> <i>y</i>\n- <u>z</u>",
            "| a | b |\n|---|---|\n| <b>x</b> | y |",
            "a[^1]\n\n[^1]: <b>x</b>",
            "- [ ] <input>",
            "> [!NOTE]\n> x",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<!>",
        ] {
            assert_harmless(attack);
        }
        assert_harmless(&"> ".repeat(3000));
        assert_harmless(&"[".repeat(5000));
        assert_harmless(&"*_".repeat(5000));
        let html = to_html("a <script>alert(1)</script>");
        assert_eq!(html, "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    }

    #[test]
    fn what_people_write_is_shown() {
        assert_eq!(to_html("Hello\nthere"), "<p>Hello<br />\nthere</p>\n");
        assert_eq!(to_html("# Title"), "<p>Title</p>\n");
        assert_eq!(
            to_html("**a** _b_ ~~c~~ `d`"),
            "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>\n"
        );
        assert_eq!(
            to_html("[here](https://a.test/?b=1&c=2)"),
            "<p><a href=\"https://a.test/?b=1&amp;c=2\" rel=\"nofollow noopener noreferrer\">here</a></p>\n"
        );
        assert_eq!(to_html("![a cat](https://a.test/cat.png)"), "<p>a cat</p>\n");
        assert_eq!(to_html("[x](javascript:1)"), "<p>x</p>\n");
        assert_eq!(to_html("```sh\nls <x>\n```"), "<pre><code>ls &lt;x&gt;\n</code></pre>\n");
        assert_eq!(to_html("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    }
}
