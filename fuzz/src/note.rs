//! Target `note`: notes, read, with every feature at places all over them.

use headword::features::FilePosition;

use crate::everywhere::{check_at, check_whole};
use crate::input::{notes, size, text, workspace};
use crate::sample::places;

/// Asks everything about notes: no feature may panic, and each range is one of whole characters
/// around the place that was asked for.
pub fn note(data: &[u8]) {
    let text = text(data);
    let notes = notes(&text);
    let workspace = workspace(&notes);
    for document in workspace.documents() {
        check_whole(&workspace, document.id);
        for offset in places(&document.note.text) {
            check_at(&workspace, FilePosition { note: document.id, offset: size(offset) });
        }
    }
}
