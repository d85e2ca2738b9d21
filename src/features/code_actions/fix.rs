//! Quick fixes: one file for each rule.
//!
//! A fix belongs to a diagnostic. A suppressed diagnostic has no fix.

mod broken_anchor;
mod broken_link;
mod broken_reference;
mod context;
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
mod wrong_type;

use text_size::TextRange;

use self::context::FixContext;
use super::action::{Action, ActionKind, Proposals};
use crate::features::diagnostics::{Diagnostic, diagnostics, with_repeated};
use crate::features::edit_builder::EditBuilder;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Refusal, VerifiedEdit};

/// The functions that find the fixes of each rule, the best fix first.
const FIXES: &[(&str, FindFixes)] = &[
    ("empty-section", empty_section::fixes),
    ("skipped-level", skipped_level::fixes),
    ("undefined-term", undefined_term::fixes),
    ("broken-link", broken_link::fixes),
    ("broken-anchor", broken_anchor::fixes),
    ("broken-reference", broken_reference::fixes),
    ("unused-reference", unused_reference::fixes),
    ("unknown-key", unknown_key::fixes),
    ("duplicate-tag", duplicate_tag::fixes),
    ("similar-tag", similar_tag::fixes),
    ("unknown-rule", unknown_rule::fixes),
    ("wrong-type", wrong_type::fixes),
];

/// Returns the fixes for a diagnostic, made with [`Action::fix`]. [`fixes`] sets their diagnostic.
type FindFixes = fn(&FixContext<'_>) -> Vec<Action>;

/// The rules that have safe fixes.
const SAFE: [&str; 2] = ["unused-reference", "duplicate-tag"];

/// The maximum number of diagnostics at one place that get fixes and suppressions.
const MAX_DIAGNOSTICS: usize = 100;

/// The maximum number of diagnostics fixed together. Each fix reads the whole note.
const MAX_TOGETHER: usize = 500;

/// The maximum number of safe fixes tried one by one, if the edit with all of them is refused.
const MAX_SINGLE: usize = 50;

/// Returns the fixes for the diagnostics in the selection, or on the line of the cursor. The
/// actions that suppress the diagnostics come after them.
pub(super) fn actions(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
) -> Vec<Action> {
    let all = with_repeated(workspace, document.id);
    let on = |range: TextRange| {
        let found = all.iter().filter(move |it| it.range.intersect(range).is_some());
        let found = found.take(MAX_DIAGNOSTICS);
        let fixes = found.clone().flat_map(|found| fixes(workspace, document, found));
        let silences = found.filter(|found| !found.is_repeated).flat_map(|found| {
            let ignore = ignore::actions(&FixContext { workspace, document, found });
            ignore.into_iter().map(|action| of_diagnostic(found, action))
        });
        fixes.chain(silences).collect::<Vec<_>>()
    };
    let here = on(selected);
    // Some editors always have a selection of at least the character at the cursor.
    let line = lines::around(&document.note.text, selected.start());
    if here.is_empty() && line.contains_range(selected) { on(line) } else { here }
}

/// Returns one action with all safe fixes of a note.
pub(super) fn all(workspace: &Workspace, document: &Document) -> Option<Action> {
    let safe = safe_fixes(workspace, document, &diagnostics(workspace, document.id));
    let together = together(&safe)?;
    let title = "Fix all auto-fixable problems in this note".to_owned();
    let mut proposals = vec![together];
    if safe.len() <= MAX_SINGLE {
        let verified: Vec<_> =
            safe.iter().filter(|action| action.edit(workspace).is_ok()).cloned().collect();
        proposals.extend(self::together(&verified).filter(|_| verified.len() < safe.len()));
    }
    let fixes = safe.into_iter().flat_map(|action| action.fixes).collect();
    Some(Action { fixes, ..Action::new(title, ActionKind::FixAll, proposals) })
}

/// Returns the safe fixes of the first [`MAX_TOGETHER`] diagnostics of a note that can have one.
fn safe_fixes(workspace: &Workspace, document: &Document, found: &[Diagnostic]) -> Vec<Action> {
    let repaired = found.iter().filter(|it| SAFE.contains(&it.code)).take(MAX_TOGETHER);
    let fixes = repaired.flat_map(|found| fixes(workspace, document, found));
    fixes.filter(|action| action.is_safe).collect()
}

/// Returns those diagnostics of a note that have a safe fix. The edit of a fix may be refused later.
pub fn fixable(
    workspace: &Workspace,
    document: &Document,
    found: &[Diagnostic],
) -> Vec<Diagnostic> {
    safe_fixes(workspace, document, found).into_iter().flat_map(|action| action.fixes).collect()
}

/// Returns one edit with the safe fixes of several notes, without overlapping ones. `None` if there
/// is nothing to fix.
///
/// # Errors
///
/// Returns the reason why the edit is refused.
pub fn fix_all(workspace: &Workspace, notes: &[NoteId]) -> Option<Result<VerifiedEdit, Refusal>> {
    let documents = notes.iter().filter_map(|id| workspace.document(*id));
    let actions: Vec<_> = documents.filter_map(|document| all(workspace, document)).collect();
    if let [action] = &actions[..] {
        return Some(action.edit(workspace));
    }
    let proposals = vec![together(&actions)?];
    Some(Action::new(String::new(), ActionKind::FixAll, proposals).edit(workspace))
}

fn fixes(workspace: &Workspace, document: &Document, found: &Diagnostic) -> Vec<Action> {
    let of_rule = FIXES.iter().filter(|(code, _)| *code == found.code);
    let fixes = of_rule.flat_map(|(_, find)| find(&FixContext { workspace, document, found }));
    fixes.map(|action| of_diagnostic(found, action)).collect()
}

fn of_diagnostic(found: &Diagnostic, action: Action) -> Action {
    debug_assert!(!action.is_safe || SAFE.contains(&found.code), "{} is safe too", found.code);
    // The editor knows only the diagnostics that are shown.
    let fixes = Some(found.clone()).filter(|found| !found.is_repeated);
    Action { kind: ActionKind::QuickFix, fixes: fixes.into_iter().collect(), ..action }
}

/// Joins the edits of some actions, without those that overlap an earlier one.
fn together(actions: &[Action]) -> Option<EditBuilder> {
    let mut first: Option<EditBuilder> = None;
    for action in actions {
        let Proposals::Made(made) = &action.proposals else { continue };
        let Some(edit) = made.first() else { continue };
        match &mut first {
            None => first = Some(edit.clone()),
            Some(whole) if !whole.overlaps(edit) => whole.extend(edit),
            Some(_) => {}
        }
    }
    first
}
