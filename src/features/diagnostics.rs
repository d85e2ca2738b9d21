//! Diagnostics: what is worth a remark in a note.
//!
//! Each rule is one file with one function, and one line in [`RULES`]. The editor and the command
//! line ask the same function.
//!
//! LSP: textDocument/publishDiagnostics, textDocument/diagnostic.

mod empty_section;
mod parked_section;

use text_size::{TextRange, TextSize};

use crate::note::section::{Section, State};
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
    /// The sections in this state, of the levels that count as sections.
    fn sections(&self, state: State) -> impl Iterator<Item = &Section> {
        let counts = move |section: &&Section| {
            section.state == state && section.heading.level <= self.config.max_heading_level
        };
        self.document.note.sections.iter().filter(counts)
    }

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
    let config = workspace.config_of(&document.location);
    let check = Check { document, config };
    let mut diagnostics = Vec::new();
    for rule in RULES {
        let level = rule.level(config);
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

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{RULES, diagnostics};
    use crate::features::fixture::Fixture;
    use crate::workspace::config::Config;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check_with(settings: &serde_json::Value, fixture: &str, expected: Expect) {
        let mut fixture = Fixture::new(fixture);
        fixture.workspace.set_config(Config::read(settings).0);
        fixture.workspace.settle();
        let note = fixture.notes[0];
        let shown: String = diagnostics(&fixture.workspace, note)
            .into_iter()
            .map(|found| {
                let place = fixture.place(note, found.range);
                format!("{place}\n  {:?} {}: {}\n", found.level, found.code, found.message)
            })
            .collect();
        expected.assert_eq(&shown);
    }

    fn check(fixture: &str, expected: Expect) {
        check_with(&serde_json::Value::Null, fixture, expected);
    }

    #[test]
    fn empty_sections_are_warned_of_also_at_the_end_of_the_file() {
        check(
            "# Topic\n## Written\nText.\n## Empty\n\n---\n## Last",
            expect![[r#"
            /note.md:4: Empty
              Warning empty-section: “Empty” is still empty.
            /note.md:7: Last
              Warning empty-section: “Last” is still empty.
        "#]],
        );
    }

    #[test]
    fn a_comment_parks_a_section() {
        check(
            "## Later\n<!-- after the exam -->\n",
            expect![[r#"
            /note.md:1: Later
              Hint parked-section: “Later” is left for later.
        "#]],
        );
    }

    #[test]
    fn a_heading_without_a_name_is_marked_itself() {
        check(
            "##\n",
            expect![[r###"
            /note.md:1: ##
              Warning empty-section: This heading has neither a name nor any text below it.
        "###]],
        );
    }

    #[test]
    fn deep_headings_are_styled_text_unless_the_settings_say_otherwise() {
        let note = "#### Post\n##### Requirements\n";
        check(note, expect![[""]]);
        check_with(
            &serde_json::json!({ "maxHeadingLevel": 6 }),
            note,
            expect![[r#"
            /note.md:2: Requirements
              Warning empty-section: “Requirements” is still empty.
        "#]],
        );
    }

    #[test]
    fn levels_are_set_by_rule() {
        let levels = serde_json::json!({
            "diagnostics": { "empty-section": "error", "parked-section": "off" }
        });
        check_with(
            &levels,
            "## A\n## B\n<!-- later -->\n",
            expect![[r#"
            /note.md:1: A
              Error empty-section: “A” is still empty.
        "#]],
        );
    }

    #[test]
    fn generated_files_get_no_remarks() {
        check("//- /docs/CHANGELOG.md\n## Empty\n", expect![[""]]);
        check_with(
            &serde_json::json!({ "exclude": [] }),
            "//- /CHANGELOG.md\n## Empty\n",
            expect![[r#"
            /CHANGELOG.md:1: Empty
              Warning empty-section: “Empty” is still empty.
        "#]],
        );
    }

    #[test]
    fn codes_are_in_kebab_case_and_documented() {
        for rule in RULES {
            assert!(rule.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.code);
            assert!(rule.documentation.ends_with('.'), "{}", rule.code);
        }
    }
}
