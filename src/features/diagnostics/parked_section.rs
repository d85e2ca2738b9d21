//! `parked-section`: a heading with only a comment below it.

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::note::section::SectionStatus;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "parked-section",
    default_level: Level::Hint,
    documentation: "\
A section whose only content is a comment (`<!-- … -->` or `%% … %%`). It was left for later on \
purpose, so this is no warning, but it is still to be written.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    for section in check.sections(SectionStatus::Deferred) {
        let message = match section.heading.name.as_str() {
            "" => "This heading is left for later.".to_owned(),
            name => format!("“{name}” is left for later."),
        };
        findings.push(Finding::new(check.heading_range(section), message));
    }
}
