//! `parked-section`: a section that contains only a comment.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::section::SectionStatus;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "parked-section",
    default_level: Level::Hint,
    documentation: "\
A section that contains only a comment (`<!-- … -->`, `%% … %%` or `{/* … */}`). It was deferred on \
purpose, so this is a hint, but it still has to be written.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    for section in check.sections(SectionStatus::Deferred) {
        let message = match section.heading.name.as_str() {
            "" => "This section contains only a comment.".to_owned(),
            name => format!("Section “{name}” contains only a comment."),
        };
        findings.push(Finding::new(check.heading_range(section), message));
    }
}
