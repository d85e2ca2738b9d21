//! The declarations of names that one note mentions, each looked up once.
//!
//! A name can have thousands of declarations, and a note can mention it as often.

use std::collections::HashMap;
use std::rc::Rc;

use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::mention::Mention;
use crate::workspace::{Declaration, Workspace, certainty};

/// A cache of the declarations of names, seen from one note.
pub(super) struct Declarations<'w> {
    workspace: &'w Workspace,
    from: NoteId,
    known: HashMap<TermKey, Rc<[Declaration<'w>]>>,
}

impl<'w> Declarations<'w> {
    /// Returns an empty cache for one note of a settled workspace.
    pub(super) fn new(workspace: &'w Workspace, from: NoteId) -> Self {
        Self { workspace, from, known: HashMap::new() }
    }

    /// Returns whether a mention in the text of the note, or in a part of it, is certain.
    pub(super) fn has_certain(&mut self, text: &str, mention: &Mention) -> bool {
        self.doubt(text, mention).is_none()
    }

    /// Returns why a mention in the text of the note, or in a part of it, is uncertain. `None` if it
    /// is certain.
    pub(super) fn doubt(&mut self, text: &str, mention: &Mention) -> Option<&'static str> {
        let mut doubts = Vec::new();
        for name in &mention.names {
            doubts.push(certainty::doubt(self.from, text, mention, &self.of(&name.key))?);
        }
        doubts.first().copied()
    }

    /// Returns all declarations of a name, the nearest to the note first.
    pub(super) fn of(&mut self, name: &TermKey) -> Rc<[Declaration<'w>]> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let found: Rc<[_]> = self.workspace.declarations(name, Some(self.from)).into();
        self.known.insert(name.clone(), found.clone());
        found
    }
}
