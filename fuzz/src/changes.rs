//! Target `changes`: typed changes, against a simple reference implementation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use headword::features::{diagnostics, document_symbols, semantic_tokens};
use headword::note::Note;
use headword::text::{Change, Encoding, LineCol};
use headword::workspace::Workspace;
use headword::workspace::document::Location;

use crate::input::{notes, text};

/// Begins each change: `~ line column line column`, and its text in the lines below. A line without
/// numbers begins a change of the whole text.
const MARK: &str = "\n~";

/// Larger texts only take longer.
const MOST: usize = 64;

/// Opens a note and changes it. The text must equal that of the reference implementation, and the
/// state must equal that of a freshly built workspace.
pub fn changes(data: &[u8]) {
    let Some((first, data)) = data.split_first() else { return };
    let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][usize::from(first % 3)];
    let text = text(data);
    let mut parts = text.split(MARK);
    let mut notes = notes(parts.next().unwrap_or_default());
    let mut workspace = crate::input::workspace(&notes);
    let Some((location, mut_text)) = notes.pop() else { return };
    let Some(id) = workspace.find(&location) else { return };
    let mut mirror = mut_text.to_owned();
    for (version, part) in (2..).zip(parts.take(MOST)) {
        let change = change(part);
        mirror = changed(&mirror, &change, encoding);
        assert!(workspace.change(id, version, &[change], encoding), "it is newer");
        if version % 3 == 0 {
            workspace.settle();
        }
    }
    workspace.settle();
    let document = workspace.document(id).expect("it is open");
    assert_eq!(&*document.note.text, mirror, "the text, in {encoding:?}");
    let options = workspace.read_options(&document.location);
    assert_eq!(*document.note, Note::read(mirror.as_str(), &options), "the note");
    let others = workspace.documents().filter(|other| other.id != id);
    let mut all: Vec<_> =
        others.map(|other| ((*other.location).clone(), other.note.text.to_string())).collect();
    all.push((location.clone(), mirror));
    let all: Vec<(Location, &str)> = all.iter().map(|(at, text)| (at.clone(), &**text)).collect();
    assert_eq!(known(&workspace), known(&crate::input::workspace(&all)), "all that is known");
}

fn change(part: &str) -> Change {
    let (numbers, text) = part.split_once('\n').unwrap_or((part, ""));
    let mut numbers = numbers.split_whitespace().map_while(|number| number.parse().ok());
    let mut place = || Some(LineCol { line: numbers.next()?, col: numbers.next()? });
    let range = place().map(|start| (start, place().unwrap_or(start)));
    Change { range, text: text.to_owned() }
}

/// What a change makes of a text.
fn changed(text: &str, change: &Change, encoding: Encoding) -> String {
    let Some((start, end)) = change.range else { return change.text.clone() };
    let (start, end) = (offset(text, start, encoding), offset(text, end, encoding));
    format!("{}{}{}", &text[..start.min(end)], change.text, &text[start.max(end)..])
}

/// The byte at a place, found one character after the other.
fn offset(text: &str, place: LineCol, encoding: Encoding) -> usize {
    let (mut line, mut column) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let is_end = matches!(c, '\n' | '\r');
        if line == place.line {
            let width = match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            column += u32::try_from(width).unwrap_or_default();
            if is_end || column > place.col {
                return at;
            }
        } else if is_end && !(c == '\r' && characters.peek().is_some_and(|(_, c)| *c == '\n')) {
            line += 1;
        }
    }
    text.len()
}

/// What a workspace knows, by names and places.
fn known(workspace: &Workspace) -> String {
    let mut shown = String::new();
    let index = workspace.index();
    let _ = writeln!(shown, "terms {:?}", index.terms.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "tags {:?}", index.tags.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "categories {:?}", index.categories.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "titles {:?}", index.written_titles.iter().collect::<BTreeMap<_, _>>());
    let judged = index
        .terms
        .iter()
        .map(|(name, _)| (name, [workspace.is_declared(name), workspace.recurs(name)]));
    let _ = writeln!(shown, "declared, recurring {:?}", judged.collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "keys {:?}", index.front.keys.iter().collect::<BTreeMap<_, _>>());
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    for document in documents {
        let id = document.id;
        let _ = writeln!(shown, "{:?}", document.location);
        let _ = writeln!(shown, "{:?}", document_symbols::document_symbols(workspace, id));
        let tokens = semantic_tokens::semantic_tokens(workspace, id);
        let _ = writeln!(shown, "{tokens:?}");
        for found in diagnostics::diagnostics(workspace, id) {
            let _ = writeln!(shown, "{:?} {} {}", found.range, found.code, found.message);
        }
    }
    shown
}
