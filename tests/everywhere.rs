//! Every feature at every place of real and of hard notes: none may panic, and what it says of a
//! range must be about the place that was asked for.

use std::fs;
use std::path::Path;

use headword::features::item::{Item, Part};
use headword::features::{
    FilePosition, call_hierarchy, code_actions, code_lens, completion, declaration, definition,
    diagnostics, document_highlight, document_symbols, folding_ranges, hover, inlay_hints,
    references, rename, selection_ranges, semantic_tokens, type_definition, type_hierarchy,
    workspace_symbols,
};
use headword::note::front_matter::date::{Moment, Now};
use headword::workspace::Workspace;
use headword::workspace::document::{Location, NoteId};
use text_size::{TextRange, TextSize};

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

/// When it is asked.
const NOW: Now = {
    let moment = Moment { year: 2026, month: 3, day: 9, hour: 0, minute: 5, second: 7 };
    Now { local: moment, utc: moment, offset: 0 }
};

fn check_everywhere(workspace: &Workspace) {
    for document in workspace.documents() {
        let note = document.id;
        let text = document.text.to_string();
        document_symbols::document_symbols(workspace, note);
        diagnostics::diagnostics(workspace, note);
        check_whole(workspace, note, &text);
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
            check_terms(workspace, position, offset);
            check_selection(workspace, position, offset);
            let here = TextRange::empty(TextSize::new(u32::try_from(floor).expect("small")));
            let actions = code_actions::code_actions(workspace, note, here, |_| true);
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
            for item in completion::completion(workspace, position, true, Some(&NOW))
                .unwrap_or_default()
                .items
            {
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

/// What is said of a note as a whole.
fn check_whole(workspace: &Workspace, note: NoteId, text: &str) {
    let mut end = TextSize::new(0);
    for token in semantic_tokens::semantic_tokens(workspace, note) {
        assert!(!token.range.is_empty() && token.range.start() >= end, "tokens do not overlap");
        assert!(!text[token.range].contains(['\n', '\r']), "a token is on one line");
        end = token.range.end();
    }
    for hint in inlay_hints::inlay_hints(workspace, note, TextRange::up_to(TextSize::of(text))) {
        let rest = &text[usize::from(hint.offset)..];
        assert!(rest.is_empty() || rest.starts_with(['\n', '\r']), "a hint ends its line");
    }
    let lines = workspace.document(note).map_or(0, |document| document.text.line_count());
    for fold in folding_ranges::folding_ranges(workspace, note, None) {
        let (first, last) = fold.lines;
        assert!(first < last && last < lines);
    }
    for place in code_lens::code_lens(workspace, note) {
        assert!(code_lens::usage(workspace, note, place.start()).is_some());
    }
    for heading in workspace.document(note).iter().flat_map(|it| &it.note.sections) {
        let name = &heading.heading.name;
        workspace_symbols::workspace_symbols(workspace, name);
    }
}

/// What is selected around a place grows until it is the note.
fn check_selection(workspace: &Workspace, position: FilePosition, offset: TextSize) {
    let note = position.note;
    let found = selection_ranges::selection_ranges(workspace, note, &[position.offset]);
    let [chain] = found.as_slice() else { panic!("one place was asked for") };
    assert!(chain.iter().all(|range| range.contains_inclusive(offset)));
    assert!(chain.windows(2).all(|it| it[1].contains_range(it[0]) && it[0] != it[1]));
    let whole = workspace.document(note).map(|document| TextRange::up_to(document.text.len()));
    assert_eq!(chain.last().copied(), whole);
}

/// What is said of the terms at a place.
fn check_terms(workspace: &Workspace, position: FilePosition, offset: TextSize) {
    let here = |range: TextRange| range.contains_inclusive(offset);
    let is_term = definition::definition(workspace, position).is_some();
    assert_eq!(declaration::declaration(workspace, position).is_some(), is_term);
    if let Some(found) = type_definition::type_definition(workspace, position) {
        assert!(here(found.range));
    }
    let all = references::references(workspace, position, true);
    let marked = document_highlight::document_highlight(workspace, position);
    assert_eq!(all.is_some(), marked.is_some());
    assert!(all.is_some() || !is_term);
    let own: Vec<_> = all.iter().flatten().filter(|it| it.note == position.note).collect();
    let own: Vec<_> = own.iter().map(|it| it.range).collect();
    let marked: Vec<_> = marked.iter().flatten().map(|it| it.range).collect();
    assert_eq!(own, marked, "what is marked are the references in this note");

    for item in call_hierarchy::prepare(workspace, position).unwrap_or_default() {
        let Some(Part::Term(found)) = again(workspace, &item) else { panic!("{item:?}") };
        call_hierarchy::incoming(workspace, found);
        call_hierarchy::outgoing(workspace, found);
    }
    for item in type_hierarchy::prepare(workspace, position).unwrap_or_default() {
        let part = again(workspace, &item).expect("what was shown is found again");
        type_hierarchy::supertypes(workspace, part);
        type_hierarchy::subtypes(workspace, part);
    }
}

fn again<'w>(workspace: &'w Workspace, item: &Item) -> Option<Part<'w>> {
    assert!(item.range.contains_range(item.name_range));
    Part::find(workspace, item.note, &item.name, item.name_range.start())
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
