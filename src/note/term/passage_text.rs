//! The text of a passage as a reader sees it, and whether it only leads to something else.

use std::borrow::Cow;

use crate::note::word_list::{WordList, words};

/// Words before a link that is the whole passage, folded.
static REFERRING: WordList = words!("referring_words");

/// A passage without comments in HTML.
pub(super) fn without_comments(passage: &str) -> Cow<'_, str> {
    let Some((before, rest)) = passage.split_once("<!--") else { return passage.into() };
    let after = rest.split_once("-->").map_or("", |(_, after)| after);
    format!("{before}{after}").into()
}

/// Whether the first paragraph of a passage ends with a colon.
pub(super) fn leads_in(passage: &str) -> bool {
    let first = passage.split("\n\n").next().unwrap_or_default();
    let list = first.find("\n- ").or_else(|| first.find("\n* ")).or_else(|| first.find("\n1. "));
    first[..list.unwrap_or(first.len())].trim_end().ends_with([':', '：'])
}

/// Whether a passage is nothing but one link, perhaps after a word such as `See`.
pub(super) fn is_only_link(passage: &str) -> bool {
    let bare = passage.trim_matches(['*', '_']).trim_end_matches('.');
    let Some(at) = bare.find('[') else {
        return bare.starts_with("http") && !bare.contains(char::is_whitespace);
    };
    let before = bare[..at].trim().trim_end_matches(':').to_lowercase();
    (before.is_empty() || REFERRING.contains(&before)) && is_link_to_end(bare, at)
}

/// Whether the link that begins at byte `start` extends to the end of the text.
fn is_link_to_end(text: &str, start: usize) -> bool {
    let end_of = |open: &str, close: char| {
        let at = start + text[start..].find(open)? + open.len();
        text[at..].find(close).map(|end| at + end + 1)
    };
    let close = end_of("](", ')')
        .or_else(|| end_of("][", ']'))
        .or_else(|| text[start..].find("]]").map(|close| start + close + 2));
    close == Some(text.len())
}

/// A text without emphasis, code marks, tags of HTML and destinations of links.
pub(super) fn plain(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find(['*', '_', '`', '[', ']', '<', '{', '=', '\n', '~', '|']) {
        out.push_str(&rest[..at]);
        let mark = &rest[at..];
        let skipped = match mark.as_bytes() {
            [b']', b'(', ..] => mark.find(')').map_or(1, |end| end + 1),
            [b'<', c, ..] if c.is_ascii_alphabetic() || *c == b'/' => {
                mark.find('>').map_or(1, |end| end + 1)
            }
            [b'_', ..]
                if out.ends_with(char::is_alphanumeric)
                    && mark[1..].starts_with(char::is_alphanumeric) =>
            {
                out.push('_');
                1
            }
            [b'{', b'{', ..] => {
                // The quoted arguments of a shortcode are its text.
                let end = mark.find("}}").map_or(2, |end| end + 2);
                out.push_str(mark[..end].split('"').nth(1).unwrap_or_default());
                end
            }
            [b'=', ..] if !mark.starts_with("==") => {
                out.push('=');
                1
            }
            [b'\n' | b'{', ..] => {
                out.push(' ');
                1
            }
            _ => 1,
        };
        rest = &mark[skipped..];
    }
    out.push_str(rest);
    out
}
