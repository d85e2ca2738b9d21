//! YAML front matter cut at the lines that begin a key.
//!
//! Each piece is then read on its own, so that a broken one costs no other. The cut is made from
//! the text alone, line by line, because it has to be right while a value is half typed.

use std::ops::Range;

use super::{
    Syntax,
    items::{closing_quote, quoted_end},
    lines::{Line, blank_at, lines},
};

/// Whole lines that belong to one key.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    /// `None`: the lines begin no key, and stand behind no key they could belong to.
    pub(super) key: Option<Key>,
    /// A bracket or quote was not closed in these lines.
    pub(super) open: bool,
}

/// A key in front of its colon.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// With quotes.
    pub(super) range: Range<usize>,
    /// Behind the colon (or, in TOML, the equals sign).
    pub(super) after: usize,
}

/// Cuts whole lines of YAML into pieces. Blank lines and comments before the first are left out.
pub(super) fn cut(text: &str, content: Range<usize>) -> Vec<Piece> {
    let mut shown =
        lines(text, content.clone()).filter(|l| !l.is_blank(text) && !l.is_comment(text));
    let Some(first) = shown.next() else { return Vec::new() };
    let base = first.indent(text);
    if text[first.start + base..].starts_with(['{', '[']) {
        return vec![Piece { range: first.start..content.end, key: None, open: false }];
    }
    let mut cutter = Cutter { text, base, pieces: Vec::new(), open: Open::default(), value: None };
    for line in lines(text, first.start..content.end) {
        cutter.line(line);
    }
    cutter.pieces
}

struct Cutter<'t> {
    text: &'t str,
    base: usize,
    pieces: Vec<Piece>,
    /// What the current piece has left open.
    open: Open,
    /// Where the value of the current piece begins.
    value: Option<usize>,
}

impl Cutter<'_> {
    fn line(&mut self, line: Line) {
        let start = line.start + line.indent(self.text);
        let indented = start - line.start > self.base || self.text[start..].starts_with('\t');
        let neutral = indented || line.is_blank(self.text) || line.is_comment(self.text);
        let key = if neutral { None } else { key_at(self.text, start..line.end) };
        let extends = neutral || self.continues(line);
        let value = key.as_ref().map_or(line.start, |key| key.after);
        match self.pieces.last_mut() {
            Some(piece) if key.is_none() && (extends || piece.key.is_none()) => {
                piece.range.end = line.next;
            }
            _ => {
                self.pieces.push(Piece { range: line.start..line.next, key, open: false });
                self.open = Open::default();
                self.value = None;
            }
        }
        self.value = self.value.or_else(|| first_shown(self.text, value..line.end));
        self.open.feed(self.text, line);
        if let Some(piece) = self.pieces.last_mut() {
            piece.open = self.open.flow > 0 || self.open.quote.is_some();
        }
    }

    /// Whether a line that is not indented belongs to the key above: an item of its block list,
    /// or the rest of a value in brackets or quotes.
    fn continues(&self, line: Line) -> bool {
        let text = self.text;
        let Some(Piece { range, key: Some(_), .. }) = self.pieces.last() else { return false };
        let start = line.start + line.indent(text);
        let line = &text[start..line.end];
        if line.starts_with('-') && blank_at(text, start + 1) {
            return self.value.is_none_or(|at| text[at..].starts_with(['-', '&', '!']));
        }
        let above = text[range.clone()].trim_end();
        self.open.quote.is_some()
            || self.open.flow > 0
                && (line.starts_with([']', '}', ',']) || above.ends_with(['[', '{', ',']))
    }
}

/// The first character that is neither blank nor in a comment.
pub(super) fn first_shown(text: &str, range: Range<usize>) -> Option<usize> {
    lines(text, range).find_map(|line| {
        let rest = line.of(text).trim_start();
        (!rest.is_empty() && !rest.starts_with('#')).then(|| line.end - rest.len())
    })
}

/// The key that begins at the start of `line`, if it is one: followed by a colon and a blank.
pub(super) fn key_at(text: &str, line: Range<usize>) -> Option<Key> {
    let Range { start, end } = line;
    let key_end = match text[start..end].chars().next()? {
        '"' | '\'' => quoted_end(text, start..end, Syntax::Yaml)?,
        _ => start + plain_key(&text[start..end])?.len(),
    };
    let rest = text[key_end..end].trim_start_matches([' ', '\t']);
    let after = end - rest.strip_prefix(':')?.len();
    (after == end || blank_at(text, after)).then_some(Key { range: start..key_end, after })
}

fn plain_key(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let second = line[first.len_utf8()..].chars().next();
    let indicator = match first {
        '-' | '?' | ':' => second.is_none_or(char::is_whitespace),
        _ => ",[]{}#&*!|>'\"%@`".contains(first) || first.is_whitespace(),
    };
    let bytes = line.as_bytes();
    let colon = bytes.iter().enumerate().find_map(|(at, byte)| {
        (*byte == b':' && matches!(bytes.get(at + 1), None | Some(b' ' | b'\t'))).then_some(at)
    });
    let key = line[..colon?].trim_end_matches([' ', '\t']);
    let comment = key.contains(" #") || key.contains("\t#");
    (!indicator && !comment && !key.is_empty()).then_some(key)
}

/// What a line leaves open for the next one.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    /// How many brackets.
    flow: usize,
    /// A quoted string.
    quote: Option<u8>,
    /// A block scalar, with the indentation of the line that began it.
    block: Option<usize>,
}

impl Open {
    fn feed(&mut self, text: &str, line: Line) {
        if let Some(indent) = self.block {
            if line.is_blank(text) || line.indent(text) > indent {
                return;
            }
            self.block = None;
        }
        let mut at = line.start;
        if let Some(quote) = self.quote {
            match closing_quote(text, at..line.end, quote, Syntax::Yaml) {
                Some(end) => (self.quote, at) = (None, end),
                None => return,
            }
        }
        self.tokens(text, line, at);
    }

    /// Reads on from `at`, where a value may begin.
    fn tokens(&mut self, text: &str, line: Line, mut at: usize) {
        let bytes = text.as_bytes();
        let mut fresh = true;
        while at < line.end {
            let byte = bytes[at];
            match byte {
                b' ' | b'\t' => {}
                b'#' if at == line.start || matches!(bytes[at - 1], b' ' | b'\t') => return,
                b'"' | b'\'' if fresh => {
                    let Some(end) = quoted_end(text, at..line.end, Syntax::Yaml) else {
                        self.quote = Some(byte);
                        return;
                    };
                    (fresh, at) = (false, end - 1);
                }
                b'[' | b'{' if fresh || self.flow > 0 => (self.flow, fresh) = (self.flow + 1, true),
                b']' | b'}' if self.flow > 0 => (self.flow, fresh) = (self.flow - 1, false),
                b'|' | b'>' if fresh && self.flow == 0 => {
                    self.block = Some(line.indent(text));
                    return;
                }
                b',' if self.flow > 0 => fresh = true,
                b':' => fresh = blank_at(text, at + 1),
                b'-' if fresh => fresh = blank_at(text, at + 1),
                _ => fresh = false,
            }
            at += 1;
        }
    }
}
