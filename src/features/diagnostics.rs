//! Diagnostics: the problems of a note.
//!
//! Each rule is one file with one function, and one line in [`RULES`]. The editor and the command
//! line call the same function.
//!
//! LSP: textDocument/publishDiagnostics, textDocument/diagnostic.

mod ambiguous_alias;
mod broken_anchor;
mod broken_link;
mod broken_reference;
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
mod self_referential_definition;
pub(in crate::features) mod similar_tag;
mod skipped_level;
mod truncated_definition;
mod twin_definition;
mod undefined_term;
pub(in crate::features) mod unknown_key;
mod unknown_rule;
mod unused_reference;
mod wrong_type;

use text_size::{TextRange, TextSize};

pub use self::invalid_settings::{INVALID_SETTINGS, invalid_settings};

use crate::features::diagnostics::namesakes::Namesakes;
use crate::note::section::{Section, SectionStatus};
use crate::note::term::Term;
use crate::workspace::config::{Config, Level};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Resolver;
use crate::workspace::{Declaration, Workspace};

pub(super) use self::skipped_level::run as skipped_run;

/// All rules, in the order of the documentation.
pub const RULES: &[Rule] = &[
    empty_section::RULE,
    parked_section::RULE,
    duplicate_heading::RULE,
    skipped_level::RULE,
    duplicate_term::RULE,
    ambiguous_alias::RULE,
    truncated_definition::RULE,
    self_referential_definition::RULE,
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

/// A check with a code.
pub struct Rule {
    /// The name in settings, suppressions and diagnostics.
    pub code: &'static str,
    /// The level without a setting.
    pub default_level: Level,
    /// Describes the problem and why it matters, as Markdown for the reference page.
    pub documentation: &'static str,
    /// Adds a finding for each problem in a note.
    check: fn(&RuleContext<'_>, &mut Vec<Finding>),
}

/// The input of a rule.
struct RuleContext<'w> {
    workspace: &'w Workspace,
    document: &'w Document,
    namesakes: Namesakes<'w>,
    resolver: Resolver<'w>,
    config: &'w Config,
}

impl<'w> RuleContext<'w> {
    /// Returns the terms that the note declares.
    fn terms(&self) -> impl Iterator<Item = &'w Term> {
        let is_term = |term: &&Term| !self.workspace.is_boilerplate_title(term);
        self.document.note.terms.iter().filter(is_term)
    }

    /// Returns the sections with this status, up to the level of the setting `maxHeadingLevel`.
    fn sections(&self, state: SectionStatus) -> impl Iterator<Item = &Section> {
        let counts = move |section: &&Section| {
            section.state == state && section.heading.level <= self.config.max_heading_level
        };
        self.document.note.sections.iter().filter(counts)
    }

    /// Returns the range of a diagnostic about a section: its name, or the heading marks if it has
    /// no name.
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

/// A problem found by a rule.
struct Finding {
    range: TextRange,
    message: String,
    related: Vec<Related>,
}

impl Finding {
    fn new(range: TextRange, message: String) -> Self {
        Self { range, message, related: Vec::new() }
    }
}

/// Another place that explains a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The note.
    pub note: NoteId,
    /// The range in this note.
    pub range: TextRange,
    /// The relation of this place to the problem, as a sentence.
    pub message: String,
}

impl Related {
    fn new(other: &Declaration<'_>, message: String) -> Self {
        Self { note: other.document.id, range: other.term.name_range, message }
    }
}

/// A problem at a range of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the rule.
    pub code: &'static str,
    /// The level; never [`Level::Off`].
    pub level: Level,
    /// The range in the note.
    pub range: TextRange,
    /// The problem, and the remedy if there is one, as sentences.
    pub message: String,
    /// Other places that explain the problem.
    pub related: Vec<Related>,
}

impl Rule {
    /// Returns the level of the rule in a document, by its settings.
    fn level(&self, workspace: &Workspace, document: &Document) -> Level {
        let path = document.location.path();
        let folder = path.and_then(|path| workspace.folders().of(path));
        let config = workspace.config_of(&document.location);
        config.level(self.code, path, folder).unwrap_or(self.default_level)
    }

    /// Returns the first sentence of the documentation.
    pub fn summary(&self) -> &'static str {
        let end = self.documentation.find(". ").map_or(self.documentation.len(), |end| end + 1);
        &self.documentation[..end]
    }
}

/// Returns the diagnostics of a note in the order of their ranges, without suppressed ones.
/// The result is empty for a generated file.
pub fn diagnostics(workspace: &Workspace, id: NoteId) -> Vec<Diagnostic> {
    let Some(document) = workspace.document(id) else { return Vec::new() };
    if workspace.is_generated(&document.location) {
        return Vec::new();
    }
    let config = workspace.config_of(&document.location);
    let namesakes = Namesakes::new(workspace, document);
    let resolver = Resolver::new(workspace);
    let check = RuleContext { workspace, document, namesakes, resolver, config };
    let mut diagnostics = Vec::new();
    for rule in RULES {
        let level = rule.level(workspace, document);
        if level == Level::Off {
            continue;
        }
        let mut findings = Vec::new();
        (rule.check)(&check, &mut findings);
        diagnostics.extend(findings.into_iter().map(|found| Diagnostic {
            code: rule.code,
            level,
            range: found.range,
            message: found.message,
            related: found.related,
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
