//! The clues in a title and in the passage below it, with their weights.

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
    /// A label says that the passage is the definition: `**Definition**: …`.
    Labeled,
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
    pub(super) const ALL: [Self; 32] = [
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
        Self::Labeled,
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
    pub fn weight(self) -> i32 {
        match self {
            Self::Says | Self::Expands => 4,
            Self::Labeled => 3,
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
            Self::Labeled => "a label says that the text is the definition",
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
