//! Other terms with the same name or with a similar definition.
//!
//! Rules call this for each term of a note, after each pause in typing. Therefore the notes come
//! from an index, and the terms from a lookup in each note. No note is searched.

use std::path::{Component, Path};

use crate::note::Note;
use crate::note::near_duplicate::Fingerprint;
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::first_notes::MAX_FIRST;
use crate::workspace::{Declaration, Workspace};

/// The maximum number of other declarations. A reader does not look at more.
pub(super) const MAX_OTHERS: usize = 8;

// Half of the notes can be translations, which do not count, and one is the note itself.
const _: () = assert!(MAX_FIRST > 2 * MAX_OTHERS);

/// Finds the other declarations for the terms of one note.
pub(super) struct Namesakes<'w> {
    workspace: &'w Workspace,
    document: &'w Document,
}

impl<'w> Namesakes<'w> {
    pub(super) fn new(workspace: &'w Workspace, document: &'w Document) -> Self {
        Self { workspace, document }
    }

    /// Returns other declarations of a name, at most [`MAX_OTHERS`], those in the same note first.
    pub(super) fn named(&self, key: &TermKey, term: &Term) -> Vec<Declaration<'w>> {
        let notes = self.workspace.first_declaring(key);
        self.others(&notes, term, |note| note.terms_named(key))
    }

    /// Returns other declarations whose definition has this fingerprint, in the same order.
    pub(super) fn alike(&self, fingerprint: Fingerprint, term: &Term) -> Vec<Declaration<'w>> {
        let notes = self.workspace.first_with_fingerprint(fingerprint);
        self.others(&notes, term, |note| note.terms_with_fingerprint(&fingerprint))
    }

    /// Returns the other declarations in these notes, without those in translations of the note.
    fn others<T: Iterator<Item = &'w Term>>(
        &self,
        notes: &[NoteId],
        term: &Term,
        find: impl Fn(&'w Note) -> T,
    ) -> Vec<Declaration<'w>> {
        let own = self.document.id;
        let notes = notes.iter().copied().filter(|id| *id != own).take(2 * MAX_OTHERS);
        let notes = std::iter::once(own).chain(notes);
        let documents = notes.filter_map(|id| self.workspace.document(id));
        let counting = documents.filter(|document| !are_translations(self.document, document));
        let declared = counting.flat_map(|document| {
            find(&document.note).map(move |term| Declaration { document, term })
        });
        let is_other = |other: &Declaration<'_>| {
            (other.document.id != own || other.term.name_range != term.name_range)
                && !self.workspace.is_rejected(other.term)
        };
        declared.filter(is_other).take(MAX_OTHERS).collect()
    }
}

/// Returns whether the folders of two notes differ only in a language code (`content/de/`,
/// `content/pt-br/`): the notes are translations of each other.
fn are_translations(a: &Document, b: &Document) -> bool {
    let (a, b) = (a.location.path(), b.location.path());
    let (Some(a), Some(b)) = (a.and_then(Path::parent), b.and_then(Path::parent)) else {
        return false;
    };
    let mut differing = a.components().zip(b.components()).filter(|(a, b)| a != b);
    differing.next().is_some_and(|(a, b)| is_language(a) && is_language(b))
        && differing.next().is_none()
        && a.components().count() == b.components().count()
}

fn is_language(folder: Component<'_>) -> bool {
    let code = folder.as_os_str().to_str().unwrap_or_default();
    let (language, region) = code.split_once(['-', '_']).unwrap_or((code, "xx"));
    let is_code = |code: &str| code.chars().all(|c| c.is_ascii_alphabetic());
    language.len() == 2 && (2..=4).contains(&region.len()) && is_code(language) && is_code(region)
}
