//! The items of a list, read from the text of a line.
//!
//! A parser stops at the first mistake; this reading does not. It serves lists that are half
//! typed (completion) or broken (repair), in YAML and in TOML.

use std::ops::Range;

use super::{
    Quote, Syntax,
    lines::{Line, blank_at, lines, trimmed_end},
};

/// One item of a list, possibly empty.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// All the room between the separators around the item, on one line.
    pub(super) room: Range<usize>,
    /// The item with its quotes; empty if nothing is written.
    pub(super) range: Range<usize>,
    pub(super) quote: Quote,
    /// The quote is closed.
    pub(super) closed: bool,
    /// A flow map, or the place behind a nested list: nothing that could be a label.
    pub(super) opaque: bool,
}

impl Item {
    fn nothing(at: usize) -> Item {
        Item { room: at..at, range: at..at, quote: Quote::Plain, closed: true, opaque: false }
    }

    /// Inside the quotes.
    pub(super) fn inner(&self) -> Range<usize> {
        if self.quote == Quote::Plain {
            return self.range.clone();
        }
        self.range.start + 1..self.range.end - usize::from(self.closed)
    }

    /// The text as a reader gets it.
    pub(super) fn text(&self, text: &str, syntax: Syntax) -> String {
        let raw = &text[self.inner()];
        match (self.quote, syntax) {
            (Quote::Double, _) if !self.closed || !raw.contains('\\') => raw.to_owned(),
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
}

/// The items of a flow list or TOML array.
#[derive(Clone, Debug)]
pub(super) struct FlowList {
    /// Nested lists are flattened.
    pub(super) items: Vec<Item>,
    /// Behind the closing bracket, or where the text ends.
    pub(super) end: usize,
    pub(super) closed: bool,
}

/// Reads the list whose opening bracket stands at the start of `range`.
///
/// A line break ends an item, too: no label goes over two lines.
pub(super) fn flow_list(text: &str, range: Range<usize>, syntax: Syntax) -> FlowList {
    let mut list = FlowList { items: Vec::new(), end: range.end, closed: false };
    let mut depth = 1_usize;
    for line in lines(text, range.start + 1..range.end) {
        let mut at = line.start;
        let mut behind_list = false;
        loop {
            let mut item = flow_item(text, at..line.end, syntax);
            at = item.room.end;
            item.opaque |= behind_list;
            list.items.push(item);
            match text.as_bytes()[at..line.end].first() {
                Some(b'[') => (depth, behind_list) = (depth + 1, false),
                Some(b']') => (depth, behind_list) = (depth - 1, true),
                Some(b',') => behind_list = false,
                _ => break,
            }
            at += 1;
            if depth == 0 {
                (list.end, list.closed) = (at, true);
                return list;
            }
        }
    }
    if list.items.last().is_none_or(|item| item.room.end < range.end) {
        list.items.push(Item::nothing(range.end));
    }
    list
}

impl FlowList {
    /// Whether YAML would read the next item as what this one goes on with, on another line: no
    /// comma stands between them.
    pub(super) fn lacks_comma(&self, text: &str, at: usize) -> bool {
        let ends_at_line = |item: &Item| !text[item.room.end..].starts_with([',', '[', ']']);
        let mut behind = self.items[at..].windows(2).take_while(|two| ends_at_line(&two[0]));
        behind.any(|two| !two[1].range.is_empty())
    }
}

/// The item that may begin at the start of `range`, up to the next separator on the line.
fn flow_item(text: &str, range: Range<usize>, syntax: Syntax) -> Item {
    let room = &text[range.clone()];
    let start = range.start + room.len() - room.trim_start_matches([' ', '\t']).len();
    match text.as_bytes()[start..range.end].first() {
        Some(quote @ (b'"' | b'\'')) => {
            let quote = if *quote == b'"' { Quote::Double } else { Quote::Single };
            let closing = quoted_end(text, start..range.end, syntax)
                .filter(|end| ends_item(text, *end..range.end));
            let behind = closing.unwrap_or(start + 1);
            let room_end = behind + separator(&text[behind..range.end]);
            let end = closing.unwrap_or_else(|| trimmed_end(text, start..room_end));
            let item = start..end;
            Item {
                room: range.start..room_end,
                range: item,
                quote,
                closed: closing.is_some(),
                opaque: false,
            }
        }
        Some(b'{') => {
            let len = text[start..range.end].find('}').map_or(range.end - start, |at| at + 1);
            let room = range.start..start + len + separator(&text[start + len..range.end]);
            Item {
                room,
                range: start..start + len,
                quote: Quote::Plain,
                closed: true,
                opaque: true,
            }
        }
        _ => {
            let nested = text[start..range.end].starts_with('[');
            let len = if nested { 0 } else { separator(&text[start..range.end]) };
            let item = start..trimmed_end(text, start..start + len);
            Item {
                room: range.start..start + len,
                range: item,
                quote: Quote::Plain,
                closed: true,
                opaque: false,
            }
        }
    }
}

/// Behind a closing quote nothing but a separator may come; else the quote belongs to another
/// item (`["half, "other"]`).
fn ends_item(text: &str, rest: Range<usize>) -> bool {
    let rest = text[rest].trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with([',', ']', '}', '#'])
}

/// How far it is to the comma, closing bracket or comment that ends an item.
///
/// A `#` begins a comment if blanks stand on both sides; `[#a, #b]` are tags to their author.
fn separator(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let blank = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_none_or(|byte| matches!(byte, b' ' | b'\t'))
    };
    let ends = |(at, byte): (usize, &u8)| match byte {
        b',' | b']' => true,
        b'#' => blank(at.checked_sub(1)) && blank(Some(at + 1)),
        _ => false,
    };
    bytes.iter().enumerate().position(ends).unwrap_or(rest.len())
}

/// The item of a line that begins with `-` and a blank.
pub(super) fn block_item(text: &str, line: Line) -> Option<Item> {
    let shown = line.of(text).trim_start();
    let dash = line.end - shown.len();
    if !shown.starts_with('-') || !(dash + 1 == line.end || blank_at(text, dash + 1)) {
        return None;
    }
    Some(single_item(text, dash + 1..line.end, Syntax::Yaml))
}

/// The one value in `range`, a part of a line: all of it up to a comment.
pub(super) fn single_item(text: &str, range: Range<usize>, syntax: Syntax) -> Item {
    let rest = &text[range.clone()];
    let start = range.start + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let mut quote = match text.as_bytes()[start..range.end].first() {
        Some(b'"') => Quote::Double,
        Some(b'\'') => Quote::Single,
        _ => Quote::Plain,
    };
    let mut closing = None;
    if quote != Quote::Plain {
        closing = quoted_end(text, start..range.end, syntax);
        let rest = text[closing.unwrap_or(range.end)..range.end].trim_start_matches([' ', '\t']);
        if !rest.is_empty() && !rest.starts_with('#') {
            // `"a" b`: the quotes are part of the text.
            (quote, closing) = (Quote::Plain, None);
        }
    }
    let behind = closing.unwrap_or(start);
    let comment = comment(text, behind..range.end, syntax).unwrap_or(range.end);
    Item {
        room: range.start..comment,
        range: start..closing.unwrap_or_else(|| trimmed_end(text, start..comment)),
        quote,
        closed: closing.is_some(),
        opaque: false,
    }
}

/// Where a comment begins: `#`, in YAML behind a blank.
fn comment(text: &str, range: Range<usize>, syntax: Syntax) -> Option<usize> {
    let bytes = text.as_bytes();
    let begins = |at: &usize| {
        let behind_blank = *at > 0 && matches!(bytes[at - 1], b' ' | b'\t');
        bytes[*at] == b'#' && (syntax == Syntax::Toml || behind_blank)
    };
    range.into_iter().find(begins)
}

/// Behind the closing quote of the string whose opening quote stands at the start of `range`.
pub(super) fn quoted_end(text: &str, range: Range<usize>, syntax: Syntax) -> Option<usize> {
    let quote = *text.as_bytes().get(range.start)?;
    closing_quote(text, range.start + 1..range.end, quote, syntax)
}

/// Behind the quote that closes a string, searched from inside the string.
pub(super) fn closing_quote(
    text: &str,
    range: Range<usize>,
    quote: u8,
    syntax: Syntax,
) -> Option<usize> {
    let bytes = &text.as_bytes()[..range.end];
    let doubled = quote == b'\'' && syntax == Syntax::Yaml;
    let mut at = range.start;
    while at < range.end {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte != quote => {}
            _ if doubled && bytes.get(at + 1) == Some(&quote) => at += 1,
            _ => return Some(at + 1),
        }
        at += 1;
    }
    None
}
