//! `self-referential-definition`: a definition that only repeats the term.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::excerpt;
use crate::note::term_key::TermKey;
use crate::note::words::{Separator, Word, fold, words_of};
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "self-referential-definition",
    default_level: Level::Information,
    documentation: "\
A definition that only restates the term: *Cache: a cache.*, *A cache is a cache that …*. It does not \
explain the term. A definition may begin with its term, as most do.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let front = check.document.note.front_matter.as_ref().map(|block| block.range);
    for term in check.terms().filter(|term| term.see.is_none()) {
        // A description in front matter often repeats the title for other programs.
        if front.is_some_and(|front| front.contains_range(term.definition.range)) {
            continue;
        }
        let definition = excerpt::plain(&check.document.definition(term));
        if is_only(&term.key, &term.key, &definition) {
            findings.push(Finding::new(
                term.definition.range,
                format!("The definition of “{}” only repeats its name.", term.headword),
            ));
        }
    }
}

/// Returns whether the first clause of the definition of `own` contains only a name. The name of the
/// term and a verb may be before it.
pub(super) fn is_only(name: &TermKey, own: &TermKey, definition: &str) -> bool {
    let words = words_of(definition);
    let folded: Vec<_> = words.iter().map(|word| fold(word.text)).collect();
    let key = name;
    let name: Vec<_> = key.words().map(fold).collect();
    let own: Vec<_> = own.words().map(fold).collect();
    // The predicate begins after the name and a verb, if the definition begins with them.
    let at = after_name(&folded, &own, 0);
    let predicate = match at {
        Some(at) if folded.get(at).is_some_and(|word| is_verb(word)) => at + 1,
        _ => 0,
    };
    let Some(end) = after_name(&folded, &name, predicate) else { return false };
    // A name in capitals can be a common word in small letters: `IT`.
    let is_meant = key.allows(&words[end - name.len()..end]);
    let clause_ends = ends_clause(&words, end) && (predicate > 0 || is_all(&words, end));
    is_meant && (clause_ends || goes_on(&words, &folded, end))
}

/// Returns the index after an optional article and the name, or `None` if they are not at `from`.
fn after_name(folded: &[impl AsRef<str>], name: &[impl AsRef<str>], from: usize) -> Option<usize> {
    let article = folded.get(from).is_some_and(|it| ["a", "an", "the"].contains(&it.as_ref()));
    let from = from + usize::from(article);
    let written = folded.get(from..from + name.len())?;
    let is_same = written.iter().zip(name).all(|(a, b)| a.as_ref() == b.as_ref());
    is_same.then_some(from + name.len())
}

fn is_verb(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "means" | ":" | "=")
}

fn ends_clause(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_none_or(|word| matches!(word.text, "." | ";" | "!" | "。"))
}

/// Returns whether only punctuation follows. A name before further sentences is a title.
fn is_all(words: &[Word<'_>], at: usize) -> bool {
    words[at..].iter().all(|word| !word.text.contains(char::is_alphanumeric))
}

/// Returns whether a relative clause follows.
fn goes_on(words: &[Word<'_>], folded: &[impl AsRef<str>], at: usize) -> bool {
    let narrows = |word: &str| matches!(word, "that" | "which" | "who" | "where");
    folded.get(at).is_some_and(|word| narrows(word.as_ref()))
        && words[at].separator == Separator::Space
}

#[cfg(test)]
mod tests {
    use super::is_only;
    use crate::note::{Note, ReadOptions};

    #[track_caller]
    fn check(headword: &str, definition: &str, expected: bool) {
        let text = format!("## {headword}\n{definition}\n");
        let note = Note::read(text.as_str(), &ReadOptions::default());
        let term = note.terms.first().expect("it is a term");
        assert_eq!(is_only(&term.key, &term.key, definition), expected, "{headword}: {definition}");
    }

    #[test]
    fn a_definition_that_repeats_its_term_is_reported() {
        check("Cache", "A cache.", true);
        check("Cache", "Cache", true);
        check("Cache", "A cache is a cache.", true);
        check("Cache", "A cache is a cache that is fast.", true);
        check("Load Balancer", "A load balancer that balances load", true);
    }

    #[test]
    fn a_definition_that_begins_with_its_term_is_not_reported() {
        check("Cache", "A cache is fast memory.", false);
        check("Cache", "A cache keeps what was computed.", false);
        check("Cache", "Cache. Memory that is near.", false);
        check("Cache", "A cache line that is kept.", false);
        check("OLTP", "Online transaction processing.", false);
        check("IT", "It is it.", false);
        check("Change Data Capture", "Change data capture, the process of recording.", false);
    }
}
