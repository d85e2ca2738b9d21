//! `similar-tag`: a tag or category that most notes spell differently.

use std::collections::HashSet;

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::tags;
use crate::note::front_matter::TagKind;
use crate::note::plural::counted;
use crate::note::tag::is_inline;
use crate::workspace::Workspace;
use crate::workspace::config::Level;
use crate::workspace::tag_index::{TagOccurrence, all_in_note};

pub(in crate::features) const RULE: Rule = Rule {
    code: "similar-tag",
    default_level: Level::Information,
    documentation: "\
A tag or category that more notes write in another letter case or with another separator (space, \
hyphen, underscore): `interview-prep`, but `interview prep` in most notes. Most tools treat these as \
two tags, so each one finds only some of the notes. An inline tag is compared only with tags that can \
be written inline.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    for kind in [TagKind::Tag, TagKind::Category] {
        let mut seen = HashSet::new();
        for written in all_in_note(&check.document.note, kind) {
            if !seen.insert((written.text, written.is_inline)) {
                continue;
            }
            if let Some((usual, notes)) = usual(check.workspace, kind, written) {
                let count = counted(notes, "note");
                let message = format!("Tag “{}” is written “{usual}” in {count}.", written.text);
                findings.push(Finding::new(written.range, message));
            }
        }
    }
}

/// Returns the usual spelling of a tag or category and the number of its notes. `None` if this is
/// the usual spelling.
pub(in crate::features) fn usual<'w>(
    workspace: &'w Workspace,
    kind: TagKind,
    written: TagOccurrence<'_>,
) -> Option<(&'w str, usize)> {
    let spellings = tags::all(workspace, kind).alike(written.text);
    let fits = |tag: &str| !written.is_inline || is_inline(tag);
    let spellings = spellings.filter(|(tag, _)| *tag == written.text || fits(tag));
    // Equal counts: prefer small letters, which are more usual for tags, then the alphabet.
    let usual = spellings.max_by(|(a, a_notes), (b, b_notes)| {
        let lower = |tag: &str| !tag.contains(char::is_uppercase);
        (a_notes, lower(a), b).cmp(&(b_notes, lower(b), a))
    })?;
    (usual.0 != written.text).then_some(usual)
}
