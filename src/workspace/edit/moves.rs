//! Text that goes elsewhere: what a refactoring says of where each piece of a note ends up, and
//! the places that follow from it.

use std::collections::{BTreeMap, BTreeSet};

use text_size::{TextRange, TextSize};

use super::{TextEdit, WorkspaceEdit, moved};
use crate::note::section::SectionStatus;
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Target;

/// What an edit does to the structure of notes. Whatever it does not name stays: each section
/// keeps its name, its level, its own text and its place in the tree, each link leads where it
/// led, each term means what it meant.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// Text that stands elsewhere afterwards.
    pub moves: Vec<Move>,
    /// Text that goes, in bytes of the note as it is.
    pub dropped: Vec<(NoteId, TextRange)>,
    /// Levels that sections get, by the note and their index in it.
    pub levels: BTreeMap<(NoteId, usize), u8>,
    /// Sections that may become parts of other ones.
    pub roots: BTreeSet<(NoteId, usize)>,
    /// States that sections get.
    pub states: BTreeMap<(NoteId, usize), SectionStatus>,
    /// Terms that may be declared in another style, by the note and the start of their name.
    pub styles: BTreeMap<(NoteId, TextSize), Style>,
    /// Names of terms that are declared once more; they are known already.
    pub repeated: Vec<TermKey>,
    /// Sections whose heading becomes the name of a term in another style.
    pub unheaded: BTreeSet<(NoteId, usize)>,
    /// How many headings are added.
    pub new_sections: usize,
    /// Where the links lead that are added, in the workspace as it is afterwards.
    pub new_links: Vec<Target>,
    /// How many links are added that lead to no note.
    pub leading_nowhere: usize,
}

/// A piece of text that stands elsewhere afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The note that it stands in.
    pub from: NoteId,
    /// Where it stands there.
    pub range: TextRange,
    /// What is changed in it, in bytes of the note that it stands in.
    pub changes: Vec<TextEdit>,
    /// The note that it goes to, which may be a new one.
    pub to: NoteId,
    /// What the change replaces there that brings it; empty in a new note.
    pub at: TextRange,
    /// How far behind the start of the new text of that change it begins.
    pub inside: TextSize,
}

/// A text that is put together from pieces that move and from new ones.
#[derive(Clone, Debug, Default)]
pub struct Assembly {
    text: String,
    pieces: Vec<(NoteId, TextRange, Vec<TextEdit>, TextSize)>,
}

impl Assembly {
    /// Adds new text.
    pub fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds what stands in a range of a document, with changes to it, which are sorted.
    pub fn take(&mut self, document: &Document, range: TextRange, changes: Vec<TextEdit>) {
        let inside = TextSize::of(&self.text);
        self.text.push_str(&changed(&document.text.slice(range), range.start(), &changes));
        self.pieces.push((document.id, range, changes, inside));
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Says of the pieces that they go to the place of a change, and gives the text.
    pub fn place(self, structure: &mut Structure, to: NoteId, at: TextRange) -> String {
        let pieces = self.pieces.into_iter();
        structure.moves.extend(pieces.map(|(from, range, changes, inside)| Move {
            from,
            range,
            changes,
            to,
            at,
            inside,
        }));
        self.text
    }
}

/// A text that begins at `start` with the changes made.
pub fn changed(text: &str, start: TextSize, changes: &[TextEdit]) -> String {
    let shifted: Vec<_> =
        changes.iter().map(|it| TextEdit { range: it.range - start, ..it.clone() }).collect();
    super::applied(text, &shifted)
}

/// Where things stand after an edit.
#[derive(Clone, Copy)]
pub struct Places<'e> {
    edit: &'e WorkspaceEdit,
    structure: &'e Structure,
}

impl<'e> Places<'e> {
    /// The places after an edit with this structure.
    pub fn new(edit: &'e WorkspaceEdit, structure: &'e Structure) -> Self {
        Self { edit, structure }
    }

    /// Where what stands in a range stands afterwards; none if some of it goes.
    pub fn of(&self, note: NoteId, range: TextRange) -> Option<(NoteId, TextRange)> {
        if let Some(it) = self.move_of(note, range) {
            let (range, target) = (moved(range, &it.changes), self.target(it));
            return Some((it.to, range - it.range.start() + target.start()));
        }
        let goes = |gone: &TextRange| gone.intersect(range).is_some_and(|both| !both.is_empty());
        let dropped = self.structure.dropped.iter().filter(|(of, _)| *of == note);
        let dropped = dropped.map(|(_, gone)| gone);
        let moves = self.structure.moves.iter().filter(|it| it.from == note).map(|it| &it.range);
        if dropped.chain(moves).any(|gone| goes(gone) || gone.contains_range(range)) {
            return None;
        }
        Some((note, moved(range, self.edit.of(note))))
    }

    /// The move that takes all of a range along.
    pub fn move_of(&self, note: NoteId, range: TextRange) -> Option<&'e Move> {
        let mut moves = self.structure.moves.iter();
        moves.find(|it| it.from == note && it.range.contains_range(range))
    }

    /// Where a piece that moves ends up.
    pub fn target(&self, it: &Move) -> TextRange {
        let end = moved(it.range, &it.changes).end();
        TextRange::at(self.start(it.to, it.at) + it.inside, end - it.range.start())
    }

    /// Whether what stands in a range afterwards is new: brought by a change, and not moved there.
    pub fn is_new(&self, note: NoteId, range: TextRange) -> bool {
        let moves = self.structure.moves.iter().filter(|it| it.to == note);
        let is_moved = moves.clone().any(|it| self.target(it).intersect(range).is_some());
        if self.edit.created().any(|new| new.id == note) {
            return !is_moved;
        }
        let written =
            self.edit.of(note).iter().map(|edit| {
                TextRange::at(self.start(note, edit.range), TextSize::of(&edit.new_text))
            });
        !is_moved && written.into_iter().any(|new| new.contains_range(range))
    }

    /// Where the new text of a change begins.
    fn start(&self, note: NoteId, at: TextRange) -> TextSize {
        let key = |range: TextRange| (range.start(), range.end());
        let before = self.edit.of(note).iter().take_while(|edit| key(edit.range) < key(at));
        before
            .fold(at.start(), |start, edit| start + TextSize::of(&edit.new_text) - edit.range.len())
    }
}
