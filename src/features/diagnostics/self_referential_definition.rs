//! `self-referential-definition`: a term that is explained by itself.

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::note::excerpt;
use crate::note::term::Term;
use crate::note::words::{Separator, Word, fold, words_of};
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "self-referential-definition",
    default_level: Level::Information,
    documentation: "\
A definition that says of a term that it is what it is called: *Cache: a cache.*, *A cache is a \
cache that …*. Whoever does not know the word learns nothing. A definition that only begins with its \
term, as most do, is fine.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let front = check.document.note.front_matter.as_ref().map(|block| block.range);
    for term in check.terms().filter(|term| term.see.is_none()) {
        // What repeats the title there is for other programs.
        if front.is_some_and(|front| front.contains_range(term.definition.range)) {
            continue;
        }
        let definition = excerpt::plain(&check.document.definition(term));
        if is_circular(term, &definition) {
            findings.push(Finding::new(
                term.definition.range,
                format!("“{}” is explained by itself.", term.headword),
            ));
        }
    }
}

/// Whether the first clause says no more of the term than its name.
fn is_circular(term: &Term, definition: &str) -> bool {
    let words = words_of(definition);
    let folded: Vec<_> = words.iter().map(|word| fold(word.text)).collect();
    let name: Vec<_> = term.key.words().map(fold).collect();
    // Behind its name in front, if it is there, and a verb.
    let at = behind_name(&folded, &name, 0);
    let predicate = match at {
        Some(at) if folded.get(at).is_some_and(|word| is_verb(word)) => at + 1,
        _ => 0,
    };
    let Some(end) = behind_name(&folded, &name, predicate) else { return false };
    // A name in capitals may begin with what is a word in small letters.
    let is_meant = term.key.allows(&words[end - name.len()..end]);
    let clause_ends = ends_clause(&words, end) && (predicate > 0 || is_all(&words, end));
    is_meant && (clause_ends || goes_on(&words, &folded, end))
}

/// The index behind an article and the name, if they stand at `from`.
fn behind_name(folded: &[impl AsRef<str>], name: &[impl AsRef<str>], from: usize) -> Option<usize> {
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

/// Whether nothing but an end mark follows: a name in front of further sentences is a title.
fn is_all(words: &[Word<'_>], at: usize) -> bool {
    words[at..].iter().all(|word| !word.text.contains(char::is_alphanumeric))
}

/// Whether what follows only narrows the name down.
fn goes_on(words: &[Word<'_>], folded: &[impl AsRef<str>], at: usize) -> bool {
    let narrows = |word: &str| matches!(word, "that" | "which" | "who" | "where");
    folded.get(at).is_some_and(|word| narrows(word.as_ref()))
        && words[at].separator == Separator::Space
}

#[cfg(test)]
mod tests {
    use super::is_circular;
    use crate::note::{Note, ReadOptions};

    #[track_caller]
    fn check(headword: &str, definition: &str, expected: bool) {
        let text = format!("## {headword}\n{definition}\n");
        let note = Note::read(&text, &ReadOptions::default());
        let term = note.terms.first().expect("it is a term");
        assert_eq!(is_circular(term, definition), expected, "{headword}: {definition}");
    }

    #[test]
    fn a_term_that_is_said_to_be_itself_is_found() {
        check("Cache", "A cache.", true);
        check("Cache", "Cache", true);
        check("Cache", "A cache is a cache.", true);
        check("Cache", "A cache is a cache that is fast.", true);
        check("Load Balancer", "A load balancer that balances load", true);
    }

    #[test]
    fn a_definition_that_begins_with_its_term_is_not() {
        check("Cache", "A cache is fast memory.", false);
        check("Cache", "A cache keeps what was computed.", false);
        check("Cache", "Cache. Memory that is near.", false);
        check("Cache", "A cache line that is kept.", false);
        check("OLTP", "Online transaction processing.", false);
        check("IT", "It is it.", false);
        check("Change Data Capture", "Change data capture, the process of recording.", false);
    }
}
