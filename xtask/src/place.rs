//! A place in a note, found by its text, for the protocol and for readers.

use std::fmt;

use anyhow::{Context, Result};

/// How much of a line is shown on each side of a place.
const AROUND: usize = 36;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from zero.
    pub line: usize,
    /// The UTF-16 code units before it in its line.
    pub character: usize,
    before: String,
    after: String,
}

impl Place {
    /// The place where `needle` begins for the first time.
    pub fn find(text: &str, needle: &str) -> Result<Self> {
        let at = text.find(needle).with_context(|| format!("the note has no \"{needle}\""))?;
        Ok(Self::at(text, at))
    }

    /// The place before the byte `at`, which must be a boundary of characters.
    pub fn at(text: &str, at: usize) -> Self {
        let (head, tail) = text.split_at(at);
        let before = head.rsplit('\n').next().unwrap_or_default();
        let after = tail.split('\n').next().unwrap_or_default();
        Self {
            line: head.matches('\n').count(),
            character: before.encode_utf16().count(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    /// The line around the place, with the place marked.
    pub fn marked(&self) -> String {
        let skipped = self.before.chars().count().saturating_sub(AROUND);
        let before: String = self.before.chars().skip(skipped).collect();
        let after: String = self.after.chars().take(AROUND).collect();
        let start = if skipped > 0 { "…" } else { "" };
        let end = if after.len() < self.after.len() { "…" } else { "" };
        format!("{start}{before}‸{after}{end}")
    }
}

/// Line and column as editors show them.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line + 1, self.before.chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_is_counted_in_the_units_of_the_protocol() {
        let place = Place::find("eins\nzwei 🦀 drei\n", "drei").unwrap();
        assert_eq!((place.line, place.character), (1, 8));
        assert_eq!(place.to_string(), "2:8");
        assert_eq!(place.marked(), "zwei 🦀 ‸drei");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}x{}", "a".repeat(50), "b".repeat(50));
        let marked = Place::find(&text, "x").unwrap().marked();
        assert_eq!(marked, format!("…{}‸x{}…", "a".repeat(36), "b".repeat(35)));
    }
}
