//! Repairs of what is remarked on: one file for those of one rule, or of a few that are alike.
//!
//! A repair belongs to a remark that is there: what is silenced or switched off gets none.

mod broken_anchor;
mod broken_link;
mod broken_reference;
mod create_note;
mod duplicate_tag;
mod empty_section;
mod ignore;
mod similar_tag;
mod skipped_level;
mod undefined_term;
mod unknown_key;
mod unknown_rule;
mod unused_reference;

use text_size::TextRange;

use super::{Action, Kind, Proposals};
use crate::features::diagnostics::{Diagnostic, diagnostics};
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Promise, Proven, Refusal, WorkspaceEdit};

/// The repairs for the remarks of each rule, the best first.
const REPAIRS: &[(&str, Repair)] = &[
    ("empty-section", empty_section::repairs),
    ("skipped-level", skipped_level::repairs),
    ("undefined-term", undefined_term::repairs),
    ("broken-link", broken_link::repairs),
    ("broken-anchor", broken_anchor::repairs),
    ("broken-reference", broken_reference::repairs),
    ("unused-reference", unused_reference::repairs),
    ("unknown-key", unknown_key::repairs),
    ("duplicate-tag", duplicate_tag::repairs),
    ("similar-tag", similar_tag::repairs),
    ("unknown-rule", unknown_rule::repairs),
];

/// Finds what can be done about a remark. A repair is made with [`Action::fix`] or is any other
/// action; that of the remark is set here.
type Repair = fn(&Remark<'_>) -> Vec<Action>;

/// The rules that have safe repairs.
const SAFE: [&str; 2] = ["unused-reference", "duplicate-tag"];

/// More remarks than these in one place are not looked through by anyone: repairs and silences are
/// offered for the first ones.
const MAX_REMARKS: usize = 100;

/// More remarks than these are not repaired all at once. Whoever has more may ask again, and each
/// repair looks at the whole note.
const MAX_TOGETHER: usize = 500;

/// More safe repairs than these are not made at once if they cannot be proven together.
const MAX_SINGLE: usize = 50;

/// What the repairs of a rule get to see.
struct Remark<'w> {
    workspace: &'w Workspace,
    document: &'w Document,
    found: &'w Diagnostic,
}

/// What can be done about the remarks on what is selected, or else on the line of the cursor; last,
/// not to be told of them.
pub(super) fn actions(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
) -> Vec<Action> {
    let remarks = diagnostics(workspace, document.id);
    let on = |range: TextRange| {
        let found = remarks.iter().filter(move |it| it.range.intersect(range).is_some());
        let found = found.take(MAX_REMARKS);
        let repairs = found.clone().flat_map(|remark| repairs(workspace, document, remark));
        let silences = found.flat_map(|found| {
            let ignore = ignore::actions(&Remark { workspace, document, found });
            ignore.into_iter().map(|action| of_remark(found, action))
        });
        repairs.chain(silences).collect::<Vec<_>>()
    };
    let here = on(selected);
    // Some editors always have something selected, if only the character at the cursor.
    let line = lines::around(&document.text.to_string(), selected.start());
    if here.is_empty() && line.contains_range(selected) { on(line) } else { here }
}

/// All safe repairs of a note as one action.
pub(super) fn all(workspace: &Workspace, document: &Document) -> Option<Action> {
    let remarks = diagnostics(workspace, document.id);
    let repaired = remarks.iter().filter(|it| SAFE.contains(&it.code)).take(MAX_TOGETHER);
    let repairs = repaired.flat_map(|remark| repairs(workspace, document, remark));
    let safe: Vec<_> = repairs.filter(|action| action.is_safe).collect();
    let together = together(&safe)?;
    let title = "Fix all problems of this note that have one safe repair".to_owned();
    let mut proposals = vec![together];
    if safe.len() <= MAX_SINGLE {
        let proven: Vec<_> =
            safe.iter().filter(|action| action.edit(workspace).is_ok()).cloned().collect();
        proposals.extend(self::together(&proven).filter(|_| proven.len() < safe.len()));
    }
    let fixes = safe.into_iter().flat_map(|action| action.fixes).collect();
    Some(Action { fixes, ..Action::new(title, Kind::FixAll, proposals) })
}

/// The safe repairs of several notes, as far as one edit can make them; none if there is nothing to
/// repair.
///
/// # Errors
///
/// Says why they cannot be made together.
pub fn fix_all(workspace: &Workspace, notes: &[NoteId]) -> Option<Result<Proven, Refusal>> {
    let documents = notes.iter().filter_map(|id| workspace.document(*id));
    let actions: Vec<_> = documents.filter_map(|document| all(workspace, document)).collect();
    if let [action] = &actions[..] {
        return Some(action.edit(workspace));
    }
    let proposals = vec![together(&actions)?];
    Some(Action::new(String::new(), Kind::FixAll, proposals).edit(workspace))
}

fn repairs(workspace: &Workspace, document: &Document, remark: &Diagnostic) -> Vec<Action> {
    let of_rule = REPAIRS.iter().filter(|(code, _)| *code == remark.code);
    let found = of_rule.flat_map(|(_, find)| find(&Remark { workspace, document, found: remark }));
    found.map(|action| of_remark(remark, action)).collect()
}

fn of_remark(remark: &Diagnostic, action: Action) -> Action {
    debug_assert!(!action.is_safe || SAFE.contains(&remark.code), "{} is safe too", remark.code);
    Action { kind: Kind::QuickFix, fixes: vec![remark.clone()], ..action }
}

/// The edits of all of these, but for those that fall on the place of an earlier one.
fn together(actions: &[Action]) -> Option<(WorkspaceEdit, Promise)> {
    let mut first: Option<(WorkspaceEdit, Promise)> = None;
    for action in actions {
        let Proposals::Made(made) = &action.proposals else { continue };
        let Some((edit, promise)) = made.first() else { continue };
        let Some((whole, promised)) = &mut first else {
            first = Some((edit.clone(), promise.clone()));
            continue;
        };
        if !whole.overlaps(edit)
            && let Some(both) = promised.joined(promise)
        {
            whole.extend(edit);
            *promised = both;
        }
    }
    first
}
