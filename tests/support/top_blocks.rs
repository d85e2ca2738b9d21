//! The top-level blocks of a note before and after an edit.
//!
//! The blocks that an edit does not touch must stay the same. The Markdown parser reads the texts
//! without a part of the program. So this checks the verification of edits by other means.

use std::mem::Discriminant;
use std::ops::Range;

use headword::workspace::edit::TextEdit;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// A block at the top level of a note.
#[derive(Debug)]
struct TopBlock {
    kind: Discriminant<Tag<'static>>,
    /// Its bytes, without white space at its end.
    range: Range<usize>,
}

/// Returns the blocks of a text.
fn blocks(text: &str) -> Vec<TopBlock> {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    // Lines of colons are fences, but this parser takes them for definitions.
    if text.lines().any(|line| line.starts_with(":::")) {
        options.remove(Options::ENABLE_DEFINITION_LIST);
    }
    let mut depth = 0;
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    let length = text[range.clone()].trim_end().len();
                    let kind = std::mem::discriminant(&tag.into_static());
                    found.push(TopBlock { kind, range: range.start..range.start + length });
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    found
}

/// Returns a range after edits that do not touch it. `None` if one of them does.
pub(crate) fn place(range: &Range<usize>, edits: &[TextEdit]) -> Option<Range<usize>> {
    let mut start = range.start;
    for edit in edits {
        let (from, to) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        let is_before = to < range.start
            || to == range.start && (from < to || edit.new_text.ends_with(['\n', '\r']));
        let is_after = from > range.end
            || from == range.end && (from < to || edit.new_text.starts_with(['\n', '\r']));
        if is_before {
            start = start + edit.new_text.len() - (to - from);
        } else if !is_after {
            return None;
        }
    }
    Some(start..start + range.len())
}

/// Returns the blocks that changed although no edit touches them.
pub(crate) fn changed(before: &str, after: &str, edits: &[TextEdit]) -> Vec<String> {
    let now = blocks(after);
    let is_kept = |block: &TopBlock| {
        let Some(range) = place(&block.range, edits) else { return true };
        now.iter().any(|it| {
            it.kind == block.kind
                && it.range == range
                && after[it.range.clone()] == before[block.range.clone()]
        })
    };
    let lost = blocks(before).into_iter().filter(|block| !is_kept(block));
    lost.map(|block| before[block.range].to_owned()).collect()
}
