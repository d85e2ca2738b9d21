//! `broken-reference`: a label of a link or footnote without a definition.

use std::collections::HashSet;

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::reference::Family;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "broken-reference",
    default_level: Level::Warning,
    documentation: "\
A link with a label (`[text][label]`, `[label][]`) or a footnote (`[^1]`) without a definition in \
the same note. Readers see the brackets. A single pair of brackets is text and is not reported.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let references = &check.document.note.references;
    let defined: HashSet<_> = references
        .iter()
        .filter(|found| found.is_definition)
        .map(|found| (found.family, found.key.as_str()))
        .collect();
    for used in references.iter().filter(|found| !found.is_definition) {
        if !defined.contains(&(used.family, used.key.as_str())) {
            let label = check.document.note.text.slice(used.label);
            let message = match used.family {
                Family::Link => format!("Label “[{label}]” is not defined."),
                Family::Footnote => format!("Footnote “[^{label}]” is not defined."),
            };
            findings.push(Finding::new(used.label, message));
        }
    }
}
