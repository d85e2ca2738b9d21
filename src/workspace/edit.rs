//! Edits: what is to be written where, and the proof that it does what was meant and no more.
//!
//! An edit touches a person's only copy. So a feature may propose a [`WorkspaceEdit`], but what
//! leaves the house is a [`Proven`] one, and only [`prove`] can make that.

pub mod moves;
mod proof;
mod relocation;

use std::collections::BTreeMap;
use std::path::PathBuf;

use text_size::{TextRange, TextSize};

use crate::text::Text;
use crate::workspace::Workspace;
use crate::workspace::document::{Location, NoteId, Owner};

pub use self::proof::{
    Failure, NewDefinition, NewLink, NewSection, Promise, Proven, Relabeling, RenamedReference,
    prove,
};
pub use self::relocation::Moves;

/// One change to the text of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced, in bytes of the text as it is.
    pub range: TextRange,
    /// What stands there afterwards.
    pub new_text: String,
    /// How sure it is that this is meant.
    pub group: Group,
}

/// How sure it is that a change is meant, from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A declaration, or a link to it: without this change something would break.
    Certain,
    /// A mention, just as the name is declared but for its case.
    Likely,
    /// A mention in another number than the name.
    Inflected,
    /// A mention whose spelling the new name cannot carry, so that changing the name back would
    /// not bring it back.
    Lossy,
    /// A mention that may mean another term.
    Ambiguous,
}

impl Group {
    /// Whether a person should look at the change before it is made.
    pub fn needs_confirmation(self) -> bool {
        self > Self::Likely
    }
}

/// An edit of more places than this is refused: no one can look through them, and an editor makes
/// each a step of its own.
const MAX_EDITS: usize = 20_000;

/// Why there is no edit, as a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

/// A note that is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// The identity that it has in the workspace where the edit [is made](WorkspaceEdit::apply).
    pub id: NoteId,
    /// Its file.
    pub path: PathBuf,
    /// All of its text.
    pub text: String,
}

/// Changes to the texts of notes, and notes that are created.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkspaceEdit {
    notes: BTreeMap<NoteId, Vec<TextEdit>>,
    /// How many changes there are in all notes.
    places: usize,
    created: Vec<NewNote>,
}

impl WorkspaceEdit {
    /// Adds a change; one that changes nothing is left out.
    pub fn push(&mut self, note: NoteId, edit: TextEdit) {
        if !(edit.range.is_empty() && edit.new_text.is_empty()) {
            let edits = self.notes.entry(note).or_default();
            let place = |edit: &TextEdit| (edit.range.start(), edit.range.end());
            let at = edits.partition_point(|known| place(known) <= place(&edit));
            edits.insert(at, edit);
            self.places += 1;
        }
    }

    /// Adds a note. The identity that it is given holds for this workspace as it is, so that a
    /// promise can tell of links to the note.
    pub fn create(&mut self, workspace: &Workspace, path: PathBuf, text: String) -> NoteId {
        let id = workspace.documents.upcoming(self.created.len());
        self.created.push(NewNote { id, path, text });
        id
    }

    /// The notes that are created, in the order in which they were added.
    pub fn created(&self) -> impl Iterator<Item = &NewNote> {
        self.created.iter()
    }

    /// Whether both change the same place. Two insertions at one place would be in no order, so
    /// they are one too.
    pub fn overlaps(&self, other: &Self) -> bool {
        other.notes().any(|(note, edits)| {
            edits.iter().any(|edit| self.of(note).iter().any(|own| meet(own.range, edit.range)))
        })
    }

    /// Adds the changes of another edit, which must not [overlap](Self::overlaps).
    pub fn extend(&mut self, other: &Self) {
        for (note, edits) in other.notes() {
            for edit in edits {
                self.push(note, edit.clone());
            }
        }
    }

    /// The changes to each note, in the order of their places.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &[TextEdit])> {
        self.notes.iter().map(|(note, edits)| (*note, edits.as_slice()))
    }

    /// The changes to one note.
    pub fn of(&self, note: NoteId) -> &[TextEdit] {
        self.notes.get(&note).map_or(&[], Vec::as_slice)
    }

    /// Refuses an edit that is too large. To be asked on the way, where finding all of it would
    /// take long.
    ///
    /// # Errors
    ///
    /// Fails if it changes more places than anybody can look through.
    pub fn check_size(&self) -> Result<(), Refusal> {
        if self.places > MAX_EDITS {
            return Err(Refusal(format!("This would change more than {MAX_EDITS} places.")));
        }
        Ok(())
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.notes.values().all(Vec::is_empty) && self.created.is_empty()
    }

    /// The same without the changes that do not pass.
    #[must_use]
    pub fn filtered(&self, mut pass: impl FnMut(NoteId, &TextEdit) -> bool) -> Self {
        let mut left = self.clone();
        for (note, edits) in &mut left.notes {
            edits.retain(|edit| pass(*note, edit));
        }
        left.notes.retain(|_, edits| !edits.is_empty());
        left
    }

    /// The workspace as it is afterwards, read anew where it has changed. The changes must fit.
    #[must_use]
    pub fn apply(&self, workspace: &Workspace) -> Workspace {
        let mut after = workspace.clone();
        for (note, edits) in self.notes() {
            if let Some(document) = after.documents.get_mut(note) {
                document.text = Text::new(&applied(&document.text.to_string(), edits));
                after.stale.insert(note);
            }
        }
        for new in &self.created {
            after.put(Location::File(new.path.clone()), Owner::Disk, Text::new(&new.text));
        }
        after.settle();
        after
    }
}

fn meet(a: TextRange, b: TextRange) -> bool {
    a == b || a.intersect(b).is_some_and(|both| !both.is_empty() || a.is_empty() || b.is_empty())
}

/// A range of bytes as one of a note. Notes are far smaller than 4 GiB.
pub fn range(bytes: std::ops::Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::new(size(bytes.start), size(bytes.end))
}

/// A text with the changes made, which are sorted and disjoint.
pub fn applied(text: &str, edits: &[TextEdit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = TextSize::new(0);
    for edit in edits {
        out.push_str(&text[TextRange::new(from, edit.range.start())]);
        out.push_str(&edit.new_text);
        from = edit.range.end();
    }
    out.push_str(&text[from.into()..]);
    out
}

/// Where what stands in a note stands after changes that are in order and apart.
pub struct Shift<'e> {
    edits: &'e [TextEdit],
    /// By how many bytes what stands behind the first so many changes has moved.
    by: Vec<i64>,
}

impl<'e> Shift<'e> {
    /// The shift by these changes.
    pub fn new(edits: &'e [TextEdit]) -> Self {
        let length = |size: TextSize| i64::from(u32::from(size));
        let grown =
            |edit: &TextEdit| length(TextSize::of(&edit.new_text)) - length(edit.range.len());
        let mut by = vec![0];
        by.extend(edits.iter().map(grown).scan(0, |sum, grown| {
            *sum += grown;
            Some(*sum)
        }));
        Self { edits, by }
    }

    /// Where what stands in a range stands afterwards. What is inserted at its edges stays outside.
    pub fn moved(&self, range: TextRange) -> TextRange {
        let before = self.edits.partition_point(|edit| edit.range.end() <= range.start());
        let within = self.edits[before..].partition_point(|edit| {
            edit.range.end() <= range.end() && edit.range.start() < range.end()
        });
        let place = |at: TextSize, count: usize| {
            let moved = i64::from(u32::from(at)) + self.by[count];
            TextSize::new(u32::try_from(moved).unwrap_or_default())
        };
        let start = place(range.start(), before);
        TextRange::new(start, place(range.end(), before + within).max(start))
    }

    /// Whether something in a range, or at its edges, is replaced or taken away.
    pub fn touches(&self, range: TextRange) -> bool {
        let from = self.edits.partition_point(|edit| edit.range.end() < range.start());
        let mut near = self.edits[from..].iter().take_while(|it| it.range.start() <= range.end());
        near.any(|edit| !edit.range.is_empty())
    }
}

/// Where what stands in a range stands after changes.
pub fn moved(range: TextRange, edits: &[TextEdit]) -> TextRange {
    Shift::new(edits).moved(range)
}

#[cfg(test)]
mod tests;
