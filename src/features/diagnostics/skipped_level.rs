//! `skipped-level`: a heading two or more levels below the one that it belongs to.

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::note::section::Section;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "skipped-level",
    default_level: Level::Off,
    documentation: "\
A heading two or more levels below the one that it belongs to, as `####` below `##`. Readers who \
go through a page by its headings miss the level between. Of several in a row the first one is \
remarked on. Many notes give each level a meaning of its own, so this rule is off unless you turn \
it on.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let sections = &check.document.note.sections;
    for (index, section) in sections.iter().enumerate() {
        let Some(parent) = section.parent.map(|parent| &sections[parent]) else { continue };
        let is_first = || run(sections, index).first() == Some(&index);
        let counts = section.heading.level <= check.config.max_heading_level;
        if counts && is_skipped(section, parent) && is_first() {
            let (level, above) = (section.heading.level, parent.heading.level);
            let message = format!(
                "This heading of level {level} stands directly below one of level {above}."
            );
            findings.push(Finding::new(check.heading_range(section), message));
        }
    }
}

fn is_skipped(section: &Section, parent: &Section) -> bool {
    section.heading.level > parent.heading.level + 1
}

/// The indexes of the sections beside the one at `index`, itself among them, that skip a level
/// and have none between them that does not.
pub(in crate::features) fn run(sections: &[Section], index: usize) -> Vec<usize> {
    let Some(parent) = sections[index].parent else { return Vec::new() };
    let beside = (0..sections.len()).filter(|it| sections[*it].parent == Some(parent));
    let beside: Vec<_> = beside.collect();
    let skips = |it: &usize| is_skipped(&sections[*it], &sections[parent]);
    let mut runs = beside.chunk_by(|a, b| skips(a) == skips(b));
    runs.find(|run| run.contains(&index)).map_or_else(Vec::new, <[usize]>::to_vec)
}
