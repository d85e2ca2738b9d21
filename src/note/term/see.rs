//! Cross-references, which only refer to another term: `See X.`, `→ [X](x.md)`, `Synonym of X`.

use crate::note::term_key::TermKey;
use crate::note::word_list::{WordList, words};

/// First words of a cross-reference, folded.
static OPENINGS: WordList = words!("cross_references");

/// The most words of the name. A longer text is a definition.
const MAX_WORDS: usize = 5;

/// The term that a definition refers to. `None` if the definition has any other content.
pub(super) fn target(definition: &str) -> Option<TermKey> {
    let text = definition
        .trim()
        .trim_matches(|c: char| matches!(c, '*' | '_' | '(' | '.') || c.is_whitespace());
    // Most definitions are longer than any cross-reference, so this check saves time.
    if text.len() > 200 || text.contains('\n') {
        return None;
    }
    let opening = OPENINGS.iter().find(|opening| {
        text.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening))
    })?;
    let rest = text[opening.len()..].trim().trim_end_matches(['.', ')', '。', '*', '_']);
    // The parenthesis belongs to the link.
    let rest = if rest.contains("](") {
        text[opening.len()..].trim().trim_end_matches(['.', '*', '_'])
    } else {
        rest
    };
    let name = wiki_link(rest).or_else(|| link(rest)).unwrap_or_else(|| plain(rest))?;
    TermKey::new(name.trim_matches(['*', '_', '`', '"', '“', '”', '«', '»', ' ']))
}

/// The name in `[[folder/name#part|label]]`. `Some(None)` if there is text besides the link.
#[expect(clippy::option_option, reason = "no link is not the same as more than one")]
fn wiki_link(text: &str) -> Option<Option<&str>> {
    let (inside, rest) = text.strip_prefix("[[")?.split_once("]]")?;
    let path = inside.split(['|', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().map(|name| name.trim_end_matches(".md"));
    Some(name.filter(|_| rest.is_empty()))
}

/// The text of `[text](address)`, `[text][label]` or `[text]`.
#[expect(clippy::option_option, reason = "no link is not the same as more than one")]
fn link(text: &str) -> Option<Option<&str>> {
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    let is_whole = rest.is_empty()
        || (rest.starts_with('(') && rest.find(')') == Some(rest.len() - 1))
        || (rest.starts_with('[') && rest.find(']') == Some(rest.len() - 1));
    Some(is_whole.then_some(inside))
}

fn plain(text: &str) -> Option<&str> {
    let is_name = text.split_whitespace().count() <= MAX_WORDS
        && !text.contains([',', ';', ':', '.', '(', '[', '<', '/'])
        && !text.starts_with("also")
        && !["below", "above", "here", "this", "the "].iter().any(|word| text.starts_with(word));
    is_name.then_some(text)
}

#[cfg(test)]
mod tests;
