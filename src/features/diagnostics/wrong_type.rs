//! `wrong-type`: a value of front matter that its reader cannot use.

use crate::features::diagnostics::{Check, Finding, Rule, front_matter};
use crate::features::keys::Known;
use crate::note::date::DateForm;
use crate::note::front_matter::{Entry, Syntax, Value, ValueKind, ValueType};
use crate::workspace::config::Level;
use crate::workspace::keys::{Key, Kind};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    default_level: Level::Warning,
    documentation: "\
A value of front matter that the tool which reads it cannot use: a text where a list belongs, \
`\"true\"` in quotes where `true` belongs, a word that is none of those it takes. What a key takes is \
shown by hovering it.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let known = Known::of(check.workspace, check.document);
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

/// What is wrong with the value of a key.
fn wrong(key: &Key, value: &Value, syntax: Syntax) -> Option<String> {
    let text = match &value.kind {
        ValueKind::Scalar(scalar) => scalar.text.trim(),
        _ => "",
    };
    // A template is filled in before anyone reads it.
    if text.contains("{{") || text.contains("{%") {
        return None;
    }
    let typed = value.value_type(syntax);
    let name = &key.name;
    let is_known = |value: &String| value.eq_ignore_ascii_case(text);
    if !key.values.is_empty() && typed == ValueType::Text && !key.values.iter().any(is_known) {
        return Some(format!("`{name}` takes one of: {}.", key.values.join(", ")));
    }
    (!fits(key.kind, typed, text)).then(|| format!("`{name}` takes {}.", wanted(key.kind)))
}

fn fits(kind: Kind, typed: ValueType, text: &str) -> bool {
    let is_one = !matches!(typed, ValueType::List | ValueType::Map);
    if typed == ValueType::Null {
        return true;
    }
    match kind {
        Kind::Any => true,
        Kind::Text => is_one,
        Kind::Texts => typed != ValueType::Map,
        Kind::Flag => typed == ValueType::Flag,
        Kind::Number => typed == ValueType::Number || text.parse::<f64>().is_ok(),
        // Readers know more forms of dates than we do.
        Kind::Date => {
            let is_like_one =
                typed == ValueType::Text && text.contains(|c: char| c.is_ascii_digit());
            typed == ValueType::Date || DateForm::of(text).is_some() || is_like_one
        }
        Kind::List => typed == ValueType::List,
        Kind::Map => typed == ValueType::Map,
    }
}

fn wanted(kind: Kind) -> String {
    match kind {
        Kind::Flag => "`true` or `false`, without quotes".to_owned(),
        Kind::Texts => "a list or a text".to_owned(),
        Kind::Map | Kind::Any => kind.name().to_owned(),
        _ => format!("a {}", kind.name()),
    }
}
