//! `other-definition`: a definition that is nearly identical to the one of another term.

use text_size::TextSize;

use crate::features::diagnostics::diagnostic::Related;
use crate::features::diagnostics::namesakes::MAX_OTHERS;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::near_duplicate::{Fingerprint, NormalizedText};
use crate::note::term::Term;
use crate::workspace::Declaration;
use crate::workspace::config::Level;
use crate::workspace::document::Location;

pub(super) const RULE: Rule = Rule {
    code: "twin-definition",
    default_level: Level::Information,
    documentation: "\
A definition that differs from the definition of another term in at most one word. Often one was \
copied from the other and not changed. Definitions of fewer than 5 words are not compared. Those of \
fewer than 12 must be identical, since short ones are often similar on purpose (*The number of \
rows.*, *The number of columns.*). A difference in the name of the term itself makes them distinct.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let note = &check.document.note;
    let mut fingerprints = vec![Vec::new(); note.terms.len()];
    for (fingerprint, term) in note.fingerprints() {
        fingerprints[term].push(fingerprint);
    }
    let terms = note.terms.iter().zip(&fingerprints);
    for (term, fingerprints) in terms.filter(|(term, _)| !check.workspace.is_rejected(term)) {
        let near_duplicates = near_duplicates(check, term, fingerprints);
        let Some(first) = near_duplicates.first() else { continue };
        findings.push(Finding {
            range: term.definition.range,
            message: format!(
                "“{}” and “{}” have nearly identical definitions.",
                term.headword, first.term.headword
            ),
            related: near_duplicates
                .iter()
                .map(|other| {
                    let headword = &other.term.headword;
                    Related::new(other, format!("“{headword}” has a nearly identical definition."))
                })
                .collect(),
            ..Finding::default()
        });
    }
}

fn place<'w>(found: &Declaration<'w>) -> (&'w Location, TextSize) {
    (&found.document.location, found.term.name_range.start())
}

fn near_duplicates<'w>(
    check: &RuleContext<'w>,
    term: &Term,
    fingerprints: &[Fingerprint],
) -> Vec<Declaration<'w>> {
    let alike =
        fingerprints.iter().flat_map(|fingerprint| check.namesakes.alike(*fingerprint, term));
    let is_other = |other: &Declaration<'_>| {
        // A note and its first section can share a paragraph. The rule `duplicate-term` reports
        // a term in two places.
        let is_elsewhere = other.document.id != check.document.id
            || other.term.definition.range != term.definition.range;
        is_elsewhere && other.term.keys().all(|key| term.keys().all(|own| own != key))
    };
    let mut alike: Vec<_> = alike.filter(is_other).collect();
    alike.sort_by(|one, other| place(one).cmp(&place(other)));
    alike.dedup_by(|one, other| place(one) == place(other));
    let definition = check.document.definition(term);
    let own = NormalizedText::new(&definition, &term.headword);
    alike.retain(|other| {
        let definition = other.document.definition(other.term);
        own.is_near_duplicate_of(&NormalizedText::new(&definition, &other.term.headword))
    });
    alike.truncate(MAX_OTHERS);
    alike
}
