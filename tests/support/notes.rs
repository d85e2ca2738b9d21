//! Real notes: each folder of the corpus as a workspace in memory.
//!
//! The corpus is beside the checkout, or at the path in `HEADWORD_CORPUS`. Without a corpus, the
//! tests do nothing.

#![expect(clippy::print_stdout, reason = "what is skipped is said")]

use std::fs;
use std::path::{Path, PathBuf};

use headword::workspace::Workspace;
use headword::workspace::document::Location;

/// The path of the corpus, relative to the folder of the crate.
const PATH: &str = "../shared/corpus";

/// The folders of the corpus. Empty without a corpus.
pub(crate) fn folders() -> Vec<PathBuf> {
    let corpus = std::env::var_os("HEADWORD_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH), PathBuf::from);
    let Ok(corpus) = corpus.canonicalize() else {
        println!("skipped: there is no corpus at {PATH}");
        return Vec::new();
    };
    let mut folders: Vec<_> = fs::read_dir(corpus)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.is_dir())
        .collect();
    folders.retain(|folder| !["LICENCES", "_history"].iter().any(|name| folder.ends_with(name)));
    folders.sort();
    folders
}

/// All notes of a folder, in memory.
pub(crate) fn opened(folder: &Path) -> Workspace {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![folder.to_path_buf()]);
    let mut rest = vec![folder.to_path_buf()];
    while let Some(path) = rest.pop() {
        let name = path.file_name().unwrap().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            let mut entries: Vec<_> =
                fs::read_dir(&path).unwrap().map(|it| it.unwrap().path()).collect();
            entries.sort();
            rest.extend(entries.into_iter().rev());
        } else if headword::workspace::is_note(&path) {
            let text = fs::read_to_string(&path).unwrap();
            workspace.open(Location::File(path), 1, &text);
        }
    }
    workspace.settle();
    workspace
}
