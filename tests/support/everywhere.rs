//! All features at all positions of a note. No feature may panic, and a range in its result must
//! contain the position of the request.
//!
//! Tests of difficult notes and the fuzzer use this.

use headword::features::navigation_target::{Symbol, TermOrSection};
use headword::features::{
    FilePosition, call_hierarchy, code_actions, code_lens, completion, declaration, definition,
    diagnostics, document_highlight, document_links, document_symbols, folding_ranges, hover,
    inlay_hints, references, rename, selection_ranges, semantic_tokens, type_definition,
    type_hierarchy, workspace_symbols,
};
use headword::note::date::{Moment, Now};
use headword::workspace::Workspace;
use headword::workspace::document::NoteId;
use text_size::{TextRange, TextSize};

/// The time of the requests.
const NOW: Now = {
    let moment = Moment { year: 2026, month: 3, day: 9, hour: 0, minute: 5, second: 7 };
    Now { local: moment, utc: moment, offset: 0 }
};

/// Calls all features at a position.
pub(crate) fn check_at(workspace: &Workspace, position: FilePosition) {
    let document = workspace.document(position.note).expect("it is there");
    let (note, text, at) = (document.id, document.note.text.to_string(), &document.location);
    // A position inside a character counts as the start of the character.
    let floor = text.floor_char_boundary(position.offset.into());
    let offset = TextSize::new(u32::try_from(floor).expect("notes are small"));
    let is_here = |range: TextRange| {
        assert!(text.get(range.start().into()..range.end().into()).is_some(), "whole characters");
        assert!(range.contains_inclusive(offset), "{offset:?} in {at:?}");
    };
    if let Some(found) = hover::hover(workspace, position) {
        is_here(found.range);
    }
    if let Some(found) = definition::definition(workspace, position) {
        is_here(found.range);
        assert!(!found.info.is_empty());
    }
    check_terms(workspace, position, offset);
    check_selection(workspace, position, offset);
    let here = TextRange::empty(offset);
    let actions = code_actions::code_actions(workspace, note, here, |_| true);
    // An edit that cannot be verified is refused. To verify all edits would take minutes, so this
    // checks one action at every fifth position.
    let nth = usize::from(position.offset) / 5;
    if usize::from(position.offset) % 5 == 0 && !actions.is_empty() {
        let _ = actions[nth % actions.len()].edit(workspace);
    }
    if let Ok(found) = rename::prepare(workspace, position) {
        is_here(found.range);
        // Rename is slow, and has the same result at each position of a name.
        if found.range.start() == position.offset {
            let _ = rename::rename(workspace, position, "Zyxo Ware", true);
        }
    }
    let completed = completion::completion(workspace, position, true, Some(&NOW));
    for item in completed.unwrap_or_default().items {
        is_here(item.range);
        assert!(!text[item.range].contains(['\n', '\r']), "an edit stays on its line");
    }
}

/// Calls all features for a whole note.
pub(crate) fn check_whole(workspace: &Workspace, note: NoteId) {
    let text = workspace.document(note).map(|it| it.note.text.to_string()).unwrap_or_default();
    document_symbols::document_symbols(workspace, note);
    diagnostics::diagnostics(workspace, note);
    document_links::document_links(workspace, note);
    let mut end = TextSize::new(0);
    for token in semantic_tokens::semantic_tokens(workspace, note) {
        assert!(!token.range.is_empty() && token.range.start() >= end, "tokens do not overlap");
        assert!(!text[token.range].contains(['\n', '\r']), "a token is on one line");
        end = token.range.end();
    }
    for hint in inlay_hints::inlay_hints(workspace, note, TextRange::up_to(TextSize::of(&*text))) {
        let rest = &text[usize::from(hint.offset)..];
        assert!(rest.is_empty() || rest.starts_with(['\n', '\r']), "a hint ends its line");
    }
    let lines = workspace.document(note).map_or(0, |document| document.note.text.line_count());
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

/// Checks that the selection ranges at a position grow up to the whole note.
fn check_selection(workspace: &Workspace, position: FilePosition, offset: TextSize) {
    let note = position.note;
    let found = selection_ranges::selection_ranges(workspace, note, &[position.offset]);
    let [chain] = found.as_slice() else { panic!("one place was asked for") };
    assert!(chain.iter().all(|range| range.contains_inclusive(offset)));
    assert!(chain.windows(2).all(|it| it[1].contains_range(it[0]) && it[0] != it[1]));
    let whole = workspace.document(note).map(|document| document.note.text.range());
    assert_eq!(chain.last().copied(), whole);
}

/// Calls the features for the terms at a position.
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

    for symbol in call_hierarchy::prepare(workspace, position).unwrap_or_default() {
        let Some(TermOrSection::Term(found)) = again(workspace, &symbol) else {
            panic!("{symbol:?}")
        };
        call_hierarchy::incoming(workspace, found);
        call_hierarchy::outgoing(workspace, found);
    }
    for symbol in type_hierarchy::prepare(workspace, position).unwrap_or_default() {
        let part = again(workspace, &symbol).expect("what was shown is found again");
        type_hierarchy::supertypes(workspace, part);
        type_hierarchy::subtypes(workspace, part);
    }
}

fn again<'w>(workspace: &'w Workspace, symbol: &Symbol) -> Option<TermOrSection<'w>> {
    let target = &symbol.target;
    assert!(target.range.contains_range(target.name_range));
    TermOrSection::find(workspace, target.note, &symbol.name, target.name_range.start())
}
