//! `headword rules` and `headword rule`: the documentation of the rules.

use std::io::{self, Write};

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::cli::arguments::OutputFormat;
use crate::cli::check::rule_codes;
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, stdout};
use crate::features::diagnostics::{INVALID_SETTINGS, INVALID_SETTINGS_PAGE, RULES};
use crate::workspace::config::Level;

#[derive(Args)]
pub(super) struct RulesOptions {
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Args)]
pub(super) struct RuleOptions {
    /// The code of the rule, as in brackets after a diagnostic.
    #[arg(value_parser = rule_codes())]
    code: String,
}

/// A rule in the JSON output.
#[derive(Serialize)]
struct RuleRecord {
    code: &'static str,
    /// The level without a setting.
    level: Level,
    /// The level in editors without a setting.
    editor_level: Level,
    summary: &'static str,
    documentation: &'static str,
}

/// Prints all rules, in the order of the reference page.
pub(super) fn list(options: &RulesOptions) -> io::Result<Outcome> {
    let mut out = stdout();
    let rules: Vec<_> = RULES
        .iter()
        .map(|rule| RuleRecord {
            code: rule.code,
            level: rule.default_level,
            editor_level: rule.editor_level(),
            summary: rule.summary(),
            documentation: rule.documentation,
        })
        .collect();
    if options.format == OutputFormat::Json {
        writeln!(out, "{}", json(&rules)?)?;
        return Ok(Outcome::Fine);
    }
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    for RuleRecord { code, level, summary, .. } in rules {
        let level = format!("{level:?}").to_lowercase();
        writeln!(out, "{bold}{code:width$}{bold:#}  {dim}{level:11}{dim:#}  {summary}")?;
    }
    Ok(Outcome::Fine)
}

/// Prints the page of a rule, as in `docs/diagnostics.md`.
pub(super) fn show(options: &RuleOptions) -> io::Result<Outcome> {
    let rule = RULES.iter().find(|rule| rule.code == options.code);
    let page = rule.map_or_else(
        || format!("## {INVALID_SETTINGS}\n\n{INVALID_SETTINGS_PAGE}"),
        |rule| {
            let (level, documentation) = (rule.level_text(), rule.documentation);
            format!("## {}\n\nLevel: {level}\n\n{documentation}", rule.code)
        },
    );
    writeln!(stdout(), "{page}")?;
    Ok(Outcome::Fine)
}
