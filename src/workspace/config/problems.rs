//! What is wrong with settings: where, and in words for the user.

use std::path::Path;

use crate::note::spelling::nearest;

/// Something wrong with settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is: from the outermost key inward.
    pub path: Vec<Step>,
    /// Whether the last key is wrong rather than what it is set to.
    pub is_name: bool,
    /// What is wrong, as the beginning of a sentence.
    pub message: String,
}

/// A step inward in settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To what is set under this key.
    Key(String),
    /// To this item of a list, from 0.
    Item(usize),
}

/// The problems found so far, and where we are.
#[derive(Debug)]
pub(super) struct Problems<'r> {
    pub(super) found: Vec<Problem>,
    path: Vec<Step>,
    /// The folder that patterns start from, of settings that lie in one.
    pub(super) root: Option<&'r Path>,
    /// The codes of the rules that there are; if empty, all may be.
    pub(super) codes: &'r [&'r str],
}

impl<'r> Problems<'r> {
    pub(super) fn new(root: Option<&'r Path>, codes: &'r [&'r str]) -> Self {
        Self { found: Vec::new(), path: Vec::new(), root, codes }
    }

    /// Looks at what is further inward.
    pub(super) fn at<T>(&mut self, step: Step, look: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let seen = look(self);
        self.path.pop();
        seen
    }

    /// What is set here is wrong.
    pub(super) fn say(&mut self, message: String) {
        self.found.push(Problem { path: self.path.clone(), is_name: false, message });
    }

    /// There is no setting of this name, which stands in a group: `terms.`, or `""`.
    pub(super) fn unknown(&mut self, group: &str, name: &str, known: &[&str]) {
        let guess = nearest(name, known.iter().copied());
        let guess = guess.map(|known| format!("; did you mean `{group}{known}`?"));
        let message = format!("there is no setting `{group}{name}`{}", guess.unwrap_or_default());
        self.found.push(Problem { path: self.path.clone(), is_name: true, message });
    }

    /// A rule is named here; says so if there is none of this name.
    pub(super) fn check_code(&mut self, code: &str) {
        if self.codes.is_empty() || self.codes.contains(&code) {
            return;
        }
        let guess = nearest(code, self.codes.iter().copied());
        let guess = guess.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
        let message = format!("there is no rule `{code}`{guess}");
        self.found.push(Problem { path: self.path.clone(), is_name: true, message });
    }
}
