//! Writing notes to disk: the one place that does, for the command line only.
//!
//! A note is replaced as a whole: a reader gets the old text or the new text, never a part of one,
//! even if the process or the machine stops on the way. The new text is written to a file beside
//! the note, and flushed to the disk. Then the two files exchange their names, and the old text
//! is compared with what is known. So a text that an editor saves at that moment is never lost: the
//! files exchange their names again.
//!
//! The new file is locked while it is written, so that one without a lock is known as left over.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, TempPath};

use crate::workspace::disk;

/// The beginning of the names of files beside a note. No scan looks at hidden files.
const BESIDE: &str = ".headword-";

/// The end of the name of a file that is still written. One that is left over is removed.
const UNFINISHED: &str = ".unfinished";

/// The end of the name of a file that exchanges its name with a note. It may hold the only copy of
/// what an editor has saved, so it is never removed as left over.
const REPLACED: &str = ".replaced";

/// Replaces the text of a note at a path below `folder`, which has to be `known`.
///
/// Permissions and owner stay; another name of the same file keeps its text.
///
/// # Errors
///
/// Nothing is written if owner or group cannot stay, if the note is read-only, if a link is on the
/// path to the note, or if the text is not the known one: the error says which.
pub fn replace(path: &Path, folder: &Path, known: &str, new: &str) -> io::Result<()> {
    replace_by(exchange, path, folder, known, new)
}

/// Replaces the text of a note by an exchange of the names of two files, if that is supported.
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
    remove_left_over(parent);
    let (_locked, unfinished) = written(parent, |file| fill(file, new, &old))?;
    let name = |name: &Path| fs::rename(&unfinished, name);
    let beside = Builder::new().prefix(BESIDE).suffix(REPLACED).make_in(parent, name)?;
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

/// Puts back what was saved just before an exchange of names, if it was not the known text.
///
/// Each exchange may itself take away what was saved just before it. So names are exchanged until
/// the file beside the note has the text that this function or its caller expects there.
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

/// A file in a folder, filled and on the disk, and locked as long as it is held.
fn written(
    folder: &Path,
    fill: impl Fn(&mut File) -> io::Result<()>,
) -> io::Result<(File, TempPath)> {
    let mut named = Builder::new();
    named.prefix(BESIDE).suffix(UNFINISHED);
    #[cfg(target_os = "linux")]
    if let Ok(mut file) = tempfile::tempfile_in(folder) {
        // It gets its name when it is complete, so that a crash leaves no file.
        fill(&mut file)?;
        if let Ok(linked) = named.make_in(folder, |name| link(&file, name)) {
            return Ok((file, linked.into_temp_path()));
        }
    }
    let (mut unfinished, name) = named.tempfile_in(folder)?.into_parts();
    fill(&mut unfinished)?;
    Ok((unfinished, name))
}

/// Gives an open file without a name one.
#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd as _;
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, open, CWD, name, AtFlags::SYMLINK_FOLLOW)?)
}

/// Writes a new file that is to take the place of an old one.
fn fill(file: &mut File, text: &str, old: &Metadata) -> io::Result<()> {
    // Without file locks, leftover files are not recognized and are not removed.
    let _ = file.lock();
    file.write_all(text.as_bytes())?;
    keep_owner(file, old)?;
    file.set_permissions(old.permissions())?;
    file.sync_all()
}

fn is_as_known(path: &Path, folder: &Path, known: &str) -> io::Result<()> {
    let is_there = disk::has(folder, path);
    match is_there.then(|| disk::note_file(path)).transpose()? {
        None => Err(io::Error::other("it is gone, or has become a link")),
        Some(found) if found != known => Err(has_changed()),
        Some(_) => Ok(()),
    }
}

/// Removes unfinished files of processes that have stopped on the way.
fn remove_left_over(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let is_ours = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        name.starts_with(BESIDE) && name.ends_with(UNFINISHED)
    };
    for entry in entries.filter_map(Result::ok).filter(is_ours) {
        let path = entry.path();
        let is_free = disk::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if is_free {
            // A leftover file that cannot be removed does no harm.
            let _ = fs::remove_file(path);
        }
    }
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

/// Brings the names in a folder to the disk. Where that is not possible they come there in time.
#[cfg_attr(not(unix), expect(unused_variables, reason = "folders cannot be opened there"))]
fn sync_names(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests;
