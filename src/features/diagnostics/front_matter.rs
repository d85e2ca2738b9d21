//! The ranges of diagnostics about front matter.

use text_size::{TextRange, TextSize};

use crate::note::front_matter::{Entry, FrontMatter, Value, ValueKind};
use crate::workspace::document::Document;

/// Returns the opening fence: the range of a diagnostic about the whole block.
pub(super) fn opening(document: &Document, front: &FrontMatter) -> TextRange {
    first_line(document, front.range)
}

/// Returns the range of a diagnostic about a value: its first line, or its key if it is empty.
pub(super) fn value(document: &Document, entry: &Entry) -> TextRange {
    if entry.value.range.is_empty() {
        entry.key_range
    } else {
        first_line(document, entry.value.range)
    }
}

/// Returns the range of the value at a path of keys and item numbers (from 0).
/// If the path does not exist, the range is that of its longest existing part.
pub(super) fn at_path(document: &Document, front: &FrontMatter, path: &[String]) -> TextRange {
    let mut place = opening(document, front);
    let mut entries: &[Entry] = &front.entries;
    let mut items: &[Value] = &[];
    for part in path {
        let inner = if let Some(entry) = entries.iter().find(|entry| entry.key == *part) {
            place = value(document, entry);
            &entry.value
        } else if let Some(item) = part.parse::<usize>().ok().and_then(|at| items.get(at)) {
            place = first_line(document, item.range);
            item
        } else {
            break;
        };
        (entries, items) = match &inner.kind {
            ValueKind::Map(inner) => (inner.as_slice(), [].as_slice()),
            ValueKind::List(inner) => ([].as_slice(), inner.as_slice()),
            ValueKind::Scalar(_) | ValueKind::Null => ([].as_slice(), [].as_slice()),
        };
    }
    place
}

/// Returns the first line of a range.
pub(super) fn first_line(document: &Document, range: TextRange) -> TextRange {
    let text = document.note.text.slice(range);
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    TextRange::at(range.start(), TextSize::of(line.trim_end()))
}
