//! Inlay hints: the counts of terms and gaps after the heading of each topic.
//!
//! The label is the detail of the outline item, so both always agree.
//!
//! LSP: textDocument/inlayHint.

use text_size::{TextRange, TextSize};

use crate::features::document_symbols::{OutlineItem, OutlineKind, document_symbols};
use crate::text::{Encoding, LineCol};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// A short text that the editor shows inside a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The offset in bytes, at the end of a line.
    pub offset: TextSize,
    /// The text.
    pub label: String,
}

/// Returns the hints in a range of a note, from top to bottom. Empty if the setting is off.
pub fn inlay_hints(workspace: &Workspace, id: NoteId, range: TextRange) -> Vec<Hint> {
    let Some(document) = workspace.document(id) else { return Vec::new() };
    let mut hints = Vec::new();
    if workspace.config_of(&document.location).inlay_hints {
        collect(document, document_symbols(workspace, id), range, &mut hints);
    }
    hints
}

/// Collects the hints of an outline. It has at most seven levels, so recursion is safe.
fn collect(document: &Document, items: Vec<OutlineItem>, range: TextRange, hints: &mut Vec<Hint>) {
    for item in items {
        if let (OutlineKind::Topic, Some(label)) = (item.kind, item.detail) {
            let offset = end_of_line(document, item.name_range.end());
            if range.contains_inclusive(offset) {
                hints.push(Hint { offset, label });
            }
        }
        collect(document, item.children, range, hints);
    }
}

fn end_of_line(document: &Document, offset: TextSize) -> TextSize {
    let LineCol { line, .. } = document.note.text.line_col(offset, Encoding::Utf8);
    document.note.text.offset(LineCol { line, col: u32::MAX }, Encoding::Utf8)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use text_size::TextRange;

    use super::inlay_hints;
    use crate::features::fixture::Fixture;
    use crate::workspace::config::Config;

    const NOTE: &str = "\
---
title: Storage
---
## Stores ##
### Fast
#### Cache
Fast.
#### Queue
### Slow
#### Disk
<!-- later -->
## Plans
### Plan
- a list
";

    fn hints(fixture: &Fixture, range: TextRange) -> String {
        let note = fixture.notes[0];
        let text = &fixture.document(note).note.text;
        let hints = inlay_hints(&fixture.workspace, note, range);
        let line = |offset| text[..usize::from(offset)].lines().last().unwrap_or_default();
        hints.iter().map(|hint| format!("{}| {}\n", line(hint.offset), hint.label)).collect()
    }

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &Fixture, range: TextRange, expected: Expect) {
        expected.assert_eq(&hints(fixture, range));
    }

    #[test]
    fn topics_show_their_terms_and_gaps() {
        let fixture = Fixture::new(NOTE);
        let all = fixture.document(fixture.notes[0]).note.text.range();
        check(
            &fixture,
            all,
            expect![[r#"
                ## Stores ##| 1 term, 2 gaps
                ### Fast| 1 term, 1 gap
                ### Slow| 1 gap
            "#]],
        );
        let part = TextRange::new(38.into(), 50.into());
        check(&fixture, part, expect![["### Fast| 1 term, 1 gap\n"]]);
    }

    #[test]
    fn the_setting_turns_hints_off() {
        let mut fixture = Fixture::new(NOTE);
        let config = Config { inlay_hints: false, ..Config::default() };
        fixture.workspace.set_config(config);
        let all = fixture.document(fixture.notes[0]).note.text.range();
        check(&fixture, all, expect![[""]]);
    }
}
