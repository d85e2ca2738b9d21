//! Reading notes from disk: the one place that does.
//!
//! Only regular files below the workspace folders are read; links are not followed, since what
//! they lead to is either in the folder anyway or none of our business. Ignore files are
//! respected, hidden files left out.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ignore::{DirEntry, WalkBuilder};
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _, ParallelSlice as _};

use crate::note::{Note, ReadOptions};
use crate::text::Text;
use crate::workspace::config::file;
use crate::workspace::config::settings::Settings;
use crate::workspace::config::sources::is_settings;
use crate::workspace::document::Location;
use crate::workspace::folders::Folders;
use crate::workspace::ignored::Ignored;
use crate::workspace::{MAX_NOTE_BYTES, is_note};

/// A workspace with more notes than this is read up to here; the largest known has 7,000.
pub const MAX_NOTES: usize = 100_000;

/// A walk ends when it has found so many files, those that settings leave out among them.
const MAX_FOUND: usize = 4 * MAX_NOTES;

/// No real workspace is deeper.
const MAX_DEPTH: usize = 64;

/// A schema for front matter that is larger is not read.
const MAX_SCHEMA_BYTES: usize = 256 * 1024;

/// An ignore file that is larger is not read.
const MAX_IGNORE_BYTES: usize = 256 * 1024;

/// How many notes are handed over at a time: few enough that questions fit in between.
const BATCH: usize = 64;

/// Folders that no one keeps notes in, whether or not an ignore file says so.
const NEVER: [&str; 1] = ["node_modules"];

/// A note from disk.
#[derive(Debug)]
pub struct Loaded {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: Text,
    /// What was read from the text.
    pub note: Note,
    /// How it was read.
    pub options: ReadOptions,
}

/// What a scan found out.
#[derive(Debug, Default)]
pub struct Scan {
    /// How many notes were read.
    pub notes: usize,
    /// Notes that could not be read, with the reason.
    pub left_out: Vec<(PathBuf, String)>,
    /// Whether there were more than [`MAX_NOTES`].
    pub too_many: bool,
}

/// What a walk through the folders has found.
#[derive(Debug, Default)]
pub struct Found {
    /// Notes, those among them that settings leave out.
    notes: Vec<PathBuf>,
    /// Files of settings.
    pub settings: Vec<PathBuf>,
}

/// Finds the notes and the files of settings in the folders.
pub fn find(folders: &Folders) -> Found {
    let paths = folders.iter().flat_map(|folder| walk(folder, None)).collect::<Vec<_>>();
    let (settings, notes) = paths.into_iter().partition(|path| is_settings(path));
    Found { notes, settings }
}

/// Reads all notes of the folders; see [`read`].
pub fn scan(
    folders: &Folders,
    settings: &Settings,
    hand_over: impl Fn(Vec<Loaded>, usize, usize) -> bool + Sync,
) -> Scan {
    read(find(folders), folders, settings, hand_over)
}

/// Reads the notes that were found and are not left out, in parallel, and hands them over in
/// batches.
///
/// `hand_over` gets each batch with how many notes were read by then, and how many there are; it
/// returns false to end the scan.
pub fn read(
    found: Found,
    folders: &Folders,
    settings: &Settings,
    hand_over: impl Fn(Vec<Loaded>, usize, usize) -> bool + Sync,
) -> Scan {
    let mut paths = found.notes;
    paths.retain(|path| !settings.of_path(path).excludes(path, folders.of(path)));
    let too_many = paths.len() > MAX_NOTES;
    paths.truncate(MAX_NOTES);
    let total = paths.len();
    let done = AtomicUsize::new(0);
    let read_batch = |batch: &[PathBuf]| {
        let (mut loaded, mut failed) = (Vec::new(), Vec::new());
        for path in batch {
            match load(path, settings, folders) {
                Ok(note) => loaded.push(note),
                Err(error) => failed.push((path.clone(), error.to_string())),
            }
        }
        let before = done.fetch_add(batch.len(), Ordering::Relaxed);
        hand_over(loaded, before + batch.len(), total).then_some(failed)
    };
    let failed = paths.par_chunks(BATCH).map(read_batch).while_some();
    let left_out: Vec<_> = failed.flatten().collect();
    Scan { notes: total - left_out.len(), left_out, too_many }
}

/// Reads those of the notes at or below `paths` that a scan would read now.
pub fn reload(paths: &[PathBuf], folders: &Folders, settings: &Settings) -> Vec<Loaded> {
    let targets = Arc::new(Targets::new(paths));
    let holding = folders.iter().filter(|folder| targets.touch(folder));
    let mut found: Vec<_> =
        holding.flat_map(|folder| walk(folder, Some(targets.clone()))).collect();
    found.retain(|path| is_note(path) && !settings.of_path(path).excludes(path, folders.of(path)));
    found.par_iter().filter_map(|path| load(path, settings, folders).ok()).collect()
}

/// Finds the files of settings below those of `paths` that are folders.
pub(super) fn settings_below(paths: &[PathBuf], folders: &Folders) -> Vec<PathBuf> {
    // Of what lies elsewhere, or behind a link, nothing is asked.
    let is_folder = |path: &&PathBuf| {
        folders.of(path).is_some_and(|folder| path.as_path() == folder || has(folder, path))
            && fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
    };
    let paths: Vec<_> = paths.iter().filter(is_folder).cloned().collect();
    if paths.is_empty() {
        return Vec::new();
    }
    let targets = Arc::new(Targets::new(&paths));
    let holding = folders.iter().filter(|folder| targets.touch(folder));
    let found = holding.flat_map(|folder| walk(folder, Some(targets.clone())));
    found.filter(|path| is_settings(path)).collect()
}

/// Files and folders to be looked for. A walk from the workspace folder down to them and nowhere
/// else applies the ignore files on the way just as a scan does.
struct Targets {
    paths: HashSet<PathBuf>,
    ways: HashSet<PathBuf>,
}

impl Targets {
    fn new(paths: &[PathBuf]) -> Self {
        let ways = paths.iter().flat_map(|path| path.ancestors());
        Self { ways: ways.map(Path::to_path_buf).collect(), paths: paths.iter().cloned().collect() }
    }

    /// Whether a path is one of them, leads to one or lies below one.
    fn touch(&self, path: &Path) -> bool {
        self.ways.contains(path) || path.ancestors().any(|above| self.paths.contains(above))
    }
}

/// Reads one note, whatever its name, if it is a regular file and small enough.
pub fn load(path: &Path, settings: &Settings, folders: &Folders) -> io::Result<Loaded> {
    let contents = note_file(path)?;
    let options = settings.read_options(&Location::File(path.to_path_buf()), folders);
    let note = Note::try_read(&contents, &options);
    let note = note.ok_or_else(|| io::Error::other("internal error"))?;
    Ok(Loaded { path: path.to_path_buf(), text: Text::new(&contents), note, options })
}

/// What stands in a file of settings, if it is there; an error says why it is not read.
pub(super) fn settings_file(path: &Path) -> Option<Result<String, String>> {
    match read_file(path, file::MAX_BYTES) {
        Ok(contents) => Some(Ok(contents)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(Err(error.to_string())),
    }
}

/// The schema at a path below a folder; no link leads to it.
pub(super) fn schema_file(folder: &Path, path: &Path) -> Result<String, String> {
    let mut place = folder.to_path_buf();
    for part in path.parent().into_iter().flat_map(Path::components) {
        place.push(part);
        let is_folder = fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir());
        if !is_folder {
            return Err("there is no such file".to_owned());
        }
    }
    read_file(&folder.join(path), MAX_SCHEMA_BYTES).map_err(|error| error.to_string())
}

/// What stands in an ignore file below a folder, if it is there and no link leads to it.
pub(super) fn ignore_file(folder: &Path, path: &Path) -> Option<String> {
    has(folder, path).then(|| read_file(path, MAX_IGNORE_BYTES).ok()).flatten()
}

/// Whether there is anything at a path.
pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// What stands in the file of a note.
pub(super) fn note_file(path: &Path) -> io::Result<String> {
    read_file(path, MAX_NOTE_BYTES)
}

/// Whether there is a file or folder at a path below `folder`, and no link on the way to it.
pub(super) fn has(folder: &Path, path: &Path) -> bool {
    let is_folder = |found: fs::Metadata| found.is_dir();
    way(folder, path).all(|above| fs::symlink_metadata(above).is_ok_and(is_folder))
        && fs::symlink_metadata(path).is_ok_and(|found| !found.is_symlink())
}

/// The folders between `folder` and a path below it, from the top down: below one that is a link
/// nothing may be looked for, since that is elsewhere.
fn way<'p>(folder: &Path, path: &'p Path) -> impl Iterator<Item = &'p Path> {
    let above = path.ancestors().skip(1).take_while(|above| *above != folder);
    above.collect::<Vec<_>>().into_iter().rev()
}

/// Whether a file can be made at a path below `folder`: there is nothing, and no link on the way.
pub(super) fn is_free(folder: &Path, path: &Path) -> bool {
    let is_folder = |above: &Path| match fs::symlink_metadata(above) {
        Ok(found) => found.is_dir(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    way(folder, path).all(is_folder) && !is_there(path)
}

/// The names in a folder, those of folders with a slash behind them; no links, nothing hidden,
/// and no more than `limit`.
pub(super) fn entries(folder: &Path, limit: usize) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let name = |entry: fs::DirEntry| {
        let kind = entry.file_type().ok()?;
        let name = entry.file_name().into_string().ok()?;
        let is_shown = !name.starts_with('.') && !NEVER.contains(&name.as_str());
        match () {
            () if !is_shown => None,
            () if kind.is_dir() => Some(name + "/"),
            () => kind.is_file().then_some(name),
        }
    };
    let mut names: Vec<_> = entries.filter_map(Result::ok).take(limit).filter_map(name).collect();
    names.sort();
    names
}

/// Where a folder really is, if that is not what it is called: behind a symbolic link.
pub(super) fn real_path(folder: &Path) -> Option<PathBuf> {
    fs::canonicalize(folder).ok().filter(|real| real != folder)
}

/// Reads a file if it is a regular one, text, and not larger than `limit` bytes.
fn read_file(path: &Path, limit: usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        let limit = if limit < 1 << 20 {
            format!("{} KiB", limit >> 10)
        } else {
            format!("{} MiB", limit >> 20)
        };
        return Err(io::Error::other(format!("larger than {limit}")));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("not UTF-8"))
}

/// Opens a regular file.
///
/// It is looked at before, since to open a device may do something already, and once more when it
/// is open, since by then it may be another one.
pub(super) fn open(path: &Path) -> io::Result<fs::File> {
    let check = |metadata: fs::Metadata| {
        let is_file = metadata.is_file();
        is_file.then_some(()).ok_or_else(|| io::Error::other("not a regular file"))
    };
    check(fs::symlink_metadata(path)?)?;
    let mut options = fs::File::options();
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // A link leads nowhere, and a FIFO that nobody writes to does not hold us up.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.read(true).open(path)?;
    check(file.metadata()?)?;
    Ok(file)
}

/// The paths of the notes and files of settings below a folder, in the order of their names; all,
/// or the targets.
fn walk(folder: &Path, only: Option<Arc<Targets>>) -> Vec<PathBuf> {
    let ignored = Ignored::below(folder);
    let is_wanted = move |entry: &DirEntry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_never = is_folder && NEVER.iter().any(|never| entry.file_name() == *never);
        let is_asked = only.as_ref().is_none_or(|only| only.touch(entry.path()));
        !is_never && is_asked && !ignored.has(entry.path(), is_folder)
    };
    WalkBuilder::new(folder)
        .max_depth(Some(MAX_DEPTH))
        // Ignore files count without a repository too, but only those in the folder: nothing
        // outside it is read, and some have a `.gitignore` of all there is in their home folder.
        // The walker would look there even if it is told to use none of that.
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
        .map(DirEntry::into_path)
        .filter(|path| is_note(path) || is_settings(path))
        .take(MAX_FOUND)
        .collect()
}
