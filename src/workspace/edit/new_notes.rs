//! Checks of the notes that an edit creates: their paths and their names.

use std::ffi::OsStr;
use std::path::{Component, Path};

use text_size::TextRange;

use super::failure::{Failure, refused};
use super::workspace_edit::{NewNote, WorkspaceEdit};
use crate::note::term::Term;
use crate::note::words::fold;
use crate::workspace::document::NoteId;
use crate::workspace::{MAX_NOTE_BYTES, Workspace};

/// The device names of Windows in small letters. A digit may follow them.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The maximum length of a file name in common file systems, in bytes.
const MAX_NAME: usize = 255;

/// Checks that all new notes can be created. Each needs a free path in an open folder, with names
/// that are valid on every system. The folders of existing notes may have any name.
pub(super) fn check_paths(workspace: &Workspace, edit: &WorkspaceEdit) -> Result<(), Failure> {
    let mut paths: Vec<_> =
        workspace.documents().filter_map(|document| document.location.path()).map(plain).collect();
    for new in edit.created() {
        let name = new.path.display();
        let inside =
            workspace.folders().of(&new.path).and_then(|it| new.path.strip_prefix(it).ok());
        let Some(inside) = inside else {
            return Err(refused(format!("“{name}” is not in an open folder.")));
        };
        let folder = new.path.parent();
        let is_used = || {
            let mut paths = workspace.documents().filter_map(|it| it.location.path());
            paths.any(|path| path.parent() == folder)
        };
        let is_valid = is_note(inside) && (is_portable(inside) || is_used());
        if !is_valid || new.text.len() > MAX_NOTE_BYTES {
            return Err(refused(format!("“{name}” is not a valid file name for a note.")));
        }
        if !workspace.is_free(&new.path) {
            return Err(refused(format!("“{name}” already exists or is a symbolic link.")));
        }
        let path = plain(&new.path);
        // Some file systems ignore the letter case.
        if paths.contains(&path) {
            return Err(refused(format!("The note “{name}” already exists.")));
        }
        paths.push(path);
    }
    Ok(())
}

fn plain(path: &Path) -> String {
    fold(&path.to_string_lossy()).into_owned()
}

/// Returns whether the file name of a note is valid on every system.
fn is_note(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("md")) && path.file_name().is_some_and(is_name)
}

/// Returns whether all names in a path are valid on every system.
fn is_portable(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(name) if is_name(name)))
}

/// Returns whether a name is valid on every system. Windows has the strictest rules.
///
/// Microsoft: “Naming Files, Paths, and Namespaces”.
fn is_name(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let stem = fold(name.split('.').next().unwrap_or_default()).into_owned();
    let is_device = DEVICES.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit()))
        && stem.chars().filter(char::is_ascii_digit).count() < 2;
    let is_plain = |c: char| !c.is_control() && !"<>:\"/\\|?*".contains(c);
    !is_device
        && !name.starts_with(['.', ' '])
        && !name.ends_with(['.', ' '])
        && name.len() <= MAX_NAME
        && name.chars().all(is_plain)
        && !stem.trim().is_empty()
}

/// Checks that the new text of created notes declares only known names. An unknown name would turn
/// words of other notes into mentions. Text that moved there may declare its own names.
pub(super) fn check_names(
    before: &Workspace,
    after: &Workspace,
    edit: &WorkspaceEdit,
    is_new: impl Fn(NoteId, TextRange) -> bool,
) -> Result<(), Failure> {
    for NewNote { id, .. } in edit.created() {
        let Some(note) = after.document(*id) else {
            return Err(refused("Cannot apply: the new file would not be read as a note."));
        };
        let terms = note.note.terms.iter().filter(|term| is_new(*id, term.name_range));
        let terms = terms.filter(|term| !after.is_rejected(term));
        let names = terms.flat_map(Term::keys);
        let mut names = names.map(|key| (key, before.is_declared(key)));
        if let Some((name, _)) = names.find(|(_, is_known)| !is_known) {
            let name = name.as_str();
            return Err(refused(format!(
                "Cannot apply: “{name}” would become the name of a term."
            )));
        }
    }
    Ok(())
}
