//! The evidence that a passage defines the title above it.
//!
//! Most headings of ordinary notes define nothing: the text below them narrates, instructs or leads
//! in. No single rule separates them from definitions. So the form of the title and the form of
//! the passage give clues, each with a weight, and the sum decides. The words are in `data/words`.

use crate::note::term::clue::Clue;

/// The clues of one title and passage, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence(u32);

/// What the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The passage does something else.
    Other,
    /// Both are possible. The rest of the note decides.
    Unclear,
    /// The passage defines the title.
    Defines,
}

impl Evidence {
    /// Adds a clue.
    pub(super) fn insert(&mut self, clue: Clue) {
        self.0 |= 1 << clue as u32;
    }

    /// The evidence with one more clue.
    #[must_use]
    pub(super) fn with(mut self, clue: Clue) -> Self {
        self.insert(clue);
        self
    }

    /// Whether a clue was found.
    pub fn has(self, clue: Clue) -> bool {
        self.0 & (1 << clue as u32) != 0
    }

    /// The clues, those for a definition first.
    pub fn clues(self) -> impl Iterator<Item = Clue> {
        Clue::ALL.into_iter().filter(move |clue| self.has(*clue))
    }

    /// The sum of the weights.
    ///
    /// A passage that begins with the title shows that the title is a name, even if its first word
    /// could be a verb: `Load balancers in front of a service are …`.
    pub fn weight(self) -> i32 {
        let is_any = |clues: &[Clue]| clues.iter().any(|clue| self.has(*clue));
        let names = is_any(&[Clue::Says, Clue::Expands, Clue::Acts]);
        let may_name = names || is_any(&[Clue::NounPhrase, Clue::Fragment]);
        let counts = |clue: &Clue| match clue {
            Clue::InstructingTitle => !names,
            Clue::PerhapsInstructing => !may_name,
            _ => true,
        };
        self.clues().filter(counts).map(Clue::weight).sum()
    }

    /// What the evidence says.
    pub fn verdict(self) -> Verdict {
        match self.weight() {
            2.. => Verdict::Defines,
            0..=1 => Verdict::Unclear,
            _ => Verdict::Other,
        }
    }
}
