//! A label as it must be written in its slot.

use std::collections::BTreeMap;

use text_size::{TextRange, TextSize};

use super::{
    ALIAS_KEYS, FrontMatter, LabelKind, Quote, Scalar, Syntax, Value, ValueKind, bytes,
    slot::{Shape, Slot},
    yaml,
};

/// Words that YAML 1.1 readers take for a boolean or null, in any letter case.
const RESERVED: [&str; 12] =
    ["y", "yes", "n", "no", "on", "off", "true", "false", "null", "~", "=", "<<"];

/// Longer labels are quoted without asking whether they have to be.
const MAX_PLAIN: usize = 256;

impl Slot {
    /// The label as it must be written over [`Slot::range`]: plain where the syntax allows it,
    /// else quoted; in the quotes that the user has opened, if these can hold it. With a comma
    /// where an item on the next line would be read as a part of it.
    ///
    /// `None` if the slot cannot hold the label: a part of a comma string has no quotes of its
    /// own, so it can hold neither a comma nor what the string around it would choke on.
    pub fn write(&self, label: &str) -> Option<String> {
        if self.shape == Shape::CommaPart {
            return self.write_part(label);
        }
        // A single string is cut at commas, and by Jekyll at spaces too; an item of a list is not.
        if self.shape == Shape::Plain && label.contains([',', ' ']) {
            return Some(format!("[{}]", self.writer().write_item(label, Shape::FlowItem)));
        }
        let comma = if self.lacks_comma { "," } else { "" };
        Some(format!("{}{comma}", self.writer().write_item(label, self.shape)))
    }

    /// Whether a label that is written here is read as one and takes no key along, in each form
    /// that it may need. It may not be where a value goes on over several lines. Of broken front
    /// matter nothing is known.
    pub(super) fn reads_back(&self, text: &str) -> bool {
        // Plain, in quotes, and in brackets where it is a whole value.
        const LABELS: [&str; 3] = ["no-note-has-this", "no: note-has-this", "no, note has this"];
        let Some(before) = FrontMatter::parse(text).filter(|it| it.problems.is_empty()) else {
            return true;
        };
        let end = before.range.end().max(self.range.end());
        LABELS.iter().filter_map(|label| Some((*label, self.write(label)?))).all(|(label, new)| {
            let mut text = text[..end.into()].to_owned();
            text.replace_range(bytes(self.range), &new);
            let Some(after) = FrontMatter::parse(&text) else { return false };
            let labels = match self.kind {
                LabelKind::Tag => after.tags(),
                LabelKind::Category => after.categories(),
            };
            let is_read = labels.iter().any(|it| it.text == label);
            is_read && after.entries.len() >= before.entries.len()
        })
    }

    fn writer(&self) -> Writer {
        Writer { syntax: self.syntax, quote: self.quote }
    }

    fn write_part(&self, label: &str) -> Option<String> {
        let clean = !label.contains(',') && !label.contains(is_special);
        if !clean || label.trim() != label || label.is_empty() {
            return None;
        }
        match (self.quote, self.syntax) {
            (Quote::Double, _) => Some(escaped(label)),
            (Quote::Single, Syntax::Toml) => (!label.contains('\'')).then(|| label.to_owned()),
            (Quote::Single, Syntax::Yaml) => Some(label.replace('\'', "''")),
            (_, Syntax::Toml) => None,
            _ => {
                // The part may come first or last.
                let among = format!("{label}, {label}");
                reads_back(&among, Shape::Plain).then(|| label.to_owned())
            }
        }
    }
}

/// A text as the value of a key, with quotes if it needs them.
pub fn written_text(text: &str, syntax: Syntax) -> String {
    Writer { syntax, quote: Quote::Plain }.write_item(text, Shape::Plain)
}

/// Writes scalars in the quotes that are open.
pub(super) struct Writer {
    pub(super) syntax: Syntax,
    pub(super) quote: Quote,
}

impl Writer {
    pub(super) fn write_item(&self, label: &str, shape: Shape) -> String {
        let plain = self.syntax == Syntax::Yaml && self.quote == Quote::Plain;
        if plain && reads_back(label, shape) { label.to_owned() } else { self.write_quoted(label) }
    }

    pub(super) fn write_quoted(&self, label: &str) -> String {
        let single = match (self.quote, self.syntax) {
            (_, Syntax::Toml) if label.contains('\'') => false,
            (Quote::Single, _) => true,
            (Quote::Double, _) | (_, Syntax::Toml) => false,
            _ => label.contains(['"', '\\']),
        };
        if single && !label.contains(is_special) {
            format!("'{}'", label.replace('\'', "''"))
        } else {
            format!("\"{}\"", escaped(label))
        }
    }
}

impl FrontMatter {
    /// What to write where so that the text at a place of a value becomes another one: in the
    /// quotes that are there, with quotes where it needs them. `None` if the value cannot hold it
    /// or is not written as it reads.
    pub fn rewrite(&self, text: &str, at: TextRange, new: &str) -> Option<(TextRange, String)> {
        let (value, scalar, shape) = self
            .entries
            .iter()
            .find_map(|entry| scalar_at(text, &entry.value, at, Shape::Plain))?;
        let is_one_line = matches!(scalar.quote, Quote::Plain | Quote::Single | Quote::Double);
        let whole = if at == scalar.text_range {
            new.to_owned()
        } else {
            let written = &text[scalar.text_range];
            let start = usize::from(at.start() - scalar.text_range.start());
            (written == scalar.text).then_some(())?;
            format!("{}{new}{}", &written[..start], &written[start + usize::from(at.len())..])
        };
        let writer = Writer { syntax: self.syntax, quote: scalar.quote };
        // With escapes of its own it could not be written so again.
        let is_usual = is_one_line && writer.write_item(&scalar.text, shape) == text[value.range];
        is_usual.then(|| (value.range, writer.write_item(&whole, shape)))
    }
}

impl FrontMatter {
    /// What to insert where so that the note has one more alias. `None` if that cannot be told.
    pub fn add_alias(&self, text: &str, name: &str) -> Option<(TextSize, String)> {
        let writer = Writer { syntax: self.syntax, quote: Quote::Plain };
        let known = ALIAS_KEYS.iter().find_map(|key| self.get(key));
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let Some(entry) = known else {
            let name = writer.write_item(name, Shape::FlowItem);
            let colon = if self.syntax == Syntax::Yaml { ":" } else { " =" };
            // In TOML a key behind a table would be the table's.
            let first = self.entries.first().map(|entry| entry.key_range.start());
            let at = match self.syntax {
                Syntax::Yaml if self.closed => self.content.end(),
                Syntax::Toml if self.closed => first?,
                _ => return None,
            };
            return Some((at, format!("aliases{colon} [{name}]{end}")));
        };
        let ValueKind::List(items) = &entry.value.kind else { return None };
        let last = items.last()?.range.end();
        if text[entry.value.range].starts_with('[') {
            return Some((last, format!(", {}", writer.write_item(name, Shape::FlowItem))));
        }
        let line = &text[..usize::from(items.last()?.range.start())];
        let line = &line[line.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
        let is_dash = line.trim_start().trim_end() == "-";
        let below = &text[usize::from(last)..];
        let at = last + TextSize::of(&below[..below.find(['\n', '\r']).unwrap_or(below.len())]);
        let item = format!("{end}{line}{}", writer.write_item(name, Shape::BlockItem));
        is_dash.then_some((at, item))
    }
}

/// The scalar that a place lies in.
pub(super) fn scalar_at<'v>(
    text: &str,
    value: &'v Value,
    at: TextRange,
    shape: Shape,
) -> Option<(&'v Value, &'v Scalar, Shape)> {
    let mut rest = vec![(value, shape)];
    while let Some((value, shape)) = rest.pop() {
        match &value.kind {
            ValueKind::Scalar(scalar) if scalar.text_range.contains_range(at) => {
                return Some((value, scalar, shape));
            }
            ValueKind::List(items) => {
                let is_flow = shape == Shape::FlowItem || text[value.range].starts_with('[');
                let shape = if is_flow { Shape::FlowItem } else { Shape::BlockItem };
                rest.extend(items.iter().map(|item| (item, shape)));
            }
            ValueKind::Map(entries) => {
                let is_flow = shape == Shape::FlowItem || text[value.range].starts_with('{');
                let shape = if is_flow { Shape::FlowItem } else { Shape::Plain };
                rest.extend(entries.iter().map(|entry| (&entry.value, shape)));
            }
            ValueKind::Scalar(_) | ValueKind::Null => {}
        }
    }
    None
}

/// Whether the label may stand without quotes: two readers of YAML take it for exactly this
/// string, a widespread one and the one that reads front matter here. They disagree on `[-]` and
/// the like.
pub(super) fn reads_back(label: &str, shape: Shape) -> bool {
    if label.len() > MAX_PLAIN || label.contains(is_special) || is_reserved(label) {
        return false;
    }
    // These never begin a plain scalar, and may begin something deep.
    if label.starts_with(['[', '{', '&', '*', '!', '|', '>', '%', '@', '`', '"', '\'', '#']) {
        return false;
    }
    let (content, count) = match shape {
        Shape::FlowItem => (format!("k: [{label}, {label}]\n"), 2),
        Shape::BlockItem => (format!("k:\n- {label}\n- {label}\n"), 2),
        Shape::Plain | Shape::CommaPart => (format!("k: {label}\n"), 1),
    };
    let theirs: Option<BTreeMap<String, serde_yaml::Value>> = serde_yaml::from_str(&content).ok();
    let theirs = theirs.as_ref().and_then(|map| map.get("k"));
    let ours = yaml::parse(&content, 0..content.len()).unwrap_or_default();
    let ours = ours.first().map(|entry| &entry.value);
    match (theirs, ours) {
        (Some(theirs), Some(ours)) if count == 1 => {
            theirs.as_str() == Some(label) && is_scalar(ours, label)
        }
        (
            Some(serde_yaml::Value::Sequence(theirs)),
            Some(Value { kind: ValueKind::List(ours), .. }),
        ) => {
            theirs.len() == count
                && ours.len() == count
                && theirs.iter().all(|value| value.as_str() == Some(label))
                && ours.iter().all(|value| is_scalar(value, label))
        }
        _ => false,
    }
}

fn is_scalar(value: &Value, label: &str) -> bool {
    matches!(&value.kind, ValueKind::Scalar(scalar) if scalar.text == label)
}

/// What some YAML reader takes for a boolean, null, number or date.
fn is_reserved(label: &str) -> bool {
    let number =
        label.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit())
            && label.chars().all(|c| c.is_ascii_digit() || "+-._: eEoxXTZ".contains(c));
    number || RESERVED.iter().any(|word| word.eq_ignore_ascii_case(label))
}

/// Characters that only an escape can hold for sure: controls and odd line breaks.
fn is_special(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// The inside of a double-quoted string; these escapes are the same in YAML and TOML.
pub(super) fn escaped(label: &str) -> String {
    let mut inside = String::with_capacity(label.len());
    for c in label.chars() {
        match c {
            '"' | '\\' => inside.extend(['\\', c]),
            c if is_special(c) => inside.extend(format!("\\u{:04X}", u32::from(c)).chars()),
            c => inside.push(c),
        }
    }
    inside
}

#[cfg(test)]
mod tests;
