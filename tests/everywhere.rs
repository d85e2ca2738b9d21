//! Every feature at every place of real and of hard notes: none may panic, and what it says of a
//! range must be about the place that was asked for.

use std::fs;
use std::path::Path;

use headword::features::{
    FilePosition, code_actions, completion, definition, diagnostics, document_symbols, hover,
    rename,
};
use headword::workspace::Workspace;
use headword::workspace::document::Location;
use text_size::{TextRange, TextSize};

/// Notes in which everything that goes wrong goes wrong.
const HARD: [&str; 6] = [
    "---\ntags: [a, \"b\ncategories:\n- \ntitle: x: y\n---\n## Cache\nText of a cache.\n",
    "\u{feff}+++\r\ntitle = \"T\"\r\n[taxonomies]\r\ntags = [\"é\", 'x']\r\n+++\r\n## 👩\u{200d}⚕ Größe\r\nDie Größe.\r\n",
    "## Cache\nA cache 😀 cache, *ca*che, `cache` [cache](x) #tag #日本 %%cache%% {{< cache >}}\n",
    "Setext\nheading\n===\r\rText\r- [ ] item\n  > ## quoted\n\n| a | cache |\n|---|---|\n| cache | b |\n",
    "#### データ\nデータベースのデータ\n#### Data\nData datas data's DATA\n####\n#",
    "---\n",
];

fn check_everywhere(workspace: &Workspace) {
    for document in workspace.documents() {
        let note = document.id;
        let text = document.text.to_string();
        document_symbols::document_symbols(workspace, note);
        diagnostics::diagnostics(workspace, note);
        for offset in 0..=text.len() {
            // A place inside a character counts as its start.
            let floor = text.floor_char_boundary(offset);
            let size = |at: usize| TextSize::new(u32::try_from(at).expect("notes are small"));
            let (position, offset) = (FilePosition { note, offset: size(offset) }, size(floor));
            if let Some(found) = hover::hover(workspace, position) {
                assert!(
                    found.range.contains_inclusive(offset),
                    "{offset:?} in {:?}",
                    document.location
                );
            }
            if let Some(found) = definition::definition(workspace, position) {
                assert!(
                    found.range.contains_inclusive(offset),
                    "{offset:?} in {:?}",
                    document.location
                );
                assert!(!found.info.is_empty());
            }
            let here = TextRange::empty(TextSize::new(u32::try_from(floor).expect("small")));
            let actions = code_actions::code_actions(workspace, note, here);
            // What cannot be proven is refused. To prove all at each place would take minutes.
            let nth = usize::from(offset) / 5;
            if usize::from(offset) % 5 == 0 && !actions.is_empty() {
                let _ = actions[nth % actions.len()].edit(workspace);
            }
            if let Ok(found) = rename::prepare(workspace, position) {
                assert!(found.range.contains_inclusive(offset), "{offset:?}");
                // Renaming is slow, and the same from every place of a name.
                if found.range.start() == offset {
                    let _ = rename::rename(workspace, position, "Zyxo Ware", true);
                }
            }
            for item in completion::completion(workspace, position).unwrap_or_default().items {
                assert!(
                    item.range.contains_inclusive(offset),
                    "{offset:?} in {:?}",
                    document.location
                );
                assert!(!text[item.range].contains(['\n', '\r']), "an edit stays on its line");
            }
        }
    }
}

#[test]
fn in_hard_notes() {
    let mut workspace = Workspace::default();
    for (number, text) in HARD.iter().enumerate() {
        workspace.open(Location::Other(format!("untitled:{number}")), 1, text);
    }
    workspace.settle();
    check_everywhere(&workspace);
}

#[test]
fn in_the_example_notes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/notes");
    let mut workspace = Workspace::default();
    for entry in fs::read_dir(folder).expect("the examples are there") {
        let path = entry.expect("they can be listed").path();
        let text = fs::read_to_string(&path).expect("they are text");
        workspace.open(Location::File(path), 1, &text);
    }
    workspace.settle();
    assert!(workspace.documents().count() >= 4);
    check_everywhere(&workspace);
}
