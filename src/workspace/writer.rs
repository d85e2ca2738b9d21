//! Writes notes to disk. Only the command line uses this.
//!
//! A note is replaced atomically: a reader gets the complete old or new text, even after a crash.
//! The new text is written to a file in the same folder, and flushed to the disk. Then the two
//! files exchange their names, and the old text is compared with the known one. If an editor has
//! saved another text at that moment, the files exchange their names again.
//!
//! The old and the new file are locked meanwhile. A temporary file without a lock was left by a
//! process that has stopped.

use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, TempPath};

use crate::workspace::disk;

/// The beginning of the names of temporary files. A scan skips hidden files.
const BESIDE: &str = ".headword-";

/// The end of the name of an unfinished file. A leftover one is removed.
const UNFINISHED: &str = ".unfinished";

/// The end of the name of a file that exchanges its name with a note. It may contain the only copy
/// of a text that an editor has saved. So its name has the hashes of the known and the new text,
/// and a leftover one is removed only if it has one of these texts.
const REPLACED: &str = ".replaced";

/// Replaces the text of a note at a path below `folder`. The old text must be `known`.
///
/// Permissions and owner are kept. A hard link to the old file keeps the old text.
///
/// # Errors
///
/// Fails with the reason if the note is read-only, if its path contains a symbolic link, if its
/// text has changed, or if its owner or group cannot be kept. Then nothing is written.
pub fn replace(path: &Path, folder: &Path, known: &str, new: &str) -> io::Result<()> {
    replace_by(exchange, path, folder, known, new)
}

/// Replaces the text of a note with this function for the exchange of names.
fn replace_by(
    exchange: impl Fn(&Path, &Path) -> io::Result<()>,
    path: &Path,
    folder: &Path,
    known: &str,
    new: &str,
) -> io::Result<()> {
    let parent = path.parent().ok_or(io::ErrorKind::NotFound)?;
    is_as_known(path, folder, known)?;
    let old = fs::symlink_metadata(path)?;
    if old.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    let _old_lock = locked(path);
    let (_new_lock, unfinished) = written(parent, |file| fill(file, new, &old))?;
    let name = |name: &Path| fs::rename(&unfinished, name);
    let suffix = format!("-{}-{}{REPLACED}", hash(known), hash(new));
    let beside = Builder::new().prefix(BESIDE).suffix(&suffix).make_in(parent, name)?;
    let beside = beside.into_temp_path();
    is_as_known(path, folder, known)?;
    if exchange(&beside, path).is_ok() {
        keep_newest(exchange, path, beside, known, new)?;
    } else {
        // The system does not support the exchange, or the note was deleted.
        is_as_known(path, folder, known)?;
        beside.persist(path).map_err(|error| error.error)?;
    }
    sync_names(parent);
    Ok(())
}

/// Restores a text that was saved just before an exchange of names, if it is not the known text.
///
/// An exchange may remove a text that was saved just before it. So the exchange is repeated until
/// the temporary file has the expected text.
fn keep_newest(
    exchange: impl Fn(&Path, &Path) -> io::Result<()>,
    path: &Path,
    beside: TempPath,
    known: &str,
    new: &str,
) -> io::Result<()> {
    let (mut expected, mut placed) = (Some(known.to_owned()), Some(new.to_owned()));
    let mut result = Ok(());
    loop {
        let taken = disk::note_file(&beside).ok();
        if taken == expected {
            return result;
        }
        if let Err(error) = exchange(&beside, path) {
            let kept = beside.keep().map_err(|error| error.error)?;
            let kept = kept.file_name().unwrap_or_default().display().to_string();
            let problem = format!("it has changed, and the changed text is in {kept}: {error}");
            return Err(io::Error::new(error.kind(), problem));
        }
        (expected, placed) = (placed, taken);
        result = Err(has_changed());
    }
}

/// Exchanges the names of two files.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn has_changed() -> io::Error {
    io::Error::other("it has changed since it was read")
}

/// Creates a complete file in a folder. It is flushed to the disk, and locked until it is dropped.
fn written(
    folder: &Path,
    fill: impl Fn(&mut File) -> io::Result<()>,
) -> io::Result<(File, TempPath)> {
    let mut named = Builder::new();
    named.prefix(BESIDE).suffix(UNFINISHED);
    #[cfg(target_os = "linux")]
    if let Ok(mut file) = tempfile::tempfile_in(folder) {
        // The file gets its name when it is complete, so that a crash leaves no file.
        fill(&mut file)?;
        if let Ok(linked) = named.make_in(folder, |name| link(&file, name)) {
            return Ok((file, linked.into_temp_path()));
        }
    }
    let (mut unfinished, name) = named.tempfile_in(folder)?.into_parts();
    fill(&mut unfinished)?;
    Ok((unfinished, name))
}

/// Gives a name to an open file without a name.
#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd as _;
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, open, CWD, name, AtFlags::SYMLINK_FOLLOW)?)
}

/// Writes the text of a new file, with the owner and permissions of the old one.
fn fill(file: &mut File, text: &str, old: &Metadata) -> io::Result<()> {
    let _ = file.lock();
    file.write_all(text.as_bytes())?;
    keep_owner(file, old)?;
    file.set_permissions(old.permissions())?;
    file.sync_all()
}

fn is_as_known(path: &Path, folder: &Path, known: &str) -> io::Result<()> {
    let is_there = disk::has(folder, path);
    match is_there.then(|| disk::note_file(path)).transpose()? {
        None => Err(io::Error::other("it was deleted or replaced by a symbolic link")),
        Some(found) if found != known => Err(has_changed()),
        Some(_) => Ok(()),
    }
}

/// Removes the temporary files in a folder that were left by processes that have stopped.
pub fn remove_left_over(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(name) = name.strip_prefix(BESIDE) else { continue };
        let is_replaced = name.ends_with(REPLACED);
        if !is_replaced && !name.ends_with(UNFINISHED) {
            continue;
        }
        let is_known = || disk::note_file(&path).is_ok_and(|text| name.contains(&hash(&text)));
        // The lock is held until the file is removed.
        let Ok(file) = disk::open(&path) else { continue };
        if file.try_lock().is_ok() && (!is_replaced || is_known()) {
            // A leftover file that cannot be removed does no harm.
            let _ = fs::remove_file(path);
        }
    }
}

/// The hash of a text in the name of a temporary file. Another version of the program may use
/// another hash, and then leaves the file.
fn hash(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Locks the old file of a note where it gets the name of the temporary file. Elsewhere the lock
/// would keep an editor from saving the note.
fn locked(path: &Path) -> Option<File> {
    let file = cfg!(unix).then(|| disk::open(path).ok()).flatten()?;
    // Without file locks, leftover files are not recognized and are not removed.
    let _ = file.try_lock_shared();
    Some(file)
}

/// Gives the new file the owner and the group of the old one.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
        return Ok(());
    }
    fchown(file, Some(old.uid()), Some(old.gid()))
        .map_err(|error| io::Error::new(error.kind(), format!("its owner cannot be kept: {error}")))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Flushes the names in a folder to the disk. An error is ignored, since the system flushes them
/// later.
#[cfg_attr(not(unix), expect(unused_variables, reason = "folders cannot be opened there"))]
fn sync_names(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests;
