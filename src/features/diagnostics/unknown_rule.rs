//! `unknown-rule`: a note silences a rule that there is not.

use crate::features::diagnostics::{Check, Finding, Rule, codes};
use crate::note::spelling::nearest;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "unknown-rule",
    default_level: Level::Hint,
    documentation: "\
A comment or a key of the front matter that silences a rule by a code that no rule has. Most \
likely it is misspelled, and the remark that it was meant for is still there.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let named = check.document.note.suppressions.iter().flat_map(|it| &it.rules);
    for rule in named.filter(|rule| !codes().any(|code| code == rule.code)) {
        let guess = nearest(&rule.code, codes());
        let guess = guess.map(|code| format!("; did you mean “{code}”?"));
        let end = guess.unwrap_or_else(|| ".".to_owned());
        let message = format!("There is no rule “{}”{end}", rule.code);
        findings.push(Finding::new(rule.range, message));
    }
}
