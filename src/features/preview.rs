//! A preview of a link's target.

use text_size::TextRange;

use crate::features::definition_card::shortened;
use crate::features::navigation_target::NavigationTarget;
use crate::note::excerpt;
use crate::text::{Encoding, LineCol};
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::links::Target;

/// The beginning of a note, a section or the text at an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The place. The path includes the name of the section itself.
    pub target: NavigationTarget,
    /// The first blocks, as Markdown that is safe to render; empty if there are no blocks.
    pub text: String,
}

/// Returns the preview of a link's target.
pub(super) fn preview(workspace: &Workspace, target: Target) -> Option<Preview> {
    let document = workspace.document(target.note)?;
    let place = NavigationTarget::of_linked_text(workspace, target)?;
    let text = shortened(document.note.text.slice(body(document, target, place.range)));
    Some(Preview { target: place, text: excerpt::markdown(&text) })
}

/// Returns the range of the text to show. It begins after a heading or title, or with the line of
/// an anchor.
fn body(document: &Document, target: Target, all: TextRange) -> TextRange {
    let note = &document.note;
    let start = match (target.section, target.anchor) {
        (Some(section), _) => note.sections[section].heading.range.end(),
        (None, Some(anchor)) if note.anchors[anchor].id.starts_with('^') => return all,
        (None, Some(_)) => {
            let line = document.note.text.line_col(all.start(), Encoding::Utf8).line;
            let start = document.note.text.offset(LineCol { line, col: 0 }, Encoding::Utf8);
            return TextRange::new(start, document.note.text.end());
        }
        (None, None) => {
            let top = note.front_matter.as_ref().map_or(0.into(), |block| block.range.end());
            let title = note.sections.first().filter(|section| section.heading.level == 1);
            let is_first =
                |start| document.note.text.slice(TextRange::new(top, start)).trim().is_empty();
            let title = title.filter(|section| is_first(section.heading.range.start()));
            title.map_or(top, |section| section.heading.range.end())
        }
    };
    TextRange::new(start.min(all.end()), all.end())
}
