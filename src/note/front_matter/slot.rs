//! What stands at the cursor in front matter.
//!
//! Read from the text, line by line, and never from a parse: half-typed YAML parses as something
//! else, or not at all. Where it does parse, a slot must still do so with a label in it.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use super::{
    MAX_CONTENT, Quote, Syntax, fences,
    items::{FlowList, Item, block_item, flow_list, single_item},
    labels::{CATEGORY_KEYS, TAG_KEYS, TAXONOMIES},
    lines::{Line, blank_at, line_at, lines, trimmed_end},
    pieces::{self, Key, first_shown},
    range,
    toml_pieces::{self, PieceKind},
};

/// What a label is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// Under `tags` or `tag`.
    Tag,
    /// Under `categories` or `category`.
    Category,
}

/// Where the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorContext {
    /// Not in front matter.
    Outside,
    /// In front matter, but where no label goes: on a fence, a key, or another key's value.
    Inside,
    /// Where a label stands or could stand.
    Label(Slot),
}

/// The place of one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What the label is used for.
    pub kind: LabelKind,
    /// What a completion replaces: on one line, around the cursor, with the quotes typed so far
    /// and nothing of the neighbors.
    pub range: TextRange,
    /// The text of the slot before the cursor, without quotes and, for a tag, without `#`.
    pub typed: String,
    /// What the slot is a part of.
    pub shape: Shape,
    /// The other labels that the note has under this key.
    pub taken: Vec<String>,
    /// How many of them stand before this one.
    pub index: usize,
    pub(super) syntax: Syntax,
    /// Another item stands below and nothing separates it from this one.
    pub(super) lacks_comma: bool,
    /// The quotes that the user has opened; for a part of a comma string, those around all of it.
    pub(super) quote: Quote,
}

/// What a slot is a part of; it decides how a label must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An item of `[a, b]`.
    FlowItem,
    /// What stands behind `- `.
    BlockItem,
    /// The whole value of the key.
    Plain,
    /// A part of `a, b`.
    CommaPart,
}

/// Says what stands at `offset`, a byte position in the whole text of a note. A position outside
/// the text or inside a character is moved to the one before.
pub fn cursor_context(text: &str, offset: TextSize) -> CursorContext {
    let Some(block) = fences::find(text) else { return CursorContext::Outside };
    let cursor = text.floor_char_boundary(usize::from(offset).min(text.len()));
    let content = block.content_at(text, cursor);
    let end = block.closing.map_or(content.end, |line| line.end);
    if cursor < block.opening.start || cursor > end {
        return CursorContext::Outside;
    }
    let Some((syntax, content)) = room(text, cursor) else { return CursorContext::Inside };
    let slot = match syntax {
        Syntax::Yaml => in_yaml(text, content, cursor, ""),
        Syntax::Toml => in_toml(text, content, cursor),
    };
    slot.filter(|it| it.reads_back(text)).map_or(CursorContext::Inside, CursorContext::Label)
}

/// What stands between the fences around a byte position, if something can be typed there.
pub(super) fn room(text: &str, cursor: usize) -> Option<(Syntax, Range<usize>)> {
    let block = fences::find(text)?;
    let content = block.content_at(text, cursor);
    let is_inside = (content.start..=content.end).contains(&cursor)
        && content.len() <= MAX_CONTENT
        && block.closing.is_none_or(|line| cursor < line.start);
    is_inside.then_some((block.syntax, content))
}

impl fences::Block {
    /// The content, with the blank line that ends unclosed front matter if it is still being
    /// typed on.
    fn content_at(&self, text: &str, cursor: usize) -> Range<usize> {
        let mut content = self.content.clone();
        if self.closing.is_none() {
            let below = line_at(text, content.end..text.len(), content.end);
            if below.is_blank(text) && cursor <= below.end {
                content.end = content.end.max(cursor);
            }
        }
        content
    }
}

/// A key among the entries of `parent`.
fn label_kind(parent: &str, key: &str) -> Option<LabelKind> {
    let is = |keys: &[&str]| keys.iter().any(|other| other.eq_ignore_ascii_case(key));
    if !parent.is_empty() && !parent.eq_ignore_ascii_case(TAXONOMIES) {
        None
    } else if is(&TAG_KEYS) {
        Some(LabelKind::Tag)
    } else {
        is(&CATEGORY_KEYS).then_some(LabelKind::Category)
    }
}

fn in_yaml(text: &str, content: Range<usize>, cursor: usize, parent: &str) -> Option<Slot> {
    let line = line_at(text, content.clone(), cursor);
    let pieces = pieces::cut(text, content.clone());
    let at = pieces.iter().rposition(|piece| piece.range.start <= line.start)?;
    let piece = &pieces[at];
    let key = piece.key.as_ref()?;
    let end = pieces.get(at + 1).map_or(content.end, |next| next.range.start);
    let name = unquoted(text, key, Syntax::Yaml);
    if parent.is_empty() && name.eq_ignore_ascii_case(TAXONOMIES) {
        let below = line_at(text, key.after..end, key.after).next;
        return in_yaml(text, below..end, cursor, TAXONOMIES);
    }
    // The blank behind the colon belongs to YAML's colon.
    let typed = cursor > key.after && blank_at(text, key.after);
    let kind = label_kind(parent, &name).filter(|_| typed)?;
    Value { text, rest: key.after..end, cursor, line, syntax: Syntax::Yaml, kind }.slot()
}

fn in_toml(text: &str, content: Range<usize>, cursor: usize) -> Option<Slot> {
    let line = line_at(text, content.clone(), cursor);
    let pieces = toml_pieces::cut(text, content.clone());
    let at = pieces.iter().rposition(|piece| piece.range.start <= line.start)?;
    let PieceKind::Key(key) = &pieces[at].kind else { return None };
    let end = pieces.get(at + 1).map_or(content.end, |next| next.range.start);
    let table = pieces[..at].iter().rev().find_map(|piece| match &piece.kind {
        PieceKind::Table(name) => Some(text[name.clone()].trim()),
        _ => None,
    });
    let name = unquoted(text, key, Syntax::Toml);
    let (parent, name) = match (table, name.split_once('.')) {
        (None, Some((parent, name))) => (parent.trim(), name.trim()),
        _ => (table.unwrap_or_default(), &*name),
    };
    let kind = label_kind(parent, name).filter(|_| cursor >= key.after)?;
    Value { text, rest: key.after..end, cursor, line, syntax: Syntax::Toml, kind }.slot()
}

fn unquoted(text: &str, key: &Key, syntax: Syntax) -> String {
    single_item(text, key.range.clone(), syntax).text(text, syntax)
}

/// The value of a key that holds labels, with the cursor somewhere in it.
struct Value<'t> {
    text: &'t str,
    /// From behind the colon to the next key.
    rest: Range<usize>,
    cursor: usize,
    /// The line of the cursor; it may begin before the value.
    line: Line,
    syntax: Syntax,
    kind: LabelKind,
}

impl Value<'_> {
    fn slot(&self) -> Option<Slot> {
        let text = self.text;
        let Some(start) = first_shown(text, self.rest.clone()) else { return self.empty() };
        let first = text.as_bytes()[start];
        match first {
            b'[' => self.flow(start),
            b'-' if self.syntax == Syntax::Yaml && blank_at(text, start + 1) => self.block(start),
            b'{' | b'|' | b'>' | b'&' | b'*' | b'!' => None,
            _ if ["\"\"\"", "'''"].iter().any(|quote| text[start..].starts_with(quote)) => None,
            _ => self.plain(start),
        }
    }

    /// Nothing is written yet: the label goes on the line of the key.
    fn empty(&self) -> Option<Slot> {
        if self.line.start >= self.rest.start {
            return None;
        }
        let item = single_item(self.text, self.rest.start..self.line.end, self.syntax);
        self.one(&item, Shape::Plain, (Vec::new(), 0))
    }

    fn flow(&self, start: usize) -> Option<Slot> {
        let list = flow_list(self.text, start..self.rest.end, self.syntax);
        self.in_list(&list, start)
    }

    fn in_list(&self, list: &FlowList, start: usize) -> Option<Slot> {
        if self.cursor <= start || list.closed && self.cursor >= list.end {
            return None;
        }
        let at = list.items.iter().position(|item| contains(&item.room, self.cursor))?;
        let slot = self.one(&list.items[at], Shape::FlowItem, self.others(&list.items, at))?;
        Some(Slot { lacks_comma: list.lacks_comma(self.text, at), ..slot })
    }

    /// An item of a list whose first dash stands at `dash`. Below a deeper one stands a list in an
    /// item, or what an item goes on with: neither has labels.
    fn block(&self, dash: usize) -> Option<Slot> {
        let indent = |line: &Line| line.of(self.text).len() - line.of(self.text).trim_start().len();
        let own = dash - line_at(self.text, self.rest.clone(), dash).start;
        let mut items = Vec::new();
        let mut current = None;
        for line in lines(self.text, self.rest.clone()).filter(|line| indent(line) <= own) {
            let Some(item) = block_item(self.text, line) else { continue };
            let mut row = vec![item];
            if self.text[row[0].range.clone()].starts_with('[') {
                row = flow_list(self.text, row[0].range.start..line.end, Syntax::Yaml).items;
            }
            if line.start == self.line.start {
                let flow = row.len() != 1 || self.text[row[0].room.start - 1..].starts_with('[');
                let at = row.iter().position(|item| contains(&item.room, self.cursor));
                let shape = if flow { Shape::FlowItem } else { Shape::BlockItem };
                current = at.map(|at| (items.len() + at, shape));
            }
            items.extend(row);
        }
        let (at, shape) = current?;
        // The blank behind the dash belongs to the dash.
        if shape == Shape::BlockItem && self.cursor == items[at].room.start {
            return None;
        }
        self.one(&items[at], shape, self.others(&items, at))
    }

    /// One string on one line, perhaps with commas in it.
    fn plain(&self, start: usize) -> Option<Slot> {
        let line = line_at(self.text, self.rest.clone(), start);
        if self.line.end != line.end || first_shown(self.text, line.next..self.rest.end).is_some() {
            return None;
        }
        let item = single_item(self.text, line.start..line.end, self.syntax);
        let mut inner = item.inner();
        if !item.closed && self.cursor <= item.room.end {
            inner.end = inner.end.max(self.cursor);
        }
        if !self.text[inner.clone()].contains(',') {
            return self.one(&item, Shape::Plain, (Vec::new(), 0));
        }
        let mut parts = Vec::new();
        let mut from = inner.start;
        for part in self.text[inner].split(',') {
            let room = from..from + part.len();
            let blanks = part.len() - part.trim_start().len();
            let end = trimmed_end(self.text, room.clone());
            let range = (from + blanks).min(end.max(from))..end.max(from);
            from = room.end + 1;
            parts.push(Item { room, range, quote: Quote::Plain, closed: true, opaque: false });
        }
        let at = parts.iter().position(|part| contains(&part.room, self.cursor))?;
        let slot = self.one(&parts[at], Shape::CommaPart, self.others(&parts, at))?;
        Some(Slot { quote: item.quote, ..slot })
    }

    /// The slot of the item that the cursor is in or directly behind.
    fn one(&self, item: &Item, shape: Shape, (taken, index): (Vec<String>, usize)) -> Option<Slot> {
        let cursor = self.cursor;
        let mut slot = item.range.clone();
        if slot.is_empty() {
            slot = cursor..cursor;
        } else if cursor > slot.end && (item.quote == Quote::Plain || !item.closed) {
            slot.end = cursor;
        }
        if item.opaque || !contains(&item.room, cursor) || !contains(&slot, cursor) {
            return None;
        }
        // A comment begins behind a blank: without it, what is written here would take it in.
        let takes_blank = slot.is_empty() || slot.end > item.range.end;
        let is_glued = takes_blank && self.text[slot.end..].starts_with('#');
        if self.syntax == Syntax::Yaml && is_glued {
            return None;
        }
        let inner = if item.range.is_empty() { slot.clone() } else { item.inner() };
        let end = if item.closed && item.quote != Quote::Plain { inner.end } else { slot.end };
        let start = inner.start.min(cursor);
        let typed = &self.text[start..cursor.clamp(start, end.max(start))];
        let typed = if self.kind == LabelKind::Tag { typed.trim_start_matches('#') } else { typed };
        Some(Slot {
            kind: self.kind,
            range: range(slot),
            typed: typed.to_owned(),
            shape,
            taken,
            index,
            syntax: self.syntax,
            lacks_comma: false,
            quote: item.quote,
        })
    }

    /// The labels of the other items, and how many of them stand before this one.
    fn others(&self, items: &[Item], at: usize) -> (Vec<String>, usize) {
        let labels = |items: &[Item]| -> Vec<String> {
            let items = items.iter().filter(|item| !item.opaque);
            items
                .map(|item| item.text(self.text, self.syntax))
                .map(|label| match self.kind {
                    LabelKind::Tag => label.trim().trim_start_matches('#').to_owned(),
                    LabelKind::Category => label.trim().to_owned(),
                })
                .filter(|label| !label.is_empty())
                .collect()
        };
        let mut others = labels(&items[..at]);
        let index = others.len();
        others.extend(labels(&items[at + 1..]));
        (others, index)
    }
}

/// Whether the cursor stands in the room or at one of its ends.
fn contains(room: &Range<usize>, cursor: usize) -> bool {
    (room.start..=room.end).contains(&cursor)
}

#[cfg(test)]
mod tests;
