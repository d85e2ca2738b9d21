//! `wrong-type`: a front matter value of the wrong type.

use crate::features::diagnostics::front_matter;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::keys::KnownKeys;
use crate::note::date::DateForm;
use crate::note::front_matter::{Entry, Syntax, Value, ValueKind, ValueType};
use crate::workspace::config::Level;
use crate::workspace::keys::{Key, KeyType};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    default_level: Level::Warning,
    documentation: "\
A front matter value that the tool cannot use: for example, a text instead of a list, `\"true\"` in \
quotes instead of `true`, or a word that is not allowed. Hover over a key to see its type.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let known = KnownKeys::of(check.workspace, check.document);
    if known.profile.is_none() {
        return;
    }
    let mut one = |parent: &str, entry: &Entry| {
        let key = known.get(parent, &entry.key).filter(|key| !known.is_own(key));
        let wrong = key.and_then(|key| wrong(key, &entry.value, front.syntax));
        let range = front_matter::value(check.document, entry);
        findings.extend(wrong.map(|message| Finding::new(range, message)));
    };
    for entry in &front.entries {
        one("", entry);
        if let ValueKind::Map(inner) = &entry.value.kind {
            for inner in inner {
                one(&entry.key, inner);
            }
        }
    }
}

/// Returns the problem of a value, or `None` if the value fits the key.
fn wrong(key: &Key, value: &Value, syntax: Syntax) -> Option<String> {
    let text = match &value.kind {
        ValueKind::Scalar(scalar) => scalar.text.trim(),
        _ => "",
    };
    // A tool expands a template before it reads the value.
    if text.contains("{{") || text.contains("{%") {
        return None;
    }
    let typed = value.value_type(syntax);
    let name = &key.name;
    let is_known = |value: &String| value.eq_ignore_ascii_case(text);
    if !key.values.is_empty() && typed == ValueType::Text && !key.values.iter().any(is_known) {
        return Some(format!("`{name}` must be one of: {}.", key.values.join(", ")));
    }
    (!fits(key.kind, typed, text)).then(|| format!("`{name}` must be {}.", expected(key.kind)))
}

fn fits(kind: KeyType, typed: ValueType, text: &str) -> bool {
    let is_one = !matches!(typed, ValueType::List | ValueType::Map);
    if typed == ValueType::Null {
        return true;
    }
    match kind {
        KeyType::Any => true,
        KeyType::Text => is_one,
        KeyType::Texts => typed != ValueType::Map,
        KeyType::Flag => typed == ValueType::Flag,
        KeyType::Number => typed == ValueType::Number || text.parse::<f64>().is_ok(),
        // Tools accept more date formats than `DateForm`.
        KeyType::Date => {
            let is_like_one =
                typed == ValueType::Text && text.contains(|c: char| c.is_ascii_digit());
            typed == ValueType::Date || DateForm::of(text).is_some() || is_like_one
        }
        KeyType::List => typed == ValueType::List,
        KeyType::Map => typed == ValueType::Map,
    }
}

fn expected(kind: KeyType) -> String {
    match kind {
        KeyType::Flag => "`true` or `false`, without quotes".to_owned(),
        KeyType::Texts => "a list or a text".to_owned(),
        KeyType::Map | KeyType::Any => kind.name().to_owned(),
        _ => format!("a {}", kind.name()),
    }
}
