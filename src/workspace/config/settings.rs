//! The settings of all notes: those of the editor, over those in the nearest `headword.toml`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use text_size::TextRange;

use crate::note::ReadOptions;
use crate::text::Text;
use crate::workspace::config::patterns::Patterns;
use crate::workspace::config::{Config, Level};
use crate::workspace::document::Location;
use crate::workspace::folders::Folders;

/// The settings of every note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Those of the editor alone, for notes below no file.
    pub(super) editor: Arc<Config>,
    /// The files, in the order of their paths.
    pub(super) files: Arc<[SettingsFile]>,
}

/// A `headword.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub text: Text,
    /// What is wrong in it, in the order of its places.
    pub problems: Vec<FileProblem>,
    /// The settings of the notes in its folder: the editor's over its own.
    pub(super) config: Config,
}

/// Something wrong in a file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// The place, in bytes.
    pub range: TextRange,
    /// How much it matters.
    pub level: Level,
    /// What is wrong, as the beginning of a sentence.
    pub message: String,
}

impl Settings {
    /// The settings of the note at a location: those of the nearest file above it, as a whole.
    pub fn of(&self, location: &Location) -> &Config {
        location.path().map_or(&self.editor, |path| self.of_path(path))
    }

    /// The settings of the note at a path.
    pub fn of_path(&self, path: &Path) -> &Config {
        let above = self.files.iter().filter(|file| path.starts_with(file.folder()));
        let nearest = above.max_by_key(|file| file.path.components().count());
        nearest.map_or(&self.editor, |file| &file.config)
    }

    /// The settings of the editor alone.
    pub fn editor(&self) -> &Config {
        &self.editor
    }

    /// The files that settings come from.
    pub fn files(&self) -> &[SettingsFile] {
        &self.files
    }

    /// How the note at a location is to be read.
    pub fn read_options(&self, location: &Location, folders: &Folders) -> ReadOptions {
        let path = location.path();
        self.of(location).read_options(path, path.and_then(|path| folders.of(path)))
    }

    /// Whether both say the same, whatever else stands in the files.
    pub fn hold_as(&self, other: &Self) -> bool {
        fn own(settings: &Settings) -> impl Iterator<Item = (&Path, &Config)> {
            settings.files.iter().map(|file| (file.path.as_path(), &file.config))
        }
        self.editor == other.editor && own(self).eq(own(other))
    }

    /// Whether notes are read the same way under both.
    pub fn read_as(&self, other: &Self) -> bool {
        fn own(settings: &Settings) -> impl Iterator<Item = (Option<&Path>, &Config)> {
            let files = settings.files.iter();
            let files = files.map(|file| (Some(file.path.as_path()), &file.config));
            files.chain([(None, &*settings.editor)])
        }
        own(self).count() == own(other).count()
            && own(self)
                .zip(own(other))
                .all(|((path, one), (other_path, other))| path == other_path && one.reads_as(other))
    }

    /// Whether both leave out the same files.
    pub fn exclude_as(&self, other: &Self) -> bool {
        let excluded = |settings: &Self| -> Vec<(Option<PathBuf>, Patterns)> {
            let own = settings.files.iter();
            let own = own.map(|file| (Some(file.path.clone()), file.config.exclude.clone()));
            own.chain([(None, settings.editor.exclude.clone())]).collect()
        };
        excluded(self) == excluded(other)
    }
}

/// The same settings for all notes.
impl From<Config> for Settings {
    fn from(config: Config) -> Self {
        Self { editor: Arc::new(config), files: Arc::default() }
    }
}

impl SettingsFile {
    /// The folder whose notes it is for.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }
}
