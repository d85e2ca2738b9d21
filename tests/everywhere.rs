//! Every feature at every place of real and of hard notes.

use std::fs;
use std::path::Path;

use headword::features::FilePosition;
use headword::workspace::Workspace;
use headword::workspace::document::Location;

use crate::support::everywhere::{check_at, check_whole};

/// Notes in which everything that goes wrong goes wrong.
const HARD: [&str; 9] = [
    "---\ntags: [a, \"b\ncategories:\n- \ntitle: x: y\n---\n## Cache\nText of a cache.\n",
    "\u{feff}+++\r\ntitle = \"T\"\r\n[taxonomies]\r\ntags = [\"é\", 'x']\r\n+++\r\n## 👩\u{200d}⚕ Größe\r\nDie Größe.\r\n",
    "## Cache\nA cache 😀 cache, *ca*che, `cache` [cache](x) #tag #日本 %%cache%% {{< cache >}}\n",
    "Setext\nheading\n===\r\rText\r- [ ] item\n  > ## quoted\n\n| a | cache |\n|---|---|\n| cache | b |\n",
    "#### データ\nデータベースのデータ\n#### Data\nData datas data's DATA\n####\n#",
    "---\n",
    "---\nlayout: po\ndate: \ntgas: [a, A]\ntag: a\npi\n---\n#a/b #A\n",
    "## Größe\n\nEs ist eine.\n\n#### 本",
    "- # 日本\n- ## 😀\r\n> ### é\n\n### 😀\r",
];

/// Asks everything about each note, and at every `step`th byte of it.
fn check_everywhere(workspace: &Workspace, step: usize) {
    for document in workspace.documents() {
        check_whole(workspace, document.id);
        for offset in (0..=document.note.text.end().into()).step_by(step) {
            check_at(workspace, FilePosition { note: document.id, offset: offset.into() });
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
    check_everywhere(&workspace, 1);
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
    // Two neighbors are mostly in one word.
    check_everywhere(&workspace, 3);
}
