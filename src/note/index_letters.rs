//! Titles of the parts of an alphabetical index.

use unicode_script::{Script, UnicodeScript};

/// What can be between the letters.
const BETWEEN: [&str; 7] = ["-", "–", "—", "…", "to", "bis", "and"];

/// The number of letters in the title of a part of an index: `B`, `A–C`, `0-9`, `X, Y, Z`, `#`,
/// `あ行`, which counts as two. 0 for another title.
pub(super) fn letters(title: &str) -> usize {
    let mut spaced = String::with_capacity(title.len());
    for c in title.trim().chars() {
        match c {
            '-' | '–' | '—' | '…' => spaced.extend([' ', c, ' ']),
            ',' | '、' => spaced.push(' '),
            c => spaced.push(c),
        }
    }
    let mut found = 0;
    let mut before = None;
    for part in spaced.split_whitespace().filter(|part| !BETWEEN.contains(part)) {
        let row = part.strip_suffix('行').filter(|kana| !kana.is_empty());
        let mut chars = row.unwrap_or(part).chars();
        let (Some(letter), None) = (chars.next(), chars.next()) else { return 0 };
        // Other single characters of these scripts are words.
        let is_word = matches!(letter.script(), Script::Han | Script::Hiragana | Script::Katakana);
        let is_letter = letter.is_alphanumeric() && (row.is_some() || !is_word) || letter == '#';
        // The letters of an index are in order.
        if !is_letter || before.is_some_and(|before| before >= letter) {
            return 0;
        }
        before = Some(letter);
        found += if row.is_some() { 2 } else { 1 };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn parts_of_an_index_have_single_letters_in_order() {
        for (title, found) in [
            ("B", 1),
            ("#", 1),
            ("ㄱ", 1),
            ("Я", 1),
            ("A–C", 2),
            ("a - c", 2),
            ("0-9", 2),
            ("X, Y, Z", 3),
            ("T to Z", 2),
            ("あ行", 2),
        ] {
            assert_eq!(letters(title), found, "{title}");
        }
        for title in [
            "",
            "C++",
            "C#",
            "I/O",
            "P - A",
            "R&D",
            "X-ray",
            "AB",
            "行",
            "木",
            "は",
            "A – Z of oaks",
        ] {
            assert_eq!(letters(title), 0, "{title}");
        }
    }
}
