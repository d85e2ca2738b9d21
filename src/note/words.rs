//! Words: what terms and prose are compared by.
//!
//! Where a script separates words, a word is a run of letters and digits. Where it does not (Han,
//! hiragana, Hangul, Thai, …), each character is a word of its own, so that a term is found
//! wherever its characters stand; a run of katakana is one word again, so that サービス is not
//! found in マイクロサービス. Hyphens and white space separate words and are otherwise alike;
//! every other mark is a word of its own, which keeps `C++` apart from `C`.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use crate::note::prose::{Join, Segment};

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// Where it stands. A possessive `'s` is not part of it.
    pub range: TextRange,
    /// As it is written.
    pub text: &'t str,
    /// What it is made of.
    pub class: Class,
    /// What stands between it and the word before.
    pub gap: Gap,
}

/// What a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Letters and digits of a script that separates words.
    Spaced,
    /// A run of katakana.
    Katakana,
    /// One character of a script that does not separate words.
    Unspaced,
    /// One mark that is neither letter nor digit.
    Symbol,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// White space, hyphens, a possessive ending.
    Space,
    /// Something that no term reaches across.
    Cut,
}

/// The words of one block of running text, whose segments are places in `text`.
pub fn words<'t>(text: &'t str, block: &[Segment]) -> Vec<Word<'t>> {
    let mut words = Vec::new();
    for segment in block {
        let gap = match segment.join {
            Join::Glued => Gap::None,
            Join::Space => Gap::Space,
            Join::Cut | Join::Block => Gap::Cut,
        };
        Scanner { text: &text[segment.range], base: segment.range.start(), at: 0, gap }
            .scan(&mut words);
    }
    words
}

/// The words of a text that is prose from end to end.
pub fn words_of(text: &str) -> Vec<Word<'_>> {
    let end = TextSize::new(u32::try_from(text.len()).unwrap_or(u32::MAX));
    words(text, &[Segment { range: TextRange::up_to(end), join: Join::Block, in_link: false }])
}

/// The form of a word in which two spellings of it are equal: NFC, full case folding.
///
/// Unicode: section 3.13, default caseless matching.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    let composed: Cow<'_, str> =
        if is_nfc(word) { Cow::Borrowed(word) } else { Cow::Owned(word.nfc().collect()) };
    Cow::Owned(caseless::default_case_fold_str(&composed).nfc().collect())
}

/// Reads one segment from start to end.
struct Scanner<'t> {
    text: &'t str,
    base: TextSize,
    at: usize,
    gap: Gap,
}

impl<'t> Scanner<'t> {
    fn scan(mut self, words: &mut Vec<Word<'t>>) {
        while let Some(c) = self.rest().chars().next() {
            if is_space(c) {
                self.at += c.len_utf8();
                self.gap = self.gap.max(Gap::Space);
                continue;
            }
            let class = class(c);
            let len = self.word_len(class, c);
            words.push(self.take(class, len));
            self.skip_possessive(class);
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn take(&mut self, class: Class, len: usize) -> Word<'t> {
        let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
        let word = Word {
            range: TextRange::at(self.base + size(self.at), size(len)),
            text: &self.rest()[..len],
            class,
            gap: std::mem::replace(&mut self.gap, Gap::None),
        };
        self.at += len;
        word
    }

    /// The length in bytes of the word of this class that begins here with `first`.
    fn word_len(&self, class: Class, first: char) -> usize {
        let rest = self.rest();
        let goes_on = |c: char| match class {
            Class::Spaced => is_letter(c) && self::class(c) == Class::Spaced,
            Class::Katakana => self::class(c) == Class::Katakana || c == 'ー' || is_mark(c),
            Class::Unspaced | Class::Symbol => is_mark(c),
        };
        let run =
            |from: usize| rest[from..].find(|c| !goes_on(c)).map_or(rest.len(), |len| from + len);
        let mut end = run(first.len_utf8());
        if class != Class::Spaced {
            return end;
        }
        // An apostrophe inside a word (don't) is part of it; before a possessive s, or after a
        // single letter (l'index), it is not.
        while rest[..end].chars().nth(1).is_some() {
            let tail = end + apostrophe_len(&rest[end..]);
            let tail_end = run(tail);
            if tail == end || tail == tail_end || is_possessive(&rest[tail..tail_end]) {
                break;
            }
            end = tail_end;
        }
        end
    }

    fn skip_possessive(&mut self, class: Class) {
        let rest = self.rest();
        let apostrophe = apostrophe_len(rest);
        if class == Class::Symbol || apostrophe == 0 {
            return;
        }
        let letters =
            rest[apostrophe..].find(|c: char| !is_letter(c)).unwrap_or(rest.len() - apostrophe);
        if is_possessive(&rest[apostrophe..apostrophe + letters]) {
            self.at += apostrophe + letters;
            self.gap = self.gap.max(Gap::Space);
        }
    }
}

fn is_possessive(ending: &str) -> bool {
    ending == "s" || ending == "S"
}

fn apostrophe_len(text: &str) -> usize {
    text.chars().next().filter(|c| matches!(c, '\'' | '’')).map_or(0, char::len_utf8)
}

/// White space, and hyphens, which real spellings exchange for it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '\u{200b}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a character only modifies the one before it.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() || c == '_' { Class::Spaced } else { Class::Symbol };
    }
    match c.script() {
        Script::Katakana => Class::Katakana,
        Script::Han
        | Script::Hiragana
        | Script::Hangul
        | Script::Thai
        | Script::Lao
        | Script::Khmer
        | Script::Myanmar
            if c.is_alphanumeric() =>
        {
            Class::Unspaced
        }
        _ if is_letter(c) => Class::Spaced,
        _ => Class::Symbol,
    }
}
