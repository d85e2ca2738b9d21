//! Fill an empty section: write a text below its heading.

use crate::features::edit_builder::EditBuilder;
use crate::note::section::SectionStatus;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, Refusal, VerifiedEdit};

/// Returns the edit that writes a definition below the heading of an empty or parked section.
///
/// # Errors
///
/// Returns the reason why the edit is refused: the text is empty, or it changes more than this
/// section, for example by a heading or a link.
pub fn fill_section(
    workspace: &Workspace,
    note: NoteId,
    section: usize,
    text: &str,
) -> Result<VerifiedEdit, Refusal> {
    let document = workspace.document(note);
    let document = document.ok_or_else(|| Refusal("The note was deleted.".to_owned()))?;
    if text.trim().is_empty() {
        return Err(Refusal("The text is empty.".to_owned()));
    }
    let end = lines::ending(&document.note.text);
    let text = lines::with_endings(text.trim(), end);
    filled_section(document, section, &text, SectionStatus::Written).finish(workspace)
}

/// Returns the edit that inserts a text after the heading. A blank line between them is kept.
pub(super) fn filled_section(
    document: &Document,
    section: usize,
    text: &str,
    status: SectionStatus,
) -> EditBuilder {
    let note = document.id;
    let whole = &document.note.text;
    let heading = document.note.sections[section].heading.range;
    let at = lines::after(whole, heading);
    let end = lines::ending(whole);
    let lead =
        if whole[..usize::from(at)].ends_with('\n') { end.to_owned() } else { end.repeat(2) };
    let new_text = format!("{lead}{text}{end}");
    let mut edit = EditBuilder::default();
    edit.insert(note, at, new_text);
    edit.expect(Expect::Status { note, section, status });
    edit
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::fill_section;
    use crate::features::fixture::Fixture;

    /// Returns the note after the section at the mark was filled, or the reason of the refusal.
    fn filled(fixture: &str, text: &str) -> String {
        let fixture = Fixture::new(fixture);
        let position = fixture.position();
        let document = fixture.workspace.document(position.note).unwrap();
        let section = document.note.section_at(position.offset).unwrap();
        match fill_section(&fixture.workspace, position.note, section, text) {
            Ok(edit) => {
                let after = edit.edit().apply(&fixture.workspace);
                after.document(position.note).unwrap().note.text.to_string()
            }
            Err(refusal) => refusal.0,
        }
    }

    #[test]
    fn a_text_is_written_below_the_heading() {
        let with_more = "# A\n## Cach$0e\n\n## Disk\nA plate.\n";
        assert_eq!(
            filled(with_more, "A copy.\n"),
            "# A\n## Cache\n\nA copy.\n\n## Disk\nA plate.\n"
        );
        assert_eq!(
            filled("# A\n## Cach$0e", "A copy.\n\nIt is fast."),
            "# A\n## Cache\n\nA copy.\n\nIt is fast.\n"
        );
        assert_eq!(
            filled("# A\r\n## Cach$0e\r\n", "A copy.\nIt is fast."),
            "# A\r\n## Cache\r\n\r\nA copy.\r\nIt is fast.\r\n"
        );
    }

    #[test]
    fn a_text_that_changes_more_is_refused() {
        let texts = ["", "A copy.\n\n## Other\nText.", "A copy of [x](y.md).", "<!-- later -->"];
        let reasons = texts.map(|text| filled("# A\n## Cach$0e\n", text));
        expect![[r#"
            The text is empty.
            Cannot apply: “Other” in “A” would be read as a heading.
            Cannot apply: “[x](y.md)” in “A” would be read as a link.
            Cannot apply: “Cache” in “A” would become a different section."#]]
        .assert_eq(&reasons.join("\n"));
    }
}
