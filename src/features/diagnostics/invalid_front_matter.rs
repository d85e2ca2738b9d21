//! `invalid-front-matter`: what no tool could read there.

use crate::features::diagnostics::{Check, Finding, Rule, front_matter};
use crate::note::front_matter::Syntax;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "invalid-front-matter",
    default_level: Level::Error,
    documentation: "\
YAML or TOML between the fences that cannot be read: a bracket or quote that is not closed, a key \
that stands there twice, a closing fence that is missing. Site generators refuse such a note or \
take all of the block for text. Here a broken key costs itself; all others keep working.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    for problem in &front.problems {
        findings.push(Finding::new(problem.range, sentence(&problem.message)));
    }
    if !front.closed {
        let fence = match front.syntax {
            Syntax::Yaml => "---",
            Syntax::Toml => "+++",
        };
        let message = format!("Expected a line `{fence}` that ends the front matter.");
        findings.push(Finding::new(front_matter::opening(check.document, front), message));
    }
}

fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}
