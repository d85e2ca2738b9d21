//! Other terms with the same name, or with the same in their definition.
//!
//! Rules ask for them for each term of a note, at each pause in typing. What is learned of a note
//! for one term is kept for the next, so that the work is that of reading each note once, however
//! many terms they have in common.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Component, Path};
use std::rc::Rc;

use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::note::twin::Print;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Declaration, Workspace};

/// How many others are looked for.
pub(super) const MAX_OTHERS: usize = 8;

/// What is known of other notes so far, for the rules about one of them.
pub(super) struct Namesakes<'w> {
    workspace: &'w Workspace,
    document: &'w Document,
    notes: RefCell<HashMap<NoteId, Rc<Terms<'w>>>>,
}

/// The terms of one note.
#[derive(Default)]
struct Terms<'w> {
    by_name: HashMap<&'w TermKey, Vec<&'w Term>>,
    by_print: HashMap<Print, Vec<&'w Term>>,
}

impl<'w> Namesakes<'w> {
    pub(super) fn new(workspace: &'w Workspace, document: &'w Document) -> Self {
        Self { workspace, document, notes: RefCell::default() }
    }

    /// Declarations of a name that are not this term's, those in the same note first; not all if
    /// there are very many.
    pub(super) fn named(&self, key: &TermKey, term: &Term) -> Vec<Declaration<'w>> {
        let notes = self.workspace.index().terms.notes(key);
        self.others(notes, term, |terms| terms.by_name.get(key))
    }

    /// Declarations with this print of their definition, likewise.
    pub(super) fn alike(&self, print: Print, term: &Term) -> Vec<Declaration<'w>> {
        let notes = self.workspace.index().prints.notes(&print);
        self.others(notes, term, |terms| terms.by_print.get(&print))
    }

    fn others(
        &self,
        notes: impl Iterator<Item = NoteId>,
        term: &Term,
        find: impl for<'t> Fn(&'t Terms<'w>) -> Option<&'t Vec<&'w Term>>,
    ) -> Vec<Declaration<'w>> {
        let own = self.document.id;
        let elsewhere = notes.filter(|id| *id != own).take(2 * MAX_OTHERS);
        let mut others = Vec::new();
        for id in std::iter::once(own).chain(elsewhere) {
            let Some(document) = self.workspace.document(id) else { continue };
            let terms = self.terms(document);
            let found = find(&terms).into_iter().flatten();
            let found = found.filter(|it| id != own || it.name_range != term.name_range);
            others.extend(found.map(|term| Declaration { document, term }));
            others.truncate(MAX_OTHERS);
        }
        others
    }

    /// The terms of a note, as far as they count: none of a translation.
    fn terms(&self, document: &'w Document) -> Rc<Terms<'w>> {
        if let Some(known) = self.notes.borrow().get(&document.id) {
            return known.clone();
        }
        let mut terms = Terms::default();
        if !are_translations(self.document, document) {
            for (term, prints) in document.note.terms.iter().zip(&document.note.prints) {
                if self.workspace.is_structure(term) {
                    continue;
                }
                for key in term.keys() {
                    add(&mut terms.by_name, key, term);
                }
                for print in prints {
                    add(&mut terms.by_print, *print, term);
                }
            }
        }
        let terms = Rc::new(terms);
        self.notes.borrow_mut().insert(document.id, terms.clone());
        terms
    }
}

/// Adds a term where it stands first, and behind as many as are ever asked for.
fn add<'w, K: std::hash::Hash + Eq>(terms: &mut HashMap<K, Vec<&'w Term>>, key: K, term: &'w Term) {
    let same = terms.entry(key).or_default();
    if same.len() <= MAX_OTHERS && same.last().is_none_or(|last| !std::ptr::eq(*last, term)) {
        same.push(term);
    }
}

/// Whether two notes say the same in two languages: their folders differ in nothing but the code
/// of a language (`content/de/`, `content/pt-br/`).
fn are_translations(a: &Document, b: &Document) -> bool {
    let (Some(a), Some(b)) = (a.location.path(), b.location.path()) else { return false };
    let folders = |path: &Path| path.parent().map_or(0, |parent| parent.components().count());
    let differing = || a.components().zip(b.components()).take(folders(a)).filter(|(a, b)| a != b);
    folders(a) == folders(b)
        && differing().count() == 1
        && differing().all(|(a, b)| is_language(a) && is_language(b))
}

fn is_language(folder: Component<'_>) -> bool {
    let code = folder.as_os_str().to_str().unwrap_or_default();
    let (language, region) = code.split_once(['-', '_']).unwrap_or((code, "xx"));
    let is_code = |code: &str| code.chars().all(|c| c.is_ascii_alphabetic());
    language.len() == 2 && (2..=4).contains(&region.len()) && is_code(language) && is_code(region)
}
