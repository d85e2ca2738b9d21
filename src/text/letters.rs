//! The letters of a text, to exclude most texts from a fuzzy search without reading them.

/// The set of ASCII letters and digits in a text, in any letter case, and of the letters that it has
/// twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters(u64);

/// The bit of the first letter that occurs twice. The letters and digits are before it.
const TWICE: u32 = 26 + 10;

impl Letters {
    /// Returns the letters of a text that is searched. A search with normalization finds ASCII
    /// letters in other characters, so a text with one of those has all letters.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() { Self::counted(text) } else { Self(u64::MAX) }
    }

    /// Returns the letters that a match of a query contains. Two words of a query may match the same
    /// letters.
    pub fn asked_by(query: &str) -> Self {
        query.split_whitespace().map(Self::counted).fold(Self::default(), Self::and)
    }

    fn counted(text: &str) -> Self {
        let bits = text.bytes().map(|byte| match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => 1 << (letter - b'a'),
            digit @ b'0'..=b'9' => 1 << (26 + digit - b'0'),
            _ => 0,
        });
        let twice = |all: u64, bit: u64| all | bit | ((all & bit & ((1 << 26) - 1)) << TWICE);
        Self(bits.fold(0, twice))
    }

    /// Returns the letters of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether a text with these letters can contain all the others in some order.
    pub fn contain(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn letters_are_compared_in_any_case_and_order() {
        let contain = |text, query| Letters::of(text).contain(Letters::asked_by(query));
        assert!(contain("notes/Tide 9.md", "9TDI"));
        assert!(contain("Café", "cafe"));
        assert!(contain("a", "-é a"));
        assert!(!contain("a", "ab"));
        assert!(contain("a tree", "eet"));
        assert!(contain("a tree", "tre tre"));
        assert!(!contain("a tree", "tt"));
        assert!(!contain("letter", "llr"));
        assert!(!contain("8", "9"));
        assert!(!contain("", "z"));
        assert!(Letters::of("a").and(Letters::of("b")).contain(Letters::asked_by("ab")));
    }
}
