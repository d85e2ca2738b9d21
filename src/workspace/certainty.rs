//! Certain mentions: those in which the word almost surely has the term's sense.
//!
//! Everything that Headword shows or changes without a question uses only certain mentions: colors,
//! and links for all mentions of a note. A request at one place (hover, definition, references) uses
//! all mentions, because the user can see there whether the answer fits.

use text_size::TextRange;

use crate::note::term::Style;
use crate::note::word_list::{WordList, words};
use crate::workspace::Declaration;
use crate::workspace::document::NoteId;
use crate::workspace::mention::Mention;

/// Words before a verb in its base form, folded.
static BEFORE_VERBS: WordList = words!("verb_contexts");

/// Words before a verb in `-s`, folded.
static SUBJECTS: WordList = words!("verb_subjects");

/// Words after a verb, folded.
static OBJECTS: WordList = words!("verb_objects");

/// Articles and other determiners, folded.
static ARTICLES: WordList = words!("articles");

/// Why a mention in a note is uncertain, in words. `None` if it is certain. `text` is the text of the
/// note or a part of it, which contains the mention. `declarations` are those of one of its names.
pub fn doubt(
    note: NoteId,
    text: &str,
    mention: &Mention,
    declarations: &[Declaration<'_>],
) -> Option<&'static str> {
    let written = &text[mention.range];
    if written.chars().count() <= 1 {
        Some("it is one letter")
    } else if ARTICLES.contains(&written.to_lowercase()) {
        Some("it is an article")
    } else if is_path(text, mention.range) {
        Some("it is part of a path")
    } else if is_verb(text, mention.range) || is_instruction(text, mention.range) {
        Some("it is a verb here")
    } else if !declarations.iter().any(|found| has_sense(note, written, found)) {
        Some("only another note declares it, as one word in bold")
    } else {
        None
    }
}

/// Whether a word has the sense of a term in a note.
///
/// A single word in bold at the start of a paragraph is often a label with an everyday sense. Its
/// note uses it in the term's sense; other notes may not.
fn has_sense(note: NoteId, written: &str, found: &Declaration<'_>) -> bool {
    let has_capitals = || written.chars().filter(|c| c.is_uppercase()).count() > 1;
    found.term.style != Style::BoldLead
        || found.document.id == note
        || written.contains([' ', '-', '\n'])
        || has_capitals()
}

/// Whether a range is part of a path: `src/`, `tests/support/mod.rs`. A term may be a path itself.
fn is_path(text: &str, range: TextRange) -> bool {
    let is_end = |c: char| c.is_whitespace() || !c.is_ascii() || "[]()`'\"*<>".contains(c);
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let from = text[..start].rfind(is_end).map_or(0, |at| text.ceil_char_boundary(at + 1));
    let to = text[end..].find(is_end).map_or(text.len(), |at| end + at);
    let token = text[from..to].trim_matches([',', ';', ':', '.']);
    if text[range].contains('/') {
        return token.trim_end_matches('/') != text[range].trim_end_matches('/');
    }
    token.starts_with('/')
        || token.ends_with('/')
        || (token.contains('/') && token.contains('.') && token.len() > text[range].len() + 1)
}

/// Whether an English word is a verb in its sentence: `it caches the page`, `to block all calls`.
fn is_verb(text: &str, range: TextRange) -> bool {
    let written = &text[range];
    if !written.starts_with(char::is_lowercase) || written.contains(char::is_whitespace) {
        return false;
    }
    let is_end = |c: char| !c.is_alphanumeric() && c != '\'';
    let before = text[..range.start().into()].strip_suffix(' ');
    let before = before.and_then(|text| text.rsplit(is_end).next()).unwrap_or_default();
    let after = text[range.end().into()..].strip_prefix(' ');
    let after = after.and_then(|text| text.split(is_end).next()).unwrap_or_default();
    let (before, after) = (before.to_lowercase(), after.to_lowercase());
    if written.ends_with('s') && !written.ends_with("ss") {
        SUBJECTS.contains(&before)
            || (OBJECTS.contains(&after) && !ARTICLES.contains(&before) && !before.is_empty())
    } else {
        BEFORE_VERBS.contains(&before) && OBJECTS.contains(&after)
    }
}

/// Whether an English word opens a sentence as its verb: `Create a file`, `- Shows all notes`.
fn is_instruction(text: &str, range: TextRange) -> bool {
    let written = &text[range];
    if written.contains(char::is_whitespace) || written.ends_with("ing") {
        return false;
    }
    let before = &text[..range.start().into()];
    let (before, marks) = before.split_at(before.trim_end_matches([' ', '*', '_']).len());
    // A line may continue a sentence, so its start alone does not count.
    let above = before.strip_suffix('\n').map(|above| above.strip_suffix('\r').unwrap_or(above));
    let opens = before.is_empty()
        || above.is_some_and(|above| above.is_empty() || above.ends_with('\n'))
        || before.ends_with('\n') && marks.contains('*')
        || before.ends_with(['.', ':', '!', '-', '+', ')', '>']);
    let after = text[range.end().into()..].strip_prefix(' ').unwrap_or_default();
    let after = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let after = after.to_lowercase();
    opens && OBJECTS.contains(&after) && after != "that"
}

#[cfg(test)]
mod tests {
    use text_size::{TextRange, TextSize};

    use super::{is_instruction, is_path, is_verb};

    /// The text without the brackets around a mention, and the range of the mention.
    fn marked(text: &str) -> (String, TextRange) {
        let start = text.find('‹').expect("the mention begins");
        let end = text.find('›').expect("the mention ends") - '‹'.len_utf8();
        let range = TextRange::new(
            TextSize::try_from(start).expect("it is short"),
            TextSize::try_from(end).expect("it is short"),
        );
        (text.replace(['‹', '›'], ""), range)
    }

    #[test]
    fn parts_of_paths_are_not_certain() {
        for text in [
            "in ‹src›/",
            "/‹terms›/cache",
            "see ‹tests›/common/mod.rs",
            "`a` ‹src›/b.rs,",
            "[‹src/›render/line](x)",
        ] {
            let (text, range) = marked(text);
            assert!(is_path(&text, range), "{text}");
        }
        for text in [
            "‹training›/validation/test",
            "‹cache›.",
            "a (‹cache›)",
            "[‹cache›](/cache/)",
            "the [‹tests/›](x) folder",
            "in ‹src›.",
        ] {
            let (text, range) = marked(text);
            assert!(!is_path(&text, range), "{text}");
        }
    }

    #[test]
    fn verbs_are_not_certain() {
        for text in [
            "it ‹caches› pages",
            "Foam ‹shows› you that",
            "not ‹block› other calls",
            "to ‹map› the path",
        ] {
            let (text, range) = marked(text);
            assert!(is_verb(&text, range), "{text}");
        }
        for text in [
            "the ‹caches› the user sees",
            "similar to ‹caches› and",
            "related to ‹overfitting›.",
            "in this ‹loop› a",
        ] {
            let (text, range) = marked(text);
            assert!(!is_verb(&text, range), "{text}");
        }
    }

    #[test]
    fn an_instruction_begins_with_a_verb() {
        for text in [
            "‹Create› a file.",
            "Text.\n\n‹Search› the index.",
            "Text\r\n\r\n‹Search› the index.",
            "- ‹Shows› all notes",
            "Text:\n* **‹Create› a file**",
            "1. ‹Rename› your remote",
            "The folder: ‹create› an entry",
        ] {
            let (text, range) = marked(text);
            assert!(is_instruction(&text, range), "{text}");
        }
        for text in [
            "‹Cache› is fast.",
            "‹Caching› the page is fast.",
            "known\n  ‹tests› the user wrote",
            "known\r\n‹tests› the user wrote",
            "- ‹Tests› that fail",
            "a ‹cache› the user clears",
            "‹Read quorum› the",
        ] {
            let (text, range) = marked(text);
            assert!(!is_instruction(&text, range), "{text}");
        }
    }
}
