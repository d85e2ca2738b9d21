//! The possible fragments of a link to a heading.

use crate::features::rename::spelling::{Spelling, respell};
use crate::note::link::LinkKind;
use crate::note::term_key::TermKey;
use crate::workspace::links::{decoded, encoded};

/// Returns the possible fragments, the most similar to the old one first. `names` are the old and
/// the new name of the heading, and `anchors` its anchors.
pub(super) fn candidates(
    kind: LinkKind,
    fragment: &str,
    names: (&str, &str),
    anchors: (&str, &str),
) -> Vec<String> {
    let is_wiki = kind == LinkKind::Wiki;
    let is_escaped = fragment.contains('%');
    let written = decoded(fragment);
    let by_anchor = *written == *anchors.0;
    let is_named = names.0 != names.1 || is_wiki && is_plain(names.1);
    let first = if !by_anchor && is_named {
        by_name(&written, names.0, names.1)
    } else {
        anchors.1.to_owned()
    };
    let is_encoded = !is_wiki && !by_anchor || is_escaped;
    let first = if is_encoded { percent(&first, fragment) } else { first };
    let anchor = if is_wiki { anchors.1.to_owned() } else { encoded(anchors.1) };
    vec![first, anchor]
}

/// Returns the new name in the case and number of the old one, if a text is the renamed name.
pub(super) fn respelled(written: &str, old: &str, new: &str) -> Option<String> {
    (TermKey::new(written) == TermKey::new(old))
        .then(|| respell(&Spelling::of(written), &Spelling::of(old), &Spelling::of(new), false))
        .map(|respelled| respelled.spelling.text())
}

/// Returns whether a wiki link can contain a name without changes.
pub(super) fn is_plain(name: &str) -> bool {
    !name.contains(['|', '#', '^', '[', ']', '\n', '\\'])
}

/// Returns the text of a heading as a fragment. It keeps the path of headings and the letter case
/// of the old fragment.
fn by_name(fragment: &str, old: &str, new: &str) -> String {
    let start = fragment.rfind('#').map_or(0, |at| at + 1);
    let (before, last) = fragment.split_at(start);
    let clean = |name: &str| {
        let spaced = name.replace(['#', '|', '^', ':', '[', ']', '%'], " ");
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (old, new) = (clean(old), clean(new));
    let written = if last == old {
        new
    } else {
        respell(&Spelling::of(last), &Spelling::of(&old), &Spelling::of(&new), false)
            .spelling
            .text()
    };
    format!("{before}{written}")
}

/// Returns a fragment percent-encoded like the old one: all non-ASCII characters, or only the
/// required ones.
fn percent(text: &str, old: &str) -> String {
    let text = encoded(text);
    if old.is_ascii() && old.contains('%') && !decoded(old).is_ascii() {
        let mut out = String::new();
        for c in text.chars() {
            let mut buffer = [0; 4];
            if c.is_ascii() {
                out.push(c);
            } else {
                out.extend(c.encode_utf8(&mut buffer).bytes().map(|byte| format!("%{byte:02X}")));
            }
        }
        return out;
    }
    text
}
