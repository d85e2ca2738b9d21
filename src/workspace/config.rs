//! The settings.
//!
//! [`Config`] is the list of all settings. The doc comment of a field is the documentation of the
//! setting, and [`Config::default`] has the defaults. The schema, the reference page and the
//! settings of the VS Code extension are generated from it (`schema.rs`).

pub mod buffers;
pub mod file;
pub mod front_matter;
pub mod ignored_names;
pub mod layer;
pub mod patterns;
pub mod problems;
pub mod schema;
pub mod settings;
pub mod sources;
pub mod terms;

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

use crate::note::ReadOptions;
use crate::note::slug::Anchors;
use crate::note::term::{Style, Styles};
use crate::workspace::config::front_matter::FrontMatterConfig;
use crate::workspace::config::patterns::Patterns;
use crate::workspace::config::terms::Terms;
use crate::workspace::file_role::FileRole;

/// The settings of a folder of notes for the language server Headword.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "headword.toml")]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Config {
    /// The level of each rule, by its code. `off` turns a rule off.
    pub diagnostics: BTreeMap<String, Level>,
    /// Which notes get diagnostics in the editor: open notes or the whole workspace. `headword
    /// check` always checks all notes.
    pub diagnostics_for: DiagnosticScope,
    /// Levels of rules for some notes: a list of `files`, patterns in the syntax of `.gitignore`,
    /// with their own `diagnostics`. Later entries take precedence.
    pub overrides: Vec<Override>,
    /// The deepest heading level that starts a section. Deeper headings are treated as styled text:
    /// they do not declare terms and are not reported as empty.
    #[serde(deserialize_with = "heading_level")]
    #[schemars(range(min = 1, max = 6))]
    pub max_heading_level: u8,
    /// The files that are not read, as patterns in the syntax of `.gitignore`. Files that
    /// `.gitignore` excludes are never read.
    pub exclude: Patterns,
    /// Which terms there are, and their names.
    pub terms: Terms,
    /// Whether the number of mentions is shown above each term.
    pub code_lens: bool,
    /// Whether the number of terms and the number of empty sections are shown after the heading of
    /// each topic.
    pub inlay_hints: bool,
    /// Which mentions of terms are highlighted.
    pub highlight_mentions: Highlight,
    /// How the anchors of headings are computed. Headings with an explicit anchor (`{#name}`) keep
    /// it.
    pub anchors: Anchors,
    /// The Markdown that the code action “Fill … from template” inserts into an empty section. It must
    /// not contain headings.
    pub section_template: String,
    /// Which keys of front matter are known.
    pub front_matter: FrontMatterConfig,
}

/// The level of a diagnostic.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Shown discreetly.
    Hint,
    /// Good to know.
    Information,
    /// Should be looked at.
    Warning,
    /// Is broken.
    Error,
}

/// Which notes get diagnostics in the editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosticScope {
    /// Open notes.
    #[default]
    Open,
    /// All notes in the folders of the workspace.
    Workspace,
}

/// Levels of rules for some notes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The notes, as patterns in the syntax of `.gitignore`.
    pub files: Patterns,
    /// The level of each rule, by its code.
    pub diagnostics: BTreeMap<String, Level>,
}

/// Which mentions of terms an editor highlights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Highlight {
    /// No mentions.
    Off,
    /// The first mention of each term in each section.
    #[default]
    First,
    /// All mentions.
    All,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            diagnostics: BTreeMap::new(),
            diagnostics_for: DiagnosticScope::default(),
            overrides: Vec::new(),
            max_heading_level: 4,
            exclude: Patterns::from_valid(&["CHANGELOG*"]),
            terms: Terms::default(),
            code_lens: false,
            inlay_hints: true,
            highlight_mentions: Highlight::default(),
            anchors: Anchors::default(),
            section_template: String::new(),
            front_matter: FrontMatterConfig::default(),
        }
    }
}

impl Config {
    /// The level of a rule for the note at a path in a folder, if it is set.
    pub fn level(&self, code: &str, path: Option<&Path>, folder: Option<&Path>) -> Option<Level> {
        let overrides = self.overrides.iter().rev().filter_map(|entry| {
            let level = entry.diagnostics.get(code)?;
            entry.files.match_file(path?, folder).then_some(level)
        });
        overrides.chain(self.diagnostics.get(code)).next().copied()
    }

    /// The options to read the note at a path in a folder.
    pub fn read_options(&self, path: Option<&Path>, folder: Option<&Path>) -> ReadOptions {
        let terms = &self.terms;
        let may_declare = terms.folders.is_empty()
            || path.is_some_and(|path| terms.folders.match_file(path, folder));
        // Folders in the settings are the user's choice.
        let role = match path {
            Some(path) if terms.folders.is_empty() => FileRole::of(path, folder),
            _ => FileRole::Note,
        };
        let styles = match role {
            _ if !may_declare => Styles::NONE,
            FileRole::Note => terms.styles,
            FileRole::Index => terms.styles.without(Style::Note),
            FileRole::Boilerplate => Styles::NONE,
        };
        ReadOptions {
            max_heading_level: self.max_heading_level,
            styles,
            term_levels: terms.levels.clone(),
            aliases: terms.aliases.clone(),
            anchors: self.anchors,
            path: path.map(std::sync::Arc::from),
        }
    }

    /// Whether these settings and others give each note the same [`ReadOptions`].
    pub fn same_reading_as(&self, other: &Self) -> bool {
        self.read_options(None, None) == other.read_options(None, None)
            && self.terms.folders == other.terms.folders
            && self.terms.styles == other.terms.styles
    }

    /// Whether a file in a folder is excluded.
    pub fn excludes(&self, path: &Path, folder: Option<&Path>) -> bool {
        self.exclude.match_file(path, folder)
    }
}

fn heading_level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let level = u8::deserialize(deserializer)?;
    if (1..=6).contains(&level) { Ok(level) } else { Err(D::Error::custom("out of range")) }
}

#[cfg(test)]
mod tests;
