//! The settings for terms: which are declared where, and what they are called.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use crate::note::ReadOptions;
use crate::note::spelling::nearest;
use crate::note::term::{Style, Styles};
use crate::workspace::config::never::Never;
use crate::workspace::config::patterns::Patterns;
use crate::workspace::config::problems::Problems;

/// The settings below `terms`.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// `styles`: the ways to declare a term.
    pub styles: Styles,
    /// `levels`: the heading levels whose headings may be terms, as far as `maxHeadingLevel` lets
    /// them be sections.
    pub levels: RangeInclusive<u8>,
    /// `folders`: the notes that declare terms, as patterns in the syntax of `.gitignore`; all, if
    /// not set.
    pub folders: Option<Patterns>,
    /// `never`: names that are no mentions in running text.
    pub never: Arc<Never>,
    /// `aliases`: further names, by the headword.
    pub aliases: Arc<BTreeMap<String, Vec<String>>>,
}

const NAMES: [&str; 5] = ["aliases", "folders", "levels", "never", "styles"];

impl Default for Terms {
    fn default() -> Self {
        let ReadOptions { styles, term_levels, .. } = ReadOptions::default();
        Self {
            styles,
            levels: term_levels,
            folders: None,
            never: Arc::default(),
            aliases: Arc::default(),
        }
    }
}

impl Terms {
    /// Takes over what is set in `value`; what cannot be used stays as it is and is said.
    pub(super) fn apply(&mut self, value: &Value, problems: &mut Problems) {
        let Value::Object(settings) = value else {
            return problems.say(format!("`terms` is {value}, not an object of settings"));
        };
        for (name, value) in settings.iter().filter(|(_, value)| !value.is_null()) {
            match name.as_str() {
                "styles" => self.read_styles(value, problems),
                "levels" => match levels(value) {
                    Some(levels) => self.levels = levels,
                    None => problems.say(format!(
                        "`terms.levels` is {value}, not the first and the last heading level, \
                         as in [2, 4]"
                    )),
                },
                "folders" => match Vec::deserialize(value) {
                    Ok(lines) => {
                        let patterns = problems.patterns("terms.folders", lines);
                        self.folders = Some(patterns).filter(|it| !it.lines().is_empty());
                    }
                    Err(_) => problems.not_patterns("terms.folders", value),
                },
                "never" => match Vec::deserialize(value) {
                    Ok(patterns) => {
                        let never = Never::new(&patterns, |pattern| {
                            problems.say(format!("`terms.never` has no word in “{pattern}”"));
                        });
                        self.never = Arc::new(never);
                    }
                    Err(_) => {
                        problems.say(format!("`terms.never` is {value}, not a list of words"));
                    }
                },
                "aliases" => self.read_aliases(value, problems),
                _ => problems.unknown("terms.", name, &NAMES),
            }
        }
    }

    fn read_styles(&mut self, value: &Value, problems: &mut Problems) {
        let Ok(names) = Vec::<String>::deserialize(value) else {
            return problems.say(format!("`terms.styles` is {value}, not a list of styles"));
        };
        let mut styles = Vec::new();
        for name in names {
            let known = Style::ALL.map(Style::name);
            if let Some(style) = Style::from_name(&name) {
                styles.push(style);
            } else {
                let guess = nearest(&name, known).map_or_else(
                    || format!("; there are {}", known.join(", ")),
                    |nearest| format!("; did you mean \"{nearest}\"?"),
                );
                problems.say(format!("`terms.styles` has no style \"{name}\"{guess}"));
            }
        }
        self.styles = styles.into_iter().collect();
    }

    /// Names from several places add up; those of one headword are exchanged.
    fn read_aliases(&mut self, value: &Value, problems: &mut Problems) {
        let Value::Object(table) = value else {
            return problems.say(format!("`terms.aliases` is {value}, not an object of lists"));
        };
        let aliases = Arc::make_mut(&mut self.aliases);
        for (headword, value) in table {
            let names = match value {
                Value::String(name) => Some(vec![name.clone()]),
                _ => Vec::deserialize(value).ok(),
            };
            match names {
                Some(names) => drop(aliases.insert(headword.clone(), names)),
                None => problems.say(format!(
                    "`terms.aliases` has {value} for “{headword}”, not a list of names"
                )),
            }
        }
    }
}

/// Heading levels: one, or several from the first to the last.
fn levels(value: &Value) -> Option<RangeInclusive<u8>> {
    let levels = match value {
        Value::Number(_) => vec![u8::deserialize(value).ok()?],
        _ => Vec::deserialize(value).ok()?,
    };
    let (first, last) = (*levels.first()?, *levels.last()?);
    let is_level = |level: u8| (1..=6).contains(&level);
    (levels.is_sorted() && is_level(first) && is_level(last)).then_some(first..=last)
}
