//! `ambiguous-alias`: a name that two different terms claim.

use crate::features::diagnostics::diagnostic::Related;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::term::{AliasSource, Term};
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "ambiguous-alias",
    default_level: Level::Hint,
    documentation: "\
An alias that is also the headword or an alias of a different term. A mention of it shows both \
terms, and the reader has to choose. Two terms that are names of each other count as one term.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    for term in check.terms().filter(|term| term.see.is_none()) {
        for alias in &term.aliases {
            let mut others = check.namesakes.named(&alias.key, term);
            others.retain(|other| {
                other.term.see.is_none() && !are_one(term, other.term, alias.source)
            });
            let Some(first) = others.first() else { continue };
            findings.push(Finding {
                range: alias.range.unwrap_or(term.name_range),
                message: format!(
                    "“{}” may mean “{}” or “{}”.",
                    alias.name, term.headword, first.term.headword
                ),
                related: others
                    .iter()
                    .map(|other| {
                        let headword = &other.term.headword;
                        Related::new(other, format!("“{headword}” also uses this name."))
                    })
                    .collect(),
                ..Finding::default()
            });
        }
    }
}

/// Returns whether two terms are one: they share another name, or one abbreviates the other.
fn are_one(term: &Term, other: &Term, source: AliasSource) -> bool {
    let shared = term.keys().filter(|key| other.keys().any(|k| k == *key)).take(2).count();
    let is_expansion = matches!(source, AliasSource::Expansion | AliasSource::Title);
    shared > 1 || term.key == other.key || (is_expansion && term.keys().any(|k| *k == other.key))
}
