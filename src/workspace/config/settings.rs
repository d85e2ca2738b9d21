//! The settings of all notes: those of the editor take precedence over the nearest `headword.toml`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use text_size::TextRange;

use crate::note::ReadOptions;
use crate::text::Text;
use crate::workspace::config::{Config, Level};
use crate::workspace::document::Location;
use crate::workspace::folders::Folders;

/// The settings of every note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The settings of the editor, for notes that no file applies to.
    pub(super) editor: Arc<Config>,
    /// The files, in the order of their paths.
    pub(super) files: Arc<[SettingsFile]>,
}

/// A `headword.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsFile {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: Text,
    /// Its problems, in source order.
    pub problems: Vec<FileProblem>,
    /// The settings of the notes in its folder: its own and those of the editor.
    pub(super) config: Config,
    /// The valid settings of the file itself.
    pub(super) own: Value,
}

/// A problem in a file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// The range in the text of the file.
    pub range: TextRange,
    /// The level.
    pub level: Level,
    /// The message, as one or two sentences.
    pub message: String,
}

impl Settings {
    /// The settings of the note at a location, which come from the nearest file above it.
    pub fn of(&self, location: &Location) -> &Config {
        location.path().map_or(&self.editor, |path| self.of_path(path))
    }

    /// The settings of the note at a path.
    pub fn of_path(&self, path: &Path) -> &Config {
        self.file_of(path).map_or(&self.editor, |file| &file.config)
    }

    /// The file that applies to the note at a path: the nearest one above it.
    pub fn file_of(&self, path: &Path) -> Option<&SettingsFile> {
        let above = self.files.iter().filter(|file| path.starts_with(file.folder()));
        above.max_by_key(|file| file.path.components().count())
    }

    /// The settings of the editor alone.
    pub fn editor(&self) -> &Config {
        &self.editor
    }

    /// The files that settings come from.
    pub fn files(&self) -> &[SettingsFile] {
        &self.files
    }

    /// The options to read the note at a location.
    pub fn read_options(&self, location: &Location, folders: &Folders) -> ReadOptions {
        let path = location.path();
        self.of(location).read_options(path, path.and_then(|path| folders.of(path)))
    }

    /// Whether both give each note the same settings.
    pub fn same_effect_as(&self, other: &Self) -> bool {
        self.configs().eq(other.configs())
    }

    /// Whether both give each note the same [`ReadOptions`].
    pub fn same_reading_as(&self, other: &Self) -> bool {
        self.same_by(other, Config::same_reading_as)
    }

    /// Whether both exclude the same files.
    pub fn same_exclusions_as(&self, other: &Self) -> bool {
        self.same_by(other, |one, other| one.exclude == other.exclude)
    }

    fn same_by(&self, other: &Self, same: impl Fn(&Config, &Config) -> bool) -> bool {
        self.files.len() == other.files.len()
            && self
                .configs()
                .zip(other.configs())
                .all(|((path, one), (other_path, other))| path == other_path && same(one, other))
    }

    /// The settings of each file by its path, and those of the editor alone.
    fn configs(&self) -> impl Iterator<Item = (Option<&Path>, &Config)> {
        let files = self.files.iter().map(|file| (Some(&*file.path), &file.config));
        files.chain([(None, &*self.editor)])
    }
}

/// The same settings for all notes.
impl From<Config> for Settings {
    fn from(config: Config) -> Self {
        Self { editor: Arc::new(config), files: Arc::default() }
    }
}

impl SettingsFile {
    /// Whether the file sets a setting, as in `terms.levels`.
    pub fn sets(&self, name: &str) -> bool {
        name.split('.').try_fold(&self.own, |value, key| value.get(key)).is_some()
    }

    /// The folder with the notes that it applies to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }
}
