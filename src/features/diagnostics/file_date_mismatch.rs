//! `file-date-mismatch`: a post whose date differs from the date in its file name.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::keys::KnownKeys;
use crate::note::date::DateForm;
use crate::note::front_matter::ValueKind;
use crate::workspace::config::Level;
use crate::workspace::keys::Profile;
use crate::workspace::keys::detect::date_of;

pub(super) const RULE: Rule = Rule {
    code: "file-date-mismatch",
    default_level: Level::Information,
    documentation: "\
A Jekyll post whose `date` differs from the date in its file name. Jekyll uses `date` for the order \
and the URL of the post, so the file name is misleading.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let Some(named) = check.document.location.path().and_then(date_of) else { return };
    let Some(entry) = front.get("date") else { return };
    let ValueKind::Scalar(scalar) = &entry.value.kind else { return };
    let is_jekyll = KnownKeys::of(check.workspace, check.document).profile == Some(Profile::Jekyll);
    let text = scalar.text.trim();
    if is_jekyll && DateForm::of(text).is_some() && !text.starts_with(named) {
        let message = format!("This date differs from the file name ({named}).");
        findings.push(Finding::new(scalar.text_range, message));
    }
}
