//! `duplicate-heading`: two headings of one note that links cannot tell apart.

use std::collections::HashMap;

use crate::features::diagnostics::{Check, Finding, Related, Rule};
use crate::note::section::Section;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "duplicate-heading",
    default_level: Level::Hint,
    documentation: "\
A heading with the same anchor as another one above it, where both stand beside each other or one \
stands in the other's section. A link to that anchor leads to the first; the second can only be \
reached by a number (`#name-1`), which changes when a third one comes in between. Headings that \
recur in different sections, as “Example” below each of several, are how a note is built and no \
finding, nor is one that recurs three times or more. Rename one of them, or give it an anchor of its own (`{#name}`).",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let sections = &check.document.note.sections;
    let mut named: HashMap<&str, Vec<&Section>> = HashMap::new();
    for section in sections {
        let heading = &section.heading;
        let counts = heading.level <= check.config.max_heading_level;
        if heading.id.is_none() && !heading.slug.is_empty() && counts {
            named.entry(&heading.slug).or_default().push(section);
        }
    }
    for pair in named.values() {
        // What recurs more often is how the note is built: a solution below each exercise.
        let &[first, second] = pair.as_slice() else { continue };
        if are_near(first, second) && !are_terms(check, first, second) {
            let related = Related {
                note: check.document.id,
                range: first.heading.name_range,
                message: "The first one is here.".to_owned(),
            };
            findings.push(Finding {
                range: check.heading_range(second),
                message: format!("A link to “{}” leads to another heading.", second.heading.name),
                related: vec![related],
            });
        }
    }
}

/// Whether two headings stand beside each other, or the second one in the section of the first.
fn are_near(first: &Section, second: &Section) -> bool {
    first.parent == second.parent || first.range.contains_range(second.range)
}

/// Whether both declare a term: of those it is said elsewhere.
fn are_terms(check: &Check<'_>, first: &Section, second: &Section) -> bool {
    let is_term =
        |section: &Section| check.terms().any(|term| term.name_range == section.heading.name_range);
    is_term(first) && is_term(second)
}
