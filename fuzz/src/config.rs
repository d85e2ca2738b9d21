//! Target `config`: the settings of a folder and of an editor.

use std::path::{Path, PathBuf};

use headword::features::diagnostics::{codes, diagnostics, invalid_settings};
use headword::workspace::config::buffers::Buffers;
use headword::workspace::config::sources::Sources;
use headword::workspace::document::Location;
use headword::workspace::folders::Folders;

use crate::input::{FOLDER, text};

/// Begins the settings of the editor.
const EDITOR: &str = "\n//- editor\n";

/// Reads a `headword.toml` and, after a marker, JSON from an editor. Problems must have valid ranges,
/// and the other settings must be in effect.
pub fn config(data: &[u8]) {
    let text = text(data);
    let (file, editor) = text.split_once(EDITOR).unwrap_or((&text, "null"));
    let folders = Folders::new(vec![PathBuf::from(FOLDER)]);
    let mut sources = Sources::new(codes());
    sources.set_folders(folders);
    sources.set_editor(serde_json::from_str(editor).unwrap_or_default());
    let mut buffers = Buffers::default();
    buffers.open(Path::new(FOLDER).join("headword.toml"), 1, file);
    sources.set_buffers(buffers);
    let (settings, _) = sources.read();
    for found in settings.files() {
        for problem in &found.problems {
            let range = problem.range;
            assert!(file.get(range.start().into()..range.end().into()).is_some(), "{problem:?}");
        }
        invalid_settings(found);
    }
    let (again, _) = sources.read();
    assert!(again.same_effect_as(&settings), "the same settings are read as the same");
    let mut workspace = crate::input::workspace(&[(
        Location::File(Path::new(FOLDER).join("a.md")),
        "---\ntags: [a]\nlayout: x\n---\n## Cache\n\n### Log\nA cache, [x](y.md).\n",
    )]);
    workspace.set_config(settings);
    workspace.settle();
    for document in workspace.documents() {
        diagnostics(&workspace, document.id);
    }
}
