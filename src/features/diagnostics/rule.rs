//! A diagnostic rule: its input, and the problems that it finds.

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::diagnostic::Related;
use crate::features::diagnostics::namesakes::Namesakes;
use crate::note::section::{Section, SectionStatus};
use crate::note::term::Term;
use crate::workspace::Workspace;
use crate::workspace::config::{Config, Level};
use crate::workspace::document::Document;
use crate::workspace::file_role::is_in_boilerplate;
use crate::workspace::links::Resolver;

/// A check with a code.
pub struct Rule {
    /// The name in settings, suppressions and diagnostics.
    pub code: &'static str,
    /// The level without a setting.
    pub default_level: Level,
    /// Describes the problem and why it matters, as Markdown for the reference page.
    pub documentation: &'static str,
    /// Adds a finding for each problem in a note.
    pub(super) check: fn(&RuleContext<'_>, &mut Vec<Finding>),
}

/// The rules with a lower default level in editors. A section that is still empty is normal while a
/// person writes, but a build should count it.
const CALM_IN_EDITORS: &[(&str, Level)] = &[("empty-section", Level::Information)];

/// The levels of a rule for a note.
pub(super) struct Levels {
    /// On the command line.
    pub(super) command_line: Level,
    /// In editors.
    pub(super) editor: Level,
}

impl Rule {
    /// Returns the levels of the rule in a document, by its settings.
    pub(super) fn levels(&self, workspace: &Workspace, document: &Document) -> Levels {
        let path = document.location.path();
        let folder = path.and_then(|path| workspace.folders().of(path));
        let config = workspace.config_of(&document.location);
        let set = config.level(self.code, path, folder);
        Levels {
            command_line: set.unwrap_or(self.default_level),
            editor: set.unwrap_or(self.editor_level()),
        }
    }

    /// Returns the level in editors without a setting.
    pub fn editor_level(&self) -> Level {
        let calm = CALM_IN_EDITORS.iter().find(|(code, _)| *code == self.code);
        calm.map_or(self.default_level, |(_, level)| *level)
    }

    /// Returns the default levels as Markdown for the reference page.
    pub fn level_text(&self) -> String {
        let name = |level: Level| format!("`{level:?}`").to_lowercase();
        let (level, editor) = (name(self.default_level), name(self.editor_level()));
        if level == editor { level } else { format!("{level}, in editors {editor}") }
    }

    /// Returns the first sentence of the documentation.
    pub fn summary(&self) -> &'static str {
        let end = self.documentation.find(". ").map_or(self.documentation.len(), |end| end + 1);
        &self.documentation[..end]
    }
}

/// The input of a rule.
pub(super) struct RuleContext<'w> {
    /// The workspace.
    pub(super) workspace: &'w Workspace,
    /// The document to check.
    pub(super) document: &'w Document,
    /// The other declarations of its terms.
    pub(super) namesakes: Namesakes<'w>,
    /// The targets of its links.
    pub(super) resolver: Resolver<'w>,
    /// The settings of the note.
    pub(super) config: &'w Config,
    /// All rules.
    pub(super) rules: &'static [Rule],
}

impl<'w> RuleContext<'w> {
    /// Returns the input of these rules for a note.
    pub(super) fn new(
        workspace: &'w Workspace,
        document: &'w Document,
        rules: &'static [Rule],
    ) -> Self {
        Self {
            workspace,
            document,
            namesakes: Namesakes::new(workspace, document),
            resolver: Resolver::new(workspace),
            config: workspace.config_of(&document.location),
            rules,
        }
    }

    /// Returns the codes of all rules.
    pub(super) fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.rules.iter().map(|rule| rule.code)
    }

    /// Returns the terms that the note declares.
    pub(super) fn terms(&self) -> impl Iterator<Item = &'w Term> {
        let is_term = |term: &&Term| !self.workspace.is_rejected(term);
        self.document.note.terms.iter().filter(is_term)
    }

    /// Returns the sections with this status, up to the level of the setting `maxHeadingLevel`.
    pub(super) fn sections(&self, state: SectionStatus) -> impl Iterator<Item = &Section> {
        let counts = move |section: &&Section| {
            section.state == state && section.heading.level <= self.config.max_heading_level
        };
        self.document.note.sections.iter().filter(counts)
    }

    /// Returns whether the note is in a folder of templates or tests.
    pub(super) fn is_in_boilerplate(&self) -> bool {
        let path = self.document.location.path();
        path.is_some_and(|path| is_in_boilerplate(path, self.workspace.folders().of(path)))
    }

    /// Returns the range of a diagnostic about a section: its name, or the heading marks if it has
    /// no name.
    pub(super) fn heading_range(&self, section: &Section) -> TextRange {
        let heading = &section.heading;
        if heading.name_range.is_empty() {
            let line = self.document.note.text.slice(heading.range);
            let marks = line.trim_end().len().max(1);
            TextRange::at(heading.range.start(), TextSize::of(&line[..marks.min(line.len())]))
        } else {
            heading.name_range
        }
    }
}

/// A problem found by a rule.
#[derive(Default)]
pub(super) struct Finding {
    /// The range in the note.
    pub(super) range: TextRange,
    /// The problem, and the remedy if there is one, as sentences.
    pub(super) message: String,
    /// Other places that explain the problem.
    pub(super) related: Vec<Related>,
    /// Whether an earlier place of the note has the same problem.
    pub(super) is_repeated: bool,
}

impl Finding {
    /// Returns a finding without related places.
    pub(super) fn new(range: TextRange, message: String) -> Self {
        Self { range, message, ..Self::default() }
    }
}
