//! TOML front matter cut at the lines that begin a key or a table.
//!
//! Like [`super::pieces`], from the text alone.

use std::ops::Range;

use super::{
    Syntax,
    items::quoted_end,
    lines::{Line, lines},
    pieces::Key,
};

/// Whole lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) kind: PieceKind,
}

/// What the first line of a piece is.
#[derive(Clone, Debug)]
pub(super) enum PieceKind {
    /// `[name]` or `[[name]]`, with the range of the name.
    Table(Range<usize>),
    /// `name = …`, and the lines below that begin nothing.
    Key(Key),
    /// Nothing of the kind.
    Other,
}

/// Cuts whole lines of TOML into pieces. Blank lines and comments before the first are left out.
pub(super) fn cut(text: &str, content: Range<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines(text, content) {
        let neutral = line.is_blank(text) || line.is_comment(text);
        let kind = begins(text, line);
        match pieces.last_mut() {
            None if neutral => {}
            Some(piece) if neutral => piece.range.end = line.next,
            Some(Piece { kind: PieceKind::Key(_) | PieceKind::Other, range })
                if matches!(kind, PieceKind::Other) =>
            {
                range.end = line.next;
            }
            _ => pieces.push(Piece { range: line.start..line.next, kind }),
        }
    }
    pieces
}

/// Whether a key or a table begins on the line.
pub(super) fn starts_piece(text: &str, line: Line) -> bool {
    !matches!(begins(text, line), PieceKind::Other)
}

fn begins(text: &str, line: Line) -> PieceKind {
    let start = line.end - line.of(text).trim_start_matches([' ', '\t']).len();
    if let Some(name) = table(text, start..line.end) {
        return PieceKind::Table(name);
    }
    key(text, start..line.end).map_or(PieceKind::Other, PieceKind::Key)
}

/// The name of a table, in bare words: `["a"]` and `[1]` are rows of a nested array.
fn table(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let rest = text[line.clone()].trim_start_matches('[');
    let start = line.end - rest.len();
    let name = &rest[..rest.find(']')?];
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-. \t\"'".contains(c);
    let is_name = name.trim().starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let ends = text[start + name.len()..line.end].trim_start_matches(']').trim_start();
    ((1..=2).contains(&(start - line.start))
        && is_name
        && name.chars().all(bare)
        && (ends.is_empty() || ends.starts_with('#')))
    .then_some(start..start + name.len())
}

fn key(text: &str, line: Range<usize>) -> Option<Key> {
    let bytes = &text.as_bytes()[..line.end];
    let blanks = |mut at: usize| {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    };
    let mut at = line.start;
    loop {
        let end = match bytes.get(at)? {
            b'"' | b'\'' => quoted_end(text, at..line.end, Syntax::Toml)?,
            _ => {
                let bare = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
                at + bytes[at..].iter().take_while(|byte| bare(byte)).count()
            }
        };
        let sign = blanks(end);
        match bytes.get(sign)? {
            b'=' if end > at => return Some(Key { range: line.start..end, after: sign + 1 }),
            b'.' if end > at => at = blanks(sign + 1),
            _ => return None,
        }
    }
}
