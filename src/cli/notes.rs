//! The notes of a command, read from disk.

use std::collections::HashSet;
use std::env;
use std::io;
use std::path::{Path, PathBuf, absolute};

use crate::cli::terminal;
use crate::features::diagnostics;
use crate::text::{Encoding, LineCol, Text};
use crate::workspace::Workspace;
use crate::workspace::config::settings::SettingsFile;
use crate::workspace::config::sources::Sources;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::ignored::IgnoreCache;
use crate::workspace::loader::{self, LoadedNote, Search};
use crate::workspace::vault::vault;

/// The notes of a command, with the other notes of their vaults.
pub(super) struct Notes {
    /// The workspace with all notes of the vaults.
    pub(super) workspace: Workspace,
    /// The notes that the command is about, in the order of their paths.
    pub(super) ids: Vec<NoteId>,
    asked: Asked,
    /// The files that could not be read, with the reasons.
    left_out: Vec<(PathBuf, String)>,
}

/// Reads the notes at these paths and in these folders, for a command about them.
///
/// Reports unreadable files in folders and problems in settings on stderr. Fails if one of the
/// paths itself is unreadable.
pub(super) fn read(paths: &[PathBuf]) -> io::Result<Notes> {
    let notes = load(paths)?;
    notes.complain();
    notes.complain_about_settings();
    Ok(notes)
}

/// Reads notes like [`read`]. Without paths, the command is about the vault of the current
/// directory.
pub(super) fn read_vault(paths: &[PathBuf]) -> io::Result<Notes> {
    let notes = load_vault(paths)?;
    notes.complain();
    notes.complain_about_settings();
    Ok(notes)
}

/// Reads the notes like [`read_vault`], but reports nothing on stderr.
pub(super) fn load_vault(paths: &[PathBuf]) -> io::Result<Notes> {
    if !paths.is_empty() {
        return load(paths);
    }
    let mut asked = Asked::new(&[PathBuf::from(".")])?;
    asked.folders = asked.vaults();
    load_asked(asked, None)
}

/// Reads the notes like [`read`], but reports nothing on stderr.
pub(super) fn load(paths: &[PathBuf]) -> io::Result<Notes> {
    load_asked(Asked::new(paths)?, None)
}

/// Reads the vault of a note whose text comes from elsewhere. The file need not exist.
pub(super) fn load_text(path: &Path, text: &str) -> io::Result<Notes> {
    load_asked(Asked { folders: Vec::new(), files: vec![normal(path)?] }, Some(text))
}

/// Reads the notes of all vaults, and the named files. A named file may have any extension.
fn load_asked(mut asked: Asked, text: Option<&str>) -> io::Result<Notes> {
    let mut workspace = Workspace::default();
    workspace.set_folders(asked.vaults());
    let mut sources = Sources::new(diagnostics::codes());
    sources.set_folders(workspace.folders().clone());
    for path in workspace.folders().iter().chain(asked.files.iter().map(PathBuf::as_path)) {
        sources.look_around(path);
    }
    let mut found = Search::default().find(workspace.folders());
    sources.add(std::mem::take(&mut found.settings));
    workspace.set_config(sources.read().0);
    let (loaded, scan) = loader::read_all(found, workspace.folders(), workspace.settings());
    workspace.load(loaded);
    for path in &mut asked.files {
        if let Some(text) = text {
            workspace.open(Location::File(path.clone()), 0, text);
        } else if let Some(known) = known(&workspace, path) {
            *path = known;
        } else {
            let loaded = load_named(path, &workspace).map_err(|error| at(path, &error))?;
            workspace.load(vec![loaded]);
        }
    }
    workspace.settle();
    let ids = asked.ids(&workspace);
    Ok(Notes { workspace, ids, asked, left_out: scan.left_out })
}

/// The path under which the workspace has a named file. A symbolic link to a note of the vault is
/// that note.
fn known(workspace: &Workspace, path: &Path) -> Option<PathBuf> {
    let has = |path: &PathBuf| workspace.find(&Location::File(path.clone())).is_some();
    Some(path.to_path_buf()).filter(has).or_else(|| path.canonicalize().ok().filter(has))
}

/// Reads a named file. If it is a symbolic link, reads its target.
fn load_named(path: &Path, workspace: &Workspace) -> io::Result<LoadedNote> {
    let (settings, folders) = (workspace.settings(), workspace.folders());
    let loaded = loader::load(&path.canonicalize()?, None, settings, folders)?;
    Ok(LoadedNote { path: path.to_path_buf(), ..loaded })
}

/// The files and folders in the arguments of a command, as absolute paths.
#[derive(Clone)]
struct Asked {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Asked {
    fn new(paths: &[PathBuf]) -> io::Result<Self> {
        let mut asked = Self { folders: Vec::new(), files: Vec::new() };
        for path in paths {
            let metadata = path.metadata().map_err(|error| at(path, &error))?;
            let path = normal(path)?;
            if metadata.is_dir() {
                // A search does not follow links, so it finds a folder only by its real path.
                let real = if path.is_symlink() { path.canonicalize()? } else { path };
                asked.folders.push(real);
            } else {
                asked.files.push(path);
            }
        }
        Ok(asked)
    }

    /// The folders to search. A folder that its vault ignores is searched by itself.
    fn vaults(&self) -> Vec<PathBuf> {
        let of_folder = |folder: &PathBuf| {
            vault(folder).filter(|vault| finds(vault, folder)).unwrap_or_else(|| folder.clone())
        };
        let of_files = self.files.iter().filter_map(|file| vault(file.parent()?));
        let mut vaults: Vec<_> = self.folders.iter().map(of_folder).chain(of_files).collect();
        vaults.sort();
        vaults.dedup();
        vaults
    }

    /// The notes of a workspace that the command is about, in the order of their paths.
    fn ids(&self, workspace: &Workspace) -> Vec<NoteId> {
        let is_asked = |it: &&Document| it.location.path().is_some_and(|path| self.has(path));
        let mut documents: Vec<_> = workspace.documents().filter(is_asked).collect();
        documents.sort_by(|a, b| a.location.cmp(&b.location));
        documents.into_iter().map(|document| document.id).collect()
    }

    /// Whether the command is about a file.
    fn has(&self, file: &Path) -> bool {
        self.files.iter().any(|it| it == file) || self.folders.iter().any(|it| file.starts_with(it))
    }

    /// Whether a settings file applies to a file or folder in the arguments, or is in one of them.
    fn concerns(&self, settings: &Path) -> bool {
        let below = settings.parent().unwrap_or(settings);
        self.has(settings)
            || self.folders.iter().chain(&self.files).any(|asked| asked.starts_with(below))
    }
}

/// Whether a search of a vault finds the notes of a folder in it, if the folder has any.
fn finds(vault: &Path, folder: &Path) -> bool {
    let found = |top: &Path, search: Search| search.find(&vec![top.to_path_buf()].into());
    let only = HashSet::from([folder.to_path_buf()]);
    vault == folder
        || !found(vault, Search::at(&only, IgnoreCache::default())).is_empty()
        || found(folder, Search::default()).is_empty()
}

impl Notes {
    /// The notes of the same folders and settings with earlier texts.
    pub(super) fn past(&self, texts: Vec<(PathBuf, String)>) -> Self {
        let mut workspace = Workspace::default();
        workspace.set_folders(self.workspace.folders().clone());
        workspace.set_config(self.workspace.settings().clone());
        for (path, text) in texts {
            let location = Location::File(path);
            if !workspace.is_generated(&location) {
                workspace.open(location, 0, &text);
            }
        }
        workspace.settle();
        let ids = self.asked.ids(&workspace);
        Self { workspace, ids, asked: self.asked.clone(), left_out: Vec::new() }
    }

    /// The same notes with other texts of some files, which need not exist.
    pub(super) fn with_texts(mut self, texts: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        for (path, text) in texts {
            self.workspace.open(Location::File(path), 0, &text);
        }
        self.workspace.settle();
        self.ids = self.asked.ids(&self.workspace);
        self
    }

    /// The workspace in which notes outside all folders are open documents.
    ///
    /// An edit may change notes in folders and open documents only. So it can change the notes that
    /// the user named, and no others outside the folders.
    pub(super) fn editable(&self) -> Workspace {
        let mut workspace = self.workspace.clone();
        let is_inside = |document: &&Document| {
            let path = document.location.path();
            path.is_some_and(|path| self.workspace.folders().contain(path))
        };
        for document in self.documents().filter(|document| !is_inside(document)) {
            workspace.open((*document.location).clone(), 0, &document.note.text);
        }
        workspace.settle();
        workspace
    }

    /// Reports on stderr the files that could not be read, and folders without notes.
    pub(super) fn complain(&self) {
        if self.ids.is_empty() && self.left_out.is_empty() {
            let asked = self.asked.folders.iter().chain(&self.asked.files);
            let asked: Vec<_> = asked.map(|path| format!("“{}”", display(path))).collect();
            let asked = asked.join(", ");
            let line =
                format!("No notes in {asked}: it has no Markdown files, or settings exclude them.");
            terminal::print_error(&terminal::shown(&line));
        }
        for (path, reason) in self.left_out.iter().filter(|(path, _)| self.asked.has(path)) {
            let line = format!("not read: {}: {reason}", display(path));
            terminal::print_error(&terminal::shown(&line));
        }
    }

    /// Reports on stderr the problems in settings files.
    fn complain_about_settings(&self) {
        for file in self.settings_files() {
            for found in diagnostics::invalid_settings(file) {
                let (line, column) = line_col(&file.text, found.range.start());
                let path = display(&file.path);
                let problem = format!("{path}:{line}:{column}: {}", found.message);
                terminal::print_error(&format!("headword: {}", terminal::shown(&problem)));
            }
        }
    }

    /// The settings files that apply to the notes of the command.
    pub(super) fn settings_files(&self) -> impl Iterator<Item = &SettingsFile> {
        let files = self.workspace.settings().files().iter();
        files.filter(|file| self.asked.concerns(&file.path))
    }

    /// The first path in the arguments of the command.
    pub(super) fn first_path(&self) -> Option<&Path> {
        self.asked.files.iter().chain(&self.asked.folders).map(PathBuf::as_path).next()
    }

    /// The notes that the command is about, in the order of their paths.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.ids.iter().filter_map(|id| self.workspace.document(*id))
    }

    /// Whether the command is about a note.
    pub(super) fn has(&self, note: NoteId) -> bool {
        self.ids.contains(&note)
    }
}

/// The path of a document as it is printed.
pub(super) fn path(document: &Document) -> String {
    document.location.path().map_or_else(String::new, display)
}

/// The line and column of a byte offset, both from 1. Columns count characters.
pub(super) fn line_col(text: &Text, offset: text_size::TextSize) -> (u32, u32) {
    let LineCol { line, col } = text.line_col(offset, Encoding::Utf32);
    (line + 1, col + 1)
}

/// A path, relative to the current directory if it is inside or if that is shorter.
pub(super) fn display(path: &Path) -> String {
    let here = env::current_dir().and_then(absolute);
    let Ok(here) = here else { return path.display().to_string() };
    if path == here {
        return ".".to_owned();
    }
    if let Ok(below) = path.strip_prefix(&here) {
        return below.display().to_string();
    }
    let (whole, relative) = (path.display().to_string(), relative(path, &here));
    if relative.len() < whole.len() { relative } else { whole }
}

/// The way from a folder to a path, through the nearest folder above both.
fn relative(path: &Path, from: &Path) -> String {
    let above = from.ancestors().enumerate().skip(1);
    let mut ways = above.filter_map(|(depth, above)| {
        let up: PathBuf = std::iter::repeat_n("..", depth).collect();
        Some(up.join(path.strip_prefix(above).ok()?))
    });
    ways.next().unwrap_or_else(|| path.to_path_buf()).display().to_string()
}

/// The absolute path without `.`, and with `..` resolved by the file system.
fn normal(path: &Path) -> io::Result<PathBuf> {
    let has_parent = path.components().any(|part| part == std::path::Component::ParentDir);
    if has_parent { path.canonicalize() } else { absolute(path) }.map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", display(path)))
}

/// A path with slashes on every system, for other programs.
pub(super) fn portable(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}
