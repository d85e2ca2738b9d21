//! `empty-section`: a section without content.

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::section::{Section, SectionStatus};
use crate::text::lines;
use crate::workspace::config::Level;
use crate::workspace::file_role::is_in_boilerplate;

pub(super) const RULE: Rule = Rule {
    code: "empty-section",
    default_level: Level::Warning,
    documentation: "\
A section without subsections and without content. It contains at most blank lines, link \
definitions and thematic breaks. Text, lists, code, tables, images, HTML, quotes and shortcodes are \
content. A section with subsections is never reported. Write the section, or add a comment to it \
if it can wait. Folders of templates and tests are not checked. A line of dashes \
right below a text makes the text a heading, often by accident: this is reported at the dashes.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let path = check.document.location.path();
    if path.is_some_and(|path| is_in_boilerplate(path, check.workspace.folders().of(path))) {
        return;
    }
    let text = &check.document.note.text;
    let accidents: Vec<_> =
        check.document.note.sections.iter().map(|it| is_accident(it, text)).collect();
    let headings = check.document.note.sections.iter().zip(&accidents);
    for (section, _) in headings.filter(|(_, is_accident)| **is_accident) {
        findings.push(accident(section, text));
    }
    // The text of a section right above such a heading is that heading.
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

/// Returns whether a line of dashes makes a heading of a text by accident: several lines, a
/// sentence, or a key with its value.
fn is_accident(section: &Section, text: &str) -> bool {
    let heading = &section.heading;
    let written = text[heading.line(text)].trim_end();
    let Some((above, dashes)) = written.rsplit_once(lines::ENDS) else { return false };
    let is_setext = !heading.is_atx(text) && dashes.trim().chars().all(|c| c == '-');
    let above = above.trim();
    let is_entry = above.split_once(": ").is_some_and(|(key, _)| !key.contains(' '));
    is_setext && (above.contains(lines::ENDS) || above.ends_with('.') || is_entry)
}

fn accident(section: &Section, text: &str) -> Finding {
    let line = section.heading.line(text);
    let written = text[line].trim_end();
    let dashes = written.rsplit(lines::ENDS).next().unwrap_or_default();
    let range = TextRange::at(
        line.start() + TextSize::of(written) - TextSize::of(dashes),
        TextSize::of(dashes),
    );
    let before = text[..line.start().into()].trim();
    let is_front_matter = !before.is_empty() && before.chars().all(|c| c == '-');
    let message = if is_front_matter {
        "Front matter needs three dashes above and below; this is a heading."
    } else {
        "These dashes make the text above them a heading. Add a blank line before them."
    };
    Finding::new(range, message.to_owned())
}
