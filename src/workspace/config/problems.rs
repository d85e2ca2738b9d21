//! Problems of settings.

use std::fmt;

/// A problem of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    /// The place of the setting, or of the part of its value that is invalid.
    pub path: SettingPath,
    /// Whether the last key of the path is invalid. Otherwise its value is.
    pub is_name: bool,
    /// The message, as one or two sentences.
    pub message: String,
}

/// The keys and indices that lead to a value in settings. It is shown as `overrides[0].files`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingPath(pub Vec<Step>);

/// A step of a [`SettingPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key of an object.
    Key(String),
    /// An index of a list, from 0.
    Index(usize),
}

impl SettingProblem {
    /// A problem of an unknown name, which is the last key of a path.
    pub(super) fn unknown(
        path: SettingPath,
        what: &str,
        name: &str,
        nearest: Option<&str>,
    ) -> Self {
        let suggestion = nearest.map(|name| format!(" Did you mean `{name}`?"));
        let message = format!("Unknown {what} `{name}`.{}", suggestion.unwrap_or_default());
        Self { path, is_name: true, message }
    }
}

impl SettingPath {
    /// The path with one more step.
    pub(super) fn join(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

impl fmt::Display for SettingPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if number == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
