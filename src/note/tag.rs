//! Tags in running text: `#tag`, `#area/part`.

use text_size::{TextRange, TextSize};
use unicode_properties::UnicodeEmoji;

use crate::note::prose::{Join, Segment};
use crate::note::words::{fold, is_mark};

/// A tag in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineTag {
    /// The tag without the `#`.
    pub text: String,
    /// The range with the `#`, in byte offsets of the note.
    pub range: TextRange,
}

/// Finds the tags in running text.
///
/// A tag begins only after white space or an opening bracket. So `C#`, `{#id}`, `page#anchor` and
/// `\#` are not tags. Numbers (`#12`) and colors (`#1a2b3c`) are not tags either.
pub(super) fn find(text: &str, prose: &[Segment]) -> Vec<InlineTag> {
    let mut tags = Vec::new();
    let mut before: Option<&Segment> = None;
    for segment in prose {
        let content = &text[segment.range];
        for at in memchr::memchr_iter(b'#', content.as_bytes()) {
            let name = tag_name(&content[at + 1..]);
            if !segment.in_link && is_tag(name) && may_open(text, before, segment, at) {
                let length = TextSize::of('#') + TextSize::of(name);
                let start = segment.range.start() + TextSize::of(&content[..at]);
                tags.push(InlineTag { text: name.to_owned(), range: TextRange::at(start, length) });
            }
        }
        before = Some(segment);
    }
    tags
}

/// Whether the text before byte `at` of a segment allows a tag there.
fn may_open(text: &str, before: Option<&Segment>, segment: &Segment, at: usize) -> bool {
    let opens = |text: &str| {
        text.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['))
    };
    if at > 0 {
        return opens(&text[segment.range][..at]);
    }
    let source = &text[..usize::from(segment.range.start())];
    match segment.join {
        Join::Block | Join::Space => !source.ends_with('\\'),
        // Emphasis begins here, so the text before it decides.
        Join::Glued => {
            !source.ends_with('\\') && before.is_none_or(|before| opens(&text[before.range]))
        }
        Join::Cut => opens(source),
    }
}

/// The longest tag at the beginning of `text`, without a `#`. Slashes separate its levels. Two
/// hyphens are a dash and end the tag.
pub fn tag_name(text: &str) -> &str {
    let end = text.find(|c| !is_tag_char(c)).unwrap_or(text.len());
    let end = text[..end].find("--").unwrap_or(end);
    text[..end].trim_end_matches('/')
}

/// Whether an inline tag may contain a character: letters and digits of any script, emoji, `_`,
/// `-`, `/`.
pub fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '-' | '/' | '\u{200d}')
        || is_mark(c)
        || is_emoji_char(c)
}

/// Whether a tag is valid in running text.
pub fn is_inline(tag: &str) -> bool {
    tag_name(tag) == tag && is_tag(tag)
}

/// Whether a tag has this [folded](fold) form or is a child of that tag, as `a/b` of `a`.
pub fn belongs(tag: &str, folded: &str) -> bool {
    let tag = fold(tag);
    tag.strip_prefix(folded).is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// The common form of tags that differ only in letter case, spaces and hyphens: `Interview Prep`,
/// `interview-prep` and `interview_prep`.
pub fn loose(label: &str) -> String {
    let folded = fold(label);
    let words = folded.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a name after a `#` is a tag: not a number, and not a color.
pub(super) fn is_tag(name: &str) -> bool {
    name.contains(|c: char| c.is_alphabetic() || is_emoji_char(c))
        && !name.starts_with('/')
        && !is_color(name)
}

fn is_emoji_char(c: char) -> bool {
    !c.is_ascii() && UnicodeEmoji::is_emoji_char(c)
}

/// Whether a name is a hexadecimal color: with a decimal digit (`1a2b3c`), or of equal digits
/// (`fff`). Others may be words.
fn is_color(name: &str) -> bool {
    let bytes = name.as_bytes();
    matches!(bytes.len(), 3 | 4 | 6 | 8)
        && bytes.iter().all(u8::is_ascii_hexdigit)
        && (bytes.iter().any(u8::is_ascii_digit) || bytes.iter().all(|byte| *byte == bytes[0]))
}

#[cfg(test)]
mod tests;
