//! The terms that claim a name: as their headword, or as an alias.
//!
//! Whether a name is declared depends only on the titles of its terms, and on their folders. So the
//! answer does not need the notes, which may be thousands for a common title ("Setup").

use std::collections::BTreeSet;

use rustc_hash::FxBuildHasher;

use crate::note::Note;
use crate::note::term::folder_habit::FolderHabit;
use crate::note::term_key::TermKey;

/// A name, the headword of which it is an alias (`None` if it is the headword itself), and the
/// other notes that decide whether it is one.
pub(super) type Claim = (TermKey, Option<TermKey>, Option<FolderHabit>);

/// The claims of all notes.
///
/// Each mention asks for the claims of its name, and most names are headwords. So those have a map
/// with a fast hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    pub(super) names: ClaimsByName,
    /// The number of notes with each other claim: of an alias, or of a headword in doubt.
    pub(super) others: imbl::OrdMap<Claim, u32>,
}

type ClaimsByName =
    imbl::GenericHashMap<TermKey, ClaimCounts, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// How often a name is claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ClaimCounts {
    /// The number of notes in which it is a headword without doubt.
    pub(super) headwords: u32,
    /// The number of its other claims.
    pub(super) others: u32,
    /// The number of notes in which it is a headword that the text clearly defines.
    pub(super) definitions: u32,
}

/// The claims of one note.
pub(super) fn of(note: &Note) -> BTreeSet<Claim> {
    let of_term = note.terms.iter().flat_map(|term| {
        let of = |name: &TermKey| (*name != term.key).then(|| term.key.clone());
        term.keys().map(move |name| (name.clone(), of(name), term.judged_by.clone()))
    });
    of_term.collect()
}

impl Claims {
    /// Returns how often a name is claimed.
    pub(super) fn counts(&self, name: &TermKey) -> ClaimCounts {
        self.names.get(name).copied().unwrap_or_default()
    }

    /// Returns the headwords of the terms with a name, and the notes that decide on each.
    pub fn headwords<'c>(
        &'c self,
        name: &'c TermKey,
    ) -> impl Iterator<Item = (&'c TermKey, Option<&'c FolderHabit>)> {
        let uses = self.counts(name);
        let own = (uses.headwords > 0).then_some((name, None));
        let others = (uses.others > 0).then(|| self.others.range((name.clone(), None, None)..));
        let others = others.into_iter().flatten().map(|(claim, _)| claim);
        let others = others.take_while(move |(claimed, ..)| claimed == name);
        let others = others.map(|(name, of, habit)| (of.as_ref().unwrap_or(name), habit.as_ref()));
        own.into_iter().chain(others)
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

    /// Replaces the old headwords that a note clearly defines by its new ones.
    pub(super) fn recount_definitions(&mut self, old: &BTreeSet<TermKey>, new: &BTreeSet<TermKey>) {
        for name in old.difference(new) {
            let Some(uses) = self.names.get_mut(name) else { continue };
            uses.definitions -= 1;
            if *uses == ClaimCounts::default() {
                self.names.remove(name);
            }
        }
        for name in new.difference(old) {
            self.names.entry(name.clone()).or_default().definitions += 1;
        }
    }

    fn insert(&mut self, claim: &Claim) {
        let uses = self.names.entry(claim.0.clone()).or_default();
        if is_sure_headword(claim) {
            uses.headwords += 1;
            return;
        }
        let notes = self.others.entry(claim.clone()).or_default();
        *notes += 1;
        uses.others += u32::from(*notes == 1);
    }

    fn remove(&mut self, claim: &Claim) {
        let name = &claim.0;
        let Some(uses) = self.names.get_mut(name) else { return };
        if is_sure_headword(claim) {
            uses.headwords -= 1;
        } else if let Some(notes) = self.others.get(claim).copied().filter(|notes| *notes > 1) {
            self.others.insert(claim.clone(), notes - 1);
        } else {
            self.others.remove(claim);
            uses.others -= 1;
        }
        if *uses == ClaimCounts::default() {
            self.names.remove(name);
        }
    }
}

fn is_sure_headword((_, of, habit): &Claim) -> bool {
    of.is_none() && habit.is_none()
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

    #[test]
    fn the_other_notes_of_a_folder_decide_on_a_title_in_doubt() {
        let mut workspace = Workspace::default();
        let mut open = |path: &str, text: &str| {
            workspace.open(Location::File(path.into()), 1, text);
            workspace.settle();
            workspace.is_declared(&TermKey::new("Mesh").expect("it is a name"))
        };
        let mesh = "# Mesh\n\nIn large gardens, beds are far from each other.\n";
        assert!(!open("/a/mesh.md", mesh), "nothing speaks for it");
        assert!(!open("/a/bed.md", "# Bed\n\nA bed is a part of a garden.\n"));
        assert!(!open("/b/spade.md", "# Spade\n\nA spade is a tool.\n"));
        assert!(!open("/a/hoe.md", "# Hoe\n\nA hoe is a tool.\n"));
        assert!(open("/a/rake.md", "# Rake\n\nA rake is a tool.\n"), "three notes define");
        assert!(!open("/a/plan.md", "# Plan\n\nWe must water it, if it is dry.\n"));
        assert!(open("/a/plan.md", "# Plan\n\nA plan is a list of works.\n"));
    }
}
