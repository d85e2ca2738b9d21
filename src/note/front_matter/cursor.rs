//! The line of the cursor in front matter, and its context.
//!
//! This module reads the text line by line, without a parser. Incomplete YAML parses as something
//! else, or not at all. If it parses, it must still parse with another tag at the cursor.

use std::ops::Range;

use text_size::TextSize;

use super::context::{CursorContext, KeyContext, TagContext, ValueContext};
use super::items::{ItemSource, Shape, read, single_item};
use super::outline::{KeySource, Piece, cut};
use super::reading::MAX_CONTENT;
use super::scan::{Line, after_blanks, blank_at, line_at, range};
use super::tags::{CUT_AT_SPACES, TAXONOMIES, TagKind};
use super::write::WritingStyle;
use super::{Quote, Syntax, fences};
use crate::note::tag::is_tag_char;

/// The first key is at most this many bytes from the start of a note.
const MAX_ABOVE: usize = 1024;

/// The context at the byte offset `offset` of a note. An offset outside the text or inside a
/// character is moved back.
pub fn context_at(text: &str, offset: TextSize) -> CursorContext {
    let cursor = text.floor_char_boundary(usize::from(offset).min(text.len()));
    let Some(block) = fences::find(text) else {
        return first_key(text, cursor).map_or(CursorContext::Outside, CursorContext::Key);
    };
    let content = content_at(text, &block, cursor);
    let end = block.closing.map_or(content.end, |line| line.end);
    if !(block.opening.start..=end).contains(&cursor) {
        return CursorContext::Outside;
    }
    let Some(line) = CursorLine::in_block(text, &block, cursor) else {
        return CursorContext::Inside;
    };
    let tag = line.in_taxonomies().as_ref().unwrap_or(&line).tag();
    let tag = tag.filter(|tag| tag.reads_back(text)).map(CursorContext::Tag);
    tag.or_else(|| line.value().map(CursorContext::Value))
        .or_else(|| line.key().map(CursorContext::Key))
        .unwrap_or(CursorContext::Inside)
}

/// The first key between two fences. Without its colon, they are not yet fences.
fn first_key(text: &str, cursor: usize) -> Option<KeyContext> {
    let above = text[..cursor].trim_start_matches('\u{feff}').trim_start();
    let is_near = above.len() < MAX_ABOVE && (above.starts_with("---") || above.starts_with("+++"));
    is_near.then_some(())?;
    let end = cursor + key_len(&text[cursor..]);
    let with_sign = format!("{}: {}", &text[..end], &text[end..]);
    let block = fences::find(&with_sign)?;
    let line = CursorLine::in_block(&with_sign, &block, cursor)?;
    Some(KeyContext { sign: line.sign(), ..line.key()? })
}

/// The content, with the blank line that ends unclosed front matter if the user types on it.
fn content_at(text: &str, block: &fences::FencedBlock, cursor: usize) -> Range<usize> {
    let Range { start, end } = block.content;
    let below = line_at(text, end..text.len(), end);
    let is_typed_on =
        block.closing.is_none() && below.is_blank(text) && (end..=below.end).contains(&cursor);
    start..if is_typed_on { cursor } else { end }
}

/// The line of the cursor, and the keys around it.
struct CursorLine<'t> {
    text: &'t str,
    syntax: Syntax,
    cursor: usize,
    line: Line,
    /// The table that the line is in; empty at the top.
    parent: String,
    pieces: Vec<Piece>,
    /// The index of the piece that contains the line.
    own: Option<usize>,
}

impl<'t> CursorLine<'t> {
    /// `None` if nothing can be typed at the cursor.
    fn in_block(text: &'t str, block: &fences::FencedBlock, cursor: usize) -> Option<Self> {
        let content = content_at(text, block, cursor);
        let is_inside = (content.start..=content.end).contains(&cursor)
            && content.len() <= MAX_CONTENT
            && block.closing.is_none_or(|line| cursor < line.start);
        is_inside.then(|| Self::new(text, block.syntax, content, cursor, String::new()))
    }

    fn new(
        text: &'t str,
        syntax: Syntax,
        content: Range<usize>,
        cursor: usize,
        parent: String,
    ) -> Self {
        let line = line_at(text, content.clone(), cursor);
        let pieces = cut(text, content, syntax);
        let own = pieces.partition_point(|piece| piece.range.start <= line.start).checked_sub(1);
        let table = own.and_then(|own| pieces[own].table.clone());
        let parent = table.map_or(parent, |name| text[name].trim().to_owned());
        Self { text, syntax, cursor, line, parent, pieces, own }
    }

    /// The line among the keys below YAML's `taxonomies`.
    fn in_taxonomies(&self) -> Option<Self> {
        let (key, end) = self.own_key()?;
        let name = key.name(self.text, self.syntax);
        let below = line_at(self.text, key.after..end, key.after).next;
        let is_in_table = self.syntax == Syntax::Yaml
            && self.parent.is_empty()
            && self.line.start >= below
            && name.eq_ignore_ascii_case(TAXONOMIES);
        is_in_table.then(|| Self::new(self.text, self.syntax, below..end, self.cursor, name))
    }

    /// The key whose lines contain the cursor, and the end of these lines.
    fn own_key(&self) -> Option<(&KeySource, usize)> {
        let piece = &self.pieces[self.own?];
        Some((piece.key()?, piece.range.end))
    }

    /// The parent and the name of a key, which may be `parent.name` in TOML.
    fn path(&self, key: &KeySource) -> (String, String) {
        let name = key.name(self.text, self.syntax);
        match name.split_once('.') {
            Some((parent, name)) if self.syntax == Syntax::Toml && self.parent.is_empty() => {
                (parent.trim().to_owned(), name.trim().to_owned())
            }
            _ => (self.parent.clone(), name),
        }
    }

    fn sign(&self) -> &'static str {
        if self.syntax == Syntax::Yaml { ": " } else { " = " }
    }

    fn key(&self) -> Option<KeyContext> {
        let Line { start, end, .. } = self.line;
        let is_toml = self.syntax == Syntax::Toml;
        let start = if is_toml { after_blanks(self.text, start..end) } else { start };
        let word = start..start + key_len(&self.text[start..end]);
        let after = self.text[word.end..end].trim_start();
        let is_key = after.is_empty() || after.starts_with(self.sign().trim());
        let is_here = (word.start..=word.end).contains(&self.cursor);
        let own = self.own.map(|own| &self.pieces[own]);
        // The line may continue a value that begins above.
        let is_in_value = own.is_some_and(|own| {
            own.is_open && (own.range.start + 1..own.range.end).contains(&self.line.start)
        });
        let table = own.and_then(|own| own.table.as_ref());
        let others = self
            .pieces
            .iter()
            .filter(|piece| piece.table.as_ref() == table && piece.range.start != self.line.start);
        (is_key && is_here && !is_in_value).then(|| KeyContext {
            range: range(word.clone()),
            prefix: self.text[word.start..self.cursor].to_owned(),
            parent: self.parent.clone(),
            taken: others.filter_map(|it| Some(it.key()?.name(self.text, self.syntax))).collect(),
            sign: if after.is_empty() { self.sign() } else { "" },
        })
    }

    fn value(&self) -> Option<ValueContext> {
        let (key, _) = self.own_key()?;
        (self.line.start..=self.line.end).contains(&key.after).then_some(())?;
        let item = single_item(self.text, key.after..self.line.end, self.syntax);
        self.typed(key, &item, item.quote)
    }

    fn tag(&self) -> Option<TagContext> {
        let (key, end) = self.own_key()?;
        let (parent, name) = self.path(key);
        let kind = TagKind::of(&parent, &name)?;
        let mut items = read(self.text, key.after..end, self.syntax)?;
        if kind == TagKind::Tag && self.syntax == Syntax::Yaml {
            items.all.iter_mut().for_each(|item| take_comment(self.text, item));
        }
        let parts = match &*items.all {
            [item] if items.shape == Shape::Plain && item.is_text(self.text) => {
                let parts = item.comma_parts(self.text);
                let spaced = item.space_parts(self.text);
                let is_cut = parts.len() == 1 && self.is_cut_at_spaces(&name);
                if is_cut && self.is_one_of_several(&spaced) { spaced } else { parts }
            }
            _ => Vec::new(),
        };
        let all = if parts.len() > 1 { &parts } else { &items.all };
        let is_here = |item: &ItemSource| (item.room.start..=item.room.end).contains(&self.cursor);
        let index = all.iter().position(is_here)?;
        // The quotes of a part are those around all of them.
        let quoted = if parts.len() > 1 { &items.all[0] } else { &all[index] };
        let mut value = self.typed(key, &all[index], quoted.quote)?;
        if kind == TagKind::Tag {
            value.prefix = value.prefix.trim_start_matches('#').to_owned();
        }
        let mut taken = self.texts(&all[..index], kind);
        let before = taken.len();
        taken.extend(self.texts(&all[index + 1..], kind));
        let lacks_comma = items.lacks_comma(self.text, index);
        Some(TagContext { kind, value, taken, index: before, lacks_comma })
    }

    /// Whether the part at the cursor has another one beside it.
    fn is_one_of_several(&self, parts: &[ItemSource]) -> bool {
        parts.iter().any(|part| {
            !part.range.is_empty() && !(part.room.start..=part.room.end).contains(&self.cursor)
        })
    }

    /// Whether a single text of this key is cut at spaces.
    fn is_cut_at_spaces(&self, key: &str) -> bool {
        let is_list = CUT_AT_SPACES.iter().any(|known| key.eq_ignore_ascii_case(known));
        self.syntax == Syntax::Yaml && is_list
    }

    /// The value or item, if the cursor is in it or directly after it.
    fn typed(&self, key: &KeySource, item: &ItemSource, quote: Quote) -> Option<ValueContext> {
        let (text, cursor) = (self.text, self.cursor);
        let mut own = item.range.clone();
        if own.is_empty() {
            own = cursor..cursor;
        } else if cursor > own.end && !item.is_closed {
            own.end = cursor;
        }
        let is_here = (item.room.start..=item.room.end).contains(&cursor)
            && (own.start..=own.end).contains(&cursor);
        // YAML's colon and dash need the blank that follows them.
        let is_after_sign = match (self.syntax, item.shape) {
            (Syntax::Toml, _) | (_, Shape::FlowItem) => true,
            (_, Shape::BlockItem) => cursor > item.room.start,
            _ => cursor > key.after && blank_at(text, key.after),
        };
        // A comment begins after a blank: without it, the new text would contain the comment.
        let takes_blank = own.is_empty() || own.end > item.range.end;
        let is_glued =
            self.syntax == Syntax::Yaml && takes_blank && text[own.end..].starts_with('#');
        if !item.is_text(text) || !is_here || !is_after_sign || is_glued {
            return None;
        }
        let inner = if item.range.is_empty() { own.clone() } else { item.inner() };
        let start = inner.start.min(cursor);
        let end = if item.is_closed { inner.end } else { own.end };
        let (parent, name) = self.path(key);
        Some(ValueContext {
            range: range(own),
            prefix: text[start..cursor.clamp(start, end.max(start))].to_owned(),
            parent,
            key: name,
            style: WritingStyle { syntax: self.syntax, quote, shape: item.shape },
        })
    }

    fn texts(&self, items: &[ItemSource], kind: TagKind) -> Vec<String> {
        let marks = if kind == TagKind::Tag { "#" } else { "" };
        let items = items.iter().filter(|item| !item.is_opaque);
        let texts = items.map(|item| item.text(self.text, self.syntax));
        let texts =
            texts.map(|text| text.trim().trim_start_matches(|c| marks.contains(c)).to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }
}

/// Makes a comment in place of an item the item, if it looks like a tag: `- #river`. Its author did
/// not know that YAML reads a comment, and a completion replaces it.
fn take_comment(text: &str, item: &mut ItemSource) {
    let at = item.room.end;
    let line = text[at..].lines().next().unwrap_or_default();
    let Some(tag) = line.strip_prefix('#').filter(|_| item.range.is_empty()) else { return };
    let length = tag.find(|c| !is_tag_char(c)).unwrap_or(tag.len());
    if tag[length..].trim().is_empty() && item.shape != Shape::FlowItem {
        item.range = at..at + 1 + length;
        item.room.end = item.range.end;
    }
}

/// The length in bytes of the letters, digits, `_` and `-` at the start of a text.
fn key_len(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(text.len())
}

#[cfg(test)]
mod tests;
