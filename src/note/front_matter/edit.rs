//! Edits of single values: only their own bytes change.

use text_size::{TextRange, TextSize};

use super::items::Shape;
use super::scan::size;
use super::tags::ALIAS_KEYS;
use super::write::{WritingStyle, escaped, is_plain};
use super::{FrontMatter, Quote, Scalar, Syntax, TextValue, Value, ValueKind};

/// A range to replace, and its new text.
type Replacement = (TextRange, String);

/// A scalar value, and the syntax of its text.
#[derive(Clone, Copy)]
struct Holder<'v> {
    value: &'v Value,
    scalar: &'v Scalar,
    style: WritingStyle,
}

impl FrontMatter {
    /// Replaces a part of a value's text. Keeps its quotes, and adds quotes if the new text needs
    /// them. `None` if the value cannot contain it or has escapes.
    pub fn rewrite(&self, text: &str, at: TextRange, new: &str) -> Option<Replacement> {
        let holder @ Holder { value, scalar, style } = self.scalar_at(text, at)?;
        let is_one_line = matches!(scalar.quote, Quote::Plain | Quote::Single | Quote::Double);
        // The escapes of a text cannot be restored, so such a text is not rewritten.
        let is_usual = is_one_line && style.write(&scalar.text) == text[value.range];
        let whole = if at == scalar.text_range {
            new.to_owned()
        } else {
            (text[scalar.text_range] == scalar.text).then_some(())?;
            holder.with(text, at, new)
        };
        is_usual.then(|| (value.range, style.write(&whole)))
    }

    /// Replaces a tag or category by another one. Keeps its quotes, and adds quotes if needed.
    /// `None` if the value cannot contain it.
    ///
    /// All readers split a single string at commas and some at spaces, so it becomes a list if the
    /// new text has the first of them. A part of a string with commas cannot hold a comma.
    pub fn rename_tag(&self, text: &str, tag: &TextValue, new: &str) -> Option<Replacement> {
        let holder @ Holder { value, style, .. } = self.scalar_at(text, tag.text_range)?;
        let is_part = tag.range != value.range;
        let splits = |c: char| c == ',' || (c == ' ' && !tag.text.contains(' '));
        if is_part && new.contains(',') {
            None
        } else if !is_part && style.shape == Shape::Plain && new.contains(splits) {
            Some((value.range, style.list(new)))
        } else {
            holder.replaced(text, tag.text_range, new)
        }
    }

    /// The range to delete to remove a tag or category from its list, with its comma or its line.
    /// `None` if that would delete a comment, or if it is the only value of its key.
    pub fn remove_tag(&self, text: &str, tag: &TextValue) -> Option<TextRange> {
        let mut values = self.values(text);
        let list = values.find_map(|(value, _)| {
            let ValueKind::List(items) = &value.kind else { return None };
            let index = items.iter().position(|item| item.range == tag.range)?;
            Some((value, items, index))
        });
        let Some((list, items, index)) = list else { return self.remove_part(text, tag) };
        let own = items[index].range;
        if !text[list.range].starts_with('[') {
            return (items.len() > 1).then(|| line_of(text, own)).flatten();
        }
        let is_free = |gap: &TextRange| !text[*gap].contains('#');
        let before =
            index.checked_sub(1).map(|it| TextRange::new(items[it].range.end(), own.start()));
        let after = items.get(index + 1).map(|it| TextRange::new(own.end(), it.range.start()));
        if items.len() == 1 {
            return Some(own);
        }
        before.into_iter().chain(after).find(is_free).map(|gap| gap.cover(own))
    }

    /// Removes a part of a string with commas.
    fn remove_part(&self, text: &str, tag: &TextValue) -> Option<TextRange> {
        let Holder { value, scalar, .. } = self.scalar_at(text, tag.text_range)?;
        (tag.range != value.range).then_some(())?;
        // A single text with spaces would be read as several tags.
        let parts = scalar.text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let others: Vec<_> = parts.filter(|part| *part != tag.text).collect();
        let is_cut = scalar.quote == Quote::Plain && others.len() == 1;
        (!(is_cut && others[0].contains(' '))).then_some(())?;
        let start = scalar.text_range.start();
        let before = &text[TextRange::new(start, tag.range.start())];
        if let Some(comma) = before.rfind(',') {
            return Some(TextRange::new(start + TextSize::of(&before[..comma]), tag.range.end()));
        }
        let after = &text[TextRange::new(tag.range.end(), scalar.text_range.end())];
        let rest = after[after.find(',')? + 1..].trim_start();
        Some(TextRange::new(tag.range.start(), scalar.text_range.end() - TextSize::of(rest)))
    }

    /// The byte offset and text of an insertion that adds an alias. `None` if the aliases are not a
    /// list.
    pub fn add_alias(&self, text: &str, name: &str) -> Option<(TextSize, String)> {
        let style = |shape| WritingStyle { syntax: self.syntax, quote: Quote::Plain, shape };
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let Some(entry) = ALIAS_KEYS.iter().find_map(|key| self.get(key)) else {
            let sign = if self.syntax == Syntax::Yaml { ":" } else { " =" };
            let at = match self.syntax {
                Syntax::Yaml => self.content.end(),
                // In TOML a key after a table would belong to the table.
                Syntax::Toml => self.entries.first()?.key_range.start(),
            };
            let list = style(Shape::FlowItem).list(name);
            return self.closed.then(|| (at, format!("aliases{sign} {list}{end}")));
        };
        let ValueKind::List(items) = &entry.value.kind else { return None };
        let last = items.last()?.range;
        if text[entry.value.range].starts_with('[') {
            return Some((last.end(), format!(", {}", style(Shape::FlowItem).write(name))));
        }
        let (start, line_end) = around(text, last);
        let line = &text[start..last.start().into()];
        let item = format!("{end}{line}{}", style(Shape::BlockItem).write(name));
        (line.trim() == "-").then(|| (size(line_end), item))
    }

    /// The scalar whose text contains the range.
    fn scalar_at(&self, text: &str, at: TextRange) -> Option<Holder<'_>> {
        self.values(text).find_map(|(value, shape)| match &value.kind {
            ValueKind::Scalar(scalar) if scalar.text_range.contains_range(at) => {
                let style = WritingStyle { syntax: self.syntax, quote: scalar.quote, shape };
                Some(Holder { value, scalar, style })
            }
            _ => None,
        })
    }

    /// All values, including nested ones, each with the kind of list or value it is a part of.
    fn values<'v>(&'v self, text: &str) -> impl Iterator<Item = (&'v Value, Shape)> {
        let mut rest: Vec<_> = self.entries.iter().map(|it| (&it.value, Shape::Plain)).collect();
        std::iter::from_fn(move || {
            let (value, shape) = rest.pop()?;
            let inner = |bracket, block| {
                let is_flow = shape == Shape::FlowItem || text[value.range].starts_with(bracket);
                if is_flow { Shape::FlowItem } else { block }
            };
            match &value.kind {
                ValueKind::List(items) => {
                    let shape = inner('[', Shape::BlockItem);
                    rest.extend(items.iter().map(|item| (item, shape)));
                }
                ValueKind::Map(entries) => {
                    let shape = inner('{', Shape::Plain);
                    rest.extend(entries.iter().map(|entry| (&entry.value, shape)));
                }
                ValueKind::Scalar(_) | ValueKind::Null => {}
            }
            Some((value, shape))
        })
    }
}

impl Holder<'_> {
    /// The text with another part at a range.
    fn with(&self, text: &str, at: TextRange, new: &str) -> String {
        let inner = self.scalar.text_range;
        let (before, after) =
            (TextRange::new(inner.start(), at.start()), TextRange::new(at.end(), inner.end()));
        format!("{}{new}{}", &text[before], &text[after])
    }

    /// Replaces a part of the text; nothing else changes unless the new part needs other quotes.
    fn replaced(&self, text: &str, at: TextRange, new: &str) -> Option<Replacement> {
        let Self { value, scalar, style } = *self;
        let whole = self.with(text, at, new);
        let quoted = |quote| Some((value.range, WritingStyle { quote, ..style }.quoted(&whole)));
        match (scalar.quote, style.syntax) {
            (Quote::Plain, Syntax::Yaml) if is_plain(&whole, style.shape) => {
                Some((at, new.to_owned()))
            }
            (Quote::Plain, _) => quoted(Quote::Plain),
            (Quote::Single, Syntax::Yaml) => Some((at, new.replace('\'', "''"))),
            (Quote::Single, Syntax::Toml) if new.contains('\'') => quoted(Quote::Double),
            (Quote::TripleSingle, _) if new.contains('\'') => None,
            (Quote::Single | Quote::Block | Quote::TripleSingle, _) => Some((at, new.to_owned())),
            (Quote::Double | Quote::TripleDouble, _) => Some((at, escaped(new))),
        }
    }
}

/// The lines of an item with a dash, with their line breaks, if nothing else is on them.
fn line_of(text: &str, item: TextRange) -> Option<TextRange> {
    let (start, end) = around(text, item);
    let before = &text[start..item.start().into()];
    let after = &text[item.end().into()..end];
    let is_alone = before.trim() == "-" && after.trim().is_empty();
    let ending = &text[end..];
    let ending = if ending.starts_with("\r\n") { 2 } else { ending.len().min(1) };
    is_alone.then(|| TextRange::new(size(start), size(end + ending)))
}

/// The start of the line on which a range begins, and the end of the one on which it ends.
fn around(text: &str, range: TextRange) -> (usize, usize) {
    let (before, after) = (&text[..range.start().into()], &text[range.end().into()..]);
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text.len() - after.len() + after.find(['\n', '\r']).unwrap_or(after.len());
    (start, end)
}

#[cfg(test)]
mod tests;
