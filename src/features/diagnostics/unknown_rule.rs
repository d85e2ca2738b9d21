//! `unknown-rule`: a suppression with an unknown code.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::spelling::nearest;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "unknown-rule",
    default_level: Level::Hint,
    documentation: "\
A suppression, in a comment or in front matter, with a code that no rule has. The code is probably \
misspelled, so the diagnostic is still shown.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let named = check.document.note.suppressions.iter().flat_map(|it| &it.rules);
    for rule in named.filter(|rule| !check.codes().any(|code| code == rule.code)) {
        let guess = nearest(&rule.code, check.codes());
        let guess = guess.map(|code| format!(" Did you mean “{code}”?"));
        let guess = guess.unwrap_or_default();
        let message = format!("Unknown rule “{}”.{guess}", rule.code);
        findings.push(Finding::new(rule.range, message));
    }
}
