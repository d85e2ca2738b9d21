//! `undefined-term`: a name that definitions use and no note defines.

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::features::undefined;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "undefined-term",
    default_level: Level::Off,
    documentation: "\
An acronym, or several words with capitals in the middle of a sentence, that three or more \
definitions use and that no note defines. Names of people and companies look just like it, so \
this rule is off unless you turn it on; `headword terms --undefined` lists the same names.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let counts = undefined::counts(check.workspace, check.document);
    findings.extend(counts.into_iter().map(|found| {
        let (name, count) = (found.name, found.definitions);
        let message = format!("{count} definitions use “{name}”, and no note defines it.");
        Finding::new(found.range, message)
    }));
}
