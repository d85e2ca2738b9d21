//! The settings: what they are called, and what is read from them.

pub mod file;
pub mod never;
pub mod patterns;
mod problems;
pub mod settings;
pub mod terms;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::note::ReadOptions;
use crate::note::term::Styles;
use crate::workspace::config::patterns::Patterns;
use crate::workspace::config::problems::Problems;
use crate::workspace::config::terms::Terms;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
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

/// The settings, each with its default where nothing else is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// `diagnostics`: the level of rules, by their code.
    pub diagnostics: BTreeMap<String, Level>,
    /// `maxHeadingLevel`: the deepest heading level, 1 to 6, that makes a section of its own.
    pub max_heading_level: u8,
    /// `codeLens`: whether the number of its mentions stands above each term.
    pub code_lens: bool,
    /// `inlayHints`: whether the numbers of terms and gaps stand behind each topic.
    pub inlay_hints: bool,
    /// `highlightMentions`: which mentions of terms are colored.
    pub highlight_mentions: Highlight,
    /// `exclude`: files that are left out, as patterns in the syntax of `.gitignore`.
    pub exclude: Patterns,
    /// `terms`: which terms there are, and what they are called.
    pub terms: Terms,
}

/// Which mentions of terms an editor is to color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Highlight {
    /// None.
    Off,
    /// The first one of each term in each section: as an encyclopedia links.
    #[default]
    First,
    /// Every one.
    All,
}

/// Settings that an editor's extension keeps beside ours under the same name.
const OF_THE_EDITOR: [&str; 2] = ["server", "trace"];

/// The names of our settings.
const NAMES: [&str; 7] = [
    "codeLens",
    "diagnostics",
    "exclude",
    "highlightMentions",
    "inlayHints",
    "maxHeadingLevel",
    "terms",
];

impl Default for Config {
    fn default() -> Self {
        Self {
            diagnostics: BTreeMap::new(),
            max_heading_level: 4,
            code_lens: false,
            inlay_hints: true,
            highlight_mentions: Highlight::default(),
            exclude: Patterns::new(vec!["CHANGELOG*".to_owned()], drop),
            terms: Terms::default(),
        }
    }
}

impl Config {
    /// Reads settings as an editor sends them. What cannot be used keeps its default and is said
    /// in the list of problems; `null` is what is not set.
    pub fn read(value: &Value) -> (Self, Vec<String>) {
        let mut config = Self::default();
        let problems = config.apply(value);
        (config, problems)
    }

    /// Takes over what is set in `value`. What cannot be used stays as it is and is said.
    pub(super) fn apply(&mut self, value: &Value) -> Vec<String> {
        let mut problems = Problems::default();
        match value {
            Value::Object(settings) => {
                for (name, value) in settings.iter().filter(|(_, value)| !value.is_null()) {
                    self.set(name, value, &mut problems);
                }
            }
            Value::Null => {}
            _ => problems.say("the settings are not an object".to_owned()),
        }
        problems.0
    }

    fn set(&mut self, name: &str, value: &Value, problems: &mut Problems) {
        match name {
            "diagnostics" => self.read_diagnostics(value, problems),
            "maxHeadingLevel" => match u8::deserialize(value) {
                Ok(level @ 1..=6) => self.max_heading_level = level,
                _ => problems.say(format!("`{name}` is {value}, not a number from 1 to 6")),
            },
            "codeLens" => set_flag(&mut self.code_lens, name, value, problems),
            "inlayHints" => set_flag(&mut self.inlay_hints, name, value, problems),
            "highlightMentions" => match Highlight::deserialize(value) {
                Ok(which) => self.highlight_mentions = which,
                Err(_) => {
                    let kinds = "\"off\", \"first\" or \"all\"";
                    problems.say(format!("`{name}` is {value}, not {kinds}"));
                }
            },
            "exclude" => match Vec::deserialize(value) {
                Ok(lines) => self.exclude = problems.patterns(name, lines),
                Err(_) => problems.not_patterns(name, value),
            },
            "terms" => self.terms.apply(value, problems),
            _ if OF_THE_EDITOR.contains(&name) => {}
            _ => problems.unknown("", name, &NAMES),
        }
    }

    fn read_diagnostics(&mut self, value: &Value, problems: &mut Problems) {
        let Value::Object(levels) = value else {
            return problems.say(format!("`diagnostics` is {value}, not an object of levels"));
        };
        for (code, value) in levels {
            match Level::deserialize(value) {
                Ok(level) => drop(self.diagnostics.insert(code.clone(), level)),
                Err(_) => problems.say(format!(
                    "the level of `{code}` is {value}, not \
                     \"error\", \"warning\", \"information\", \"hint\" or \"off\""
                )),
            }
        }
    }

    /// How the note at a path in a folder is to be read under these settings.
    pub fn read_options(&self, path: Option<&Path>, folder: Option<&Path>) -> ReadOptions {
        let terms = &self.terms;
        let declares = |folders: &Patterns| path.is_some_and(|p| folders.match_file(p, folder));
        let declares = terms.folders.as_ref().is_none_or(declares);
        ReadOptions {
            max_heading_level: self.max_heading_level,
            styles: if declares { terms.styles } else { Styles::NONE },
            term_levels: terms.levels.clone(),
            aliases: terms.aliases.clone(),
        }
    }

    /// Whether a file in a folder is left out.
    pub fn excludes(&self, path: &Path, folder: Option<&Path>) -> bool {
        self.exclude.match_file(path, folder)
    }
}

fn set_flag(flag: &mut bool, name: &str, value: &Value, problems: &mut Problems) {
    match value {
        Value::Bool(set) => *flag = *set,
        _ => problems.say(format!("`{name}` is {value}, not true or false")),
    }
}

#[cfg(test)]
mod tests;
