//! `empty-section`: a section without content.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::section::SectionStatus;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "empty-section",
    default_level: Level::Warning,
    documentation: "\
A section without subsections and without content. It contains at most blank lines, link \
definitions and thematic breaks. Text, lists, code, tables, images, HTML, quotes and shortcodes are \
content. A section with subsections is never reported. Write the section, or add a comment to it \
if it can wait.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    for section in check.sections(SectionStatus::Empty) {
        let message = match section.heading.name.as_str() {
            "" => "This section has no name and no content.".to_owned(),
            name => format!("Section “{name}” is empty."),
        };
        findings.push(Finding::new(check.heading_range(section), message));
    }
}
