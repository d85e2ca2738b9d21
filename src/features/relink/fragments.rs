//! The possible fragments of a link to a heading.

use crate::features::rename::spelling::{Spelling, respell};
use crate::note::link::LinkKind;
use crate::note::term_key::TermKey;
use crate::workspace::links::{decoded, encoded, without_accents};

/// Returns the possible fragments, the most similar to the old one first. `names` are the old and
/// the new names of the headings in the fragment, and `anchors` the anchors of the last one.
pub(super) fn candidates(
    kind: LinkKind,
    fragment: &str,
    names: &[(&str, &str)],
    anchors: (&str, &str),
) -> Vec<String> {
    let is_wiki = kind == LinkKind::Wiki;
    let is_escaped = fragment.contains('%');
    let written = decoded(fragment);
    let by_anchor = *written == *anchors.0;
    let is_plain_name = names.last().is_some_and(|(_, new)| is_plain(new));
    let is_named = names.iter().any(|(old, new)| old != new) || is_wiki && is_plain_name;
    let first = if by_anchor || !is_named {
        anchors.1.to_owned()
    } else if is_wiki || written.contains([' ', '#']) {
        by_name(&written, names)
    } else {
        like_anchor(&written, anchors)
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
pub(in crate::features) fn is_plain(name: &str) -> bool {
    !name.contains(['|', '#', '^', '[', ']', '\n', '\\'])
}

/// Returns whether a wiki link can contain a path of headings without changes.
pub(super) fn is_path(path: &str) -> bool {
    path.split('#').all(is_plain)
}

/// Returns the texts of headings as a fragment, in the letter case of the old fragment. Only the last
/// parts of the fragment have names.
fn by_name(fragment: &str, names: &[(&str, &str)]) -> String {
    let parts: Vec<_> = fragment.split('#').collect();
    let (kept, changed) = parts.split_at(parts.len().saturating_sub(names.len()));
    let changed = changed.iter().zip(names).map(|(part, (old, new))| renamed(part, old, new));
    let kept = kept.iter().map(|part| (*part).to_owned());
    kept.chain(changed).collect::<Vec<_>>().join("#")
}

fn renamed(written: &str, old: &str, new: &str) -> String {
    let clean = |name: &str| {
        let spaced = name.replace(['#', '|', '^', ':', '[', ']', '%'], " ");
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (old, new) = (clean(old), clean(new));
    if written == old {
        return new;
    }
    let spellings = [written, &old, &new].map(Spelling::of);
    respell(&spellings[0], &spellings[1], &spellings[2], false).spelling.text()
}

/// Returns the new anchor in the style of a fragment that is similar to the old one. The style is its
/// letter case, its hyphens, and whether it has accents.
fn like_anchor(written: &str, (old, new): (&str, &str)) -> String {
    let is_anchor = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !written.chars().all(is_anchor) {
        return new.to_owned();
    }
    let is_bare = written.is_ascii() && !old.is_ascii();
    let of = |anchor: &str| {
        Spelling::of(&if is_bare { without_accents(anchor) } else { anchor.to_owned() })
    };
    respell(&of(written), &of(old), &of(new), false).spelling.text()
}

/// Returns a fragment percent-encoded like the old one: all non-ASCII characters, or only the
/// required ones.
fn percent(text: &str, old: &str) -> String {
    let text = text.split('#').map(encoded).collect::<Vec<_>>().join("#");
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
