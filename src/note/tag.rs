//! Tags in running text: `#tag`, `#area/part`.

use text_size::{TextRange, TextSize};

use crate::note::prose::{Join, Segment};
use crate::note::words::is_mark;

/// A tag in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineTag {
    /// Without the `#`.
    pub text: String,
    /// With the `#`.
    pub range: TextRange,
}

/// Finds the tags in running text. `#` opens one only after white space or an opening bracket:
/// `C#`, `{#id}`, `page#anchor` and `\#` are none; neither are numbers (`#12`) and colors
/// (`#1a2b3c`).
pub(super) fn find(text: &str, prose: &[Segment]) -> Vec<InlineTag> {
    let mut tags = Vec::new();
    for segment in prose.iter().filter(|segment| !segment.in_link) {
        let start = usize::from(segment.range.start());
        let content = &text[segment.range];
        for at in memchr::memchr_iter(b'#', content.as_bytes()) {
            let before = if at > 0 || segment.join == Join::Glued {
                text[..start + at].chars().next_back()
            } else {
                None
            };
            if before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[')) {
                continue;
            }
            let name = tag_name(&content[at + 1..]);
            if is_tag(name) {
                let length = TextSize::of('#') + TextSize::of(name);
                let offset = segment.range.start() + TextSize::of(&content[..at]);
                tags.push(InlineTag {
                    text: name.to_owned(),
                    range: TextRange::at(offset, length),
                });
            }
        }
    }
    tags
}

/// The longest tag that `text` begins with; slashes inside it separate its levels.
pub fn tag_name(text: &str) -> &str {
    let end = text.find(|c| !is_tag_char(c)).unwrap_or(text.len());
    text[..end].trim_end_matches('/')
}

/// Whether a character may stand in an inline tag: letters and digits of any script, `_`, `-`, `/`.
pub fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/') || is_mark(c)
}

fn is_tag(name: &str) -> bool {
    name.chars().any(char::is_alphabetic) && !name.starts_with('/') && !is_color(name)
}

fn is_color(name: &str) -> bool {
    matches!(name.len(), 3 | 4 | 6 | 8)
        && name.bytes().all(|byte| byte.is_ascii_hexdigit())
        && name.bytes().any(|byte| byte.is_ascii_digit())
}
