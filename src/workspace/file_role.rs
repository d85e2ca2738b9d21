//! The role of a file, by its name and folder.
//!
//! A repository has files on any subject: licenses, changelogs, templates. Their titles and headings
//! are the same everywhere and define nothing.

use std::ffi::OsStr;
use std::path::{Component, Path};

use crate::note::word_list::{WordList, words};

/// Names of files that define no terms, folded.
static BOILERPLATE_FILES: WordList = words!("boilerplate_files");

/// Names of folders whose files define no terms, folded.
static BOILERPLATE_FOLDERS: WordList = words!("boilerplate_folders");

/// Names of files that introduce their folder, folded.
static INDEX_FILES: WordList = words!("index_files");

/// The role of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRole {
    /// A note like any other.
    Note,
    /// A file that introduces its folder. Its title is not a term.
    Index,
    /// A file that defines no terms.
    Boilerplate,
}

impl FileRole {
    /// The role of the file at a path below a workspace folder.
    pub fn of(path: &Path, folder: Option<&Path>) -> Self {
        let stem = path.file_stem().map(lower_case).unwrap_or_default();
        if BOILERPLATE_FILES.contains(&stem) || is_in_boilerplate(path, folder) {
            Self::Boilerplate
        } else if INDEX_FILES.contains(&stem) {
            Self::Index
        } else {
            Self::Note
        }
    }
}

/// Whether a file is in a folder of templates, tests or the files of a platform, below a workspace
/// folder.
pub fn is_in_boilerplate(path: &Path, folder: Option<&Path>) -> bool {
    let inside = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
    let mut folders = inside.parent().into_iter().flat_map(Path::components);
    folders.any(|component| match component {
        Component::Normal(name) => BOILERPLATE_FOLDERS.contains(&lower_case(name)),
        _ => false,
    })
}

fn lower_case(name: &OsStr) -> String {
    name.to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::FileRole;

    fn role(path: &str) -> FileRole {
        FileRole::of(Path::new(path), Some(Path::new("/templates/notes")))
    }

    #[test]
    fn files_of_a_repository_define_no_terms() {
        for path in [
            "LICENSE.md",
            "CHANGELOG.md",
            "a/_TEMPLATE.md",
            "Templates/a.md",
            "a/archetypes/b/c.md",
        ] {
            assert_eq!(role(&format!("/templates/notes/{path}")), FileRole::Boilerplate, "{path}");
        }
    }

    #[test]
    fn index_files_have_no_term_as_title() {
        assert_eq!(role("/templates/notes/README.md"), FileRole::Index);
        assert_eq!(role("/templates/notes/a/_index.md"), FileRole::Index);
    }

    #[test]
    fn other_files_are_notes_and_the_folder_itself_does_not_count() {
        assert_eq!(role("/templates/notes/license-plate.md"), FileRole::Note);
        assert_eq!(role("/templates/notes/a/index.md"), FileRole::Note);
    }
}
