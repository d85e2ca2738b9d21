//! Titles: which of them may name a term.

/// Titles that are structure in whatever note they stand, folded.
const STRUCTURE: [&str; 47] = [
    "about",
    "acknowledgments",
    "appendix",
    "background",
    "conclusion",
    "contents",
    "contributing",
    "contributors",
    "credits",
    "definition",
    "definitions",
    "description",
    "example",
    "examples",
    "exercise",
    "exercises",
    "faq",
    "further reading",
    "getting started",
    "how it works",
    "installation",
    "introduction",
    "license",
    "links",
    "motivation",
    "note",
    "notes",
    "other resources",
    "overview",
    "prerequisites",
    "questions",
    "reading",
    "reference",
    "references",
    "related",
    "related terms",
    "resources",
    "see also",
    "solution",
    "solutions",
    "sources",
    "summary",
    "table of contents",
    "tl;dr",
    "todo",
    "troubleshooting",
    "usage",
];

/// Words that number what follows them, folded.
const NUMBERED: [&str; 18] = [
    "appendix", "chapter", "day", "episode", "example", "exercise", "figure", "lecture", "lesson",
    "level", "part", "phase", "question", "section", "stage", "step", "table", "week",
];

/// Titles of collections of terms, folded.
const COLLECTIONS: [&str; 12] = [
    "acronyms",
    "changelog",
    "definitions",
    "dictionary",
    "glossary",
    "home",
    "inbox",
    "index",
    "readme",
    "terminology",
    "vocabulary",
    "welcome",
];

/// What a question or an answer to one begins with, folded.
const QUESTIONS: [&str; 13] = [
    "how do ",
    "how does ",
    "how is ",
    "how can ",
    "how to ",
    "what are ",
    "what does ",
    "what is ",
    "what's ",
    "when to ",
    "where to ",
    "why ",
    "who is ",
];

/// Whether a title may name a term: it is no sentence, no lead-in, not numbered and not one of
/// the titles that notes are structured by.
pub(super) fn is_name(title: &str) -> bool {
    let folded = title.to_lowercase();
    let folded = folded.trim();
    title.chars().any(char::is_alphabetic)
        && !ends_sentence(folded)
        && !STRUCTURE.contains(&folded)
        && !COLLECTIONS.contains(&folded)
        && !QUESTIONS.iter().any(|opening| folded.starts_with(opening))
        && !is_numbered(folded)
}

/// A period ends a sentence unless it belongs to a short form: `U.S.`, `etc.`
fn ends_sentence(folded: &str) -> bool {
    if let Some(before) = folded.strip_suffix('.') {
        let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let short = ["al", "approx", "co", "corp", "etc", "inc", "jr", "ltd", "sr", "vs"];
        return !last.contains('.') && !short.contains(&last);
    }
    folded.ends_with(['?', '!', ':', '…', '？', '！', '：', '。', '؟'])
}

/// Whether a title tells what to do (`Building the compiler`, `Add a test`, `Set up your vault`)
/// and so names nothing. English alone is known.
///
/// Its second word is an article or the like. Words before which one stands in names too (`Man
/// in the middle`, `Into the wild`) come later in them or are no verbs.
pub(super) fn is_instruction(title: &str) -> bool {
    let folded = title.to_lowercase();
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let more = words.next();
    let determines =
        matches!(second, "a" | "an" | "the" | "your" | "our" | "my" | "this" | "these");
    let names = matches!(
        first,
        "behind" | "for" | "in" | "into" | "of" | "on" | "over" | "under" | "follow" | "divide"
    ) || (second == "your" && more == Some("own"));
    let gerund = first.ends_with("ing") && first.len() > 5;
    (determines && more.is_some() && !names)
        || (gerund && more.is_none() && second.ends_with("ly") && second.len() > 5)
        || (matches!(first, "using" | "adding" | "getting" | "creating" | "installing")
            && !second.is_empty())
        || (matches!(first, "working" | "getting" | "dealing") && second == "with")
}

/// `1. Scope`, `2.1 Scope`, `3) Scope`, `Step 1`, `Chapter IV: …`, but not `2PC` or `3D model`.
fn is_numbered(folded: &str) -> bool {
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = first.trim_end_matches(['.', ')', ':']);
    let is_number = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
    };
    if is_number(number) {
        return number.len() < first.len() || number.contains('.');
    }
    let second = words.next().unwrap_or_default().trim_end_matches(['.', ')', ':']);
    let roman = !second.is_empty() && second.chars().all(|c| "ivxlc".contains(c));
    NUMBERED.contains(&first) && (is_number(second) || roman)
}
