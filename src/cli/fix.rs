//! `headword check --fix`: the safe fixes of all notes.
//!
//! The fixes and their verification are those of `source.fixAll` in the editor. They are applied
//! in memory until no safe fix remains. Then each changed note is written as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;
use similar::TextDiff;

use crate::cli::notes::{self, Notes, portable};
use crate::cli::terminal::{print_error, shown, shown_patch};
use crate::features::code_actions::fix_all;
use crate::features::diagnostics::diagnostics;
use crate::note::plural::counted;
use crate::text::Text;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Workspace, writer};

/// The most rounds of fixes. A fix may make another one possible.
const MAX_ROUNDS: usize = 10;

/// The notes with safe fixes, and whether these were written.
#[derive(Default)]
pub(super) struct Repairs {
    pub(super) fixed: Vec<Fixed>,
    pub(super) failed: Vec<Failed>,
}

/// A fixed note in the JSON output.
#[derive(Serialize)]
pub(super) struct Fixed {
    path: String,
    /// The number of fixed problems per rule.
    repairs: BTreeMap<&'static str, usize>,
    /// The text before and after.
    #[serde(skip)]
    texts: (Text, Text),
}

/// A note in the JSON output that could not be written.
#[derive(Serialize)]
pub(super) struct Failed {
    path: String,
    reason: String,
}

/// Applies the safe fixes, and writes the notes if `writes`.
pub(super) fn fix(notes: &Notes, writes: bool) -> Repairs {
    let before = notes.editable();
    let after = repaired(before.clone(), &notes.ids);
    let mut repairs = Repairs::default();
    if writes {
        remove_left_over(&before, &notes.ids);
    }
    for id in &notes.ids {
        let (Some(old), Some(new)) = (before.document(*id), after.document(*id)) else { continue };
        if old.note.text == new.note.text {
            continue;
        }
        let path = notes::path(old);
        match if writes { write(&before, old, new) } else { Ok(()) } {
            Ok(()) => {
                let texts = (old.note.text.clone(), new.note.text.clone());
                repairs.fixed.push(Fixed { path, repairs: gone(&before, &after, *id), texts });
            }
            Err(error) => repairs.failed.push(Failed { path, reason: error.to_string() }),
        }
    }
    repairs
}

/// The workspace after all safe fixes.
fn repaired(mut workspace: Workspace, notes: &[NoteId]) -> Workspace {
    let mut left = notes.to_vec();
    for _ in 0..MAX_ROUNDS {
        let before = workspace.clone();
        repair(&mut workspace, &left);
        let text =
            |workspace: &Workspace, id| workspace.document(id).map(|it| it.note.text.clone());
        left.retain(|id| text(&before, *id) != text(&workspace, *id));
        if left.is_empty() {
            break;
        }
    }
    workspace
}

/// Applies the safe fixes of these notes.
///
/// A verification reads all notes, so it is done once for all fixes. If that fails, the fixes of
/// each half are tried.
fn repair(workspace: &mut Workspace, notes: &[NoteId]) {
    match fix_all(workspace, notes) {
        Some(Ok(verified)) => *workspace = verified.edit().apply(workspace),
        Some(Err(_)) if notes.len() > 1 => {
            let (first, second) = notes.split_at(notes.len() / 2);
            repair(workspace, first);
            repair(workspace, second);
        }
        // A fix that cannot be verified is not applied. Its diagnostic remains.
        Some(Err(_)) | None => {}
    }
}

/// Removes what a killed run has left in the folders of these notes.
fn remove_left_over(workspace: &Workspace, notes: &[NoteId]) {
    let notes = notes.iter().filter_map(|id| workspace.document(*id));
    let folders = notes.filter_map(|note| note.location.path()?.parent());
    folders.collect::<BTreeSet<_>>().into_iter().for_each(writer::remove_left_over);
}

/// Writes a note, if it has not changed on disk since it was read.
fn write(workspace: &Workspace, old: &Document, new: &Document) -> io::Result<()> {
    let path = old.location.path().ok_or(io::ErrorKind::NotFound)?;
    let folder = workspace.folders().of(path).or(path.parent()).unwrap_or(path);
    writer::replace(path, folder, &old.note.text, &new.note.text)
}

/// The number of fixed problems of a note per rule.
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

/// Returns a unified diff of a note.
pub(super) fn patch(path: &str, old: &str, new: &str) -> String {
    let path = shown(&portable(path));
    TextDiff::from_lines(old, new).unified_diff().header(&path, &path).to_string()
}

impl Repairs {
    /// Prints the fixed notes.
    pub(super) fn print(&self, out: &mut impl Write, is_done: bool) -> io::Result<()> {
        for Fixed { path, repairs, .. } in &self.fixed {
            let rules = repairs.iter().map(|(code, count)| format!("{count} {code}"));
            let rules = rules.collect::<Vec<_>>().join(", ");
            let verb = if is_done { "fixed" } else { "would fix" };
            writeln!(out, "{}: {verb} {rules}", shown(path))?;
        }
        Ok(())
    }

    /// Prints the fixes as a unified diff. Control characters of the notes are escaped.
    pub(super) fn print_diffs(&self, out: &mut impl Write) -> io::Result<()> {
        for Fixed { path, texts: (old, new), .. } in &self.fixed {
            write!(out, "{}", shown_patch(&patch(path, old, new)))?;
        }
        Ok(())
    }

    /// Reports on stderr the notes that could not be written.
    pub(super) fn complain(&self) {
        for Failed { path, reason } in &self.failed {
            print_error(&format!("headword: {}", shown(&format!("not fixed: {path}: {reason}"))));
        }
    }

    /// A summary such as “3 problems fixed in 2 notes.” `None` if there were no fixes.
    pub(super) fn summary(&self, is_done: bool) -> Option<String> {
        let count = self.fixed.iter().flat_map(|fixed| fixed.repairs.values()).sum::<usize>();
        let (verb, notes) = (if is_done { "fixed" } else { "to fix" }, self.fixed.len());
        let count = counted(count, "problem");
        (notes > 0).then(|| format!("{count} {verb} in {}.", counted(notes, "note")))
    }
}
