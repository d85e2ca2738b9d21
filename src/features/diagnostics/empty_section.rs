//! `empty-section`: a heading with nothing below it.

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::note::section::SectionStatus;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "empty-section",
    default_level: Level::Warning,
    documentation: "\
A section without subsections and without content: below its heading stand at most blank lines, \
link definitions and thematic breaks. The last section of a file counts like any other. Text, \
lists, code, tables, images, HTML, quotes and shortcodes are content; a section with subsections \
is never reported. Write it, or leave a comment in it to say that it can wait.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    for section in check.sections(SectionStatus::Empty) {
        let message = match section.heading.name.as_str() {
            "" => "This heading has neither a name nor any text below it.".to_owned(),
            name => format!("“{name}” is still empty."),
        };
        findings.push(Finding::new(check.heading_range(section), message));
    }
}
