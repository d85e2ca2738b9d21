//! The evidence that a passage defines the title above it.
//!
//! Most headings of ordinary notes define nothing: the text below them tells, instructs or leads
//! in. No single rule separates them from definitions. So the form of the title and the form of
//! the passage give clues, each with a weight, and the sum decides. The words are in `data/words`.

use crate::note::term::opening::Opening;
use crate::note::term::title_form;

/// One observation about a title or its passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clue {
    /// The passage says what the title is: `A cache is …`.
    Says,
    /// The passage begins with the words that the title abbreviates.
    Expands,
    /// The passage says what the title does: `The cache keeps …`.
    Acts,
    /// The passage begins with the title as its subject, with another verb.
    Subject,
    /// The subject ends with the last word of the title: `Regression models are …`.
    SubjectInPart,
    /// The passage is a noun phrase: `A copy that …`.
    NounPhrase,
    /// The passage begins with an article.
    Article,
    /// The passage has no subject or no verb: `Refers to …`, `Reads from two sources`.
    Fragment,
    /// The passage addresses the reader or speaks of its author.
    Addresses,
    /// The passage only leads in what follows: it ends with a colon.
    LeadsIn,
    /// The passage begins with a condition, a reference or a connection: `If …`, `See …`.
    Connects,
    /// The passage speaks of itself: `This page …`.
    SpeaksOfItself,
    /// The passage is an instruction: `Run the tests.`
    Instructs,
    /// The passage is a question.
    Asks,
    /// The passage refers to another term: `See cache.`
    Refers,
    /// The passage has nothing but a link.
    HasNoText,
    /// The title is an acronym.
    Acronym,
    /// The title usually structures a note: `Performance`.
    CommonTitle,
    /// The title is one letter.
    Letter,
    /// The title is a version, a date or a number.
    Numbered,
    /// The title compares two things: `A vs. B`.
    Compares,
    /// The title is an instruction: `Running the tests`.
    InstructingTitle,
    /// The title may be an instruction or a name: `Sampling errors`.
    PerhapsInstructing,
    /// The title begins with a function word: `Other commands`.
    FunctionWord,
    /// The title begins with an adjective or number: `Common mistakes`.
    Adjective,
    /// The title begins with an article.
    ArticleTitle,
    /// The title is a sentence: `Deletion is forever`.
    SentenceTitle,
    /// The title is very long.
    LongTitle,
    /// The title is rather long.
    WordyTitle,
    /// The title says of what or where: `Tests in a browser`.
    QualifiedTitle,
    /// The title has two parts around a colon.
    TwoParts,
}

impl Clue {
    /// All clues.
    const ALL: [Self; 31] = [
        Self::Says,
        Self::Expands,
        Self::Acts,
        Self::Subject,
        Self::SubjectInPart,
        Self::NounPhrase,
        Self::Article,
        Self::Fragment,
        Self::Addresses,
        Self::LeadsIn,
        Self::Connects,
        Self::SpeaksOfItself,
        Self::Instructs,
        Self::Asks,
        Self::Refers,
        Self::HasNoText,
        Self::Acronym,
        Self::CommonTitle,
        Self::Letter,
        Self::Numbered,
        Self::Compares,
        Self::InstructingTitle,
        Self::PerhapsInstructing,
        Self::FunctionWord,
        Self::Adjective,
        Self::ArticleTitle,
        Self::SentenceTitle,
        Self::LongTitle,
        Self::WordyTitle,
        Self::QualifiedTitle,
        Self::TwoParts,
    ];

    /// Positive weights speak for a definition, negative weights against it.
    fn weight(self) -> i32 {
        match self {
            Self::Says | Self::Expands => 4,
            Self::Acts | Self::NounPhrase | Self::SubjectInPart => 2,
            Self::Article | Self::Fragment | Self::Acronym => 1,
            Self::Subject | Self::Refers | Self::Letter => 0,
            Self::PerhapsInstructing | Self::Adjective | Self::ArticleTitle | Self::WordyTitle => {
                -1
            }
            Self::Addresses
            | Self::Asks
            | Self::LeadsIn
            | Self::QualifiedTitle
            | Self::TwoParts => -2,
            Self::Connects
            | Self::SpeaksOfItself
            | Self::Instructs
            | Self::InstructingTitle
            | Self::CommonTitle
            | Self::FunctionWord
            | Self::SentenceTitle
            | Self::LongTitle => -3,
            Self::Compares => -4,
            Self::Numbered | Self::HasNoText => -6,
        }
    }

    /// The clue in words, for explanations.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Says => "the text says what it is",
            Self::Expands => "the text begins with the words that the title abbreviates",
            Self::Acts => "the text says what it does",
            Self::Subject => "the text begins with the title",
            Self::SubjectInPart => "the text begins with the last word of the title",
            Self::NounPhrase => "the text is a noun phrase",
            Self::Article => "the text begins with an article",
            Self::Fragment => "the text has no subject or no verb",
            Self::Addresses => "the text addresses the reader",
            Self::LeadsIn => "the text only leads in what follows",
            Self::Connects => "the text begins with a condition or a reference",
            Self::SpeaksOfItself => "the text speaks of itself",
            Self::Instructs => "the text is an instruction",
            Self::Asks => "the text is a question",
            Self::Refers => "the text refers to another term",
            Self::HasNoText => "the text is only a link",
            Self::Acronym => "the title is an acronym",
            Self::CommonTitle => "the title usually structures a note",
            Self::Letter => "the title is one letter",
            Self::Numbered => "the title is a version, a date or a number",
            Self::Compares => "the title compares two things",
            Self::InstructingTitle => "the title is an instruction",
            Self::PerhapsInstructing => "the title may be an instruction",
            Self::FunctionWord => "the title begins with a function word",
            Self::Adjective => "the title begins with an adjective",
            Self::ArticleTitle => "the title begins with an article",
            Self::SentenceTitle => "the title is a sentence",
            Self::LongTitle => "the title is very long",
            Self::WordyTitle => "the title is long",
            Self::QualifiedTitle => "the title has a preposition",
            Self::TwoParts => "the title has two parts",
        }
    }
}

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
    /// The evidence of a title and the passage below it, as Markdown.
    pub fn of(title: &str, passage: &str) -> Self {
        let mut evidence = Self::default();
        title_form::clues(title, &mut |clue| evidence.insert(clue));
        Opening::new(title, passage).clues(&mut |clue| evidence.insert(clue));
        evidence
    }

    fn insert(&mut self, clue: Clue) {
        self.0 |= 1 << clue as u32;
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

#[cfg(test)]
mod tests;
