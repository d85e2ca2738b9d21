//! Comments that name: `<!-- aliases: a, b -->`, `%% aka: c %%`.

use text_size::{TextRange, TextSize};

use crate::note::silence;

/// The keys that such a comment begins with, folded.
const KEYS: [&str; 3] = ["aliases", "alias", "aka"];

/// What stands behind the key in the inside of a comment; none if it is any other comment.
pub(in crate::note) fn names(inside: &str) -> Option<&str> {
    let (key, names) = inside.split_once(':')?;
    KEYS.iter().any(|known| key.trim().eq_ignore_ascii_case(known)).then_some(names)
}

/// Whether a comment says something to us, rather than to who writes the note.
pub(in crate::note) fn is_for_us(inside: &str) -> bool {
    names(inside).is_some() || silence::is_wish(inside)
}

/// The places of the names in a block of such comments.
pub(super) fn names_in(text: &str, block: TextRange) -> Vec<TextRange> {
    let source = &text[block];
    let mark = if source.trim_start().starts_with("%%") { ("%%", "%%") } else { ("<!--", "-->") };
    let mut found = Vec::new();
    let mut rest = source;
    while let Some((_, after)) = rest.split_once(mark.0) {
        let (inside, after) = after.split_once(mark.1).unwrap_or((after, ""));
        let names = names(inside).into_iter().flat_map(|names| names.split(','));
        for name in names.map(str::trim) {
            let at = name.as_ptr() as usize - source.as_ptr() as usize;
            let at = TextSize::new(u32::try_from(at).unwrap_or_default());
            if !name.is_empty() {
                found.push(TextRange::at(block.start() + at, TextSize::of(name)));
            }
        }
        rest = after;
    }
    found
}
