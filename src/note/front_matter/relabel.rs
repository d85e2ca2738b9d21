//! A label that is called otherwise, or goes: only its own bytes change.

use text_size::{TextRange, TextSize};

use super::write::{Writer, escaped, reads_back, scalar_at};
use super::{Entry, FrontMatter, Label, Quote, Scalar, Syntax, Value, ValueKind, slot::Shape};

impl FrontMatter {
    /// What to write where so that a label becomes another one, in the quotes that are there; with
    /// quotes where it needs them. `None` if it cannot be told.
    ///
    /// A single string is cut at commas by all readers and at spaces by some, so it becomes a list
    /// if its new text has the first of them. A part of a string with commas can hold none.
    pub fn relabel(&self, text: &str, label: &Label, new: &str) -> Option<(TextRange, String)> {
        let at = label.text_range;
        let (value, scalar, shape) =
            self.entries.iter().find_map(|it| scalar_at(text, &it.value, at, Shape::Plain))?;
        let is_part = label.range != value.range;
        let is_cut = |c: char| c == ',' || (c == ' ' && !label.text.contains(' '));
        if is_part && new.contains(',') {
            return None;
        }
        if !is_part && shape == Shape::Plain && new.contains(is_cut) {
            let writer = Writer { syntax: self.syntax, quote: scalar.quote };
            return Some((value.range, format!("[{}]", writer.write_item(new, Shape::FlowItem))));
        }
        self.replaced(text, at, new, (value, scalar, shape))
    }

    fn replaced(
        &self,
        text: &str,
        at: TextRange,
        new: &str,
        (value, scalar, shape): (&Value, &Scalar, Shape),
    ) -> Option<(TextRange, String)> {
        let raw = |from, to| &text[TextRange::new(from, to)];
        let before = raw(scalar.text_range.start(), at.start());
        let whole = format!("{before}{new}{}", raw(at.end(), scalar.text_range.end()));
        let quoted = |quote| {
            let writer = Writer { syntax: self.syntax, quote };
            Some((value.range, writer.write_quoted(&whole)))
        };
        match (scalar.quote, self.syntax) {
            (Quote::Plain, Syntax::Yaml) if reads_back(&whole, shape) => Some((at, new.to_owned())),
            (Quote::Plain, _) => quoted(Quote::Plain),
            (Quote::Single, Syntax::Yaml) => Some((at, new.replace('\'', "''"))),
            (Quote::Single, Syntax::Toml) if new.contains('\'') => quoted(Quote::Double),
            (Quote::TripleSingle, _) if new.contains('\'') => None,
            (Quote::Single | Quote::Block | Quote::TripleSingle, _) => Some((at, new.to_owned())),
            (Quote::Double | Quote::TripleDouble, _) => Some((at, escaped(new))),
        }
    }

    /// What to take away so that a label goes from its list, with the comma or the line that it
    /// has there. `None` if a comment would go with it, or if it stands in no list.
    pub fn without(&self, text: &str, label: &Label) -> Option<TextRange> {
        let items = self.entries.iter().find_map(|entry| list_with(entry, label.range));
        let Some((list, items, index)) = items else { return self.without_part(text, label) };
        let is_free = |gap: TextRange| !text[gap].contains('#');
        let own = items[index].range;
        if !text[list.range].starts_with('[') {
            return (items.len() > 1).then(|| line_of(text, own)).flatten();
        }
        let before = index.checked_sub(1).map(|it| items[it].range.end());
        let after = items.get(index + 1).map(|it| it.range.start());
        match (before, after) {
            (None, None) => Some(own),
            (Some(end), _) if is_free(TextRange::new(end, own.start())) => {
                Some(TextRange::new(end, own.end()))
            }
            (_, Some(start)) if is_free(TextRange::new(own.end(), start)) => {
                Some(TextRange::new(own.start(), start))
            }
            _ => None,
        }
    }

    /// The same for a part of a string with commas.
    fn without_part(&self, text: &str, label: &Label) -> Option<TextRange> {
        let at = label.text_range;
        let (value, scalar, _) =
            self.entries.iter().find_map(|it| scalar_at(text, &it.value, at, Shape::Plain))?;
        (label.range != value.range).then_some(())?;
        let before = &text[TextRange::new(scalar.text_range.start(), label.range.start())];
        if let Some(at) = before.rfind(',') {
            let start = scalar.text_range.start() + TextSize::of(&before[..at]);
            return Some(TextRange::new(start, label.range.end()));
        }
        let after = &text[TextRange::new(label.range.end(), scalar.text_range.end())];
        let rest = after[after.find(',')? + 1..].trim_start();
        let gone = TextSize::of(after) - TextSize::of(rest);
        Some(TextRange::new(label.range.start(), label.range.end() + gone))
    }
}

/// The innermost list that has a value, its items and the value's index among them.
fn list_with(entry: &Entry, at: TextRange) -> Option<(&Value, &[Value], usize)> {
    let mut rest = vec![&entry.value];
    while let Some(value) = rest.pop() {
        match &value.kind {
            ValueKind::List(items) => {
                if let Some(index) = items.iter().position(|item| item.range == at) {
                    return Some((value, items, index));
                }
                rest.extend(items);
            }
            ValueKind::Map(entries) => rest.extend(entries.iter().map(|entry| &entry.value)),
            ValueKind::Scalar(_) | ValueKind::Null => {}
        }
    }
    None
}

/// The lines of an item with a dash, with their line breaks, if nothing else stands on them.
fn line_of(text: &str, item: TextRange) -> Option<TextRange> {
    let (before, after) = (&text[..usize::from(item.start())], &text[usize::from(item.end())..]);
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = after.find(['\n', '\r']).unwrap_or(after.len());
    let is_alone = before[start..].trim() == "-" && after[..end].trim().is_empty();
    let ending = &after[end..];
    let ending = if ending.starts_with("\r\n") { 2 } else { ending.len().min(1) };
    let start = TextSize::of(&text[..start]);
    is_alone.then(|| TextRange::new(start, item.end() + TextSize::of(&after[..end + ending])))
}

#[cfg(test)]
mod tests;
