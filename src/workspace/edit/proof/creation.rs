//! Notes that an edit creates: where they may be, and what they may say.

use std::ffi::OsStr;
use std::path::{Component, Path};

use super::{Change, Failure, refused};
use crate::note::term::Term;
use crate::note::words::fold;
use crate::workspace::edit::{NewNote, WorkspaceEdit};
use crate::workspace::{MAX_NOTE_BYTES, Workspace};

/// Names that Windows keeps for devices, in small letters.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The longest name that file systems take, in bytes.
const MAX_NAME: usize = 255;

/// Whether all new notes can be: in a folder that is open, where no note is, and under a name that
/// every system takes.
pub(super) fn possible(workspace: &Workspace, edit: &WorkspaceEdit) -> Result<(), Failure> {
    let mut paths: Vec<_> =
        workspace.documents().filter_map(|document| document.location.path()).map(plain).collect();
    for new in edit.created() {
        let name = new.path.display();
        let inside =
            workspace.folders().of(&new.path).and_then(|it| new.path.strip_prefix(it).ok());
        let Some(inside) = inside else {
            return Err(refused(format!("“{name}” is in no folder that is open here.")));
        };
        if !is_portable(inside) || new.text.len() > MAX_NOTE_BYTES {
            return Err(refused(format!("“{name}” cannot be the name of a note.")));
        }
        if !workspace.is_free(&new.path) {
            return Err(refused(format!(
                "There is something at “{name}” already, or a link to it."
            )));
        }
        let path = plain(&new.path);
        // Not every system tells small letters from capitals.
        if paths.contains(&path) {
            return Err(refused(format!("There is a note “{name}” already.")));
        }
        paths.push(path);
    }
    Ok(())
}

fn plain(path: &Path) -> String {
    fold(&path.to_string_lossy()).into_owned()
}

/// Whether every system takes these names of folders and of a note, and no setting hides them.
fn is_portable(path: &Path) -> bool {
    let is_note = path.extension() == Some(OsStr::new("md"));
    is_note
        && path.components().all(|part| matches!(part, Component::Normal(name) if is_name(name)))
}

/// Microsoft: "Naming Files, Paths, and Namespaces"; the other systems take more.
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

/// Whether what the new notes declare was declared before: what was not would turn words of other
/// notes into mentions.
pub(super) fn compare(change: &Change<'_>) -> Result<(), Failure> {
    for NewNote { id, .. } in change.edit.created() {
        let Some(note) = change.after.document(*id) else {
            return Err(refused("The new note would not be read as one."));
        };
        let terms = note.note.terms.iter().filter(|term| !change.after.is_structure(term));
        let names = terms.flat_map(Term::keys);
        let mut names = names.map(|key| (key, change.before.is_declared(key)));
        if let Some((name, _)) = names.find(|(_, is_known)| !is_known) {
            return Err(refused(format!("“{}” would become a name.", name.as_str())));
        }
    }
    Ok(())
}
