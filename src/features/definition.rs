//! Definition: where the term under the cursor is declared.
//!
//! LSP: textDocument/definition.

use text_size::TextRange;

use crate::features::symbol::{Symbol, symbol_at};
use crate::features::{FilePosition, RangeInfo};
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The note.
    pub note: NoteId,
    /// All that belongs to the declaration.
    pub range: TextRange,
    /// The headword in it, where the cursor goes.
    pub name_range: TextRange,
}

/// All places that declare the term at a position, the nearest first.
///
/// On a heading these are the declarations of its name, its own among them: an editor that is
/// asked from there can show them all, and an empty heading leads to where the term is defined.
pub fn definition(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Vec<Target>>> {
    let document = workspace.document(position.note)?;
    let (symbol, range) = symbol_at(workspace, position)?;
    let keys = match symbol {
        Symbol::Mention(keys) => keys,
        Symbol::Heading(index) => {
            document.note.sections[index].heading.key.iter().cloned().collect()
        }
        Symbol::Tag(_) | Symbol::Category(_) => return None,
    };
    let declared = keys.iter().flat_map(|key| workspace.declarations(key, Some(position.note)));
    let targets: Vec<_> = declared
        .map(|found| Target {
            note: found.document.id,
            range: found.term.range,
            name_range: found.term.name_range,
        })
        .collect();
    (!targets.is_empty()).then_some(RangeInfo { range, info: targets })
}
