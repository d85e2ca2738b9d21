//! The loader: finds the notes and settings files in the workspace folders, and reads the notes.
//!
//! Symbolic links are not followed: their targets are either in the folder anyway or outside it.
//! Ignored and hidden files are skipped.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use rayon::prelude::{ParallelIterator as _, ParallelSlice as _};

use crate::note::{Note, ReadOptions};
use crate::workspace::config::settings::Settings;
use crate::workspace::config::sources::is_settings;
use crate::workspace::disk::{self, NEVER, Stamp, is_note, may_wait};
use crate::workspace::document::Location;
use crate::workspace::folders::Folders;
use crate::workspace::ignored::{IgnoreCache, IgnoredFiles};
use crate::workspace::index::NoteEntries;
use crate::workspace::scheduling::make_way;

/// The maximum number of notes. The largest known workspace has 7,000.
pub const MAX_NOTES: usize = 100_000;

/// The maximum number of files in a search, including excluded ones.
const MAX_FOUND: usize = 4 * MAX_NOTES;

/// The maximum depth of folders. No real workspace is deeper.
const MAX_DEPTH: usize = 64;

/// The number of notes in a batch. The session answers requests between the notes.
const BATCH: usize = 8;

/// A note read from disk.
#[derive(Debug)]
pub struct LoadedNote {
    /// The path.
    pub path: PathBuf,
    /// The version of the file, or `None` if a later one could not be distinguished.
    pub stamp: Option<Stamp>,
    /// The note parsed from the text.
    pub note: Note,
    /// The options that it was parsed with.
    pub options: ReadOptions,
    /// Its index entries.
    pub entries: NoteEntries,
}

impl LoadedNote {
    /// Returns a note with its index entries.
    pub fn new(path: PathBuf, stamp: Option<Stamp>, note: Note, options: ReadOptions) -> Self {
        let entries = NoteEntries::of(&note);
        Self { path, stamp, note, options, entries }
    }
}

/// The result of [`read`].
#[derive(Debug, Default)]
pub struct Scan {
    /// The existing notes: those that were read, and unchanged ones.
    pub present: HashSet<PathBuf>,
    /// Files that could not be used, with the reason.
    pub left_out: Vec<(PathBuf, String)>,
    /// Whether there were more than [`MAX_NOTES`].
    pub too_many: bool,
    /// Whether the scan was canceled.
    pub is_cut: bool,
}

/// The files that a search has found.
#[derive(Debug, Default)]
pub struct FoundFiles {
    /// The notes, including those that the settings exclude.
    notes: Vec<PathBuf>,
    /// The settings files.
    pub settings: Vec<PathBuf>,
    /// The unusable ignore files with the reason.
    left_out: Vec<(PathBuf, String)>,
}

impl FoundFiles {
    /// Returns whether there are neither notes nor settings files.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty() && self.settings.is_empty()
    }
}

/// A search for files in the folders.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The files and folders to find; if empty, all are found.
    targets: Option<Arc<Targets>>,
    ignored: IgnoreCache,
}

impl Search {
    /// Returns a search for all files.
    pub fn all(ignored: IgnoreCache) -> Self {
        Self { targets: None, ignored }
    }

    /// Returns a search for the files at or below `paths`.
    pub fn at(paths: &HashSet<PathBuf>, ignored: IgnoreCache) -> Self {
        Self { targets: Some(Arc::new(Targets::new(paths))), ignored }
    }

    /// Returns whether the search includes the file at a path.
    pub fn covers(&self, path: &Path) -> bool {
        self.targets.as_ref().is_none_or(|targets| targets.hold(path))
    }

    /// Finds the notes and the settings files.
    pub fn find(&self, folders: &Folders) -> FoundFiles {
        let mut found = FoundFiles::default();
        for folder in folders.iter() {
            if self.targets.as_ref().is_none_or(|targets| targets.touch(folder)) {
                self.walk(folder, &mut found);
            }
        }
        found
    }

    /// Adds the files below a folder, in the order of their names.
    fn walk(&self, folder: &Path, found: &mut FoundFiles) {
        may_wait("listing folders");
        let ignored = Arc::new(IgnoredFiles::below(folder, self.ignored.clone()));
        let (ignoring, targets) = (Arc::clone(&ignored), self.targets.clone());
        let is_wanted = move |entry: &DirEntry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_never = is_folder && NEVER.iter().any(|never| entry.file_name() == *never);
            let is_asked = targets.as_ref().is_none_or(|targets| targets.touch(entry.path()));
            !is_never && is_asked && !ignoring.has(entry.path(), is_folder)
        };
        let files = WalkBuilder::new(folder)
            .max_depth(Some(MAX_DEPTH))
            // Use only ignore files inside the folder, also without a repository. Some users
            // have a `.gitignore` of `*` in the home folder. The walker cannot be configured
            // to ignore that one, so it does not read ignore files here.
            .parents(false)
            .ignore(false)
            .git_ignore(false)
            .git_exclude(false)
            .git_global(false)
            .follow_links(false)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(is_wanted)
            .build()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
            .map(DirEntry::into_path);
        for path in files {
            if found.notes.len() + found.settings.len() >= MAX_FOUND {
                break;
            }
            if is_settings(&path) {
                found.settings.push(path);
            } else if is_note(&path) {
                found.notes.push(path);
            }
        }
        found.left_out.extend(ignored.left_out());
    }
}

/// The files and folders to find. The walk begins at the workspace folder, so that it applies the
/// same ignore files as a complete walk.
#[derive(Debug, Default)]
struct Targets {
    paths: HashSet<PathBuf>,
    /// The targets and all folders above them.
    ancestors: HashSet<PathBuf>,
}

impl Targets {
    fn new(paths: &HashSet<PathBuf>) -> Self {
        let ancestors = paths.iter().flat_map(|path| path.ancestors());
        Self { ancestors: ancestors.map(Path::to_path_buf).collect(), paths: paths.clone() }
    }

    /// Returns whether a path is a target or below one.
    fn hold(&self, path: &Path) -> bool {
        path.ancestors().any(|above| self.paths.contains(above))
    }

    /// Returns whether a path is a target, above one or below one.
    fn touch(&self, path: &Path) -> bool {
        self.ancestors.contains(path) || self.hold(path)
    }
}

/// Reads the found notes in parallel, without excluded ones, and passes them on in batches. A note
/// is not read if `is_current` returns true for its file.
///
/// `hand_over` gets each batch with the number of notes read so far and the number of all notes. If
/// it returns false, the scan ends.
pub fn read(
    found: FoundFiles,
    folders: &Folders,
    settings: &Settings,
    is_current: impl Fn(&Path, Stamp) -> bool + Sync,
    hand_over: impl Fn(Vec<LoadedNote>, usize, usize) -> bool + Sync,
) -> Scan {
    may_wait("reading notes");
    let FoundFiles { notes: mut paths, mut left_out, .. } = found;
    paths.retain(|path| !settings.of_path(path).excludes(path, folders.of(path)));
    let too_many = paths.len() > MAX_NOTES;
    paths.truncate(MAX_NOTES);
    let total = paths.len();
    let done = AtomicUsize::new(0);
    let read_batch = |batch: &[PathBuf]| {
        let (mut loaded, mut failed) = (Vec::new(), Vec::new());
        for path in batch {
            let stamp = disk::stamp(path);
            if stamp.is_some_and(|stamp| is_current(path, stamp)) {
                continue;
            }
            make_way();
            match load(path, stamp, settings, folders) {
                Ok(note) => loaded.push(note),
                Err(error) => failed.push((path.clone(), error.to_string())),
            }
        }
        let before = done.fetch_add(batch.len(), Ordering::Relaxed);
        hand_over(loaded, before + batch.len(), total).then_some(failed)
    };
    let batches: Vec<_> = paths.par_chunks(BATCH).map(read_batch).while_some().collect();
    let is_cut = done.load(Ordering::Relaxed) < total || batches.len() < total.div_ceil(BATCH);
    let failed: Vec<_> = batches.into_iter().flatten().collect();
    let mut present: HashSet<_> = paths.into_iter().collect();
    for (path, _) in &failed {
        present.remove(path);
    }
    left_out.extend(failed);
    Scan { present, left_out, too_many, is_cut }
}

/// Reads all found notes like [`read`], and returns them together.
pub fn read_all(
    found: FoundFiles,
    folders: &Folders,
    settings: &Settings,
) -> (Vec<LoadedNote>, Scan) {
    let loaded = Mutex::new(Vec::new());
    let never = |_: &Path, _| false;
    let scan = read(found, folders, settings, never, |batch, _, _| {
        loaded.lock().unwrap_or_else(PoisonError::into_inner).extend(batch);
        true
    });
    (loaded.into_inner().unwrap_or_else(PoisonError::into_inner), scan)
}

/// Reads one note with any file name. The file must be a regular one and not too large.
pub fn load(
    path: &Path,
    stamp: Option<Stamp>,
    settings: &Settings,
    folders: &Folders,
) -> io::Result<LoadedNote> {
    let contents = disk::note_file(path)?;
    let options = settings.read_options(&Location::File(path.to_path_buf()), folders);
    let note = Note::try_read(contents.as_str(), &options);
    let note = note.ok_or_else(|| io::Error::other("internal error"))?;
    make_way();
    Ok(LoadedNote::new(path.to_path_buf(), stamp, note, options))
}
