//! The items of a value, read from its text.
//!
//! A parser stops at the first mistake, but this reader does not. So it reads incomplete values
//! (completion) and invalid ones (the entries of an invalid key), in YAML and TOML.

use std::ops::Range;

use super::outline::{KeySource, key_at};
use super::scan::{
    after_blanks, blank_at, first_shown, line_at, lines, quoted_end, range, trimmed, trimmed_end,
};
use super::{Entry, Quote, Scalar, Syntax, Value, ValueKind};

/// The kind of list or value that an item is a part of, which determines the syntax of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An item of `[a, b]`.
    FlowItem,
    /// A line after `- `.
    BlockItem,
    /// The whole value of the key.
    Plain,
    /// A part of `a, b`.
    CommaPart,
    /// A part of `a b`, which Jekyll and others cut at spaces.
    SpacePart,
}

/// One item, possibly empty.
#[derive(Clone, Debug)]
pub(super) struct ItemSource {
    pub(super) shape: Shape,
    /// All the space between the separators around the item, on one line.
    pub(super) room: Range<usize>,
    /// The item with its quotes; empty if nothing is written.
    pub(super) range: Range<usize>,
    pub(super) quote: Quote,
    /// The quote is closed.
    pub(super) is_closed: bool,
    /// A flow map, or the space after a nested list: not a text.
    pub(super) is_opaque: bool,
}

impl ItemSource {
    fn new(shape: Shape, room: Range<usize>, range: Range<usize>) -> Self {
        Self { shape, room, range, quote: Quote::Plain, is_closed: false, is_opaque: false }
    }

    /// The range inside the quotes.
    pub(super) fn inner(&self) -> Range<usize> {
        if self.quote == Quote::Plain {
            return self.range.clone();
        }
        self.range.start + 1..self.range.end - usize::from(self.is_closed)
    }

    /// Whether the item can contain a text. The single value of a key may be something else.
    pub(super) fn is_text(&self, text: &str) -> bool {
        let written = &text[self.range.clone()];
        let is_other = written.starts_with(['[', '{', '|', '>', '&', '*', '!'])
            || ["\"\"\"", "'''"].iter().any(|quote| written.starts_with(quote));
        !self.is_opaque && (self.shape != Shape::Plain || !is_other)
    }

    /// The text with its escapes resolved.
    pub(super) fn text(&self, text: &str, syntax: Syntax) -> String {
        let raw = &text[self.inner()];
        match (self.quote, syntax) {
            (Quote::Double, _) if !self.is_closed || !raw.contains('\\') => raw.to_owned(),
            (Quote::Double, Syntax::Yaml) => {
                serde_yaml::from_str(&text[self.range.clone()]).unwrap_or_else(|_| raw.to_owned())
            }
            (Quote::Double, Syntax::Toml) => {
                let value = text[self.range.clone()].parse::<toml_edit::Value>().ok();
                value.as_ref().and_then(|value| value.as_str()).unwrap_or(raw).to_owned()
            }
            (Quote::Single, Syntax::Yaml) => raw.replace("''", "'"),
            _ => raw.to_owned(),
        }
    }

    fn value(&self, text: &str, syntax: Syntax) -> Value {
        let kind = if self.range.is_empty() {
            ValueKind::Null
        } else {
            ValueKind::Scalar(Scalar {
                text: self.text(text, syntax),
                text_range: range(self.inner()),
                quote: self.quote,
            })
        };
        Value { range: range(self.range.clone()), kind }
    }

    /// The parts of a text with commas.
    pub(super) fn comma_parts(&self, text: &str) -> Vec<ItemSource> {
        self.parts(text, ',', Shape::CommaPart)
    }

    /// The parts of a plain text with spaces.
    pub(super) fn space_parts(&self, text: &str) -> Vec<ItemSource> {
        if self.quote != Quote::Plain || self.range.is_empty() {
            return Vec::new();
        }
        self.parts(text, ' ', Shape::SpacePart)
    }

    fn parts(&self, text: &str, separator: char, shape: Shape) -> Vec<ItemSource> {
        let mut inner = self.inner();
        if !self.is_closed {
            inner.end = inner.end.max(self.room.end);
        }
        let mut from = inner.start;
        let part = |part: &str| {
            let room = from..from + part.len();
            from = room.end + 1;
            ItemSource::new(shape, room.clone(), trimmed(text, room))
        };
        text[inner].split(separator).map(part).collect()
    }
}

/// The items of one value.
#[derive(Clone, Debug)]
pub(super) struct Items {
    /// The kind of the value: a flow list, a block list or a single text.
    pub(super) shape: Shape,
    /// The whole value.
    range: Range<usize>,
    /// Items of nested lists are among them.
    pub(super) all: Vec<ItemSource>,
}

/// Reads the value in `rest`, which begins after the sign of a key. `None` if it is neither a list
/// nor on one line.
pub(super) fn read(text: &str, rest: Range<usize>, syntax: Syntax) -> Option<Items> {
    let single = |line: Range<usize>| {
        let item = single_item(text, line, syntax);
        Items { shape: Shape::Plain, range: item.range.clone(), all: vec![item] }
    };
    let Some(start) = first_shown(text, rest.clone()) else {
        return Some(single(line_at(text, rest.clone(), rest.start).range()));
    };
    match text.as_bytes()[start] {
        b'[' => Some(flow_list(text, start..rest.end, syntax)),
        b'-' if syntax == Syntax::Yaml && blank_at(text, start + 1) => {
            Some(block_list(text, start, rest))
        }
        b'{' | b'|' | b'>' => None,
        _ => {
            let line = line_at(text, rest.clone(), start);
            let is_alone = first_shown(text, line.next..rest.end).is_none();
            is_alone.then(|| single(line.range()))
        }
    }
}

/// The entry of a key whose value, up to `end`, cannot be parsed. It has the items of a list or a
/// text on the line of the key; else `parsed`, which the parser read before the mistake.
pub(super) fn entry(
    text: &str,
    key: &KeySource,
    end: usize,
    syntax: Syntax,
    parsed: Option<Value>,
) -> Entry {
    let rest = key.after..end;
    let line = line_at(text, rest.clone(), key.after);
    let is_meant = |items: &Items| {
        let is_list = items.shape != Shape::Plain;
        is_list || !items.range.is_empty() && items.range.start < line.end
    };
    let items = read(text, rest, syntax).filter(is_meant);
    let value = items.map(|items| items.value(text, syntax)).or(parsed);
    let nothing = Value { range: range(key.after..key.after), kind: ValueKind::Null };
    Entry {
        key: key.name(text, syntax),
        key_range: range(key.range.clone()),
        value: value.unwrap_or(nothing),
    }
}

impl KeySource {
    /// The key without quotes.
    pub(super) fn name(&self, text: &str, syntax: Syntax) -> String {
        single_item(text, self.range.clone(), syntax).text(text, syntax)
    }
}

impl Items {
    fn value(&self, text: &str, syntax: Syntax) -> Value {
        if self.shape == Shape::Plain {
            return self.all[0].value(text, syntax);
        }
        let is_text = |item: &&ItemSource| {
            let is_map =
                item.shape == Shape::BlockItem && key_at(text, item.range.clone()).is_some();
            !item.is_opaque && !is_map && (!item.range.is_empty() || item.shape == Shape::BlockItem)
        };
        let values = self.all.iter().filter(is_text).map(|item| item.value(text, syntax)).collect();
        Value { range: range(self.range.clone()), kind: ValueKind::List(values) }
    }

    /// Whether YAML would continue the item at this index with the next one: it is on another line
    /// and no comma is between them.
    pub(super) fn lacks_comma(&self, text: &str, index: usize) -> bool {
        let ends_at_line = |item: &ItemSource| !text[item.room.end..].starts_with([',', '[', ']']);
        let mut after = self.all.windows(2).skip(index).take_while(|two| ends_at_line(&two[0]));
        self.shape == Shape::FlowItem && after.any(|two| !two[1].range.is_empty())
    }
}

/// Reads the flow list or TOML array whose opening bracket is at the start of `range`.
///
/// A line break ends an item, too: tags do not continue on the next line.
fn flow_list(text: &str, range: Range<usize>, syntax: Syntax) -> Items {
    let mut items = Vec::new();
    let mut depth = 1_usize;
    for line in lines(text, range.start + 1..range.end) {
        let mut at = line.start;
        let mut is_after_list = false;
        loop {
            let mut item = item(text, at..line.end, Shape::FlowItem, syntax);
            at = item.room.end;
            item.is_opaque |= is_after_list;
            items.push(item);
            match text.as_bytes()[at..line.end].first() {
                Some(b'[') => (depth, is_after_list) = (depth + 1, false),
                Some(b']') => (depth, is_after_list) = (depth - 1, true),
                Some(b',') => is_after_list = false,
                _ => break,
            }
            at += 1;
            if depth == 0 {
                return Items { shape: Shape::FlowItem, range: range.start..at, all: items };
            }
        }
    }
    let written = items.iter().rev().find(|item| !item.is_opaque && !item.range.is_empty());
    let end = written.map_or(range.start + 1, |item| item.range.end);
    if items.last().is_none_or(|item| item.room.end < range.end) {
        items.push(ItemSource::new(Shape::FlowItem, range.end..range.end, range.end..range.end));
    }
    Items { shape: Shape::FlowItem, range: range.start..end, all: items }
}

/// Reads the list whose first dash is at `dash`. Lines that are indented deeper belong to a nested
/// list or continue an item, so they do not begin items of this list.
fn block_list(text: &str, dash: usize, rest: Range<usize>) -> Items {
    let first = line_at(text, rest.clone(), dash);
    let mut list = Items { shape: Shape::BlockItem, range: dash..dash + 1, all: Vec::new() };
    for line in lines(text, first.start..rest.end) {
        let shown = line.of(text).trim_start();
        let at = line.end - shown.len();
        let is_deeper = at - line.start > dash - first.start;
        if is_deeper || !shown.starts_with('-') || !blank_at(text, at + 1) {
            continue;
        }
        let item = item(text, at + 1..line.end, Shape::BlockItem, Syntax::Yaml);
        list.range.end = list.range.end.max(item.range.end);
        if text[item.range.clone()].starts_with('[') {
            list.all.extend(flow_list(text, item.range.start..line.end, Syntax::Yaml).all);
        } else {
            list.all.push(item);
        }
    }
    list
}

/// The one value in `range`, a part of a line: all of it up to a comment.
pub(super) fn single_item(text: &str, range: Range<usize>, syntax: Syntax) -> ItemSource {
    item(text, range, Shape::Plain, syntax)
}

/// The item at the start of `range`, a part of a line, up to a comment; in a flow list up to the
/// next separator.
fn item(text: &str, range: Range<usize>, shape: Shape, syntax: Syntax) -> ItemSource {
    let is_flow = shape == Shape::FlowItem;
    let start = after_blanks(text, range.clone());
    let mut item = ItemSource::new(shape, range.start..start, start..start);
    let mut end = start;
    match text.as_bytes()[start..range.end].first() {
        Some(b'[') if is_flow => return item,
        Some(b'{') if is_flow => {
            item.is_opaque = true;
            end = text[start..range.end].find('}').map_or(range.end, |at| start + at + 1);
        }
        Some(quote @ (b'"' | b'\'')) => {
            item.quote = if *quote == b'"' { Quote::Double } else { Quote::Single };
            let closing = quoted_end(text, start..range.end, syntax);
            match closing.map(|end| (end, text[end..range.end].trim_start_matches([' ', '\t']))) {
                Some((closing, rest)) if ends_item(rest, is_flow) => {
                    (item.is_closed, end) = (true, closing);
                }
                // `["half, "other"]`: the quote belongs to another item.
                Some(_) if is_flow => {}
                // `"a" b`: the quotes are part of the text.
                Some(_) => item.quote = Quote::Plain,
                None => {}
            }
        }
        _ => {}
    }
    let from = if item.quote == Quote::Plain { end } else { end.max(start + 1) };
    item.room.end = separator(text, from..range.end, is_flow, syntax);
    let is_complete = item.is_closed || item.is_opaque;
    item.range.end = if is_complete { end } else { trimmed_end(text, start..item.room.end) };
    item
}

/// Whether nothing but a separator or a comment follows a closing quote.
fn ends_item(rest: &str, is_flow: bool) -> bool {
    rest.is_empty() || rest.starts_with('#') || is_flow && rest.starts_with([',', ']', '}'])
}

/// The position of the comment that ends an item, in a flow list also of a comma or bracket.
///
/// In a flow list a `#` begins a comment only before a blank; `[#a, #b]` are tags to their author.
fn separator(text: &str, range: Range<usize>, is_flow: bool, syntax: Syntax) -> usize {
    let bytes = &text.as_bytes()[..range.end];
    let is_blank = |at: usize| matches!(bytes.get(at), None | Some(b' ' | b'\t'));
    let begins_comment = |at: usize| match syntax {
        Syntax::Toml if !is_flow => true,
        _ => at == range.start || is_blank(at - 1),
    };
    let ends = |at: &usize| match bytes[*at] {
        b',' | b']' => is_flow,
        b'#' => begins_comment(*at) && (!is_flow || is_blank(at + 1)),
        _ => false,
    };
    range.clone().find(ends).unwrap_or(range.end)
}

#[cfg(test)]
mod tests;
