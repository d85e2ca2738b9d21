//! Moves of files and folders: the changes that keep the target of every link.
//!
//! This concerns links to moved files, links in them, and links whose name would find another
//! note. Only the path of a link is changed.
//!
//! LSP: workspace/willRenameFiles.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use text_size::TextRange;

use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChange, Relinker};
use crate::note::link::LinkKind;
use crate::note::reference::{Family, LinkReference, key};
use crate::note::term::{Style, Term};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, FileMoves, Refusal, TextEdit, VerifiedEdit, WorkspaceEdit};
use crate::workspace::{Workspace, mention};

/// The changes to links for a move of files.
#[derive(Clone, Debug)]
pub struct MovedFiles {
    /// The changes to links.
    pub edit: VerifiedEdit,
    /// The links that will break, because no path in their style leads to the target.
    pub left_out: Vec<(NoteId, TextRange)>,
    /// The terms whose name was that of a renamed file, if they are mentioned.
    pub lost_names: Vec<LostName>,
}

/// The name of a term that no note has after a move. Its mentions in running text are left, because
/// the name of a file does not say how a sentence should be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostName {
    /// The name as the file wrote it.
    pub name: String,
    /// The number of mentions.
    pub mentions: usize,
    /// The number of notes with a mention.
    pub notes: usize,
}

/// Returns the changes that keep all links when files and folders are moved. Each move is a pair of
/// the old and the new path.
///
/// # Errors
///
/// Returns the reason why the edit is refused.
pub fn move_files(
    workspace: &Workspace,
    files: Vec<(PathBuf, PathBuf)>,
) -> Result<MovedFiles, Refusal> {
    let files = FileMoves::new(files, workspace.folders());
    let (after, none) = (files.apply(workspace), WorkspaceEdit::default());
    let relinker = Relinker::new(workspace, &after, &none).with_files(&files);
    let (mut edit, mut left_out) = (EditBuilder::default(), Vec::new());
    for (document, link, relinked) in relinker.all() {
        let id = document.id;
        let unkept = Expect::Unkept { note: id, link: link.range.start() };
        match relinked {
            LinkChange::Unchanged => {}
            LinkChange::Rewritten(changes) => {
                if relinker.is_by_name(document, link) {
                    edit.expect(unkept);
                }
                edit.push_all(id, changes);
            }
            LinkChange::Broken => {
                edit.expect(unkept);
                left_out.push((id, link.range));
            }
        }
    }
    for document in workspace.documents() {
        for (definition, name) in paired(document, edit.edit().of(document.id)) {
            edit.expect(Expect::RenamedLabel {
                note: document.id,
                family: definition.family,
                from: definition.key.clone(),
                to: key(&name),
            });
            edit.replace(document.id, definition.label, name);
        }
    }
    for (before, after) in moved_documents(workspace, &after) {
        // The names that only the files have change with them, and so does what mentions them.
        let terms = file_name_term(before).into_iter().chain(file_name_term(after));
        for name in terms.flat_map(Term::keys) {
            edit.expect(Expect::FreeName(name.clone()));
        }
    }
    edit.expect(Expect::FilesMoved(files.clone()));
    let lost_names = lost_names(workspace, &after);
    Ok(MovedFiles { edit: edit.finish(workspace)?, left_out, lost_names })
}

/// Returns the documents with another location after a move, each before and after it.
fn moved_documents<'w>(
    workspace: &'w Workspace,
    after: &'w Workspace,
) -> impl Iterator<Item = (&'w Document, &'w Document)> {
    let both = workspace.documents().filter_map(|it| Some((it, after.document(it.id)?)));
    both.filter(|(before, after)| before.location != after.location)
}

/// Returns the term of a note that has its name from the file.
fn file_name_term(document: &Document) -> Option<&Term> {
    let mut terms = document.note.terms.iter();
    terms.find(|term| term.style == Style::Note && term.name_range.is_empty())
}

/// Returns the mentioned names that files had before a move.
fn lost_names(workspace: &Workspace, after: &Workspace) -> Vec<LostName> {
    let own = moved_documents(workspace, after).filter_map(|(before, _)| file_name_term(before));
    let lost = own.filter(|own| !after.is_declared(&own.key));
    let names: BTreeMap<_, _> = lost.map(|own| (own.key.clone(), own.headword.clone())).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let mut lost: BTreeMap<_, _> = BTreeMap::new();
    for (_, mentions) in mention::everywhere(workspace, &names.keys().cloned().collect()) {
        for (key, name) in &names {
            let count = mentions.iter().filter(|mention| mention.is_named(key)).count();
            if count > 0 {
                let new = LostName { name: name.clone(), mentions: 0, notes: 0 };
                let found = lost.entry(key).or_insert(new);
                found.mentions += count;
                found.notes += 1;
            }
        }
    }
    lost.into_values().collect()
}

/// Returns the definitions whose label is the path of a changed wiki link, with the new path. Foam
/// adds them for tools without wiki links: `[cache]: cache.md` for `[[cache]]`.
fn paired<'d>(document: &'d Document, changes: &[TextEdit]) -> Vec<(&'d LinkReference, String)> {
    let note = &document.note;
    let labels = note.references.iter().filter(|label| label.family == Family::Link);
    let mut uses: HashMap<_, usize> = HashMap::new();
    for label in labels.clone() {
        *uses.entry(label.key.as_str()).or_default() += 1;
    }
    let mut names = BTreeMap::new();
    for link in note.links.iter().filter(|link| link.kind == LinkKind::Wiki) {
        let path = link.place.map(|place| place.path);
        let at = changes.partition_point(|it| Some(it.range.start()) < path.map(TextRange::start));
        let change = changes.get(at).filter(|it| Some(it.range) == path);
        names.extend(change.map(|change| (key(&link.path), change.new_text.clone())));
    }
    // Another use of the label would lose its definition.
    let is_alone = |label: &&LinkReference| label.is_definition && uses[label.key.as_str()] == 1;
    let pair = |label: &'d LinkReference| Some((label, names.get(&label.key)?.clone()));
    let pairs = labels.filter(is_alone).filter_map(pair);
    pairs.filter(|(_, name)| !uses.contains_key(key(name).as_str())).collect()
}

#[cfg(test)]
mod tests;
