//! The sources of settings: the editor, and the `headword.toml` files of the open folders.
//!
//! A file applies to the notes in its folder and its subfolders. A file in a subfolder replaces it
//! as a whole. Files outside the open folders are never read.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use text_size::TextRange;

use crate::text::buffer::Buffer;
use crate::workspace::config::buffers::Buffers;
use crate::workspace::config::file::{self, NAME};
use crate::workspace::config::layer;
use crate::workspace::config::problems::SettingProblem;
use crate::workspace::config::settings::{FileProblem, Settings, SettingsFile};
use crate::workspace::config::{Config, Level};
use crate::workspace::disk;
use crate::workspace::folders::Folders;

/// The maximum total size of all settings files. A file of the maximum size that contains only
/// patterns takes a tenth of a second and 9 MB.
const MAX_TOTAL_BYTES: usize = 256 * 1024;

/// The sources of settings.
#[derive(Debug, Default)]
pub struct Sources {
    /// The settings of the editor.
    editor: Value,
    /// The open folders.
    folders: Folders,
    /// The codes of all rules; if empty, any code is valid.
    codes: Vec<&'static str>,
    /// The known files, each with its settings when it last had no syntax error.
    files: BTreeMap<PathBuf, Value>,
    /// The settings files that are open in the editor.
    buffers: Buffers,
}

/// Whether a path has the name of a file of settings.
pub fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

impl Sources {
    /// No sources yet. `codes` are the codes of all rules; if empty, any code is valid.
    pub fn new(codes: impl IntoIterator<Item = &'static str>) -> Self {
        Self { codes: codes.into_iter().collect(), ..Self::default() }
    }

    /// Sets the settings of the editor.
    pub fn set_editor(&mut self, editor: Value) {
        self.editor = editor;
    }

    /// Sets the open folders, adds the files at their tops and removes the files outside of them.
    pub fn set_folders(&mut self, folders: Folders) {
        self.files.retain(|file, _| folders.contain(file));
        self.add(folders.iter().map(|folder| folder.join(NAME)));
        self.folders = folders;
    }

    /// Adds paths of files that may exist. Returns whether any is new.
    pub fn add(&mut self, files: impl IntoIterator<Item = PathBuf>) -> bool {
        let before = self.files.len();
        for file in files {
            self.files.entry(file).or_default();
        }
        self.files.len() > before
    }

    /// Looks for files from a note up to the top of its folder. Returns whether any is new.
    pub fn look_above(&mut self, note: &Path) -> bool {
        let Some(top) = self.folders.of(note) else { return false };
        let above = note.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
        let files = above.map(|folder| folder.join(NAME));
        let new: BTreeSet<_> = files.filter(|file| !self.files.contains_key(file)).collect();
        self.add(new.into_iter().filter(|file| disk::is_there(file)))
    }

    /// Looks for the file that applies to a path outside of an open folder: from the path up to the
    /// top of its repository.
    pub fn look_around(&mut self, path: &Path) {
        for folder in path.ancestors() {
            let file = folder.join(NAME);
            if disk::is_there(&file) {
                self.add([file]);
                return;
            }
            if disk::is_there(&folder.join(".git")) {
                return;
            }
        }
    }

    /// Adds the settings files among the paths of created, changed or deleted files and folders.
    /// Returns whether settings may have changed.
    pub fn changed(&mut self, paths: &HashSet<PathBuf>) -> bool {
        let named = paths.iter().filter(|path| is_settings(path) && self.folders.contain(path));
        let named: Vec<_> = named.cloned().collect();
        self.add(named)
            || self.files.keys().any(|file| file.ancestors().any(|it| paths.contains(it)))
    }

    /// Sets the settings files that are open in the editor.
    pub fn set_buffers(&mut self, buffers: Buffers) {
        self.buffers = buffers;
    }

    /// Reads the settings, and returns them with the problems of the editor's settings.
    ///
    /// Files that no longer exist are removed. A file with a syntax error keeps the settings that it
    /// had before as long as it is open in the editor: it is being typed. One on disk has none, so
    /// that the settings depend on nothing but the files.
    pub fn read(&mut self) -> (Settings, Vec<SettingProblem>) {
        let (editor, mut problems) = layer::editor(&self.editor, &self.codes);
        let mut config = Config::of_layers(&Value::Null, None, &editor);
        let folders: Vec<_> = self.folders.iter().map(Path::to_path_buf).collect();
        problems.extend(config.front_matter.load(&folders));
        let buffers = self.buffers();
        self.add(buffers.keys().cloned());
        let mut files = Vec::new();
        let mut bytes = 0;
        for (path, before) in std::mem::take(&mut self.files) {
            let (contents, before) = match buffers.get(&path) {
                Some(buffer) => (Ok(buffer.to_string()), before),
                None => match disk::settings_file(&path) {
                    Some(contents) => (contents, Value::Null),
                    None => continue,
                },
            };
            let contents = contents.and_then(|text| {
                bytes += text.len();
                let limit = MAX_TOTAL_BYTES >> 10;
                (bytes <= MAX_TOTAL_BYTES)
                    .then_some(text)
                    .ok_or_else(|| format!("all settings files together exceed {limit} KiB"))
            });
            let (file, value) = self.read_file(path.clone(), contents, before, &editor);
            self.files.insert(path, value);
            files.push(file);
        }
        (Settings { editor: Arc::new(config), files: files.into() }, problems)
    }

    /// The buffers of files in the folders, by their path here.
    fn buffers(&self) -> BTreeMap<PathBuf, Buffer> {
        let buffers = self.buffers.0.iter();
        let buffers =
            buffers.map(|(path, (_, text))| (self.folders.own(path.clone()), text.clone()));
        buffers.filter(|(path, _)| self.folders.contain(path)).collect()
    }

    /// Reads a file with the valid settings of the editor. Returns it with its own valid settings,
    /// which are those from before if it has a syntax error.
    fn read_file(
        &self,
        path: PathBuf,
        contents: Result<String, String>,
        before: Value,
        editor: &Value,
    ) -> (SettingsFile, Value) {
        let mut problems = Vec::new();
        let mut report =
            |range, level, message| problems.push(FileProblem { range, level, message });
        let text = contents.unwrap_or_else(|error| {
            let message = format!("Cannot read the file: {error}.");
            report(TextRange::default(), Level::Error, message);
            String::new()
        });
        let parsed = file::parse(&text);
        let (value, mut found) = match &parsed {
            Ok(file) => layer::valid(&file.value(), &self.codes),
            Err(error) => {
                report(error.range, Level::Error, error.message.clone());
                (before, Vec::new())
            }
        };
        let root = path.parent().unwrap_or(&path);
        let mut config = Config::of_layers(&value, Some(root), editor);
        found.extend(config.front_matter.load(&[root.to_path_buf()]));
        if let Ok(file) = &parsed {
            for problem in found {
                let range = file.range(&problem.path, problem.is_name);
                report(range, Level::Warning, problem.message);
            }
        }
        problems.sort_by_key(|problem| problem.range.start());
        let text = text.as_str().into();
        (SettingsFile { path, text, problems, config, own: value.clone() }, value)
    }
}
