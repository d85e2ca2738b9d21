//! The output of `headword check` in SARIF 2.1.0, for code scanning.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::cli::check::finding::CheckResult;
use crate::cli::notes::portable;
use crate::features::diagnostics::{INVALID_SETTINGS, RULES};
use crate::workspace::config::Level;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The characters that a relative reference contains as they are.
const KEPT: AsciiSet =
    NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A log of one run with all rules and these diagnostics.
pub(super) fn log(found: &[CheckResult]) -> Value {
    let rules = RULES.iter().map(|rule| {
        json!({
            "id": rule.code,
            "shortDescription": { "text": rule.summary() },
            "help": { "text": rule.documentation, "markdown": rule.documentation },
            "defaultConfiguration": configuration(rule.default_level),
        })
    });
    let settings = json!({
        "id": INVALID_SETTINGS,
        "shortDescription": { "text": "An error in `headword.toml`." },
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "headword",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.chain([settings]).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn result(found: &CheckResult) -> Value {
    let path = portable(&found.path);
    // An absolute path would be read as the path of a URI without a scheme.
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    json!({
        "ruleId": found.code,
        "level": level(found.level),
        "message": { "text": found.message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": format!("{scheme}{}", utf8_percent_encode(&path, &KEPT)) },
            "region": {
                "startLine": found.line,
                "startColumn": found.column,
                "endLine": found.end_line,
                "endColumn": found.end_column,
            },
        } }],
    })
}

/// Whether a rule is on without settings, and its level.
fn configuration(default: Level) -> Value {
    json!({ "enabled": default != Level::Off, "level": level(default) })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Information | Level::Hint => "note",
        Level::Off => "none",
    }
}
