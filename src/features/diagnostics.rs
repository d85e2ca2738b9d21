//! Diagnostics: the problems of a note.
//!
//! Each rule is one file with one function, and one line in [`RULES`]. The editor and the command
//! line call the same function.
//!
//! LSP: textDocument/publishDiagnostics, textDocument/diagnostic.

mod accidental_heading;
mod ambiguous_alias;
mod broken_anchor;
mod broken_link;
mod broken_reference;
mod circular_definition;
mod diagnostic;
mod duplicate_heading;
mod duplicate_tag;
mod duplicate_term;
mod empty_section;
mod file_date_mismatch;
mod front_matter;
mod front_matter_schema;
mod invalid_front_matter;
mod invalid_settings;
mod missing_contrast;
mod namesakes;
mod parked_section;
mod rule;
mod self_referential_definition;
pub(in crate::features) mod similar_tag;
pub(in crate::features) mod skipped_level;
mod truncated_definition;
mod twin_definition;
mod undefined_term;
pub(in crate::features) mod unknown_key;
mod unknown_rule;
mod unused_reference;
mod wrong_type;

use crate::workspace::Workspace;
use crate::workspace::config::Level;
use crate::workspace::document::NoteId;

pub use self::diagnostic::{Diagnostic, Related};
pub use self::invalid_settings::{INVALID_SETTINGS, INVALID_SETTINGS_PAGE, invalid_settings};
pub use self::rule::Rule;
use self::rule::RuleContext;

/// All rules, in the order of the documentation.
pub const RULES: &[Rule] = &[
    empty_section::RULE,
    parked_section::RULE,
    duplicate_heading::RULE,
    skipped_level::RULE,
    accidental_heading::RULE,
    duplicate_term::RULE,
    ambiguous_alias::RULE,
    truncated_definition::RULE,
    self_referential_definition::RULE,
    circular_definition::RULE,
    twin_definition::RULE,
    missing_contrast::RULE,
    undefined_term::RULE,
    broken_link::RULE,
    broken_anchor::RULE,
    broken_reference::RULE,
    unused_reference::RULE,
    invalid_front_matter::RULE,
    unknown_key::RULE,
    wrong_type::RULE,
    front_matter_schema::RULE,
    duplicate_tag::RULE,
    similar_tag::RULE,
    file_date_mismatch::RULE,
    unknown_rule::RULE,
];

/// Returns the codes of all rules.
pub fn codes() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.code)
}

/// Returns the diagnostics of a note in the order of their ranges, without suppressed ones.
/// The result is empty for a generated file.
pub fn diagnostics(workspace: &Workspace, id: NoteId) -> Vec<Diagnostic> {
    let mut found = with_repeated(workspace, id);
    found.retain(|diagnostic| !diagnostic.is_repeated);
    found
}

/// Returns the diagnostics of a note, and the repeated ones, which are not shown.
pub(super) fn with_repeated(workspace: &Workspace, id: NoteId) -> Vec<Diagnostic> {
    let document = workspace.document(id).filter(|document| document.is_note());
    let Some(document) = document else { return Vec::new() };
    if workspace.is_generated(&document.location) {
        return Vec::new();
    }
    let context = RuleContext::new(workspace, document, RULES);
    let mut diagnostics = Vec::new();
    for rule in RULES {
        let levels = rule.levels(workspace, document);
        if levels.command_line == Level::Off {
            continue;
        }
        let mut findings = Vec::new();
        (rule.check)(&context, &mut findings);
        diagnostics.extend(findings.into_iter().map(|found| Diagnostic {
            code: rule.code,
            level: levels.command_line,
            editor_level: levels.editor,
            range: found.range,
            message: found.message,
            related: found.related,
            is_repeated: found.is_repeated,
        }));
    }
    let suppressions = &document.note.suppressions;
    diagnostics
        .retain(|found| !suppressions.iter().any(|it| it.covers(found.code, found.range.start())));
    diagnostics.sort_by_key(|found| (found.range.start(), found.code));
    diagnostics
}

#[cfg(test)]
mod tests;
