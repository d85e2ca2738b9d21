//! What a link leads to, shown where the link stands.

use text_size::TextRange;

use crate::features::link::place;
use crate::features::origin::shortened;
use crate::note::excerpt;
use crate::text::{Encoding, LineCol};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Target;

/// The beginning of a note or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The note.
    pub note: NoteId,
    /// What a reader calls the note.
    pub title: String,
    /// The names of the sections down to the one that is shown; none if it is the whole note.
    pub path: Vec<String>,
    /// Where it begins.
    pub range: TextRange,
    /// The first blocks, as Markdown that is safe to be rendered; empty if nothing is there yet.
    pub text: String,
    /// The same without markup.
    pub plain: String,
}

/// Shows where a link leads.
pub(super) fn preview(workspace: &Workspace, target: Target) -> Option<Preview> {
    let document = workspace.document(target.note)?;
    let (range, all) = place(workspace, target)?;
    let path = target.section.map_or_else(Vec::new, |section| document.note.path_of(section));
    let names = path.iter().map(|section| section.heading.name.clone());
    let title = document.title();
    let text = shortened(&document.text.slice(body(document, target, all)));
    Some(Preview {
        note: target.note,
        path: names.filter(|name| !name.is_empty() && *name != title).collect(),
        title,
        range,
        plain: excerpt::plain(&text),
        text: excerpt::markdown(&text),
    })
}

/// What stands below the heading, at the anchor, or in the note behind its title.
fn body(document: &Document, target: Target, all: TextRange) -> TextRange {
    let note = &document.note;
    let start = match (target.section, target.anchor) {
        (Some(section), _) => note.sections[section].heading.range.end(),
        (None, Some(_)) => {
            let line = document.text.line_col(all.start(), Encoding::Utf8).line;
            let start = document.text.offset(LineCol { line, col: 0 }, Encoding::Utf8);
            return TextRange::new(start, document.text.len());
        }
        (None, None) => {
            let top = note.front_matter.as_ref().map_or(0.into(), |block| block.range.end());
            let title = note.sections.first().filter(|section| section.heading.level == 1);
            let is_first =
                |start| document.text.slice(TextRange::new(top, start)).trim().is_empty();
            let title = title.filter(|section| is_first(section.heading.range.start()));
            title.map_or(top, |section| section.heading.range.end())
        }
    };
    TextRange::new(start.min(all.end()), all.end())
}
