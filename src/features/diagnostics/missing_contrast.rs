//! `missing-contrast`: a contrast that only one of two definitions mentions.

use std::collections::BTreeSet;

use text_size::TextRange;

use crate::features::diagnostics::diagnostic::Related;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::prose::{self, Segment};
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::note::vocabulary::SoughtName;
use crate::note::word_list::{WordList, words};
use crate::workspace::config::Level;
use crate::workspace::document::Document;
use crate::workspace::mention::{self, Lexicon, Mention};
use crate::workspace::{Declaration, Workspace};

pub(super) const RULE: Rule = Rule {
    code: "missing-contrast",
    default_level: Level::Hint,
    documentation: "\
A definition that contrasts its term with another one (*as opposed to OLAP*, *unlike a thread*, *in \
contrast to …*), while the definition of the other term does not mention the first. A reader of the \
other definition misses the difference.",
    check,
};

/// Phrases before the other term, without an article.
static CONTRASTS: WordList = words!("contrasts");

/// The maximum number of contrasts in a note. Each one needs a search in another note, and a note
/// with more is generated.
const MAX_CONTRASTING: usize = 200;

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let text = &check.document.note.text;
    let contrasting = check.terms().filter(|term| {
        let folded = text[term.definition.range].to_ascii_lowercase();
        term.definition.reads.is_none() && CONTRASTS.iter().any(|it| folded.contains(it))
    });
    for term in contrasting.take(MAX_CONTRASTING) {
        let mentions = mentions(check.workspace, check.document, term.definition.range);
        for mention in mentions.iter().filter(|mention| is_contrasted(text, mention)) {
            findings.extend(missing(check, term, mention));
        }
    }
}

fn missing(check: &RuleContext<'_>, term: &Term, mention: &Mention) -> Option<Finding> {
    let text = &check.document.note.text;
    let own: BTreeSet<TermKey> = term.keys().cloned().collect();
    if mention.is_of(&own) {
        return None;
    }
    let keys = mention.names.iter().map(|found| &found.key);
    let others: Vec<_> = keys.flat_map(|key| check.namesakes.named(key, term)).collect();
    let names_it = |other: &Declaration<'_>| names_any(check.workspace, other, &own);
    let first = others.first().filter(|_| !others.iter().any(names_it))?;
    let (headword, name) = (&term.headword, &text[mention.range]);
    Some(Finding {
        range: mention.range,
        message: format!(
            "“{headword}” is contrasted with “{name}” here, but the definition of “{name}” does not \
             mention “{headword}”."
        ),
        related: vec![Related::new(first, format!("Definition without “{headword}”."))],
        ..Finding::default()
    })
}

/// Returns whether the entry of a term mentions one of these names.
fn names_any(workspace: &Workspace, other: &Declaration<'_>, names: &BTreeSet<TermKey>) -> bool {
    let Declaration { document, term } = other;
    // The text of a term declared in front matter is the whole note.
    let range = match term.definition.reads {
        Some(_) => document.note.text.range(),
        None => term.range.cover(term.definition.range),
    };
    let is_wanted = |name: &TermKey| document.vocabulary().may_mention(&SoughtName::new(name));
    names.iter().any(is_wanted) && {
        let mut mentions = mentions(workspace, document, range).into_iter();
        mentions.any(|mention| mention.is_of(names))
    }
}

fn mentions(workspace: &Workspace, document: &Document, range: TextRange) -> Vec<Mention> {
    let text = &document.note.text;
    let prose = &document.note.prose;
    let from = prose.partition_point(|segment| segment.range.end() <= range.start());
    let to = prose.partition_point(|segment| segment.range.start() < range.end());
    let inside: &[Segment] = &prose[from..to.max(from)];
    let lexicon = Lexicon::of_document(workspace, document);
    prose::blocks(inside).flat_map(|block| mention::in_block(lexicon, text, block)).collect()
}

/// Returns whether a phrase of contrast is directly before a mention.
fn is_contrasted(text: &str, mention: &Mention) -> bool {
    let start = usize::from(mention.range.start());
    let from = text.floor_char_boundary(start.saturating_sub(60));
    let before = text[from..start].to_ascii_lowercase();
    let marks: &[char] = &[' ', '\n', '\r', '[', '*', '_', '(', '"', '“'];
    let mut before = before.trim_end_matches(marks);
    for article in [" a", " an", " the", " other", " traditional"] {
        before = before.strip_suffix(article).unwrap_or(before).trim_end_matches(marks);
    }
    let is_word = |rest: &str| !rest.ends_with(char::is_alphanumeric);
    CONTRASTS.iter().any(|contrast| before.strip_suffix(contrast).is_some_and(is_word))
}
