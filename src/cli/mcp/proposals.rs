//! Proposed edits: what the verified refactorings would change. Nothing is written.

use rmcp::ErrorData;
use schemars::JsonSchema;
use serde::Serialize;
use text_size::TextRange;

use crate::cli::fix::patch;
use crate::cli::notes::{self, Notes};
use crate::features::FilePosition;
use crate::features::fill_section::fill_section;
use crate::features::rename::rename;
use crate::features::terms::{define, gaps};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Refusal, VerifiedEdit};

/// An edit that was verified and not written.
#[derive(JsonSchema, Serialize)]
pub(super) struct Proposal {
    /// The changes, as a unified diff of all notes.
    diff: String,
    /// The changes, note by note, in the order of the text.
    changes: Vec<ProposedChange>,
    /// The mentions of the old name that stay as they are.
    left_out: Vec<ProposedPlace>,
    /// The number of places that have the new name already, and are mentions of the term then.
    captured: usize,
    /// The headings that are no longer terms after the edit.
    lost_terms: Vec<String>,
    /// Whether the notes define the term after the edit.
    is_defined: bool,
    /// What else to know.
    remark: Option<String>,
}

/// A change of one place. Lines and columns are from 1; columns count characters.
#[derive(JsonSchema, Serialize)]
struct ProposedChange {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    old_text: String,
    new_text: String,
}

/// A place in a note. Lines and columns are from 1.
#[derive(JsonSchema, Serialize)]
struct ProposedPlace {
    path: String,
    line: u32,
    column: u32,
    text: String,
}

/// Renames the term with a name, in its declarations, mentions and links.
pub(super) fn renamed(
    notes: &Notes,
    term: &str,
    new: &str,
    path: Option<&str>,
) -> Result<Proposal, ErrorData> {
    let workspace = notes.editable();
    let position = place_of(notes, &workspace, term, path)?;
    // The agent cannot confirm a change, so mentions that may mean another term are left out.
    let found = rename(&workspace, position, new, false).map_err(refused)?;
    let mut proposal = proposed(&workspace, &found.edit, new);
    proposal.left_out = found.left_out.iter().filter_map(|it| place(&workspace, *it)).collect();
    proposal.remark = found.remark;
    Ok(proposal)
}

/// Writes a definition into the empty section with a name.
pub(super) fn defined(notes: &Notes, term: &str, text: &str) -> Result<Proposal, ErrorData> {
    let workspace = notes.editable();
    if let Some(card) = define(&workspace, term).first() {
        let note = workspace.document(card.target.note);
        let path = note.map(notes::path).unwrap_or_default();
        return Err(invalid(format!("“{}” is defined already, in {path}.", card.headword)));
    }
    let gap = gaps(&workspace, term).into_iter().find(|gap| notes.has(gap.target.note));
    let gap = gap.ok_or_else(|| {
        invalid(format!("No section with the name “{term}” is empty. `gaps` lists those that are."))
    })?;
    let section = workspace
        .document(gap.target.note)
        .and_then(|document| document.note.section_at(gap.target.name_range.start()))
        .ok_or_else(|| invalid(format!("“{term}” is not a section.")))?;
    let edit = fill_section(&workspace, gap.target.note, section, text).map_err(refused)?;
    Ok(proposed(&workspace, &edit, term))
}

/// Returns the place of the term or gap with a name.
fn place_of(
    notes: &Notes,
    workspace: &Workspace,
    term: &str,
    path: Option<&str>,
) -> Result<FilePosition, ErrorData> {
    let is_asked = |note: NoteId| {
        let document = workspace.document(note).filter(|_| notes.has(note));
        document.is_some_and(|it| path.is_none_or(|path| notes::path(it) == path))
    };
    let terms: Vec<_> =
        define(workspace, term).into_iter().filter(|it| is_asked(it.target.note)).collect();
    let first = terms.first();
    let key = |name: &str| TermKey::new(name);
    if let Some(other) =
        terms.iter().find(|it| key(&it.headword) != first.and_then(|first| key(&first.headword)))
    {
        let problem = format!(
            "“{term}” can mean “{}” or “{}”. Give one of these names, or `path`.",
            terms[0].headword, other.headword
        );
        return Err(invalid(problem));
    }
    let gap = || gaps(workspace, term).into_iter().find(|it| is_asked(it.target.note));
    let target = terms.into_iter().next().map(|it| it.target).or_else(|| Some(gap()?.target));
    let target = target.ok_or_else(|| {
        let here = path.map_or_else(String::new, |path| format!(" in {path}"));
        invalid(format!("No term has the name “{term}”{here}. `search_terms` finds terms."))
    })?;
    Ok(FilePosition { note: target.note, offset: target.name_range.start() })
}

/// Returns an edit as an agent gets it.
fn proposed(workspace: &Workspace, edit: &VerifiedEdit, name: &str) -> Proposal {
    let after = edit.edit().apply(workspace);
    let mut proposal = Proposal {
        diff: String::new(),
        changes: Vec::new(),
        left_out: Vec::new(),
        captured: edit.captured(),
        lost_terms: edit.lost_terms().to_vec(),
        is_defined: TermKey::new(name).is_some_and(|key| after.is_declared(&key)),
        remark: None,
    };
    for (note, edits) in edit.edit().notes() {
        let (Some(old), Some(new)) = (workspace.document(note), after.document(note)) else {
            continue;
        };
        let path = notes::path(old);
        proposal.diff += &patch(&path, &old.note.text, &new.note.text);
        let changes = edits.iter().map(|edit| change(old, edit.range, &edit.new_text));
        proposal.changes.extend(changes);
    }
    proposal
}

fn change(document: &Document, range: TextRange, new_text: &str) -> ProposedChange {
    let text = &document.note.text;
    let (line, column) = notes::line_col(text, range.start());
    let (end_line, end_column) = notes::line_col(text, range.end());
    let (path, old_text) = (notes::path(document), text.slice(range).to_owned());
    ProposedChange {
        path,
        line,
        column,
        end_line,
        end_column,
        old_text,
        new_text: new_text.to_owned(),
    }
}

fn place(workspace: &Workspace, (note, range): (NoteId, TextRange)) -> Option<ProposedPlace> {
    let document = workspace.document(note)?;
    let (line, column) = notes::line_col(&document.note.text, range.start());
    let (path, text) = (notes::path(document), document.note.text.slice(range).to_owned());
    Some(ProposedPlace { path, line, column, text })
}

fn refused(refusal: Refusal) -> ErrorData {
    invalid(refusal.0)
}

fn invalid(problem: String) -> ErrorData {
    ErrorData::invalid_params(problem, None)
}
