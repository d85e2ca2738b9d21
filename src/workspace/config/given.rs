//! What was given for a setting, read as what the setting takes.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::note::spelling::nearest;
use crate::note::term::{Style, Styles};
use crate::workspace::config::kind::{Kind, LEVELS, one_of};
use crate::workspace::config::never::Never;
use crate::workspace::config::patterns::Patterns;
use crate::workspace::config::problems::{Problems, Step};
use crate::workspace::config::{Level, Override};

/// What was given for a setting. `None` from any of the methods says that it is not of the kind;
/// what is wrong in a part of it alone is said here, and the rest is taken.
pub(super) struct Given<'g, 'r> {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) value: &'g Value,
    pub(super) problems: &'g mut Problems<'r>,
}

impl Given<'_, '_> {
    /// Puts a simple value where it belongs.
    pub(super) fn put<T: DeserializeOwned>(self, place: &mut T) -> Option<()> {
        if let Kind::Number { first, last } = self.kind {
            let number = self.value.as_u64()?;
            (first.into()..=last.into()).contains(&number).then_some(())?;
        }
        *place = T::deserialize(self.value).ok()?;
        Some(())
    }

    /// Patterns for files.
    pub(super) fn patterns(self) -> Option<Patterns> {
        let lines = Vec::deserialize(self.value).ok()?;
        let (name, root) = (self.name, self.problems.root);
        Some(Patterns::new(lines, root, |number, error| {
            let message = format!("`{name}` has a bad pattern: {error}");
            self.problems.at(Step::Item(number), |problems| problems.say(message));
        }))
    }

    /// Levels of rules, put over those that there are.
    pub(super) fn levels(self, levels: &mut BTreeMap<String, Level>) -> Option<()> {
        for (code, value) in self.value.as_object()? {
            self.problems.at(Step::Key(code.clone()), |problems| problems.check_code(code));
            if let Ok(level) = Level::deserialize(value) {
                levels.insert(code.clone(), level);
            } else if !value.is_null() {
                let levels = one_of(LEVELS);
                let message = format!("the level of `{code}` is {value}, not {levels}");
                self.problems.at(Step::Key(code.clone()), |problems| problems.say(message));
            }
        }
        Some(())
    }

    /// Levels of rules for some notes.
    pub(super) fn overrides(self) -> Option<Vec<Override>> {
        let mut overrides = Vec::new();
        for (number, value) in self.value.as_array()?.iter().enumerate() {
            let name = self.name;
            let read = |problems: &mut Problems<'_>| read_override(name, value, problems);
            overrides.extend(self.problems.at(Step::Item(number), read));
        }
        Some(overrides)
    }

    /// The ways to declare a term.
    pub(super) fn styles(self) -> Option<Styles> {
        let names = Vec::<String>::deserialize(self.value).ok()?;
        let mut styles = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let known = Style::ALL.map(Style::name);
            if let Some(style) = Style::from_name(name) {
                styles.push(style);
                continue;
            }
            let guess = nearest(name, known).map_or_else(
                || format!("; there are {}", known.join(", ")),
                |nearest| format!("; did you mean \"{nearest}\"?"),
            );
            let message = format!("`{}` has no style \"{name}\"{guess}", self.name);
            self.problems.at(Step::Item(number), |problems| problems.say(message));
        }
        Some(styles.into_iter().collect())
    }

    /// Heading levels: one, or several from the first to the last.
    pub(super) fn heading_levels(self) -> Option<RangeInclusive<u8>> {
        let levels = match self.value {
            Value::Number(_) => vec![u8::deserialize(self.value).ok()?],
            _ => Vec::deserialize(self.value).ok()?,
        };
        let (first, last) = (*levels.first()?, *levels.last()?);
        let is_level = |level: u8| (1..=6).contains(&level);
        (levels.is_sorted() && is_level(first) && is_level(last)).then_some(first..=last)
    }

    /// Names that are no mentions.
    pub(super) fn never(self) -> Option<Arc<Never>> {
        let patterns = Vec::<String>::deserialize(self.value).ok()?;
        let never = Never::new(&patterns, |number, pattern| {
            let message = format!("`{}` has no word in “{pattern}”", self.name);
            self.problems.at(Step::Item(number), |problems| problems.say(message));
        });
        Some(Arc::new(never))
    }

    /// Further names by the headword: those from several places add up; those of one headword are
    /// exchanged.
    pub(super) fn aliases(self, aliases: &mut Arc<BTreeMap<String, Vec<String>>>) -> Option<()> {
        for (headword, value) in self.value.as_object()? {
            let names = match value {
                Value::String(name) => Some(vec![name.clone()]),
                _ => Vec::deserialize(value).ok(),
            };
            if let Some(names) = names {
                Arc::make_mut(aliases).insert(headword.clone(), names);
            } else {
                let name = self.name;
                let message = format!("`{name}` has {value} for “{headword}”, not a list of names");
                self.problems.at(Step::Key(headword.clone()), |problems| problems.say(message));
            }
        }
        Some(())
    }
}

fn read_override(
    name: &'static str,
    value: &Value,
    problems: &mut Problems<'_>,
) -> Option<Override> {
    let Some(parts) = value.as_object() else {
        problems.say(format!("`{name}` has {value}, not an object with `files`"));
        return None;
    };
    for key in parts.keys().filter(|key| !["files", "diagnostics"].contains(&key.as_str())) {
        problems.at(Step::Key(key.clone()), |problems| {
            problems.unknown("", key, &["files", "diagnostics"]);
        });
    }
    let mut part = |key: &str, kind: Kind, read: &mut dyn FnMut(Given<'_, '_>) -> Option<()>| {
        let Some(value) = parts.get(key) else {
            return problems.say(format!("an item of `{name}` has no `{key}`"));
        };
        problems.at(Step::Key(key.to_owned()), |problems| {
            if read(Given { name, kind, value, problems: &mut *problems }).is_none() {
                problems.say(format!("`{key}` is {value}, not {}", kind.expected()));
            }
        });
    };
    let (mut files, mut diagnostics) = (None, BTreeMap::new());
    part("files", Kind::Patterns, &mut |given| {
        files = Some(given.patterns()?);
        Some(())
    });
    part("diagnostics", Kind::Levels, &mut |given| given.levels(&mut diagnostics));
    files.map(|files| Override { files, diagnostics })
}
