//! The vault of a note: the folder of notes that belong together.
//!
//! The command line finds it for the paths in its arguments, and the server for a client that opens
//! no folder. Editors find it in the same way (`editors/`).

use std::env;
use std::path::{Path, PathBuf};

use crate::workspace::config::file::NAME;
use crate::workspace::disk;
use crate::workspace::folders::is_too_wide;

/// The files and folders that mark a vault, the surest first.
const MARKERS: [&str; 2] = [NAME, ".obsidian"];

/// The folder, or the file of a worktree, that marks the top of a repository.
const REPOSITORY: &str = ".git";

/// Returns the vault of a folder: the nearest folder at or above it with `headword.toml`, else with
/// `.obsidian`, else the top of its repository. Without these, the vault is the folder itself.
///
/// The search ends at the top of the repository. The root, a home folder and the folder for
/// temporary files are never a vault, because most of their notes do not belong together.
pub fn vault(folder: &Path) -> Option<PathBuf> {
    let mut marked: [Option<&Path>; 2] = [None, None];
    for above in folder.ancestors().take_while(|above| !is_excluded(above)) {
        for (marker, found) in MARKERS.into_iter().zip(&mut marked) {
            if found.is_none() && disk::is_there(&above.join(marker)) {
                *found = Some(above);
            }
        }
        if disk::is_there(&above.join(REPOSITORY)) {
            let found = marked.into_iter().flatten().next().unwrap_or(above);
            return Some(found.to_path_buf());
        }
    }
    let found = marked.into_iter().flatten().next().unwrap_or(folder);
    (!is_excluded(found)).then(|| found.to_path_buf())
}

/// Returns the vault of a note on disk.
pub fn vault_of(note: &Path) -> Option<PathBuf> {
    disk::is_there(note).then(|| vault(note.parent()?)).flatten()
}

/// Returns whether the vault of a note may be another one after a file or folder has changed: the
/// note, a folder above it, or a marker.
pub fn moves_vault(changed: &Path, note: &Path) -> bool {
    let is_marker = changed
        .file_name()
        .is_some_and(|name| name == REPOSITORY || MARKERS.into_iter().any(|marker| name == marker));
    let above = if is_marker { changed.parent().unwrap_or(changed) } else { changed };
    note.starts_with(above)
}

fn is_excluded(folder: &Path) -> bool {
    is_too_wide(folder) || folder == env::temp_dir()
}
