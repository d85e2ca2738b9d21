//! The settings of all folders: those of the editor, over those that each folder brings along.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use crate::note::ReadOptions;
use crate::workspace::config::{Config, file};
use crate::workspace::document::Location;
use crate::workspace::folders::Folders;
use crate::workspace::loader;

/// The settings of every note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Those of the editor alone, for notes in no folder.
    editor: Arc<Config>,
    /// Those of folders that bring some along.
    folders: Arc<[(PathBuf, Config)]>,
}

impl Settings {
    /// Puts the editor's settings over those in the `headword.toml` of each folder. What cannot be
    /// used is left out and said in the list of problems, each with the file that it is in.
    pub fn read(editor: &Value, folders: &Folders) -> (Self, Vec<String>) {
        let (base, found) = Config::read(editor);
        let mut problems: Vec<_> = found.into_iter().map(|problem| problem.message).collect();
        let mut own = Vec::new();
        for folder in folders.iter() {
            let Some(contents) = loader::settings_file(folder) else {
                let mut config = base.clone();
                problems.extend(config.front_matter.load(folder));
                if config != base {
                    own.push((folder.to_path_buf(), config));
                }
                continue;
            };
            let mut config = Config::default();
            let found = match contents.and_then(|text| file::parse(&text)) {
                Ok(settings) => {
                    let found = config.apply(&settings, Some(folder));
                    found.into_iter().map(|problem| problem.message).collect()
                }
                Err(error) => vec![error],
            };
            let path = folder.join(file::NAME);
            problems.extend(found.iter().map(|problem| format!("{}: {problem}", path.display())));
            // Its problems have been said.
            config.apply(editor, None);
            problems.extend(config.front_matter.load(folder));
            own.push((folder.to_path_buf(), config));
        }
        (Self { editor: Arc::new(base), folders: own.into() }, problems)
    }

    /// The settings of the note at a location: those of the innermost folder that it lies in.
    pub fn of(&self, location: &Location) -> &Config {
        location.path().map_or(&self.editor, |path| self.of_path(path))
    }

    /// The settings of the note at a path.
    pub fn of_path(&self, path: &Path) -> &Config {
        let around = self.folders.iter().filter(|(folder, _)| path.starts_with(folder));
        let innermost = around.max_by_key(|(folder, _)| folder.components().count());
        innermost.map_or(&self.editor, |(_, config)| config)
    }

    /// The settings of the editor alone.
    pub fn editor(&self) -> &Config {
        &self.editor
    }

    /// How the note at a location is to be read.
    pub fn read_options(&self, location: &Location, folders: &Folders) -> ReadOptions {
        let path = location.path();
        self.of(location).read_options(path, path.and_then(|path| folders.of(path)))
    }

    /// Whether both leave out the same files.
    pub fn exclude_as(&self, other: &Self) -> bool {
        let excluded = |settings: &Self| {
            let own = settings.folders.iter();
            let own = own.map(|(folder, config)| (folder.clone(), config.exclude.clone()));
            (settings.editor.exclude.clone(), own.collect::<Vec<_>>())
        };
        excluded(self) == excluded(other)
    }
}

/// The same settings for all notes.
impl From<Config> for Settings {
    fn from(config: Config) -> Self {
        Self { editor: Arc::new(config), folders: Arc::default() }
    }
}
