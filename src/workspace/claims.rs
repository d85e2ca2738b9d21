//! The terms that claim a name: as their headword, or as an alias.
//!
//! Whether a name is that of a term depends on the titles of its terms alone. So it is known
//! without a look at the notes, which may be thousands where a name is a common title ("Setup").

use std::collections::BTreeSet;

use crate::note::Note;
use crate::note::term_key::TermKey;

/// A name, and the headword of which it is an alias; none where it is the headword itself.
pub(super) type Claim = (TermKey, Option<TermKey>);

/// The claims of all notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// How many notes make each of them.
    pub(super) counts: imbl::OrdMap<Claim, usize>,
}

/// The claims of one note.
pub(super) fn of(note: &Note) -> BTreeSet<Claim> {
    let of_term = note.terms.iter().flat_map(|term| {
        term.keys().map(|name| (name.clone(), (*name != term.key).then(|| term.key.clone())))
    });
    of_term.collect()
}

impl Claims {
    /// The headwords of the terms that have a name.
    pub fn headwords<'c>(&'c self, name: &'c TermKey) -> impl Iterator<Item = &'c TermKey> {
        let claims = self.counts.range((name.clone(), None)..);
        let claims = claims.take_while(move |((claimed, _), _)| claimed == name);
        claims.map(|((name, of), _)| of.as_ref().unwrap_or(name))
    }

    /// Replaces the claims that a note made by those that it makes.
    pub(super) fn replace(&mut self, old: &BTreeSet<Claim>, new: &BTreeSet<Claim>) {
        for claim in old.difference(new) {
            let count = self.counts.get(claim).map_or(0, |count| count - 1);
            if count == 0 {
                self.counts.remove(claim);
            } else {
                self.counts.insert(claim.clone(), count);
            }
        }
        for claim in new.difference(old) {
            *self.counts.entry(claim.clone()).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::note::term_key::TermKey;
    use crate::workspace::Workspace;
    use crate::workspace::document::Location;

    #[test]
    fn a_name_of_titles_that_recur_is_no_term_until_a_term_has_it() {
        let mut workspace = Workspace::default();
        let mut open = |name: &str, text: &str| {
            let id = workspace.open(Location::Other(format!("untitled:{name}")), 1, text);
            workspace.settle();
            let declared = ["setup", "flow"]
                .map(|name| workspace.is_declared(&TermKey::new(name).expect("it is a name")));
            (id, declared)
        };
        let setup = "## Setup\n<!-- aliases: flow -->\n\nMoved water.\n";
        assert_eq!(open("a", "# A\n").1, [false, false]);
        assert_eq!(open("b", setup).1, [true, true]);
        assert_eq!(open("c", setup).1, [true, true]);
        assert_eq!(open("d", setup).1, [false, false], "now it is a part of how notes are built");
        assert_eq!(open("e", "## Tide\n<!-- aliases: flow -->\n\nWater.\n").1, [false, true]);
        assert_eq!(open("d", "## Plan\n").1, [true, true]);
    }
}
