//! The front matter keys that are known for a note.

use crate::workspace::Workspace;
use crate::workspace::config::front_matter::ProfileChoice;
use crate::workspace::document::Document;
use crate::workspace::keys::{Key, Profile};

/// The keys that are known for a note.
#[derive(Clone, Copy, Debug)]
pub struct KnownKeys<'w> {
    /// The keys of the user's schema.
    schema: &'w [Key],
    /// The tool whose keys are known too.
    pub profile: Option<Profile>,
}

impl<'w> KnownKeys<'w> {
    /// Returns the known keys for a document.
    pub fn of(workspace: &'w Workspace, document: &Document) -> Self {
        let config = &workspace.config_of(&document.location).front_matter;
        let profile = match config.profile {
            ProfileChoice::Auto => workspace.index().front.votes.winner(),
            ProfileChoice::None => None,
            ProfileChoice::One(profile) => Some(profile),
        };
        let schema = config.schema.as_ref().map_or(&[][..], |schema| &schema.keys);
        Self { schema, profile }
    }

    /// Returns all known keys, those of the schema first.
    pub fn iter(self) -> impl Iterator<Item = &'w Key> {
        let tool = self.profile.map_or(&[][..], Profile::keys);
        let schema = self.schema;
        let is_new = move |key: &&Key| {
            !schema.iter().any(|own| own.parent == key.parent && own.name == key.name)
        };
        schema.iter().chain(tool.iter().filter(is_new))
    }

    /// Returns the key with this name in a table, in any letter case.
    pub fn get(self, parent: &str, name: &str) -> Option<&'w Key> {
        self.iter().find(|key| {
            key.parent.eq_ignore_ascii_case(parent) && key.name.eq_ignore_ascii_case(name)
        })
    }

    /// Returns whether a key is from the user's schema.
    pub(super) fn is_own(self, key: &Key) -> bool {
        self.schema.iter().any(|own| std::ptr::eq(own, key))
    }
}

/// A known key, and how many notes have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// The key.
    pub key: Key,
    /// The tool that reads it; `None` for a key of the user's schema.
    pub profile: Option<Profile>,
    /// The number of notes that have it.
    pub notes: usize,
}

/// Returns the description of a known key.
pub(super) fn info(workspace: &Workspace, known: KnownKeys<'_>, key: &Key) -> KeyInfo {
    KeyInfo {
        key: key.clone(),
        profile: known.profile.filter(|_| !known.is_own(key)),
        notes: workspace.index().front.keys.count(&key.name.as_str().into()),
    }
}
