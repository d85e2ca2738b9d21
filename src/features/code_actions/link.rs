//! Link a mention to its definition, in the link style of the note.

use text_size::TextRange;

use super::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::LinkWriter;
use crate::note::term::Style;
use crate::workspace::document::Document;
use crate::workspace::edit::{Expect, NewLink, TextEdit};
use crate::workspace::mention::{self, Mention};
use crate::workspace::{Declaration, Workspace};

/// The maximum number of declarations of one name to offer. A longer menu is hard to read.
const MAX_ACTIONS: usize = 20;

/// Returns one action for each declaration of the mentioned name.
pub(super) fn actions(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
) -> Vec<Action> {
    let mention = mention::at(workspace, document, selected.start());
    let Some(mention) = mention.filter(|it| !it.in_link && it.range.contains_range(selected))
    else {
        return Vec::new();
    };
    let written = document.note.text.slice(mention.range);
    let writer = LinkWriter::new(workspace, document);
    let names = mention.names.iter();
    let declared = names.flat_map(|name| workspace.declarations(&name.key, Some(document.id)));
    let declared: Vec<_> = declared.filter(|found| is_other(document, &mention, found)).collect();
    let is_one = declared.len() == 1;
    let action = |found: &Declaration<'_>| {
        let title = if is_one {
            format!("Link “{written}” to its definition")
        } else {
            let (term, note) = (&found.term.headword, found.document.title());
            format!("Link “{written}” to “{term}” in “{note}”")
        };
        let proposals: Vec<_> = writer.links(&mention, found).into_iter().map(alone).collect();
        (!proposals.is_empty()).then(|| Action::new(title, ActionKind::Rewrite, proposals))
    };
    let mut actions: Vec<Action> = declared.iter().take(MAX_ACTIONS).filter_map(action).collect();
    actions.dedup_by(|a, b| a.title == b.title);
    actions
}

fn alone((link, changes): (NewLink, [TextEdit; 2])) -> EditBuilder {
    let mut edit = EditBuilder::default();
    edit.push_all(link.note, changes);
    edit.expect(Expect::NewLink(link));
    edit
}

/// Returns whether a mention is outside the declaration, so that a link is useful.
pub(super) fn is_other(document: &Document, mention: &Mention, found: &Declaration<'_>) -> bool {
    let is_own = found.document.id == document.id && found.term.range.contains_range(mention.range);
    !is_own || found.term.style == Style::Note
}
