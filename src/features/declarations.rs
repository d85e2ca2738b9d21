//! The declarations of names that one note mentions, each name looked up once.
//!
//! A name may have thousands of declarations, and a note may mention it as often.

use std::collections::HashMap;
use std::rc::Rc;

use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::mention::Mention;
use crate::workspace::{Declaration, Workspace, certainty};

/// The declarations of names, as they are known from one note.
pub(super) struct Declarations<'w> {
    workspace: &'w Workspace,
    from: NoteId,
    known: HashMap<TermKey, Rc<[Declaration<'w>]>>,
}

impl<'w> Declarations<'w> {
    /// Declarations of a settled workspace, for questions about one of its notes.
    pub(super) fn new(workspace: &'w Workspace, from: NoteId) -> Self {
        Self { workspace, from, known: HashMap::new() }
    }

    /// Whether a mention in a document with this text is certain.
    pub(super) fn has_certain(
        &mut self,
        document: &Document,
        text: &str,
        mention: &Mention,
    ) -> bool {
        mention
            .names
            .iter()
            .any(|name| certainty::is_certain(document, text, mention, &self.of(&name.key)))
    }

    /// All declarations of a name, the nearest to the note first.
    pub(super) fn of(&mut self, name: &TermKey) -> Rc<[Declaration<'w>]> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let found: Rc<[_]> = self.workspace.declarations(name, Some(self.from)).into();
        self.known.insert(name.clone(), found.clone());
        found
    }
}
