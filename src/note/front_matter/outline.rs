//! The outline of front matter: its lines, split where a key or a table begins.
//!
//! Each piece is parsed separately, so an invalid piece does not affect others. The split uses no
//! parser, only the lines, because it must be correct while a value is incomplete.

use std::ops::Range;

use super::Syntax;
use super::scan::{Line, after_blanks, blank_at, closing_quote, first_shown, lines, quoted_end};

/// Whole lines of one key or table. There are no gaps between the pieces of a text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) head: Head,
    /// The name of the TOML table that these lines are in, or that they begin.
    pub(super) table: Option<Range<usize>>,
    /// The bracket or quote that the key's value begins with is not closed in these lines.
    pub(super) is_open: bool,
}

/// The start of the first line of a piece.
#[derive(Clone, Debug)]
pub(super) enum Head {
    Key(KeySource),
    /// TOML's `[name]` or `[[name]]`, with the range of the name.
    Table(Range<usize>),
    /// Neither a key nor a table, and no earlier value that the lines could continue.
    None,
}

/// A key before its sign, a colon or an equals sign.
#[derive(Clone, Debug)]
pub(super) struct KeySource {
    /// The key with its quotes.
    pub(super) range: Range<usize>,
    /// The position after the sign.
    pub(super) after: usize,
}

impl Piece {
    pub(super) fn key(&self) -> Option<&KeySource> {
        if let Head::Key(key) = &self.head { Some(key) } else { None }
    }
}

/// Splits whole lines into pieces. Omits blank lines and comments before the first piece.
pub(super) fn cut(text: &str, content: Range<usize>, syntax: Syntax) -> Vec<Piece> {
    let Some(first) = lines(text, content.clone()).find(|line| line.has_content(text)) else {
        return Vec::new();
    };
    let base = first.indent(text);
    if syntax == Syntax::Yaml && text[first.start + base..].starts_with(['{', '[']) {
        let range = first.start..content.end;
        return vec![Piece { range, head: Head::None, table: None, is_open: false }];
    }
    let mut cutter =
        Cutter { text, syntax, base, pieces: Vec::new(), value: None, opened: None, depth: 0 };
    for line in lines(text, first.start..content.end) {
        cutter.line(line);
    }
    cutter.pieces
}

/// Whether a key or a table begins on the line.
pub(super) fn head(text: &str, line: Line, syntax: Syntax) -> Head {
    let key = match syntax {
        Syntax::Yaml => key_at(text, line.start + line.indent(text)..line.end),
        Syntax::Toml => {
            let shown = after_blanks(text, line.range())..line.end;
            if let Some(name) = table(text, shown.clone()) {
                return Head::Table(name);
            }
            toml_key(text, shown)
        }
    };
    key.map_or(Head::None, Head::Key)
}

struct Cutter<'t> {
    text: &'t str,
    syntax: Syntax,
    /// The indentation of YAML's top keys.
    base: usize,
    pieces: Vec<Piece>,
    /// The byte offset at which the value of the current piece begins.
    value: Option<usize>,
    /// The quote or bracket that the value begins with, until it is closed.
    opened: Option<&'t str>,
    /// The number of opened minus closed brackets since then, including those in quotes.
    depth: usize,
}

impl Cutter<'_> {
    fn line(&mut self, line: Line) {
        let indent = line.indent(self.text);
        let is_indented = self.syntax == Syntax::Yaml
            && (indent > self.base || self.text[line.start + indent..].starts_with('\t'));
        let is_neutral = is_indented || !line.has_content(self.text);
        let head = if is_neutral { Head::None } else { head(self.text, line, self.syntax) };
        let extends = is_neutral || self.continues(line);
        let value = if let Head::Key(key) = &head { key.after } else { line.start };
        match (self.pieces.last_mut(), &head) {
            (Some(piece), Head::None) if extends || matches!(piece.head, Head::None) => {
                piece.range.end = line.next;
            }
            _ => {
                let table = match &head {
                    Head::Table(name) => Some(name.clone()),
                    _ => self.pieces.last().and_then(|piece| piece.table.clone()),
                };
                let range = line.start..line.next;
                self.pieces.push(Piece { range, head, table, is_open: false });
                (self.value, self.opened) = (None, None);
            }
        }
        self.feed(line, value);
    }

    /// Follows the value of the current piece on a line, from `at`. Brackets are only counted: this
    /// decides where lines belong that cannot be parsed.
    fn feed(&mut self, line: Line, mut at: usize) {
        let text = self.text;
        if self.value.is_none() {
            self.value = first_shown(text, at..line.end);
            self.opened = self.value.and_then(|start| opener(&text[start..], self.syntax));
            self.depth = usize::from(self.opened.is_some());
            at = self.value.unwrap_or(at) + self.opened.map_or(0, str::len);
        }
        let rest = &text[at..line.end];
        self.depth = (self.depth + rest.matches(['[', '{']).count())
            .saturating_sub(rest.matches([']', '}']).count());
        self.opened = self.opened.filter(|opener| match *opener {
            "[" | "{" => self.depth > 0 || !rest.trim_end().ends_with([']', '}']),
            quote => closing_quote(text, at..line.end, quote, self.syntax).is_none(),
        });
        if let Some(piece) = self.pieces.last_mut() {
            piece.is_open = self.opened.is_some() && piece.key().is_some();
        }
    }

    /// Whether a line that is not indented belongs to the key above: an item of its block list,
    /// or the rest of a value in brackets or quotes.
    fn continues(&self, line: Line) -> bool {
        let text = self.text;
        let Some(Piece { range, head: Head::Key(_), .. }) = self.pieces.last() else {
            return false;
        };
        if self.syntax == Syntax::Toml {
            return self.value.is_none() || self.opened.is_some();
        }
        let start = line.start + line.indent(text);
        let line = &text[start..line.end];
        if line.starts_with('-') && blank_at(text, start + 1) {
            return self.value.is_none_or(|at| text[at..].starts_with(['-', '&', '!']));
        }
        let above = text[range.clone()].trim_end();
        self.opened.is_some_and(|opener| match opener {
            "[" | "{" => line.starts_with([']', '}', ',']) || above.ends_with(['[', '{', ',']),
            _ => true,
        })
    }
}

/// The quote or bracket that a value begins with.
fn opener(value: &str, syntax: Syntax) -> Option<&str> {
    let openers = ["\"\"\"", "'''", "\"", "'", "[", "{"];
    let from = if syntax == Syntax::Toml { 0 } else { 2 };
    let opener = openers[from..].iter().find(|opener| value.starts_with(**opener))?;
    Some(&value[..opener.len()])
}

/// The YAML key at the start of `line`, if a colon and a blank follow it.
pub(super) fn key_at(text: &str, line: Range<usize>) -> Option<KeySource> {
    let Range { start, end } = line;
    let key_end = match text[start..end].chars().next()? {
        '"' | '\'' => quoted_end(text, start..end, Syntax::Yaml)?,
        _ => start + plain_key(&text[start..end])?.len(),
    };
    let rest = text[key_end..end].trim_start_matches([' ', '\t']);
    let after = end - rest.strip_prefix(':')?.len();
    (after == end || blank_at(text, after)).then_some(KeySource { range: start..key_end, after })
}

fn plain_key(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let second = line[first.len_utf8()..].chars().next();
    let is_indicator = match first {
        '-' | '?' | ':' => second.is_none_or(char::is_whitespace),
        _ => ",[]{}#&*!|>'\"%@`".contains(first) || first.is_whitespace(),
    };
    let mut colons = line.match_indices(':').map(|(at, _)| at);
    let colon = colons.find(|at| blank_at(line, at + 1))?;
    let key = line[..colon].trim_end_matches([' ', '\t']);
    let has_comment = key.contains(" #") || key.contains("\t#");
    (!is_indicator && !has_comment && !key.is_empty()).then_some(key)
}

/// The name of a table, in bare words: `["a"]` and `[1]` are rows of a nested array.
fn table(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let rest = text[line.clone()].trim_start_matches('[');
    let start = line.end - rest.len();
    let name = &rest[..rest.find(']')?];
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "_-. \t\"'".contains(c);
    let is_name = name.trim().starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let ends = text[start + name.len()..line.end].trim_start_matches(']').trim_start();
    ((1..=2).contains(&(start - line.start))
        && is_name
        && name.chars().all(is_bare)
        && (ends.is_empty() || ends.starts_with('#')))
    .then_some(start..start + name.len())
}

/// The TOML key at the start of `line`, perhaps with dots, if an equals sign follows it.
fn toml_key(text: &str, line: Range<usize>) -> Option<KeySource> {
    let bytes = &text.as_bytes()[..line.end];
    let mut at = line.start;
    loop {
        let end = match bytes.get(at)? {
            b'"' | b'\'' => quoted_end(text, at..line.end, Syntax::Toml)?,
            _ => {
                let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
                at + bytes[at..].iter().take_while(|byte| is_bare(byte)).count()
            }
        };
        let sign = after_blanks(text, end..line.end);
        match bytes.get(sign)? {
            b'=' if end > at => return Some(KeySource { range: line.start..end, after: sign + 1 }),
            b'.' if end > at => at = after_blanks(text, sign + 1..line.end),
            _ => return None,
        }
    }
}
