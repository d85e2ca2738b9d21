//! Ignore files: patterns in a folder for files that are not notes.
//!
//! The walker does not read them, because it would follow a symbolic link, wait for a FIFO, and
//! search for more ignore files above the workspace.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::workspace::disk::{self, Stamp};

/// The ignore files, the most important first. Each applies to its folder and all below.
const FILES: [&str; 3] = [".ignore", ".gitignore", ".git/info/exclude"];

/// The maximum total size of the ignore files in a workspace folder. Compiling a megabyte of
/// patterns takes about two seconds.
const MAX_TOTAL_BYTES: usize = 1024 * 1024;

/// The maximum number of cached compiled ignore files.
const MAX_CACHED: usize = 1_000;

/// The patterns of the ignore files in one folder, in the order of [`FILES`].
type FolderPatterns = Arc<[Arc<Gitignore>; FILES.len()]>;

/// Returns the folder to which an ignore file applies, or `None` if `path` is not an ignore file.
pub fn ignore_file_folder(path: &Path) -> Option<&Path> {
    FILES.iter().filter(|file| path.ends_with(file)).find_map(|file| {
        let depth = Path::new(file).components().count();
        path.ancestors().nth(depth)
    })
}

/// A cache of compiled ignore files, valid until the files change.
#[derive(Clone, Debug, Default)]
pub struct IgnoreCache(Arc<Mutex<HashMap<PathBuf, CompiledFile>>>);

/// The version of an ignore file, its size in bytes and its patterns.
type CompiledFile = (Stamp, usize, Arc<Gitignore>);

impl IgnoreCache {
    /// Returns the size in bytes and the patterns of an ignore file in `folder`, which is `top` or
    /// below it.
    fn get(&self, top: &Path, folder: &Path, file: &str) -> (usize, Arc<Gitignore>) {
        let path = folder.join(file);
        if !disk::has(top, &path) {
            return (0, Arc::new(Gitignore::empty()));
        }
        let stamp = disk::stamp(&path);
        if let (Some(stamp), Some((known, size, patterns))) = (stamp, lock(&self.0).get(&path))
            && stamp == *known
        {
            return (*size, Arc::clone(patterns));
        }
        let text = disk::ignore_file(top, &path).unwrap_or_default();
        let patterns = Arc::new(compile(folder, &text));
        let mut cache = lock(&self.0);
        cache.remove(&path);
        if let Some(stamp) = stamp.filter(|_| cache.len() < MAX_CACHED) {
            cache.insert(path, (stamp, text.len(), Arc::clone(&patterns)));
        }
        (text.len(), patterns)
    }
}

/// The ignored files below a folder.
#[derive(Debug)]
pub(super) struct IgnoredFiles {
    top: PathBuf,
    cache: IgnoreCache,
    known: Mutex<KnownFiles>,
}

/// The ignore files found by a search.
#[derive(Debug, Default)]
struct KnownFiles {
    folders: HashMap<PathBuf, FolderPatterns>,
    bytes: usize,
    left_out: Vec<PathBuf>,
}

impl IgnoredFiles {
    /// The ignored files below this folder.
    pub(super) fn below(top: &Path, cache: IgnoreCache) -> Self {
        Self { top: top.to_path_buf(), cache, known: Mutex::default() }
    }

    /// Returns whether a file or folder is ignored. Its parent folders must not be ignored.
    pub(super) fn has(&self, path: &Path, is_folder: bool) -> bool {
        let above = path.ancestors().skip(1).take_while(|above| above.starts_with(&self.top));
        let above: Vec<_> = above.map(|folder| self.patterns_in(folder)).collect();
        for file in 0..FILES.len() {
            for patterns in &above {
                match patterns[file].matched(path, is_folder) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
        }
        false
    }

    /// Returns the ignore files beyond [`MAX_TOTAL_BYTES`], with the reason why they are not used.
    pub(super) fn left_out(&self) -> Vec<(PathBuf, String)> {
        let limit = MAX_TOTAL_BYTES >> 20;
        let reason = format!("all ignore files together are larger than {limit} MiB");
        let left_out = std::mem::take(&mut lock(&self.known).left_out);
        left_out.into_iter().map(|path| (path, reason.clone())).collect()
    }

    fn patterns_in(&self, folder: &Path) -> FolderPatterns {
        let mut known = lock(&self.known);
        if let Some(patterns) = known.folders.get(folder) {
            return Arc::clone(patterns);
        }
        let patterns = Arc::new(FILES.map(|file| {
            let (size, patterns) = self.cache.get(&self.top, folder, file);
            if known.bytes + size > MAX_TOTAL_BYTES {
                known.left_out.push(folder.join(file));
                return Arc::new(Gitignore::empty());
            }
            known.bytes += size;
            patterns
        }));
        known.folders.insert(folder.to_path_buf(), Arc::clone(&patterns));
        patterns
    }
}

fn compile(folder: &Path, text: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // An invalid pattern has no effect.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
