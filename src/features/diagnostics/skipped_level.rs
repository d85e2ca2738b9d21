//! `skipped-level`: a heading two or more levels below its parent.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::section::Section;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "skipped-level",
    default_level: Level::Off,
    documentation: "\
A heading two or more levels below its parent, for example `####` after `##`. Readers who navigate \
by headings miss the level between. Only the first of several such headings in a row is reported. \
The rule is off by default, because many notes give each level its own meaning.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let sections = &check.document.note.sections;
    for (index, section) in sections.iter().enumerate() {
        let Some(parent) = section.parent.map(|parent| &sections[parent]) else { continue };
        let is_first = || run(sections, index).first() == Some(&index);
        let counts = section.heading.level <= check.config.max_heading_level;
        if counts && is_skipped(section, parent) && is_first() {
            let (level, above) = (section.heading.level, parent.heading.level);
            let message =
                format!("This heading of level {level} follows a parent of level {above}.");
            findings.push(Finding::new(check.heading_range(section), message));
        }
    }
}

fn is_skipped(section: &Section, parent: &Section) -> bool {
    section.heading.level > parent.heading.level + 1
}

/// Returns the indexes of the siblings in the same uninterrupted run as the section at `index`,
/// which is included. All sections of a run skip a level, or none does.
pub(in crate::features) fn run(sections: &[Section], index: usize) -> Vec<usize> {
    let Some(parent) = sections[index].parent else { return Vec::new() };
    let beside = (0..sections.len()).filter(|it| sections[*it].parent == Some(parent));
    let beside: Vec<_> = beside.collect();
    let skips = |it: &usize| is_skipped(&sections[*it], &sections[parent]);
    let mut runs = beside.chunk_by(|a, b| skips(a) == skips(b));
    runs.find(|run| run.contains(&index)).map_or_else(Vec::new, <[usize]>::to_vec)
}
