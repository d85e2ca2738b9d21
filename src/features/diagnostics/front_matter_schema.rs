//! `front-matter-schema`: front matter that violates the schema of the user.

use serde_json::{Map, Value};

use crate::features::diagnostics::front_matter;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "front-matter-schema",
    default_level: Level::Warning,
    documentation: "\
Front matter that violates your JSON Schema (`frontMatter.schema`): for example, a missing key or a \
wrong value. Notes without front matter are not checked.",
    check,
};

/// The maximum length of a message in characters. A message can contain a whole value.
const MAX_MESSAGE: usize = 300;

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let Some(schema) = &check.config.front_matter.schema else { return };
    let entries = front.entries.iter();
    let values = entries.map(|entry| (entry.key.clone(), entry.value.json(front.syntax)));
    let values = Value::Object(values.collect::<Map<_, _>>());
    for found in schema.violations(&values) {
        let range = front_matter::at_path(check.document, front, &found.path);
        let message: String = found.message.chars().take(MAX_MESSAGE).collect();
        findings.push(Finding::new(range, format!("{}.", message.trim_end_matches('.'))));
    }
}
