//! Patterns for files, in the syntax of `.gitignore`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A list of patterns.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Patterns {
    list: Vec<Pattern>,
    /// The folder to which the patterns are relative; if not set, the folder of each note.
    #[serde(skip)]
    root: Option<PathBuf>,
    /// The patterns as one automaton, built by `compile` or at the first match.
    #[serde(skip)]
    automaton: Arc<OnceLock<Gitignore>>,
}

/// A pattern in the syntax of `.gitignore`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
struct Pattern(String);

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match GitignoreBuilder::new("").add_line(None, &text) {
            Ok(_) => Ok(Self(text)),
            Err(error) => Err(format!("expected a pattern in the syntax of `.gitignore`: {error}")),
        }
    }
}

impl Patterns {
    /// Patterns that are known to be valid.
    pub(super) fn from_valid(patterns: &[&str]) -> Self {
        let list = patterns.iter().map(|&text| Pattern(text.to_owned())).collect();
        Self { list, ..Self::default() }
    }

    /// Compiles the patterns, relative to a folder or to the folder of each note.
    pub(super) fn compile(&mut self, folder: Option<&Path>) {
        self.root = folder.map(Path::to_path_buf);
        self.automaton.get_or_init(|| self.build());
    }

    /// Whether the list is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether a pattern matches a file in a folder. If the file is outside of its folder, only its
    /// name is matched.
    pub(super) fn match_file(&self, path: &Path, folder: Option<&Path>) -> bool {
        let folder = self.root.as_deref().or(folder);
        let path = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
        let path =
            if path.is_absolute() { Path::new(path.file_name().unwrap_or_default()) } else { path };
        let automaton = self.automaton.get_or_init(|| self.build());
        automaton.matched_path_or_any_parents(path, false).is_ignore()
    }

    fn build(&self) -> Gitignore {
        let mut builder = GitignoreBuilder::new("");
        for Pattern(line) in &self.list {
            // Each pattern was valid on its own.
            let _ = builder.add_line(None, line);
        }
        builder.build().unwrap_or_else(|_| Gitignore::empty())
    }
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list && self.root == other.root
    }
}
