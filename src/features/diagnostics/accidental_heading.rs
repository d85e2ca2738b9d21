//! `accidental-heading`: a text that a line of dashes below it makes a heading by accident.

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::section::Section;
use crate::text::lines;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "accidental-heading",
    default_level: Level::Warning,
    documentation: "\
A line of dashes right below a text. In Markdown it makes the text a heading, often by accident: the \
text has several lines, is a sentence, or is a key with its value. Add a blank line before the \
dashes. Front matter needs three dashes above and below it. Folders of templates and tests are not \
checked.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    if check.is_in_boilerplate() {
        return;
    }
    let text = &check.document.note.text;
    let sections = check.document.note.sections.iter();
    let accidents = sections.filter(|section| is_accident(section, text));
    findings.extend(accidents.map(|section| finding(section, text)));
}

/// Returns whether a line of dashes makes a heading of a text by accident: several lines, a
/// sentence, or a key with its value.
pub(super) fn is_accident(section: &Section, text: &str) -> bool {
    let heading = &section.heading;
    let written = text[heading.line(text)].trim_end();
    let Some((above, dashes)) = written.rsplit_once(lines::ENDS) else { return false };
    let is_setext = !heading.is_atx(text) && dashes.trim().chars().all(|c| c == '-');
    let above = above.trim();
    let is_entry = above.split_once(": ").is_some_and(|(key, _)| !key.contains(' '));
    is_setext && (above.contains(lines::ENDS) || above.ends_with('.') || is_entry)
}

fn finding(section: &Section, text: &str) -> Finding {
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
