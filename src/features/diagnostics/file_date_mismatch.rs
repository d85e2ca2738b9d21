//! `file-date-mismatch`: a post whose date is not the one in its file's name.

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::features::keys::Known;
use crate::note::date::DateForm;
use crate::note::front_matter::ValueKind;
use crate::workspace::config::Level;
use crate::workspace::keys::Profile;
use crate::workspace::keys::detect::date_of;

pub(super) const RULE: Rule = Rule {
    code: "file-date-mismatch",
    default_level: Level::Information,
    documentation: "\
A post of Jekyll whose `date` is another day than the one in the name of its file. The post is sorted \
and addressed by its `date`; whoever looks for the file finds it under the other one.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let Some(named) = check.document.location.path().and_then(date_of) else { return };
    let Some(entry) = front.get("date") else { return };
    let ValueKind::Scalar(scalar) = &entry.value.kind else { return };
    let is_jekyll = Known::of(check.workspace, check.document).profile == Some(Profile::Jekyll);
    let text = scalar.text.trim();
    if is_jekyll && DateForm::of(text).is_some() && !text.starts_with(named) {
        let message = format!("The name of the file says {named}.");
        findings.push(Finding::new(scalar.text_range, message));
    }
}
