//! Where settings come from: the editor, and each `headword.toml` in or above the notes.
//!
//! A file applies to the notes in its folder and below, up to the next such file, which replaces it
//! as a whole. None is looked for outside the folders that are open.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use text_size::TextRange;

use crate::text::Text;
use crate::workspace::config::buffers::Buffers;
use crate::workspace::config::file::{self, NAME};
use crate::workspace::config::problems::Problem;
use crate::workspace::config::settings::{FileProblem, Settings, SettingsFile};
use crate::workspace::config::{Config, Level};
use crate::workspace::disk;
use crate::workspace::folders::Folders;

/// The total size of all settings files that are read. A large one of nothing but patterns takes a
/// tenth of a second and 9 MB.
const MAX_TOTAL_BYTES: usize = 256 * 1024;

/// Where settings come from.
#[derive(Debug, Default)]
pub struct Sources {
    /// The settings of the editor.
    editor: Value,
    /// The folders that are open.
    folders: Folders,
    /// The codes of all rules; if empty, any code is valid.
    codes: Vec<&'static str>,
    /// The known files, with their last contents that had no syntax error.
    files: BTreeMap<PathBuf, Value>,
    buffers: Buffers,
}

/// Whether a path is named like a file of settings.
pub fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

impl Sources {
    /// No settings yet, of rules with these codes.
    pub fn new(codes: impl IntoIterator<Item = &'static str>) -> Self {
        Self { codes: codes.into_iter().collect(), ..Self::default() }
    }

    /// Sets the settings of the editor.
    pub fn set_editor(&mut self, editor: Value) {
        self.editor = editor;
    }

    /// Sets the folders: the files at their tops are looked for, those in none are forgotten.
    pub fn set_folders(&mut self, folders: Folders) {
        self.files.retain(|file, _| folders.contain(file));
        self.add(folders.iter().map(|folder| folder.join(NAME)));
        self.folders = folders;
    }

    /// Takes in files that may be there; says whether any is new.
    pub fn add(&mut self, files: impl IntoIterator<Item = PathBuf>) -> bool {
        let before = self.files.len();
        for file in files {
            self.files.entry(file).or_default();
        }
        self.files.len() > before
    }

    /// Looks for files from a note upward to the top of its folder; says whether any is new.
    pub fn look_above(&mut self, note: &Path) -> bool {
        let Some(top) = self.folders.of(note) else { return false };
        let above = note.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
        let files = above.map(|folder| folder.join(NAME));
        let new: BTreeSet<_> = files.filter(|file| !self.files.contains_key(file)).collect();
        self.add(new.into_iter().filter(|file| disk::is_there(file)))
    }

    /// Looks for the file that counts for a path which no editor has opened a folder around: from
    /// there upward, no further than to the top of its repository.
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

    /// Takes in the settings files among paths whose files or folders have appeared, changed or
    /// gone; says whether settings may have changed.
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

    /// Puts the settings together, with what is wrong in those of the editor. Files that are gone
    /// are forgotten. A file with a syntax error keeps the settings that it had before.
    pub fn read(&mut self) -> (Settings, Vec<Problem>) {
        let (mut editor, mut problems) = Config::read(&self.editor, &self.codes);
        let folders: Vec<_> = self.folders.iter().map(Path::to_path_buf).collect();
        problems.extend(editor.front_matter.load(&folders));
        let buffers = self.buffers();
        self.add(buffers.keys().cloned());
        let mut files = Vec::new();
        let mut bytes = 0;
        for (path, before) in std::mem::take(&mut self.files) {
            let contents = match buffers.get(&path) {
                Some(text) => Ok(text.clone()),
                None => match disk::settings_file(&path) {
                    Some(contents) => contents.map(|text| Text::new(&text)),
                    None => continue,
                },
            };
            let contents = contents.and_then(|text| {
                bytes += usize::from(text.len());
                let limit = MAX_TOTAL_BYTES >> 10;
                (bytes <= MAX_TOTAL_BYTES).then_some(text).ok_or_else(|| {
                    format!("all settings files together are larger than {limit} KiB")
                })
            });
            let (file, value) = self.read_file(path.clone(), contents, before);
            self.files.insert(path, value);
            files.push(file);
        }
        (Settings { editor: Arc::new(editor), files: files.into() }, problems)
    }

    /// The buffers of files in the folders, by their path here.
    fn buffers(&self) -> BTreeMap<PathBuf, Text> {
        let buffers = self.buffers.0.iter();
        let buffers =
            buffers.map(|(path, (_, text))| (self.folders.own(path.clone()), text.clone()));
        buffers.filter(|(path, _)| self.folders.contain(path)).collect()
    }

    fn read_file(
        &self,
        path: PathBuf,
        contents: Result<Text, String>,
        before: Value,
    ) -> (SettingsFile, Value) {
        let mut problems = Vec::new();
        let mut say = |range, level, message| problems.push(FileProblem { range, level, message });
        let text = contents.unwrap_or_else(|error| {
            say(TextRange::default(), Level::Error, format!("it is not read: {error}"));
            Text::default()
        });
        let source = text.to_string();
        let parsed = file::parse(&source);
        let mut config = Config::default();
        let value = match &parsed {
            Ok(file) => file.value(),
            Err(error) => {
                say(error.range, Level::Error, error.message.clone());
                before
            }
        };
        let root = path.parent().unwrap_or(&path);
        let found = config.apply(&value, Some(root), &self.codes);
        if let Ok(file) = &parsed {
            for Problem { path, is_name, message } in found {
                say(file.range(&path, is_name), Level::Warning, message);
            }
        }
        // Its problems are those of the editor.
        config.apply(&self.editor, None, &self.codes);
        let unread = config.front_matter.load(&[root.to_path_buf()]);
        if let (Some(problem), Ok(file)) = (unread, &parsed) {
            let range = file.range(&problem.path, problem.is_name);
            problems.push(FileProblem { range, level: Level::Warning, message: problem.message });
        }
        problems.sort_by_key(|problem| problem.range.start());
        (SettingsFile { path, text, problems, config }, value)
    }
}
