//! What is wrong with settings, in words for the user.

use serde_json::Value;

use crate::note::spelling::nearest;
use crate::workspace::config::patterns::Patterns;

/// The problems found so far, each as the beginning of a sentence.
#[derive(Debug, Default)]
pub(super) struct Problems(pub(super) Vec<String>);

impl Problems {
    pub(super) fn say(&mut self, problem: String) {
        self.0.push(problem);
    }

    /// There is no setting of this name; `group` is what stands before it.
    pub(super) fn unknown(&mut self, group: &str, name: &str, known: &[&str]) {
        let guess = nearest(name, known.iter().copied());
        let guess = guess.map(|known| format!("; did you mean `{group}{known}`?"));
        self.say(format!("there is no setting `{group}{name}`{}", guess.unwrap_or_default()));
    }

    /// Puts patterns for files together.
    pub(super) fn patterns(&mut self, name: &str, lines: Vec<String>) -> Patterns {
        Patterns::new(lines, |error| self.say(format!("`{name}` has a bad pattern: {error}")))
    }

    pub(super) fn not_patterns(&mut self, name: &str, value: &Value) {
        self.say(format!("`{name}` is {value}, not a list of patterns"));
    }
}
