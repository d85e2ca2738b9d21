//! Anchors: places in a note, other than headings, that links can lead to.
//!
//! The ids of HTML elements (`<a id="x">`, `<a name="x">`), those that kramdown gives to the block
//! above (`{: #x}`), and the names of blocks in Obsidian (`^x` at the end of a line).

use text_size::{TextRange, TextSize};

use crate::note::prose::Segment;
use crate::text::lines;

/// A place with a name. Its range is in bytes of the note's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The fragment that leads here: `x`, of a block `^x`.
    pub id: String,
    /// Where the id is written, without quotes and marks.
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

/// No real list of attributes is longer.
const MAX_ATTRIBUTES: usize = 200;

/// The name that a mark at a place gives, and where it stands. What follows is looked at only as
/// far as it may be a name: a line may be all marks.
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
