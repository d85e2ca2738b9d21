//! `unused-reference`: an unused definition of a link or footnote.

use std::collections::HashSet;

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::link::LinkKind;
use crate::note::reference::{Family, LinkReference, key};
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "unused-reference",
    default_level: Level::Hint,
    documentation: "\
A definition of a link (`[label]: path`) or footnote (`[^1]: text`) whose label is not used in the \
note. Definitions that are comments (`[//]: # (text)`) are not reported. Nor are those that some \
tools write for wiki links.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let note = &check.document.note;
    let used = note.references.iter().filter(|found| !found.is_definition);
    let mut used: HashSet<_> = used.map(|found| (found.family, found.key.clone())).collect();
    for link in note.links.iter().filter(|link| link.kind == LinkKind::Wiki) {
        let inside = check.document.note.text.slice(link.range);
        let inside = inside.trim_start_matches(['!', '[']).trim_end_matches(']');
        used.insert((Family::Link, key(inside)));
        used.insert((Family::Link, key(&link.path)));
    }
    for found in note.references.iter().filter(|found| found.is_definition) {
        if !used.contains(&(found.family, found.key.clone())) && !is_comment(check, found) {
            let label = check.document.note.text.slice(found.label);
            let message = match found.family {
                Family::Link => format!("“[{label}]” is not used."),
                Family::Footnote => format!("“[^{label}]” is not used."),
            };
            findings.push(Finding::new(found.label, message));
        }
    }
}

/// Returns whether a definition is a comment: its destination is `#` or empty.
fn is_comment(check: &RuleContext<'_>, found: &LinkReference) -> bool {
    check.document.note.links_from(found.range.start()).any(|link| {
        let is_empty = link.fragment.as_deref().unwrap_or_default().is_empty();
        link.kind == LinkKind::Definition && link.path.is_empty() && is_empty
    })
}
