//! `truncated-definition`: a definition that ends in the middle of a sentence.
//!
//! Many people omit the last full stop, so its absence is not a sign. The signs are a word that
//! cannot end an English sentence, and a verb without its complement.

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
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
A definition that ends in the middle of a sentence. It ends with a comma, with a word that cannot be \
the last one (*…and the*), or with a verb whose complement is missing (*This allows the resources*). \
It is reported only if nothing follows that continues it, for example a list. A missing full stop is \
not reported.",
    check,
};

/// Words that cannot end a sentence.
static NEVER_LAST: WordList = words!("never_last");

/// Verbs that need an object and an infinitive: `allow`.
static PERMITTING: WordList = words!("permitting_verbs");

/// Words that begin the object of such a verb.
static DETERMINERS: WordList = words!("determiners");

/// Words that complete the object, or make it an action: `the reuse of code`.
static COMPLETING: WordList = words!("completing_words");

/// The maximum number of words in an object. A longer one includes the complement.
const MAX_OBJECT: usize = 3;

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
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

/// Returns whether nothing follows the definition that may continue its last sentence.
fn is_end_of_entry(check: &RuleContext<'_>, term: &Term) -> bool {
    let (definition, entry) = (term.definition.range, term.range);
    term.definition.reads.is_none()
        && definition.end() <= entry.end()
        && check
            .document
            .note
            .text
            .slice(TextRange::new(definition.end(), entry.end()))
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '|' | '-'))
}

fn is_truncated(definition: &str, style: Style) -> bool {
    let words = words_of(definition);
    let Some(last) = words.last() else { return false };
    if last.class != Class::Spaced {
        // Items of a list may end with commas.
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
        // One thing can be allowed (`the reuse`); several things are allowed to do something.
        && object.last().is_some_and(|word| word.ends_with('s') && !word.ends_with("ss"))
}

/// Returns the last line of the definition.
fn last_line(check: &RuleContext<'_>, term: &Term) -> TextRange {
    let range = term.definition.range;
    let text = check.document.note.text.slice(range);
    let start = lines::start(text, TextSize::of(text.trim_end()));
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
    fn an_incomplete_sentence_is_reported() {
        check("It spans more than one zone. This strategy allows the software resources", true);
        check("A store of keys and", true);
        check("A store that is near the", true);
        check("A store of keys, values,", true);
    }

    #[test]
    fn a_missing_full_stop_is_not_reported() {
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
