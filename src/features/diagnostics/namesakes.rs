//! Other terms with the same name, or with the same in their definition.
//!
//! Rules ask for them for each term of a note, at each pause in typing. The indexes tell the notes,
//! and each note its terms, so that no note is looked through, however many terms it has.

use std::path::{Component, Path};

use crate::note::Note;
use crate::note::near_duplicate::Fingerprint;
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::first_notes::MAX_FIRST;
use crate::workspace::{Declaration, Workspace};

/// How many others are looked for.
pub(super) const MAX_OTHERS: usize = 8;

// Half of the notes may be translations of others, and the note itself is among them.
const _: () = assert!(MAX_FIRST > 2 * MAX_OTHERS);

/// Where the rules about one note look for others.
pub(super) struct Namesakes<'w> {
    workspace: &'w Workspace,
    document: &'w Document,
}

impl<'w> Namesakes<'w> {
    pub(super) fn new(workspace: &'w Workspace, document: &'w Document) -> Self {
        Self { workspace, document }
    }

    /// Declarations of a name that are not this term's, those in the same note first; not all if
    /// there are very many.
    pub(super) fn named(&self, key: &TermKey, term: &Term) -> Vec<Declaration<'w>> {
        let notes = self.workspace.first_declaring(key);
        self.others(&notes, term, |note| note.terms_named(key))
    }

    /// Declarations with this fingerprint of their definition, likewise.
    pub(super) fn alike(&self, fingerprint: Fingerprint, term: &Term) -> Vec<Declaration<'w>> {
        let notes = self.workspace.first_with_print(fingerprint);
        self.others(&notes, term, |note| note.terms_with_fingerprint(&fingerprint))
    }

    /// Those that count: none of a translation.
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
                && !self.workspace.is_structure(other.term)
        };
        declared.filter(is_other).take(MAX_OTHERS).collect()
    }
}

/// Whether two notes say the same in two languages: their folders differ in nothing but the code
/// of a language (`content/de/`, `content/pt-br/`).
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
