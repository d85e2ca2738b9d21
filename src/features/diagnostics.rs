//! Diagnostics: what is worth a remark in a note.
//!
//! Each rule is one file with one function, and one line in [`RULES`]. The editor and the command
//! line ask the same function.
//!
//! LSP: textDocument/publishDiagnostics, textDocument/diagnostic.

mod empty_section;
mod parked_section;

use text_size::{TextRange, TextSize};

use crate::note::section::Section;
use crate::workspace::Workspace;
use crate::workspace::config::{Config, Level};
use crate::workspace::document::{Document, NoteId};

/// All rules, in the order of the documentation.
pub const RULES: &[Rule] = &[empty_section::RULE, parked_section::RULE];

/// A rule that notes are checked by.
pub struct Rule {
    /// Its name, which the settings and the findings carry.
    pub code: &'static str,
    /// How much its findings matter if the settings do not say.
    pub default_level: Level,
    /// What it finds, and why that matters, as Markdown for the documentation.
    pub documentation: &'static str,
    /// Finds all places in a note.
    check: fn(&Check<'_>, &mut Vec<Finding>),
}

/// What a rule gets to see.
struct Check<'w> {
    document: &'w Document,
    config: &'w Config,
}

impl Check<'_> {
    /// Where a remark on a whole section stands: on its name, or on the marks of a heading
    /// without one.
    fn heading_range(&self, section: &Section) -> TextRange {
        let heading = &section.heading;
        if heading.name_range.is_empty() {
            let line = self.document.text.slice(heading.range);
            let marks = line.trim_end().len().max(1);
            TextRange::at(heading.range.start(), TextSize::of(&line[..marks.min(line.len())]))
        } else {
            heading.name_range
        }
    }
}

/// A place that a rule has found.
struct Finding {
    range: TextRange,
    message: String,
}

/// A remark on a place in a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the rule.
    pub code: &'static str,
    /// How much it matters; never [`Level::Off`].
    pub level: Level,
    /// The place.
    pub range: TextRange,
    /// What is the matter, as a sentence.
    pub message: String,
}

impl Rule {
    /// How much the rule's findings matter under these settings.
    pub fn level(&self, config: &Config) -> Level {
        config.diagnostics.get(self.code).copied().unwrap_or(self.default_level)
    }
}

/// All remarks on a note, in the order of their places. A generated file gets none.
pub fn diagnostics(workspace: &Workspace, id: NoteId) -> Vec<Diagnostic> {
    let Some(document) = workspace.document(id) else { return Vec::new() };
    if workspace.is_generated(&document.location) {
        return Vec::new();
    }
    let check = Check { document, config: workspace.config() };
    let mut diagnostics = Vec::new();
    for rule in RULES {
        let level = rule.level(workspace.config());
        if level == Level::Off {
            continue;
        }
        let mut findings = Vec::new();
        (rule.check)(&check, &mut findings);
        diagnostics.extend(findings.into_iter().map(|Finding { range, message }| Diagnostic {
            code: rule.code,
            level,
            range,
            message,
        }));
    }
    diagnostics.sort_by_key(|found| (found.range.start(), found.code));
    diagnostics
}
