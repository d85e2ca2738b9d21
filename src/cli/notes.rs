//! The notes of a command, read from disk.

use std::env;
use std::io;
use std::path::{Path, PathBuf, absolute};

use crate::cli::terminal;
use crate::features::diagnostics;
use crate::text::{Encoding, LineCol, Text};
use crate::workspace::Workspace;
use crate::workspace::config::sources::Sources;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::loader::{self, LoadedNote, Search};

/// Notes from disk, in the order of their paths.
pub(super) struct Notes {
    /// The workspace with all notes.
    pub(super) workspace: Workspace,
    /// The notes, in the order of their paths.
    pub(super) ids: Vec<NoteId>,
    /// The files that could not be read, with the reasons.
    left_out: Vec<(PathBuf, String)>,
}

/// Reads the notes at these paths and in these folders. A named file may have any extension.
///
/// Reports unreadable files in folders and problems in settings on stderr. Fails if one of the
/// paths itself is unreadable.
pub(super) fn read(paths: &[PathBuf]) -> io::Result<Notes> {
    let notes = load(paths)?;
    notes.complain();
    for file in notes.workspace.settings().files() {
        for found in diagnostics::invalid_settings(file) {
            let (line, column) = line_col(&file.text, found.range.start());
            let path = display(&file.path);
            let problem = format!("{path}:{line}:{column}: {}", found.message);
            terminal::print_error(&format!("headword: {}", terminal::shown(&problem)));
        }
    }
    Ok(notes)
}

/// Reads the notes like [`read`], but reports nothing on stderr.
pub(super) fn load(paths: &[PathBuf]) -> io::Result<Notes> {
    let mut workspace = Workspace::default();
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for path in paths {
        let metadata = path.metadata().map_err(|error| at(path, &error))?;
        let path = normal(path)?;
        if metadata.is_dir() { &mut folders } else { &mut files }.push(path);
    }
    workspace.set_folders(folders);
    let mut sources = Sources::new(diagnostics::codes());
    sources.set_folders(workspace.folders().clone());
    for path in workspace.folders().iter().chain(files.iter().map(PathBuf::as_path)) {
        sources.look_around(path);
    }
    let mut found = Search::default().find(workspace.folders());
    sources.add(std::mem::take(&mut found.settings));
    workspace.set_config(sources.read().0);
    let (loaded, scan) = loader::read_all(found, workspace.folders(), workspace.settings());
    workspace.load(loaded);
    for path in &files {
        let loaded = load_named(path, &workspace).map_err(|error| at(path, &error))?;
        workspace.load(vec![loaded]);
    }
    workspace.settle();
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    let ids = documents.into_iter().map(|document| document.id).collect();
    Ok(Notes { workspace, ids, left_out: scan.left_out })
}

/// Reads a named file. If it is a symbolic link, reads its target.
fn load_named(path: &Path, workspace: &Workspace) -> io::Result<LoadedNote> {
    let (settings, folders) = (workspace.settings(), workspace.folders());
    let loaded = loader::load(&path.canonicalize()?, None, settings, folders)?;
    Ok(LoadedNote { path: path.to_path_buf(), ..loaded })
}

impl Notes {
    /// Reports on stderr the files that could not be read.
    pub(super) fn complain(&self) {
        for (path, reason) in &self.left_out {
            let line = format!("not read: {}: {reason}", display(path));
            terminal::print_error(&terminal::shown(&line));
        }
    }

    /// The documents, in the order of their paths.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.ids.iter().filter_map(|id| self.workspace.document(*id))
    }
}

/// The path of a document, relative to the current directory if it is inside.
pub(super) fn path(document: &Document) -> String {
    document.location.path().map_or_else(String::new, display)
}

/// The line and column of a byte offset, both from 1. Columns count characters.
pub(super) fn line_col(text: &Text, offset: text_size::TextSize) -> (u32, u32) {
    let LineCol { line, col } = text.line_col(offset, Encoding::Utf32);
    (line + 1, col + 1)
}

/// A path, relative to the current directory if it is inside.
pub(super) fn display(path: &Path) -> String {
    let here = env::current_dir().and_then(absolute);
    let short = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    short.unwrap_or_else(|| path.to_path_buf()).display().to_string()
}

/// The absolute path without `.`, and with `..` resolved by the file system.
fn normal(path: &Path) -> io::Result<PathBuf> {
    let has_parent = path.components().any(|part| part == std::path::Component::ParentDir);
    if has_parent { path.canonicalize() } else { absolute(path) }.map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", display(path)))
}
