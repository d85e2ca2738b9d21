//! `duplicate-heading`: two headings of one note with the same anchor.

use std::collections::HashMap;

use crate::features::diagnostics::diagnostic::Related;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::section::Section;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "duplicate-heading",
    default_level: Level::Hint,
    documentation: "\
A heading with the same anchor as an earlier one, if both are siblings or one is in the section of \
the other. A link to the anchor leads to the first heading. The second one needs a number \
(`#name-1`), which changes when another heading of this name is added. Rename one of the headings, \
or give it an explicit anchor (`{#name}`). Headings that recur in different sections, for example \
“Example”, are not reported. Nor are headings that occur three times or more.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let sections = &check.document.note.sections;
    let mut named: HashMap<String, Vec<&Section>> = HashMap::new();
    for section in sections {
        let heading = &section.heading;
        let counts = heading.level <= check.config.max_heading_level;
        let slug = (heading.id.is_none() && counts).then(|| heading.slug());
        if let Some(slug) = slug.filter(|slug| !slug.is_empty()) {
            named.entry(slug).or_default().push(section);
        }
    }
    for pair in named.values() {
        // A heading that recurs more often is part of a pattern: a solution after each exercise.
        let &[first, second] = pair.as_slice() else { continue };
        if are_near(first, second) && !are_terms(check, first, second) {
            let related = Related {
                note: check.document.id,
                range: first.heading.name_range,
                message: "First heading with this anchor.".to_owned(),
            };
            findings.push(Finding {
                range: check.heading_range(second),
                message: format!(
                    "“{}” has the same anchor as an earlier heading; links to it go there.",
                    second.heading.name
                ),
                related: vec![related],
                ..Finding::default()
            });
        }
    }
}

/// Returns whether two headings are siblings, or the second is in the section of the first.
fn are_near(first: &Section, second: &Section) -> bool {
    first.parent == second.parent || first.range.contains_range(second.range)
}

/// Returns whether both declare a term; the rule `duplicate-term` reports these.
fn are_terms(check: &RuleContext<'_>, first: &Section, second: &Section) -> bool {
    let is_term = |section: &Section| {
        check.terms().any(|term| section.heading.name_range.contains_range(term.name_range))
    };
    is_term(first) && is_term(second)
}
