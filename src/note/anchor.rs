//! Anchors: targets of links in a note, other than headings.
//!
//! They are the ids of HTML elements (`<a id="x">`, `<a name="x">`), kramdown's ids of the block
//! above (`{: #x}`), and Obsidian's names of blocks (`^x` at the end of a line).

use text_size::{TextRange, TextSize};

use crate::note::prose::Segment;
use crate::text::lines;

/// A named target of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The fragment of links to this anchor: `x`, or `^x` for a block.
    pub id: String,
    /// The range of the id without quotes and marks, in byte offsets of the note.
    pub range: TextRange,
}

/// The anchors in running text.
pub(super) fn in_prose<'t>(
    text: &'t str,
    prose: &'t [Segment],
) -> impl Iterator<Item = Anchor> + 't {
    prose.iter().flat_map(move |segment| {
        let content = &text[segment.range];
        let marks = memchr::memchr2_iter(b'^', b'{', content.as_bytes());
        marks.filter_map(move |at| {
            let (mark, id) = named(text, segment.range.start() + TextSize::of(&content[..at]))?;
            let range = TextRange::at(mark, TextSize::of(id));
            let name =
                if content[at..].starts_with('^') { format!("^{id}") } else { id.to_owned() };
            Some(Anchor { id: name, range })
        })
    })
}

/// The most bytes of a list of attributes. Real lists are shorter, and the limit bounds the search.
const MAX_ATTRIBUTES: usize = 200;

/// The name after the mark at a byte offset, and the offset of the name.
///
/// The search ends with the name, because a long line may contain nothing but marks.
fn named(text: &str, at: TextSize) -> Option<(TextSize, &str)> {
    let (before, after) = text.split_at(usize::from(at));
    if let Some(rest) = after.strip_prefix('^') {
        before.chars().next_back().is_none_or(char::is_whitespace).then_some(())?;
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let id = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let behind = rest[id.len()..].trim_start_matches([' ', '\t']);
        let ends_line = behind.is_empty() || behind.starts_with(lines::ENDS);
        return (!id.is_empty() && ends_line).then(|| (at + TextSize::of('^'), id));
    }
    let rest = after.strip_prefix("{:")?;
    let rest = &rest[..rest.floor_char_boundary(MAX_ATTRIBUTES)];
    let line = rest.lines().next()?.trim_end();
    let inside = line.strip_suffix('}')?;
    let mark = inside.find('#')?;
    let id = inside[mark + 1..].split_whitespace().next()?;
    Some((at + TextSize::of("{:") + TextSize::of(&inside[..=mark]), id))
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions};

    #[test]
    fn anchors_are_found_where_they_are_written() {
        let text = "<a id=\"one\"></a> and <a\nname='two'>\n\n<div class=x id=three>\n\n</div>\n\n\
            ## Four\n{: .x #four}\n\n- item ^five-5\n- 2^x and `^y` and x ^z more\n\n\
            <!-- <a id=\"no\"> -->\n\n`<a id=no>`\n\n<p data-id=\"no\" name=\"no\">\n";
        let note = Note::read(text, &ReadOptions::default());
        let ids: Vec<_> = note.anchors.iter().map(|anchor| anchor.id.as_str()).collect();
        assert_eq!(ids, ["one", "two", "three", "four", "^five-5"]);
        for anchor in &note.anchors {
            assert_eq!(text[anchor.range], *anchor.id.trim_start_matches('^'));
        }
    }
}
