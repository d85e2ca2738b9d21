//! Markdown as HTML that is safe to show outside its note.
//!
//! Notes are untrusted, so HTML in them is removed, except for tags that only format text. Links
//! lead only to relative paths, anchors and the web. The HTML for cards keeps images and math.

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd, html};

use crate::note::markdown::DIALECT;
use crate::text::visible::is_bidi_or_invisible;

/// What becomes of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImagePolicy {
    /// They are kept.
    Keep,
    /// Local ones are kept. Those on the web become links, so that nothing is loaded.
    Local,
    /// They become their descriptions.
    Describe,
}

/// The HTML tags that are kept, without attributes.
const FORMATS: [&str; 13] =
    ["b", "br", "code", "del", "em", "i", "kbd", "mark", "s", "strong", "sub", "sup", "u"];

/// Returns Markdown as HTML.
///
/// Math is between `\\(` and `\\)`, or `\\[` and `\\]`, as `MathJax` reads it. If the Markdown is one
/// paragraph, the HTML is its content.
pub fn html_text(markdown: &str, images: ImagePolicy) -> String {
    let markdown: String = markdown.chars().filter(|c| !is_bidi_or_invisible(*c)).collect();
    let mut cleaner = Cleaner { images, open: Vec::new() };
    let mut events: Vec<_> =
        Parser::new_ext(&markdown, DIALECT).filter_map(|event| cleaner.event(event)).collect();
    let paragraphs = events.iter().filter(|it| matches!(it, Event::Start(Tag::Paragraph))).count();
    let is_one = matches!(events.first(), Some(Event::Start(Tag::Paragraph)))
        && matches!(events.last(), Some(Event::End(TagEnd::Paragraph)));
    if paragraphs == 1 && is_one {
        events.pop();
        events.remove(0);
    }
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, events.into_iter());
    out.trim().to_owned()
}

/// Returns plain text as HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Removes what is not safe from events.
struct Cleaner {
    images: ImagePolicy,
    /// For each open link and image, what its end becomes.
    open: Vec<Option<TagEnd>>,
}

impl Cleaner {
    fn event<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        Some(match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let is_wiki = matches!(link_type, LinkType::WikiLink { .. });
                let is_email = link_type == LinkType::Email;
                let is_kept = is_email || !is_wiki && is_safe(&dest_url);
                self.open.push(is_kept.then_some(TagEnd::Link));
                is_kept.then_some(Event::Start(Tag::Link { link_type, dest_url, title, id }))?
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let is_local = !dest_url.contains(':') && !dest_url.starts_with("//");
                let is_in_link = self.open.contains(&Some(TagEnd::Link));
                let (tag, end) = match self.images {
                    _ if !is_safe(&dest_url) => (None, None),
                    ImagePolicy::Describe => (None, None),
                    ImagePolicy::Local if !is_local && is_in_link => (None, None),
                    ImagePolicy::Local if !is_local => {
                        let link_type = LinkType::Inline;
                        (Some(Tag::Link { link_type, dest_url, title, id }), Some(TagEnd::Link))
                    }
                    ImagePolicy::Local | ImagePolicy::Keep => {
                        (Some(Tag::Image { link_type, dest_url, title, id }), Some(TagEnd::Image))
                    }
                };
                self.open.push(end);
                Event::Start(tag?)
            }
            Event::End(TagEnd::Link | TagEnd::Image) => Event::End(self.open.pop().flatten()?),
            Event::Html(_) => return None,
            Event::InlineHtml(tag) => Event::InlineHtml(formatting(&tag)?.into()),
            Event::InlineMath(math) => in_math("\\(", &math, "\\)"),
            Event::DisplayMath(math) => in_math("\\[", &math, "\\]"),
            Event::Text(text) if text.contains(is_bidi_or_invisible) => {
                let text: String = text.chars().filter(|c| !is_bidi_or_invisible(*c)).collect();
                Event::Text(text.into())
            }
            other => other,
        })
    }
}

fn in_math<'e>(open: &str, math: &CowStr<'_>, close: &str) -> Event<'e> {
    Event::InlineHtml(format!("{open}{}{close}", escaped(math)).into())
}

/// Returns a tag without its attributes, if it only formats text.
fn formatting(tag: &str) -> Option<String> {
    let inside = tag.strip_prefix('<')?.strip_suffix('>')?;
    let (slash, inside) = inside.strip_prefix('/').map_or(("", inside), |inside| ("/", inside));
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = inside[..end].to_ascii_lowercase();
    FORMATS.contains(&name.as_str()).then(|| format!("<{slash}{name}>"))
}

/// Whether a link may lead to a destination: to the web, to an address for mail, or below the
/// place of the page. A browser ignores white space and control characters in a scheme.
fn is_safe(destination: &str) -> bool {
    let read: String =
        destination.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let before = read.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = before.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_none_or(|scheme| {
        ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{ImagePolicy, html_text};

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(markdown: &str, images: ImagePolicy, expected: Expect) {
        expected.assert_eq(&html_text(markdown, images));
    }

    #[test]
    fn markup_images_and_math_are_kept() {
        check(
            "A *fast* `copy` of $O(n) < 2$, see ![a \"b\"](img/a.png).",
            ImagePolicy::Keep,
            expect![[
                r#"A <em>fast</em> <code>copy</code> of \(O(n) &lt; 2\), see <img src="img/a.png" alt="a &quot;b&quot;" />."#
            ]],
        );
        check(
            "- one\n- two\n\n$$\na & b\n$$\n",
            ImagePolicy::Keep,
            expect![[r#"
            <ul>
            <li>one</li>
            <li>two</li>
            </ul>
            <p>\[
            a &amp; b
            \]</p>"#]],
        );
        check(
            "```rust\nlet a = 1 < 2;\n```",
            ImagePolicy::Keep,
            expect![[r#"
            <pre><code class="language-rust">let a = 1 &lt; 2;
            </code></pre>"#]],
        );
    }

    #[test]
    fn nothing_runs() {
        for unsafe_text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "a <b onclick=alert(1)>b</b>",
            "[x](javascript:alert(1))",
            "[x](java&#10;script:alert(1))",
            "[x](&#1;javascript:alert(1))",
            "![x](data:text/html,x)",
            "<javascript:alert(1)>",
            "[[javascript:alert(1)|x]]",
        ] {
            let html = html_text(unsafe_text, ImagePolicy::Keep);
            assert!(!html.contains("href") && !html.contains("src"), "{unsafe_text}: {html}");
            assert!(!html.contains("<script") && !html.contains("on"), "{unsafe_text}: {html}");
        }
    }

    #[test]
    fn images_follow_the_policy() {
        let markdown = "![a](x.png) ![b](https://e.org/y.png) [![c](https://e.org/z.png)](w.md)";
        check(
            markdown,
            ImagePolicy::Keep,
            expect![[
                r#"<img src="x.png" alt="a" /> <img src="https://e.org/y.png" alt="b" /> <a href="w.md"><img src="https://e.org/z.png" alt="c" /></a>"#
            ]],
        );
        check(
            markdown,
            ImagePolicy::Local,
            expect![[
                r#"<img src="x.png" alt="a" /> <a href="https://e.org/y.png">b</a> <a href="w.md">c</a>"#
            ]],
        );
        check(markdown, ImagePolicy::Describe, expect![[r#"a b <a href="w.md">c</a>"#]]);
    }
}
