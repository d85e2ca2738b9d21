//! The settings of a workspace.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::note::ReadOptions;

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
#[derive(Clone, Debug)]
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
    pub exclude: Vec<String>,
    excluded: Arc<Gitignore>,
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
        let exclude = vec!["CHANGELOG*".to_owned()];
        let excluded = Arc::new(patterns(&exclude, &mut Vec::new()));
        Self {
            diagnostics: BTreeMap::new(),
            max_heading_level: 4,
            code_lens: false,
            inlay_hints: true,
            highlight_mentions: Highlight::default(),
            exclude,
            excluded,
        }
    }
}

impl Config {
    /// Reads settings as an editor sends them. What cannot be used keeps its default and is said
    /// in the list of problems; `null` is what is not set.
    pub fn read(value: &Value) -> (Self, Vec<String>) {
        let (mut config, mut problems) = (Self::default(), Vec::new());
        let settings = match value {
            Value::Object(settings) => settings,
            Value::Null => return (config, problems),
            _ => return (config, vec!["the settings are not an object".to_owned()]),
        };
        for (name, value) in settings.iter().filter(|(_, value)| !value.is_null()) {
            match name.as_str() {
                "diagnostics" => config.read_diagnostics(value, &mut problems),
                "maxHeadingLevel" => match u8::deserialize(value) {
                    Ok(level @ 1..=6) => config.max_heading_level = level,
                    _ => problems.push(format!("`{name}` is {value}, not a number from 1 to 6")),
                },
                "codeLens" => set_flag(&mut config.code_lens, name, value, &mut problems),
                "inlayHints" => set_flag(&mut config.inlay_hints, name, value, &mut problems),
                "highlightMentions" => match Highlight::deserialize(value) {
                    Ok(which) => config.highlight_mentions = which,
                    Err(_) => problems
                        .push(format!("`{name}` is {value}, not \"off\", \"first\" or \"all\"")),
                },
                "exclude" => match Vec::deserialize(value) {
                    Ok(patterns) => config.exclude = patterns,
                    Err(_) => problems.push(format!("`{name}` is {value}, not a list of patterns")),
                },
                _ if OF_THE_EDITOR.contains(&name.as_str()) => {}
                _ => problems.push(format!("there is no setting `{name}`")),
            }
        }
        config.excluded = Arc::new(patterns(&config.exclude, &mut problems));
        (config, problems)
    }

    fn read_diagnostics(&mut self, value: &Value, problems: &mut Vec<String>) {
        let Value::Object(levels) = value else {
            problems.push(format!("`diagnostics` is {value}, not an object of levels"));
            return;
        };
        for (code, value) in levels {
            match Level::deserialize(value) {
                Ok(level) => drop(self.diagnostics.insert(code.clone(), level)),
                Err(_) => problems.push(format!(
                    "the level of `{code}` is {value}, not \
                     \"error\", \"warning\", \"information\", \"hint\" or \"off\""
                )),
            }
        }
    }

    /// Whether all settings have the same values.
    pub fn same_as(&self, other: &Self) -> bool {
        self.diagnostics == other.diagnostics
            && self.max_heading_level == other.max_heading_level
            && self.code_lens == other.code_lens
            && self.inlay_hints == other.inlay_hints
            && self.highlight_mentions == other.highlight_mentions
            && self.exclude == other.exclude
    }

    /// How notes are to be read under these settings.
    pub fn read_options(&self) -> ReadOptions {
        ReadOptions { max_heading_level: self.max_heading_level, ..ReadOptions::default() }
    }

    /// Whether a file in a folder is left out.
    pub fn excludes(&self, path: &Path, folder: Option<&Path>) -> bool {
        let path = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
        // A path outside every folder is known by its name alone.
        let path =
            if path.is_absolute() { Path::new(path.file_name().unwrap_or_default()) } else { path };
        self.excluded.matched_path_or_any_parents(path, false).is_ignore()
    }
}

fn set_flag(flag: &mut bool, name: &str, value: &Value, problems: &mut Vec<String>) {
    match value {
        Value::Bool(set) => *flag = *set,
        _ => problems.push(format!("`{name}` is {value}, not true or false")),
    }
}

/// The patterns, put together; one that cannot be read is said and left out.
fn patterns(lines: &[String], problems: &mut Vec<String>) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for line in lines {
        if let Err(error) = builder.add_line(None, line) {
            problems.push(format!("`exclude` has a bad pattern: {error}"));
        }
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
