//! `duplicate-tag`: a tag or category that a note lists twice.

use std::collections::HashMap;

use crate::features::diagnostics::diagnostic::Related;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::words::fold;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "duplicate-tag",
    default_level: Level::Warning,
    documentation: "\
A tag or category that the front matter of a note lists a second time, in any letter case. \
Some tools then list the note twice.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let note = &check.document.note;
    for (kind, listed) in [("tag", note.tags()), ("category", note.categories())] {
        let mut seen = HashMap::new();
        for tag in listed {
            let first = *seen.entry(fold(&tag.text)).or_insert(tag.text_range);
            if first == tag.text_range {
                continue;
            }
            let message = format!("The {kind} “{}” is already listed.", tag.text);
            let (note, message_there) = (check.document.id, "First occurrence.".to_owned());
            let related = vec![Related { note, range: first, message: message_there }];
            findings.push(Finding { related, ..Finding::new(tag.text_range, message) });
        }
    }
}
