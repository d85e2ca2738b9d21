//! `broken-anchor`: a link to a heading, anchor or block that does not exist.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::link::fragment_range;
use crate::note::link::LinkKind;
use crate::workspace::config::Level;
use crate::workspace::document::Document;
use crate::workspace::links::{Destination, decoded};

pub(super) const RULE: Rule = Rule {
    code: "broken-anchor",
    default_level: Level::Warning,
    documentation: "\
A link to a heading, an anchor or a block that the note does not have. A fragment can name a heading \
by its text, by its anchor (`#change-data-capture`, with a number if repeated) or by its explicit id \
(`{#cdc}`). It can also name an HTML element by its `id`, or a block by its name (`#^name`).",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let links = check.document.note.links.iter();
    for link in links.filter(|link| link.kind != LinkKind::Reference) {
        let Some(fragment) = link.fragment.as_deref().filter(|it| !means_no_place(it)) else {
            continue;
        };
        let Destination::Note(target) = check.resolver.destination(check.document, link) else {
            continue;
        };
        if target.is_whole() {
            let title = check.workspace.document(target.note).map(Document::title);
            let (name, title) = (decoded(fragment), title.unwrap_or_default());
            let message = format!("“{title}” has no heading or anchor “{name}”.");
            findings.push(Finding::new(fragment_range(link), message));
        }
    }
}

/// Returns whether a fragment is for the browser: the top, a line, or a text fragment.
fn means_no_place(fragment: &str) -> bool {
    let is_line = fragment
        .strip_prefix('L')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    fragment.is_empty() || fragment == "top" || fragment.starts_with(":~:") || is_line
}
