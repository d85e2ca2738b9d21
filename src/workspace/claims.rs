//! The terms that claim a name: as their headword, or as an alias.
//!
//! Whether a name is declared depends only on the titles of its terms. So the answer does not need
//! the notes, which may be thousands for a common title ("Setup").

use std::collections::BTreeSet;

use rustc_hash::FxBuildHasher;

use crate::note::Note;
use crate::note::term_key::TermKey;

/// A name, and the headword of which it is an alias; `None` if it is the headword itself.
pub(super) type Claim = (TermKey, Option<TermKey>);

/// The claims of all notes.
///
/// Each mention asks for the claims of its name, and most names are headwords. So those have a map
/// with a fast hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    pub(super) names: Names,
    /// The number of notes with each claim of an alias.
    pub(super) aliases: imbl::OrdMap<Claim, u32>,
}

type Names =
    imbl::GenericHashMap<TermKey, ClaimCounts, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// How often a name is claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ClaimCounts {
    /// The number of notes in which it is a headword.
    pub(super) headwords: u32,
    /// The number of headwords of which it is an alias.
    pub(super) aliases: u32,
}

/// The claims of one note.
pub(super) fn of(note: &Note) -> BTreeSet<Claim> {
    let of_term = note.terms.iter().flat_map(|term| {
        term.keys().map(|name| (name.clone(), (*name != term.key).then(|| term.key.clone())))
    });
    of_term.collect()
}

impl Claims {
    /// Returns the headwords of the terms with a name.
    pub fn headwords<'c>(&'c self, name: &'c TermKey) -> impl Iterator<Item = &'c TermKey> {
        let uses = self.names.get(name).copied().unwrap_or_default();
        let own = (uses.headwords > 0).then_some(name);
        let others = (uses.aliases > 0).then(|| self.aliases.range((name.clone(), None)..));
        let others = others.into_iter().flatten().map(|(claim, _)| claim);
        let others = others.take_while(move |(alias, _)| alias == name);
        own.into_iter().chain(others.filter_map(|(_, of)| of.as_ref()))
    }

    /// Replaces the old claims of a note by its new ones.
    pub(super) fn replace(&mut self, old: &BTreeSet<Claim>, new: &BTreeSet<Claim>) {
        for claim in old.difference(new) {
            self.remove(claim);
        }
        for claim in new.difference(old) {
            self.insert(claim);
        }
    }

    fn insert(&mut self, claim: &Claim) {
        let (name, of) = claim;
        let uses = self.names.entry(name.clone()).or_default();
        if of.is_none() {
            uses.headwords += 1;
            return;
        }
        let notes = self.aliases.entry(claim.clone()).or_default();
        *notes += 1;
        uses.aliases += u32::from(*notes == 1);
    }

    fn remove(&mut self, claim: &Claim) {
        let (name, of) = claim;
        let Some(uses) = self.names.get_mut(name) else { return };
        if of.is_none() {
            uses.headwords -= 1;
        } else if let Some(notes) = self.aliases.get(claim).copied().filter(|notes| *notes > 1) {
            self.aliases.insert(claim.clone(), notes - 1);
        } else {
            self.aliases.remove(claim);
            uses.aliases -= 1;
        }
        if *uses == ClaimCounts::default() {
            self.names.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::note::term_key::TermKey;
    use crate::workspace::Workspace;
    use crate::workspace::document::Location;

    #[test]
    fn a_name_of_recurring_titles_is_not_a_term() {
        let mut workspace = Workspace::default();
        let mut open = |name: &str, text: &str| {
            let id = workspace.open(Location::Other(format!("untitled:{name}")), 1, text);
            workspace.settle();
            let declared = ["basin", "flow"]
                .map(|name| workspace.is_declared(&TermKey::new(name).expect("it is a name")));
            (id, declared)
        };
        let basin = "## Basin\n<!-- aliases: flow -->\n\nMoved water.\n";
        assert_eq!(open("a", "# A\n").1, [false, false]);
        assert_eq!(open("b", basin).1, [true, true]);
        assert_eq!(open("c", basin).1, [true, true]);
        assert_eq!(open("d", basin).1, [false, false], "the title recurs and nothing defines it");
        assert_eq!(open("e", "## Tide\n<!-- aliases: flow -->\n\nWater.\n").1, [false, true]);
        assert_eq!(open("d", "## Plan\n").1, [true, true]);
    }
}
