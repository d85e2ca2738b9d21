//! `empty-section`: a section without content.

use crate::features::diagnostics::accidental_heading::is_accident;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::section::{Section, SectionStatus};
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "empty-section",
    default_level: Level::Warning,
    documentation: "\
A section without subsections and without content. It contains at most blank lines, link \
definitions and thematic breaks. Text, lists, code, tables, images, HTML, quotes and shortcodes are \
content. A section with subsections is never reported. Write the section, or add a comment to it \
if it can wait. Folders of templates and tests are not checked.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    if check.is_in_boilerplate() {
        return;
    }
    let text = &check.document.note.text;
    let accidents: Vec<_> =
        check.document.note.sections.iter().map(|it| is_accident(it, text)).collect();
    // The text of a section right above an accidental heading is that heading.
    let is_written = |section: &Section| {
        let index = check.document.note.section_at(section.heading.range.start());
        index.is_none_or(|at| accidents[at] || accidents.get(at + 1) == Some(&true))
    };
    for section in check.sections(SectionStatus::Empty).filter(|section| !is_written(section)) {
        let message = match section.heading.name.as_str() {
            "" => "This section has no name and no content.".to_owned(),
            name => format!("Section “{name}” is empty."),
        };
        findings.push(Finding::new(check.heading_range(section), message));
    }
}
