//! The expectations of an edit in lookup tables, with the count of those that are met.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use text_size::TextSize;

use crate::note::front_matter::TagKind;
use crate::note::reference::{Family, LinkReference};
use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{Expect, FileMoves, NewLink};

/// The expected changes of an edit.
pub(super) struct ExpectedChanges<'e> {
    /// The expected and the found number of each change.
    pub(super) counts: RefCell<HashMap<&'e Expect, (usize, usize)>>,
    /// The new names of terms, by the old ones.
    pub(super) names: BTreeMap<&'e TermKey, &'e TermKey>,
    /// The names that may get mentions.
    pub(super) new_names: BTreeSet<&'e TermKey>,
    /// The names that may lose mentions.
    pub(super) old_names: BTreeSet<&'e TermKey>,
    /// The aliases that may be lost.
    pub(super) lost_aliases: BTreeSet<&'e TermKey>,
    /// The old names of renamed terms that may stop being terms.
    pub(super) unrecognized: BTreeSet<&'e TermKey>,
    /// The new aliases of terms.
    pub(super) new_aliases: BTreeSet<&'e TermKey>,
    /// The notes that get front matter or a renamed key.
    new_keys: BTreeSet<NoteId>,
    /// The notes that get a tag.
    new_tags: BTreeSet<NoteId>,
    /// The known names that are declared once more.
    pub(super) redeclared: BTreeSet<&'e TermKey>,
    /// The new names of tags by the old ones. Lists of these kinds may lose duplicates.
    tags: HashMap<TagKind, BTreeMap<&'e str, &'e str>>,
    /// The links that get a destination.
    pub(super) retargeted: BTreeSet<(NoteId, TextSize)>,
    /// The labels that get a definition or another name, and these names.
    labels: BTreeSet<(NoteId, Family, &'e str)>,
    /// The labels that get a definition.
    defined: BTreeSet<(NoteId, Family, &'e str)>,
    pub(super) files: &'e FileMoves,
    pub(super) list: &'e [Expect],
}

impl<'e> ExpectedChanges<'e> {
    pub(super) fn new(list: &'e [Expect]) -> Self {
        let mut new = Self {
            counts: RefCell::default(),
            names: BTreeMap::new(),
            new_names: BTreeSet::new(),
            old_names: BTreeSet::new(),
            lost_aliases: BTreeSet::new(),
            unrecognized: BTreeSet::new(),
            new_aliases: BTreeSet::new(),
            new_keys: BTreeSet::new(),
            new_tags: BTreeSet::new(),
            redeclared: BTreeSet::new(),
            tags: HashMap::new(),
            retargeted: BTreeSet::new(),
            labels: BTreeSet::new(),
            defined: BTreeSet::new(),
            files: FileMoves::none(),
            list,
        };
        for expect in list {
            new.add(expect);
        }
        new
    }

    fn add(&mut self, expect: &'e Expect) {
        self.counts.get_mut().entry(expect).or_default().0 += 1;
        match expect {
            Expect::Renamed { from, to } => {
                self.names.insert(from, to);
                self.old_names.insert(from);
                self.new_names.insert(to);
            }
            Expect::FreeName(name) => {
                self.old_names.insert(name);
                self.new_names.insert(name);
            }
            Expect::LostAlias(name) => {
                self.old_names.insert(name);
                self.lost_aliases.insert(name);
            }
            Expect::Unrecognized { from, to } => {
                self.unrecognized.insert(from);
                self.lost_aliases.insert(to);
            }
            Expect::NewAlias { name, .. } => {
                self.new_aliases.insert(name);
                self.new_names.insert(name);
            }
            Expect::RenamedKey { note, .. } | Expect::NewFrontMatter(note) => {
                self.new_keys.insert(*note);
            }
            Expect::Redeclared(name) => drop(self.redeclared.insert(name)),
            Expect::RenamedTag { kind, from, to } => {
                let tags = self.tags.entry(*kind).or_default();
                tags.insert(from, to);
            }
            Expect::NewTag { note, .. } => drop(self.new_tags.insert(*note)),
            Expect::UniqueTags(kind) => {
                self.tags.entry(*kind).or_default();
            }
            Expect::Retargeted { note, link, .. } => drop(self.retargeted.insert((*note, *link))),
            Expect::RenamedLabel { note, family, from, to } => {
                self.labels.extend([(*note, *family, from.as_str()), (*note, *family, to)]);
            }
            Expect::NewDefinition { note, family, key, .. } => {
                self.labels.insert((*note, *family, key));
                self.defined.insert((*note, *family, key));
            }
            Expect::FilesMoved(files) => self.files = files,
            _ => {}
        }
    }

    /// Returns whether a change is expected, and counts it as found.
    pub(super) fn meet(&self, change: &Expect) -> bool {
        let mut counts = self.counts.borrow_mut();
        let Some((_, met)) = counts.get_mut(change) else { return false };
        *met += 1;
        true
    }

    /// Counts a change as found. Returns false if it is found more often than expected.
    pub(super) fn take(&self, change: &Expect) -> bool {
        let mut counts = self.counts.borrow_mut();
        let Some((expected, met)) = counts.get_mut(change) else { return false };
        *met += 1;
        *met <= *expected
    }

    /// Returns the expected new links.
    pub(super) fn links(&self) -> impl Iterator<Item = &'e NewLink> {
        self.list.iter().filter_map(|expect| match expect {
            Expect::NewLink(link) => Some(link),
            _ => None,
        })
    }

    /// Returns the key of a name after the edit.
    pub(super) fn name<'k>(&self, key: &'k TermKey) -> &'k TermKey
    where
        'e: 'k,
    {
        self.names.get(key).copied().unwrap_or(key)
    }

    /// Returns the name of a tag after the edit.
    pub(super) fn tag<'t>(&self, kind: TagKind, tag: &'t str) -> &'t str
    where
        'e: 't,
    {
        let tags = self.tags.get(&kind);
        tags.and_then(|tags| tags.get(tag)).copied().unwrap_or(tag)
    }

    /// Returns whether a note gets front matter or a renamed key.
    pub(super) fn gets_key(&self, note: NoteId) -> bool {
        self.new_keys.contains(&note)
    }

    /// Returns whether a note gets a tag.
    pub(super) fn gets_tag(&self, note: NoteId) -> bool {
        self.new_tags.contains(&note)
    }

    /// Returns whether lists of tags of a kind may change.
    pub(super) fn has_tags(&self, kind: TagKind) -> bool {
        self.tags.contains_key(&kind)
    }

    /// Returns whether any tags or categories may change.
    pub(super) fn has_any_tags(&self) -> bool {
        !self.tags.is_empty()
    }

    /// Returns whether a label gets a definition or another name, or is such a name.
    pub(super) fn has_label(&self, note: NoteId, label: &LinkReference) -> bool {
        self.labels.contains(&(note, label.family, label.key.as_str()))
    }

    /// Returns whether a label gets a definition.
    pub(super) fn defines(&self, note: NoteId, label: &LinkReference) -> bool {
        self.defined.contains(&(note, label.family, label.key.as_str()))
    }
}
