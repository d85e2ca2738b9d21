//! `duplicate-term`: a term that is declared more than once.

use crate::features::diagnostics::diagnostic::Related;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "duplicate-term",
    default_level: Level::Hint,
    documentation: "\
A term that is declared more than once with the same headword, in this note or in another one. \
Hover shows all declarations, so this may be intended. If it is not, a later change may update only \
one of the definitions. Cross-references (`See …`) are not counted.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    for term in check.terms().filter(|term| term.see.is_none()) {
        let mut others = check.namesakes.named(&term.key, term);
        others.retain(|other| other.term.key == term.key && other.term.see.is_none());
        if others.is_empty() {
            continue;
        }
        let here = others.iter().any(|other| other.document.id == check.document.id);
        let place = if here { "this note" } else { "another note" };
        findings.push(Finding {
            range: term.name_range,
            message: format!("“{}” is also defined in {place}.", term.headword),
            related: others
                .iter()
                .map(|other| Related::new(other, "Also defined here.".to_owned()))
                .collect(),
            ..Finding::default()
        });
    }
}
