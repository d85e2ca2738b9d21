//! Writing notes to disk: the one place that does, for the command line only.
//!
//! A note is replaced as a whole: whoever reads it gets what stood there or what stands there now,
//! and never half of it, even if the process or the machine ends on the way. What is new is written
//! to a file beside the note, brought to the disk and then given the name of the note. That file
//! is locked while someone writes it, so that one without a lock is known as left behind.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, TempPath};

use crate::workspace::disk;

/// What the names of unfinished files begin and end with. No scan looks at hidden files.
const UNFINISHED: (&str, &str) = (".headword-", ".unfinished");

/// Replaces what stands in the note at a path below `folder`, which is to be just `known`.
///
/// Permissions and owner stay; another name of the same file keeps what it has. Nothing is written
/// where owner or group cannot stay, where the note is read-only, where a link is on the way to it,
/// or where there is anything else than what is known: the error says which.
pub fn replace(path: &Path, folder: &Path, known: &str, new: &str) -> io::Result<()> {
    let parent = path.parent().ok_or(io::ErrorKind::NotFound)?;
    is_as_known(path, folder, known)?;
    let old = fs::symlink_metadata(path)?;
    if old.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    remove_left_behind(parent);
    let unfinished = written(parent, |file| fill(file, new, &old))?;
    is_as_known(path, folder, known)?;
    let (_locked, name) = unfinished;
    name.persist(path).map_err(|error| error.error)?;
    sync_names(parent);
    Ok(())
}

/// A file in a folder, filled and on the disk, and locked as long as it is held.
fn written(
    folder: &Path,
    fill: impl Fn(&mut File) -> io::Result<()>,
) -> io::Result<(File, TempPath)> {
    let mut named = Builder::new();
    named.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
    #[cfg(target_os = "linux")]
    if let Ok(mut file) = tempfile::tempfile_in(folder) {
        // It gets its name when it is finished: so nothing is left behind before.
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
    // Where there are no locks, nothing that is left behind is known as such, and stays.
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
        Some(found) if found != known => Err(io::Error::other("it has changed since it was read")),
        Some(_) => Ok(()),
    }
}

/// Removes what a process that was ended on the way has left in a folder.
fn remove_left_behind(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let is_ours = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1)
    };
    for entry in entries.filter_map(Result::ok).filter(is_ours) {
        let path = entry.path();
        let is_free = disk::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if is_free {
            // One that cannot be removed is in nobody's way.
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
