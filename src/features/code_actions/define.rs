//! Define the selected words as a term: add an empty section for it.

use text_size::TextRange;

use super::action::{Action, ActionKind};
use super::selection::selected_words;
use super::topic::insertion_point;
use crate::features::edit_builder::EditBuilder;
use crate::note::term_key::TermKey;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::edit::Expect;
use crate::workspace::mention;

/// The maximum number of words in a name. A longer selection is a sentence.
const MAX_WORDS: usize = 8;

pub(super) fn action(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
) -> Option<Action> {
    let at = selected_words(document, selected)?;
    let name = document.note.text.slice(at).to_owned();
    let key = TermKey::new(&name)?;
    let is_mention = || mention::at(workspace, document, at.start()).is_some();
    // One word of a heading is rarely a term of its own.
    let is_in_heading = || {
        let mut sections = document.note.sections.iter();
        sections.any(|section| section.heading.range.contains_range(at))
    };
    if workspace.is_declared(&key)
        || workspace.is_gap(&key)
        || name.split_whitespace().count() > MAX_WORDS
        || selected.is_empty() && (is_mention() || is_in_heading())
        || document.note.sections.iter().any(|section| section.heading.key.as_ref() == Some(&key))
    {
        return None;
    }
    let place = insertion_point(workspace, document, at);
    let text = &document.note.text;
    let end = lines::ending(text);
    let before = &text[..usize::from(place.offset)];
    let lead = if before.trim().is_empty() {
        String::new()
    } else {
        let written = before.trim_end_matches([' ', '\t']);
        let line_ends = written.len() - written.trim_end_matches(['\n', '\r']).len();
        end.repeat(2_usize.saturating_sub(line_ends / end.len()))
    };
    let trail =
        if place.offset < document.note.text.end() { end.repeat(2) } else { end.to_owned() };
    let new_text = format!("{lead}{} {name}{trail}", "#".repeat(place.level.into()));
    let mut edit = EditBuilder::default();
    edit.insert(document.id, place.offset, new_text);
    edit.expect(Expect::NewSection { note: document.id, name: name.clone(), is_empty: true });
    let title = format!("Define “{name}” as a term");
    Some(Action::new(title, ActionKind::Rewrite, vec![edit]))
}
