//! The settings: what they are called, and what is read from them.

pub mod buffers;
pub mod file;
pub mod front_matter;
mod given;
pub mod kind;
pub mod list;
pub mod never;
pub mod patterns;
pub mod problems;
pub mod settings;
pub mod sources;
pub mod terms;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::note::ReadOptions;
use crate::note::slug::Anchors;
use crate::note::term::Styles;
use crate::workspace::config::front_matter::FrontMatter;
use crate::workspace::config::patterns::Patterns;
use crate::workspace::config::problems::{Problem, Problems, Step};
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

/// The settings, each with its default where nothing else is set. [`list::SETTINGS`] has their
/// names and says what they do.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// `diagnostics`: the level of rules, by their code.
    pub diagnostics: BTreeMap<String, Level>,
    /// `diagnosticsFor`: which notes are checked unasked.
    pub diagnostics_for: Reach,
    /// `overrides`: other levels of rules for some notes; later ones go over earlier ones.
    pub overrides: Vec<Override>,
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
    /// `frontMatter`: which keys there are.
    pub front_matter: FrontMatter,
    /// `anchors`: how links name headings.
    pub anchors: Anchors,
    /// `sectionTemplate`: what an empty section may be filled with.
    pub section_template: String,
}

/// Which notes are checked unasked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// Those that are open.
    #[default]
    Open,
    /// All.
    Workspace,
}

/// Levels of rules for some notes.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// `files`: which notes.
    pub files: Patterns,
    /// `diagnostics`: the level of rules, by their code.
    pub diagnostics: BTreeMap<String, Level>,
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

impl Default for Config {
    fn default() -> Self {
        Self {
            diagnostics: BTreeMap::new(),
            diagnostics_for: Reach::default(),
            overrides: Vec::new(),
            max_heading_level: 4,
            code_lens: false,
            inlay_hints: true,
            highlight_mentions: Highlight::default(),
            exclude: Patterns::new(vec!["CHANGELOG*".to_owned()], None, |_, _| {}),
            terms: Terms::default(),
            front_matter: FrontMatter::default(),
            anchors: Anchors::default(),
            section_template: String::new(),
        }
    }
}

impl Config {
    /// Reads settings as an editor sends them. What cannot be used keeps its default and is said
    /// in the list of problems; `null` is what is not set. `codes` are those of the rules that
    /// there are; if it is empty, all may be.
    pub fn read(value: &Value, codes: &[&str]) -> (Self, Vec<Problem>) {
        let mut config = Self::default();
        let mut problems = config.apply(value, None, codes);
        problems.retain(|problem| {
            !OF_THE_EDITOR.iter().any(|name| problem.path == [Step::Key((*name).to_owned())])
        });
        (config, problems)
    }

    /// Takes over what is set in `value`, where patterns start from the folder `root` if it is
    /// given, else from that of the note. What cannot be used stays as it is and is said.
    fn apply(&mut self, value: &Value, root: Option<&Path>, codes: &[&str]) -> Vec<Problem> {
        let mut problems = Problems::new(root, codes);
        match value {
            Value::Object(settings) => self.apply_group("", settings, &mut problems),
            Value::Null => {}
            _ => problems.say("the settings are not an object".to_owned()),
        }
        problems.found
    }

    fn apply_group(
        &mut self,
        group: &str,
        settings: &Map<String, Value>,
        problems: &mut Problems<'_>,
    ) {
        for (key, value) in settings.iter().filter(|(_, value)| !value.is_null()) {
            let name = format!("{group}{key}");
            let below = format!("{name}.");
            problems.at(Step::Key(key.clone()), |problems| {
                if let Some(setting) = list::find(&name) {
                    setting.read(self, value, problems);
                } else if list::names_in(&below).is_empty() {
                    problems.unknown(group, key, &list::names_in(group));
                } else if let Value::Object(settings) = value {
                    self.apply_group(&below, settings, problems);
                } else {
                    problems.say(format!("`{name}` is {value}, not an object of settings"));
                }
            });
        }
    }

    /// The level of a rule for the note at a path in a folder, if it is set.
    pub fn level(&self, code: &str, path: Option<&Path>, folder: Option<&Path>) -> Option<Level> {
        let overrides = self.overrides.iter().rev().filter_map(|own| {
            let level = own.diagnostics.get(code)?;
            own.files.match_file(path?, folder).then_some(level)
        });
        overrides.chain(self.diagnostics.get(code)).next().copied()
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
            anchors: self.anchors,
        }
    }

    /// Whether notes are read the same way under these settings and others.
    pub fn reads_as(&self, other: &Self) -> bool {
        self.read_options(None, None) == other.read_options(None, None)
            && self.terms.folders == other.terms.folders
            && self.terms.styles == other.terms.styles
    }

    /// Whether a file in a folder is left out.
    pub fn excludes(&self, path: &Path, folder: Option<&Path>) -> bool {
        self.exclude.match_file(path, folder)
    }
}

#[cfg(test)]
mod tests;
