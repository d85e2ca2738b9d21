//! `invalid-front-matter`: a syntax error in front matter.

use crate::features::diagnostics::front_matter;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::note::front_matter::{Syntax, is_template};
use crate::text::lines;
use crate::workspace::config::Level;

pub(super) const RULE: Rule = Rule {
    code: "invalid-front-matter",
    default_level: Level::Error,
    documentation: "\
A syntax error in the YAML or TOML of the front matter: for example, an unclosed bracket or quote, a \
repeated key or a missing closing fence. Site generators refuse such a note or show the block as text. \
Headword ignores only the broken key and uses all others.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let text = &check.document.note.text;
    for problem in &front.problems {
        // A tool expands a template before it reads the line.
        if is_template(&text[lines::around(text, problem.range.start())]) {
            continue;
        }
        findings.push(Finding::new(problem.range, sentence(&problem.message)));
    }
    if !front.closed {
        let fence = match front.syntax {
            Syntax::Yaml => "---",
            Syntax::Toml => "+++",
        };
        let message = format!("Front matter is not closed. Add a line `{fence}`.");
        findings.push(Finding::new(front_matter::opening(check.document, front), message));
    }
}

fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}
