//! `wrong-type`: a front matter value of the wrong type.

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::front_matter;
use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::keys::KnownKeys;
use crate::note::date::{DateForm, is_possible_day};
use crate::note::front_matter::{
    Entry, FrontMatter, Syntax, Value, ValueKind, ValueType, is_template,
};
use crate::note::tag::tag_name;
use crate::workspace::config::Level;
use crate::workspace::keys::{Key, KeyType, Profile};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    default_level: Level::Warning,
    documentation: "\
A front matter value that the tool cannot use: for example, a text instead of a list, `\"true\"` in \
quotes instead of `true`, a date that does not exist, or a word that is not allowed. A tag with a \
`#` before it is reported too: in YAML, it is a comment. Hover over a key to see its type.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    commented_tags(check, front, findings);
    let known = KnownKeys::of(check.workspace, check.document);
    if known.profile.is_none() {
        return;
    }
    let mut one = |parent: &str, entry: &Entry| {
        let key = known.get(parent, &entry.key).filter(|key| !known.is_own(key));
        // A tool expands a template before it reads the value.
        let written = check.document.note.text.slice(entry.value.range);
        let Some(key) = key.filter(|_| !is_template(written)) else { return };
        let wrong = wrong(key, &entry.value, front.syntax, known.profile);
        let range = front_matter::value(check.document, entry);
        findings.extend(wrong.map(|message| Finding::new(range, message)));
        findings.extend(maps(key, &entry.value).map(|item| {
            let range = front_matter::first_line(check.document, item.range);
            let name = &key.name;
            Finding::new(range, format!("An item of `{name}` must be a text. Put it in quotes."))
        }));
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
fn wrong(key: &Key, value: &Value, syntax: Syntax, profile: Option<Profile>) -> Option<String> {
    let text = match &value.kind {
        ValueKind::Scalar(scalar) => scalar.text.trim(),
        _ => "",
    };
    let typed = value.value_type(syntax);
    let name = &key.name;
    let is_known = |value: &String| value.eq_ignore_ascii_case(text);
    if !key.values.is_empty() && typed == ValueType::Text && !key.values.iter().any(is_known) {
        return Some(format!("`{name}` must be one of: {}.", key.values.join(", ")));
    }
    let is_date = key.kind != KeyType::Date || is_possible_date(text, profile);
    (!is_date || !fits(key.kind, typed, text))
        .then(|| format!("`{name}` must be {}.", expected(key.kind)))
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

/// Adds the tags that are comments in YAML: `tags: #river`, `- #river`.
fn commented_tags(check: &RuleContext<'_>, front: &FrontMatter, findings: &mut Vec<Finding>) {
    let text = &check.document.note.text;
    let is_yaml = front.syntax == Syntax::Yaml;
    for (index, entry) in front.entries.iter().enumerate().filter(|_| is_yaml) {
        if !entry.may_list_tags() {
            continue;
        }
        let next = front.entries.get(index + 1).map(|next| next.key_range.start());
        let end = next.unwrap_or(front.content.end()).max(entry.key_range.end());
        let mut at = entry.key_range.end();
        for line in text[TextRange::new(at, end)].split_inclusive('\n') {
            let value = line.trim_start_matches([' ', '\t', ':', '-']);
            let before = &line[..line.len() - value.len()];
            let tag = value.strip_prefix('#').map(tag_name).unwrap_or_default();
            if !tag.is_empty()
                && before.trim_start().starts_with([':', '-'])
                && before.ends_with([' ', '\t'])
            {
                let start = at + TextSize::of(before);
                let range = TextRange::at(start, TextSize::of('#') + TextSize::of(tag));
                let message = format!("`#{tag}` is a comment in YAML. Write the tag without `#`.");
                findings.push(Finding::new(range, message));
            }
            at += TextSize::of(line);
        }
    }
}

/// Returns the items of a list of texts that are maps: in YAML, a colon makes one.
fn maps<'v>(key: &Key, value: &'v Value) -> impl Iterator<Item = &'v Value> {
    let items = match &value.kind {
        ValueKind::List(items) if key.kind == KeyType::Texts => items.as_slice(),
        _ => &[],
    };
    items.iter().filter(|item| matches!(item.kind, ValueKind::Map(_)))
}

/// Returns whether some reader can read a date. Hugo and Zola read only dates in ISO form or with the
/// name of the month.
fn is_possible_date(text: &str, profile: Option<Profile>) -> bool {
    let is_strict = matches!(profile, Some(Profile::Hugo | Profile::Zola));
    let is_by_numbers = text.contains('/') && !text.contains(char::is_alphabetic);
    is_possible_day(text) && !(is_strict && (is_by_numbers || !text.is_ascii()))
}

fn expected(kind: KeyType) -> String {
    match kind {
        KeyType::Flag => "`true` or `false`, without quotes".to_owned(),
        KeyType::Texts => "a list or a text".to_owned(),
        KeyType::Map | KeyType::Any => kind.name().to_owned(),
        _ => format!("a {}", kind.name()),
    }
}
