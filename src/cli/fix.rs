//! `headword check --fix`: the safe repairs of all notes, made at once.
//!
//! The same as `source.fixAll` of the editor, by the same proof. What is changed is first made in
//! memory, until there is no more to repair, and then written: one note after the other, each as a
//! whole.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::cli::notes::{self, Notes};
use crate::cli::terminal::{print_error, shown};
use crate::features::code_actions::fix_all;
use crate::features::diagnostics::diagnostics;
use crate::note::plural::counted;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Workspace, writer};

/// A repair may give rise to another one, but to no more in a row than this.
const MAX_ROUNDS: usize = 10;

/// What became of the notes that had something to repair.
#[derive(Default)]
pub(super) struct Repairs {
    pub(super) fixed: Vec<Fixed>,
    pub(super) failed: Vec<Failed>,
}

/// A note that was repaired, for machines.
#[derive(Serialize)]
pub(super) struct Fixed {
    path: String,
    /// How many problems of each rule are gone.
    repairs: BTreeMap<&'static str, usize>,
}

/// A note that could not be written, for machines.
#[derive(Serialize)]
pub(super) struct Failed {
    path: String,
    reason: String,
}

/// Repairs the notes, and writes them unless it is only to be seen what would be done.
pub(super) fn fix(notes: &Notes, writes: bool) -> Repairs {
    let before = named_as_open(notes);
    let after = repaired(before.clone(), &notes.ids);
    let mut repairs = Repairs::default();
    for id in &notes.ids {
        let (Some(old), Some(new)) = (before.document(*id), after.document(*id)) else { continue };
        if old.text == new.text {
            continue;
        }
        let path = notes::path(old);
        match if writes { write(&before, old, new) } else { Ok(()) } {
            Ok(()) => {
                repairs.fixed.push(Fixed { path, repairs: gone(&before, &after, *id) });
            }
            Err(error) => repairs.failed.push(Failed { path, reason: error.to_string() }),
        }
    }
    repairs
}

/// The workspace with the notes that were named one by one, and lie in no folder that was, as if
/// they were open in an editor: no others outside the folders may be changed.
fn named_as_open(notes: &Notes) -> Workspace {
    let mut workspace = notes.workspace.clone();
    let is_inside = |document: &&Document| {
        let path = document.location.path();
        path.is_some_and(|path| notes.workspace.folders().contain(path))
    };
    for document in notes.documents().filter(|document| !is_inside(document)) {
        workspace.open((*document.location).clone(), 0, &document.text.to_string());
    }
    workspace.settle();
    workspace
}

/// The workspace after all safe repairs.
fn repaired(mut workspace: Workspace, notes: &[NoteId]) -> Workspace {
    let mut left = notes.to_vec();
    for _ in 0..MAX_ROUNDS {
        let before = workspace.clone();
        repair(&mut workspace, &left);
        let text = |workspace: &Workspace, id| workspace.document(id).map(|it| it.text.clone());
        left.retain(|id| text(&before, *id) != text(&workspace, *id));
        if left.is_empty() {
            break;
        }
    }
    workspace
}

/// Makes the safe repairs of these notes: together if that can be proven, since a proof looks at
/// all notes, and else those of each half.
fn repair(workspace: &mut Workspace, notes: &[NoteId]) {
    match fix_all(workspace, notes) {
        Some(Ok(proven)) => *workspace = proven.edit().apply(workspace),
        Some(Err(_)) if notes.len() > 1 => {
            let (first, second) = notes.split_at(notes.len() / 2);
            repair(workspace, first);
            repair(workspace, second);
        }
        // What cannot be proven stays, and is among the findings.
        Some(Err(_)) | None => {}
    }
}

/// Writes a note that has not changed since it was read.
fn write(workspace: &Workspace, old: &Document, new: &Document) -> io::Result<()> {
    let path = old.location.path().ok_or(io::ErrorKind::NotFound)?;
    let folder = workspace.folders().of(path).or(path.parent()).unwrap_or(path);
    writer::replace(path, folder, &old.text.to_string(), &new.text.to_string())
}

/// How many problems of each rule a note has no more.
fn gone(before: &Workspace, after: &Workspace, id: NoteId) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for found in diagnostics(before, id) {
        *counts.entry(found.code).or_insert(0_usize) += 1;
    }
    for left in diagnostics(after, id) {
        counts.entry(left.code).and_modify(|count| *count = count.saturating_sub(1));
    }
    counts.retain(|_, count| *count > 0);
    counts
}

impl Repairs {
    /// Prints what was repaired, and on stderr what could not be.
    pub(super) fn print(&self, out: &mut impl Write, is_done: bool) -> io::Result<()> {
        for Fixed { path, repairs } in &self.fixed {
            let rules = repairs.iter().map(|(code, count)| format!("{count} {code}"));
            let rules = rules.collect::<Vec<_>>().join(", ");
            let verb = if is_done { "fixed" } else { "would fix" };
            writeln!(out, "{}: {verb} {rules}", shown(path))?;
        }
        Ok(())
    }

    /// Says on stderr what could not be written.
    pub(super) fn complain(&self) {
        for Failed { path, reason } in &self.failed {
            print_error(&format!("headword: {}", shown(&format!("left alone: {path}: {reason}"))));
        }
    }

    /// "3 problems fixed in 2 notes", if there were any.
    pub(super) fn summary(&self, is_done: bool) -> Option<String> {
        let count = self.fixed.iter().flat_map(|fixed| fixed.repairs.values()).sum::<usize>();
        let (verb, notes) = (if is_done { "fixed" } else { "to fix" }, self.fixed.len());
        let count = counted(count, "problem");
        (notes > 0).then(|| format!("{count} {verb} in {}.", counted(notes, "note")))
    }
}
