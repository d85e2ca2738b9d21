//! The key or the value that is being typed in front matter.
//!
//! As `slot`, from the text alone.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use super::items::single_item;
use super::lines::{Line, blank_at, line_at};
use super::slot::{Shape, room};
use super::toml_pieces::{self, PieceKind};
use super::write::Writer;
use super::{Quote, Syntax, fences, pieces, range};

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A key.
    Key(KeyPlace),
    /// A value on the line of its key, in no list.
    Value(ValuePlace),
}

/// A key that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPlace {
    /// All of it.
    pub range: TextRange,
    /// What stands before the cursor.
    pub typed: String,
    /// The table that it stands in; empty at the top.
    pub parent: String,
    /// The other keys there.
    pub taken: Vec<String>,
    /// Whether a colon or an equals sign stands behind it.
    has_sign: bool,
    syntax: Syntax,
}

/// A value that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValuePlace {
    /// All of it, with its quotes.
    pub range: TextRange,
    /// What stands before the cursor, without quotes.
    pub typed: String,
    /// The table that its key stands in; empty at the top.
    pub parent: String,
    /// Its key.
    pub key: String,
    syntax: Syntax,
    quote: Quote,
}

impl KeyPlace {
    /// The key as it must be written there, with what has to stand behind it.
    pub fn write(&self, key: &str) -> String {
        match (self.has_sign, self.syntax) {
            (true, _) => key.to_owned(),
            (false, Syntax::Yaml) => format!("{key}: "),
            (false, Syntax::Toml) => format!("{key} = "),
        }
    }
}

impl ValuePlace {
    /// A text as it must be written there.
    pub fn write_text(&self, text: &str) -> String {
        Writer { syntax: self.syntax, quote: self.quote }.write_item(text, Shape::Plain)
    }

    /// A flag, number or date as it must be written there: in the quotes that are open.
    pub fn write_bare(&self, text: &str) -> String {
        match self.quote {
            Quote::Single => format!("'{text}'"),
            Quote::Double => format!("\"{text}\""),
            _ => text.to_owned(),
        }
    }

    /// What an editor compares with what stands there.
    pub fn filter_text(&self, text: &str) -> String {
        match self.quote {
            Quote::Single => format!("'{text}"),
            Quote::Double => format!("\"{text}"),
            _ => text.to_owned(),
        }
    }
}

/// The first key stands no farther from the start of a note, in bytes.
const MAX_ABOVE: usize = 1024;

/// What is being typed at `offset`, a byte position in the text of a note.
pub fn place_at(text: &str, offset: TextSize) -> Option<Place> {
    let cursor = text.floor_char_boundary(usize::from(offset).min(text.len()));
    if fences::find(text).is_none() {
        return first_key(text, cursor).map(Place::Key);
    }
    let (syntax, content) = room(text, cursor)?;
    let around = Around::new(text, syntax, content, cursor);
    around.value().map(Place::Value).or_else(|| around.key().map(Place::Key))
}

/// The first key that is typed between two fences: only its colon makes them fences.
fn first_key(text: &str, cursor: usize) -> Option<KeyPlace> {
    let above = text[..cursor].trim_start_matches('\u{feff}').trim_start();
    let is_near = above.len() < MAX_ABOVE && (above.starts_with("---") || above.starts_with("+++"));
    is_near.then_some(())?;
    let end = cursor + text[cursor..].find(|c| !is_key_char(c)).unwrap_or(text.len() - cursor);
    let with_sign = format!("{}: {}", &text[..end], &text[end..]);
    let (syntax, content) = room(&with_sign, cursor)?;
    let place = Around::new(&with_sign, syntax, content, cursor).key()?;
    Some(KeyPlace { has_sign: false, ..place })
}

/// The line of the cursor, and what it belongs to.
struct Around<'t> {
    text: &'t str,
    syntax: Syntax,
    cursor: usize,
    line: Line,
    /// The table that the line stands in.
    parent: String,
    /// The keys there, and whether each is on the line of the cursor.
    keys: Vec<(pieces::Key, bool)>,
    /// Whether the line goes on with a value that begins above.
    is_inside: bool,
}

impl<'t> Around<'t> {
    fn new(text: &'t str, syntax: Syntax, content: Range<usize>, cursor: usize) -> Self {
        let line = line_at(text, content.clone(), cursor);
        let mut around = Self {
            text,
            syntax,
            cursor,
            line,
            parent: String::new(),
            keys: Vec::new(),
            is_inside: false,
        };
        match syntax {
            Syntax::Yaml => around.read_yaml(content),
            Syntax::Toml => around.read_toml(content),
        }
        around
    }

    fn read_yaml(&mut self, content: Range<usize>) {
        for piece in pieces::cut(self.text, content) {
            let Some(key) = piece.key else { continue };
            let is_here = piece.range.start == self.line.start;
            self.is_inside |= piece.open
                && piece.range.start < self.line.start
                && self.line.start < piece.range.end;
            self.keys.push((key, is_here));
        }
    }

    fn read_toml(&mut self, content: Range<usize>) {
        let pieces = toml_pieces::cut(self.text, content);
        let is_before = |range: &Range<usize>| range.start <= self.line.start;
        let at = pieces.iter().rposition(|piece| is_before(&piece.range));
        let is_table = |piece: &toml_pieces::Piece| matches!(piece.kind, PieceKind::Table(_));
        let start = pieces[..at.map_or(0, |at| at + 1)].iter().rposition(is_table);
        if let Some(PieceKind::Table(name)) = start.map(|start| &pieces[start].kind) {
            self.parent = self.text[name.clone()].trim().to_owned();
        }
        let own = pieces[start.map_or(0, |start| start + 1)..].iter();
        for piece in own.take_while(|piece| !is_table(piece)) {
            let PieceKind::Key(key) = &piece.kind else { continue };
            let is_here = piece.range.start == self.line.start;
            let value = self.text[key.after..piece.range.end].trim_start();
            self.is_inside |= value.starts_with(['[', '"', '\''])
                && piece.range.start < self.line.start
                && !value[1..].contains([']', '"', '\''])
                && self.line.start < piece.range.end;
            self.keys.push((key.clone(), is_here));
        }
    }

    fn name(&self, key: &pieces::Key) -> String {
        single_item(self.text, key.range.clone(), self.syntax).text(self.text, self.syntax)
    }

    fn key(&self) -> Option<KeyPlace> {
        let text = self.text;
        let line = &text[self.line.start..self.line.end];
        let indent = match self.syntax {
            Syntax::Yaml => 0,
            Syntax::Toml => line.len() - line.trim_start().len(),
        };
        let start = self.line.start + indent;
        let rest = text.get(start..self.line.end)?;
        let word = start..start + rest.find(|c| !is_key_char(c)).unwrap_or(rest.len());
        let behind = text[word.end..self.line.end].trim_start();
        let sign = if self.syntax == Syntax::Yaml { ':' } else { '=' };
        let is_key = behind.is_empty() || behind.starts_with(sign);
        let is_here = (word.start..=word.end).contains(&self.cursor);
        (is_key && is_here && !self.is_inside).then(|| KeyPlace {
            range: range(word.clone()),
            typed: text[word.start..self.cursor].to_owned(),
            parent: self.parent.clone(),
            taken: self
                .keys
                .iter()
                .filter(|(_, here)| !here)
                .map(|(key, _)| self.name(key))
                .collect(),
            has_sign: !behind.is_empty(),
            syntax: self.syntax,
        })
    }

    fn value(&self) -> Option<ValuePlace> {
        let (key, _) = self.keys.iter().find(|(_, is_here)| *is_here)?;
        let room = key.after..self.line.end;
        let is_behind = match self.syntax {
            Syntax::Yaml => self.cursor > key.after && blank_at(self.text, key.after),
            Syntax::Toml => self.cursor >= key.after,
        };
        let item = single_item(self.text, room, self.syntax);
        let written = &self.text[item.range.clone()];
        let is_one = !written.starts_with(['[', '{', '|', '>', '&', '*', '!']);
        let mut place = item.range.clone();
        if place.is_empty() {
            place = self.cursor..self.cursor;
        } else if self.cursor > place.end && !item.closed {
            place.end = self.cursor;
        }
        let is_here = item.room.contains(&self.cursor) || item.room.end == self.cursor;
        let fits = is_one && is_here && (place.start..=place.end).contains(&self.cursor);
        (is_behind && fits).then(|| {
            let is_closed = item.closed && item.quote != Quote::Plain;
            let end = if is_closed { self.cursor.min(item.inner().end) } else { self.cursor };
            let start = if item.range.is_empty() { end } else { item.inner().start.min(end) };
            ValuePlace {
                range: range(place),
                typed: self.text[start..end].to_owned(),
                parent: self.parent.clone(),
                key: self.name(key),
                syntax: self.syntax,
                quote: item.quote,
            }
        })
    }
}

fn is_key_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use text_size::TextSize;

    use super::{Place, place_at};

    fn check(text: &str, expected: &str) {
        let at = text.find("$0").expect("there is a mark");
        let text = text.replace("$0", "");
        let found = place_at(&text, TextSize::of(&text[..at]));
        let shown = match found {
            None => "nothing".to_owned(),
            Some(Place::Key(key)) => {
                let (taken, sign) = (key.taken.join(","), if key.has_sign { "!" } else { "" });
                let (parent, typed) = (&key.parent, &key.typed);
                format!("key {parent} «{}»{sign} {typed} ({taken})", &text[key.range])
                    .replace("  ", " ")
            }
            Some(Place::Value(value)) => {
                let (parent, key) = (&value.parent, &value.key);
                format!("value {parent} {key} «{}» {}", &text[value.range], value.typed)
                    .replace("  ", " ")
            }
        };
        assert_eq!(shown.trim_end(), expected, "{text}");
    }

    #[test]
    fn keys_are_typed_at_the_start_of_a_line() {
        check("---\nti$0\n---\n", "key «ti» ti ()");
        check("---\ndate: 1\nti$0t\n---\n", "key «tit» ti (date)");
        check("---\nti$0tle: x\ndate: 1\n---\n", "key «title»! ti (date)");
        check("---\ntags:\n- a\n$0\n---\n", "key «» (tags)");
        check("---\r\ndate: 1\r\nti$0\r\n---\r\n", "key «ti» ti (date)");
        check("+++\ndate = 1\nti$0\n+++\n", "key «ti» ti (date)");
        check(
            "+++\ndate = 1\n[taxonomies]\nta$0\n[extra]\na = 1\n+++\n",
            "key taxonomies «ta» ta ()",
        );
        check("---\ntags: [a,\n$0b]\n---\n", "nothing");
        check("---\ndate: 1\n  ti$0\n---\n", "nothing");
        check("---\ntitle: x\n---\nTe$0xt\n", "nothing");
        check("Te$0xt\n", "nothing");
    }

    #[test]
    fn values_are_typed_behind_their_key() {
        check("---\ndraft: $0\n---\n", "value draft «»");
        check("---\ndraft: t$0r # c\n---\n", "value draft «tr» t");
        check("---\nlayout: \"po$0\n---\n", "value layout «\"po» po");
        check("---\nlayout: 'post'$0\n---\n", "value layout «'post'» post");
        check("+++\ndraft =$0\n+++\n", "value draft «»");
        check("+++\n[extra]\nkind = \"a$0\"\n+++\n", "value extra kind «\"a\"» a");
        check("---\ntags: [a$0]\n---\n", "nothing");
        check("---\ndraft:$0\n---\n", "nothing");
        check("---\nimage:\n  path: a$0\n---\n", "nothing");
    }
}
