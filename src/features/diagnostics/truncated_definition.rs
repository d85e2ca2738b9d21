//! `truncated-definition`: a definition that ends in the middle of a sentence.
//!
//! Many people write no full stop behind a last sentence, so that alone says nothing. What does
//! is a word that no English sentence ends with, or a verb that has not got what it needs.

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::note::excerpt;
use crate::note::term::{Style, Term};
use crate::note::word_list::{WordList, words};
use crate::note::words::{Class, fold, words_of};
use crate::text::lines;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "truncated-definition",
    default_level: Level::Information,
    documentation: "\
A definition that ends in the middle of a sentence: with a comma or a word that something must \
follow (*…and the*), or behind a verb whose object was to do something (*This allows the \
resources*). It is reported only where nothing follows that could be the rest: a list, say. A \
full stop that is missing is no finding.",
    check,
};

/// Words that a sentence goes on behind.
static NEVER_LAST: WordList = words!("never_last");

/// Verbs that let something happen to an object, or have it do something.
static PERMITTING: WordList = words!("permitting_verbs");

/// Words that the object of such a verb begins with.
static DETERMINERS: WordList = words!("determiners");

/// Words that tell what is allowed, or that the object is an action: `the reuse of code`.
static COMPLETING: WordList = words!("completing_words");

/// An object of more words says what it allows.
const MAX_OBJECT: usize = 3;

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    for term in check.terms().filter(|term| term.see.is_none()) {
        if !is_end_of_entry(check, term) {
            continue;
        }
        let definition = excerpt::plain(&check.document.definition(term));
        if is_truncated(&definition, term.style) {
            findings.push(Finding::new(
                last_line(check, term),
                "This definition ends in the middle of a sentence.".to_owned(),
            ));
        }
    }
}

/// Whether nothing stands behind the definition that its last sentence may lead to.
fn is_end_of_entry(check: &Check<'_>, term: &Term) -> bool {
    let (definition, entry) = (term.definition.range, term.range);
    term.definition.reads.is_none()
        && definition.end() <= entry.end()
        && check
            .document
            .text
            .slice(TextRange::new(definition.end(), entry.end()))
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '|' | '-'))
}

fn is_truncated(definition: &str, style: Style) -> bool {
    let words = words_of(definition);
    let Some(last) = words.last() else { return false };
    if last.class != Class::Spaced {
        // The items of a list may well be separated by commas.
        return last.text == "," && matches!(style, Style::Heading | Style::Note);
    }
    let folded: Vec<_> = words.iter().map(|word| fold(word.text)).collect();
    // `Vitamin A`, `AND and OR`.
    let is_name = last.text.starts_with(char::is_uppercase);
    let [.., _, end] = &folded[..] else { return false };
    if NEVER_LAST.contains(end) && !is_name {
        return true;
    }
    let sentence = words.iter().rposition(|word| word.class == Class::Symbol && word.text != ",");
    let sentence = &folded[sentence.map_or(0, |at| at + 1)..];
    let verb = sentence.iter().rposition(|word| PERMITTING.contains(word));
    let object = verb.map_or(&[][..], |at| &sentence[at + 1..]);
    (2..=MAX_OBJECT).contains(&object.len())
        && DETERMINERS.contains(&object[0])
        && !object.iter().any(|word| COMPLETING.contains(word))
        // A thing is allowed, things do something.
        && object.last().is_some_and(|word| word.ends_with('s') && !word.ends_with("ss"))
}

/// The definition's last line, where the rest is missing.
fn last_line(check: &Check<'_>, term: &Term) -> TextRange {
    let range = term.definition.range;
    let text = check.document.text.slice(range);
    let start = lines::start(&text, TextSize::of(text.trim_end()));
    TextRange::new(range.start() + start, range.end())
}

#[cfg(test)]
mod tests {
    use super::is_truncated;
    use crate::note::term::Style;

    #[track_caller]
    fn check(definition: &str, expected: bool) {
        assert_eq!(is_truncated(definition, Style::Heading), expected, "{definition}");
    }

    #[test]
    fn a_sentence_without_its_end_is_found() {
        check("It spans more than one zone. This strategy allows the software resources", true);
        check("A store of keys and", true);
        check("A store that is near the", true);
        check("A store of keys, values,", true);
    }

    #[test]
    fn a_full_stop_that_is_missing_is_not() {
        check("A store of keys and values", false);
        check("A tool. Typically, systems allow users to interact with the database", false);
        check("A license that allows the reuse of code", false);
        check("What the process is waiting for", false);
        check("The network that a device belongs to", false);
        check("Vitamin A", false);
        check("Operators such as AND, OR", false);
        check("It allows everything. A cache", false);
        check("the", false);
        check("", false);
    }

    #[test]
    fn items_of_a_list_may_end_with_a_comma() {
        assert!(!is_truncated("A store of keys,", Style::BoldLead));
    }
}
