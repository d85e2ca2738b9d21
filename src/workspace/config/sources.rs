//! Where settings come from: the editor, and each `headword.toml` in or above the notes.
//!
//! A file counts for the notes in its folder and below, up to the next such file, which takes its
//! place as a whole. None is looked for outside the folders that are open.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use text_size::TextRange;

use crate::text::{Change, Encoding, Text};
use crate::workspace::config::file::{self, NAME};
use crate::workspace::config::problems::Problem;
use crate::workspace::config::settings::{FileProblem, Settings, SettingsFile};
use crate::workspace::config::{Config, Level};
use crate::workspace::folders::Folders;
use crate::workspace::loader;

/// Where settings come from.
#[derive(Debug, Default)]
pub struct Sources {
    /// The settings of the editor.
    editor: Value,
    /// The folders that are open.
    folders: Vec<PathBuf>,
    /// The codes of rules that there are; if empty, all may be.
    codes: Vec<&'static str>,
    /// The files that are known, by what was last in them without a mistake of syntax.
    files: BTreeMap<PathBuf, Value>,
    /// Files that are open in the editor, whose buffer is the truth, with its version.
    open: BTreeMap<PathBuf, (i32, Text)>,
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
    pub fn set_folders(&mut self, folders: &Folders) {
        self.folders = folders.iter().map(Path::to_path_buf).collect();
        self.files.retain(|file, _| folders.contain(file));
        self.add(folders.iter().map(|folder| folder.join(NAME)));
        let open: Vec<_> = self.open.keys().filter(|file| folders.contain(file)).cloned().collect();
        self.add(open);
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
    pub fn look_above(&mut self, note: &Path, folders: &Folders) -> bool {
        let Some(top) = folders.of(note) else { return false };
        let above = note.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
        let files = above.map(|folder| folder.join(NAME));
        let new: BTreeSet<_> = files.filter(|file| !self.files.contains_key(file)).collect();
        self.add(new.into_iter().filter(|file| loader::is_there(file)))
    }

    /// Looks for the file that counts for a path which no editor has opened a folder around: from
    /// there upward, no further than to the top of its repository.
    pub fn look_around(&mut self, path: &Path) {
        for folder in path.ancestors() {
            let file = folder.join(NAME);
            if loader::is_there(&file) {
                self.add([file]);
                return;
            }
            if loader::is_there(&folder.join(".git")) {
                return;
            }
        }
    }

    /// Files or folders have appeared, changed or gone; says whether that may change settings.
    pub fn changed(&mut self, paths: &[PathBuf], folders: &Folders) -> bool {
        let named = paths.iter().filter(|path| is_settings(path) && folders.contain(path));
        let is_new = self.add(named.cloned().chain(loader::settings_below(paths, folders)));
        is_new || self.files.keys().any(|file| paths.iter().any(|path| file.starts_with(path)))
    }

    /// The editor opens a file: from now on its buffer is the truth.
    pub fn open(&mut self, file: PathBuf, version: i32, text: &str, folders: &Folders) {
        if folders.contain(&file) {
            self.add([file.clone()]);
        }
        self.open.insert(file, (version, Text::new(text)));
    }

    /// The editor has changed a file that it has open, to a newer version.
    pub fn change(&mut self, file: &Path, version: i32, changes: &[Change], encoding: Encoding) {
        if let Some((known, text)) = self.open.get_mut(file)
            && version > *known
        {
            *known = version;
            for change in changes {
                text.apply(change, encoding);
            }
        }
    }

    /// The editor closes a file: the disk is the truth again.
    pub fn close(&mut self, file: &Path) {
        self.open.remove(file);
    }

    /// The version of a file that is open in the editor.
    pub fn version(&self, file: &Path) -> Option<i32> {
        self.open.get(file).map(|(version, _)| *version)
    }

    /// Puts the settings together, with what is wrong in those of the editor. Files that are gone
    /// are forgotten. As long as the syntax of one is broken, what it said before holds.
    pub fn read(&mut self) -> (Settings, Vec<Problem>) {
        let (mut editor, mut problems) = Config::read(&self.editor, &self.codes);
        problems.extend(editor.front_matter.load(&self.folders));
        let known = std::mem::take(&mut self.files);
        let mut files = Vec::new();
        for (path, before) in known {
            let contents = match self.open.get(&path) {
                Some((_, text)) => Ok(text.clone()),
                None => match loader::settings_file(&path) {
                    Some(contents) => contents.map(|text| Text::new(&text)),
                    None => continue,
                },
            };
            let (file, value) = self.read_file(path.clone(), contents, before);
            self.files.insert(path, value);
            files.push(file);
        }
        (Settings { editor: Arc::new(editor), files: files.into() }, problems)
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
