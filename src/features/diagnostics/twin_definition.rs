//! `twin-definition`: a definition that another term has too.

use text_size::TextSize;

use crate::features::diagnostics::namesakes::MAX_OTHERS;
use crate::features::diagnostics::{Check, Finding, Related, Rule};
use crate::note::near_duplicate::{Fingerprints, NormalizedText};
use crate::note::term::Term;
use crate::workspace::Declaration;
use crate::workspace::config::Level;
use crate::workspace::document::Location;

pub(super) const RULE: Rule = Rule {
    code: "twin-definition",
    default_level: Level::Information,
    documentation: "\
A definition that another term has word for word, or but for one word: copied to be changed, and \
then forgotten. Definitions of fewer than 5 words are not compared, and those of fewer than 12 \
only word for word, since short ones are often alike on purpose (*The number of rows.*, *The \
number of columns.*); nor is a word that is part of the term's own name a difference too small.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let note = &check.document.note;
    let terms = note.terms.iter().zip(&note.fingerprints);
    for (term, fingerprints) in terms.filter(|(term, _)| !check.workspace.is_structure(term)) {
        let twins = twins(check, term, fingerprints);
        let Some(first) = twins.first() else { continue };
        findings.push(Finding {
            range: term.definition.range,
            message: format!(
                "“{}” and “{}” have the same definition, but for a word at most.",
                term.headword, first.term.headword
            ),
            related: twins
                .iter()
                .map(|twin| {
                    let headword = &twin.term.headword;
                    Related::new(
                        twin,
                        format!("“{headword}” has the same definition, but for a word at most."),
                    )
                })
                .collect(),
        });
    }
}

fn place<'w>(found: &Declaration<'w>) -> (&'w Location, TextSize) {
    (&found.document.location, found.term.name_range.start())
}

fn twins<'w>(check: &Check<'w>, term: &Term, fingerprints: &Fingerprints) -> Vec<Declaration<'w>> {
    let alike =
        fingerprints.iter().flat_map(|fingerprint| check.namesakes.alike(*fingerprint, term));
    let is_other = |other: &Declaration<'_>| {
        // A note and its first section may well begin with the same paragraph, and the same term
        // in two places is another rule's.
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
