//! `undefined-term`: a name that definitions use, but no note defines.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::undefined;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "undefined-term",
    default_level: Level::Off,
    documentation: "\
An acronym or a capitalized phrase that three or more definitions use, but no note defines. The rule \
is off by default, because names of people and companies look the same. `headword terms --undefined` \
lists the same names.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let counts = undefined::counts(check.workspace, check.document);
    findings.extend(counts.into_iter().map(|found| {
        let (name, count) = (found.name, found.definitions);
        let message = format!("“{name}” is not defined, but {count} definitions use it.");
        Finding::new(found.range, message)
    }));
}
