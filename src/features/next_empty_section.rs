//! The command that goes to the next empty or parked section.
//!
//! LSP: workspace/executeCommand (`headword.nextGap`).

use text_size::TextRange;

use crate::features::FilePosition;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// Returns the note of the next empty or parked section, and the range of its name. The search
/// covers the rest of the note, then the other notes by path, then the beginning of the note.
pub fn next_empty_section(
    workspace: &Workspace,
    position: FilePosition,
) -> Option<(NoteId, TextRange)> {
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    let here = documents.iter().position(|document| document.id == position.note)?;
    documents.rotate_left(here);
    let (first, others) = documents.split_first()?;
    let (before, after): (Vec<_>, Vec<_>) =
        empty_sections(workspace, first).partition(|(_, range)| range.start() <= position.offset);
    let others = others.iter().flat_map(|document| empty_sections(workspace, document));
    after.into_iter().chain(others).chain(before).next()
}

fn empty_sections<'w>(
    workspace: &Workspace,
    document: &'w Document,
) -> impl Iterator<Item = (NoteId, TextRange)> + use<'w> {
    let deepest = workspace.config_of(&document.location).max_heading_level;
    let sections = document.note.sections.iter();
    let empty =
        sections.filter(move |section| section.state.is_gap() && section.heading.level <= deepest);
    empty.map(|section| (document.id, section.heading.name_range))
}

#[cfg(test)]
mod tests {
    use super::next_empty_section;
    use crate::features::FilePosition;
    use crate::features::fixture::Fixture;

    #[test]
    fn the_first_section_follows_the_last() {
        let fixture = Fixture::new(
            "//- /b.md\n## One\n## Wri$0tten\nText.\n## Two\n//- /c.md\n## Three\n//- /a.md\n#### Four\n",
        );
        let mut position = fixture.position();
        let mut seen = Vec::new();
        for _ in 0..5 {
            let (note, range) = next_empty_section(&fixture.workspace, position).unwrap();
            seen.push(fixture.slice(note, range));
            position = FilePosition { note, offset: range.start() };
        }
        assert_eq!(seen, ["Two", "Three", "Four", "One", "Two"]);
        let full = Fixture::new("## Wri$0tten\nText.\n");
        assert_eq!(next_empty_section(&full.workspace, full.position()), None);
    }
}
