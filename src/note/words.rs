//! Words, by which terms and running text are compared.
//!
//! In a script with spaces, a word is a run of letters and digits. In a script without spaces (Han,
//! hiragana, Hangul, Thai, …), each character is a word, so a term is found anywhere in a run. A
//! run of katakana is one word, so サービス is not found in マイクロサービス. Hyphens and white
//! space both separate words. Any other mark is a word, which distinguishes `C++` from `C`.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use crate::note::prose::{Join, Segment};
use crate::text::range::text_size;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The range in byte offsets, without a possessive `'s`.
    pub range: TextRange,
    /// The word as written.
    pub text: &'t str,
    /// The kind of its characters.
    pub class: Class,
    /// The separator between the previous word and this one.
    pub separator: Separator,
    /// Whether it is in the text of a link.
    pub in_link: bool,
}

/// The kind of characters in a word.
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

/// The separator between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Separator {
    /// Nothing.
    None,
    /// White space, hyphens, a possessive ending.
    Space,
    /// A boundary that no mention crosses.
    Cut,
}

/// The words of one block of running text. The segments have byte offsets in `text`.
pub fn words<'t>(text: &'t str, block: &[Segment]) -> Vec<Word<'t>> {
    let mut words = Vec::new();
    // White space at the end of a segment separates the first word of the next one.
    let mut left = Separator::None;
    for segment in block {
        let separator = match segment.join {
            Join::Glued => Separator::None,
            Join::Space => Separator::Space,
            Join::Cut | Join::Block => Separator::Cut,
        };
        let (base, separator) = (segment.range.start(), separator.max(left));
        let (text, in_link) = (&text[segment.range], segment.in_link);
        left = Scanner { text, base, at: 0, separator, in_link }.scan(&mut words);
    }
    words
}

/// The words of a text that is running text as a whole.
pub fn words_of(text: &str) -> Vec<Word<'_>> {
    words(
        text,
        &[Segment {
            range: TextRange::up_to(TextSize::of(text)),
            join: Join::Block,
            in_link: false,
        }],
    )
}

/// The number of words in a text. In a script without spaces, two characters count as one word.
pub(super) fn count_words(text: &str) -> usize {
    let spaced = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
    spaced.count() + unspaced / 2
}

/// Whether a character is of a script that does not put spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1100}'..='\u{11ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Folds a word, so that all spellings are equal: [normalized](normalize), with full case folding.
///
/// Unicode: section 3.13, default caseless matching.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'\\') {
            Cow::Owned(unescaped(word).to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    Cow::Owned(caseless::default_case_fold_str(&normalize(word)).nfc().collect())
}

/// Normalizes a word and keeps its letter case: NFC, without soft hyphens, with ASCII apostrophes,
/// and with letters in their usual width and form (NFKC of variants, see `is_variant`).
pub fn normalize(word: &str) -> Cow<'_, str> {
    let word = unescaped(word);
    let is_other = |c: char| matches!(c, SOFT_HYPHEN | '’') || is_variant(c);
    if word.is_ascii() || (is_nfc(&word) && !word.contains(is_other)) {
        return word;
    }
    let plain = word.chars().filter(|c| *c != SOFT_HYPHEN);
    let usual = plain.flat_map(|c| {
        let other = is_variant(c).then(|| std::iter::once(c).nfkc());
        let same = other.is_none().then_some(if c == '’' { '\'' } else { c });
        other.into_iter().flatten().chain(same)
    });
    Cow::Owned(usual.nfc().collect())
}

/// Whether a character is a letter in another width or form: `ｶ`, `Ａ`, `ﬁ`, `ﻻ`.
///
/// NFKC changes other characters too (`²`, `½`), which are not the same in names.
fn is_variant(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fb17}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{ff01}'..='\u{ffef}')
}

/// A word without the backslashes before its underscores: `item\_id`.
fn unescaped(word: &str) -> Cow<'_, str> {
    if word.contains("\\_") { word.replace("\\_", "_").into() } else { word.into() }
}

/// An invisible character at which a word may be broken.
const SOFT_HYPHEN: char = '\u{ad}';

/// The entity of an ampersand, which is read as one.
const AMPERSAND: &str = "&amp;";

/// A scanner of the words in one segment.
struct Scanner<'t> {
    text: &'t str,
    base: TextSize,
    at: usize,
    separator: Separator,
    in_link: bool,
}

impl<'t> Scanner<'t> {
    /// Adds the words, and returns the separator after the last one.
    fn scan(mut self, words: &mut Vec<Word<'t>>) -> Separator {
        while let Some(c) = self.rest().chars().next() {
            if is_space(c) {
                self.at += c.len_utf8();
                self.separator = self.separator.max(Separator::Space);
                continue;
            }
            let (class, len) = self.ascii_word().unwrap_or_else(|| {
                let class = class(c);
                (class, self.word_len(class, c))
            });
            let is_entity = self.rest().starts_with(AMPERSAND);
            let word = self.take(class, len);
            words.push(Word { text: if is_entity { "&" } else { word.text }, ..word });
            self.skip_possessive(class);
        }
        self.separator
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn take(&mut self, class: Class, len: usize) -> Word<'t> {
        let word = Word {
            range: TextRange::at(self.base + text_size(self.at), text_size(len)),
            text: &self.rest()[..len],
            class,
            separator: std::mem::replace(&mut self.separator, Separator::None),
            in_link: self.in_link,
        };
        self.at += len;
        word
    }

    /// The class and byte length of the word that begins here. `None` if its end needs a look at
    /// Unicode.
    ///
    /// Almost all words are ASCII, and all running text is split into words.
    fn ascii_word(&self) -> Option<(Class, usize)> {
        let bytes = self.rest().as_bytes();
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let (class, len) = match bytes.first()? {
            first if is_letter(first) => {
                let letters = |from: usize| {
                    let end = bytes[from..].iter().position(|byte| !is_letter(byte));
                    end.map_or(bytes.len(), |len| from + len)
                };
                let mut end = letters(0);
                while bytes[end..].starts_with(br"\_") {
                    end = letters(end + 1);
                }
                (Class::Spaced, end)
            }
            b'&' if bytes.starts_with(AMPERSAND.as_bytes()) => (Class::Symbol, AMPERSAND.len()),
            first if first.is_ascii() => (Class::Symbol, 1),
            _ => return None,
        };
        // A combining mark belongs to the word, and a word may continue after an apostrophe.
        let ends = bytes.get(len).is_none_or(|next| next.is_ascii() && *next != b'\'');
        ends.then_some((class, len))
    }

    /// The length in bytes of the word of this class that begins here with `first`.
    fn word_len(&self, class: Class, first: char) -> usize {
        let rest = self.rest();
        let goes_on = |c: char| goes_on(class, c);
        let run =
            |from: usize| rest[from..].find(|c| !goes_on(c)).map_or(rest.len(), |len| from + len);
        let mut end = run(first.len_utf8());
        if class != Class::Spaced {
            return end;
        }
        // An apostrophe inside a word (don't) is part of the word. Before a possessive s, or after
        // a single letter (l'index), it is not.
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
        let ending = &rest[apostrophe..];
        let len = ending.find(|c| !goes_on(Class::Spaced, c)).unwrap_or(ending.len());
        if is_possessive(&ending[..len]) {
            self.at += apostrophe + len;
            self.separator = self.separator.max(Separator::Space);
        }
    }
}

/// Whether a word of this class continues with a character.
fn goes_on(word: Class, c: char) -> bool {
    extends(c)
        || match word {
            Class::Spaced => class(c) == Class::Spaced,
            Class::Katakana => class(c) == Class::Katakana || is_katakana_sign(c),
            // The vowels and final consonants of a decomposed Hangul syllable.
            Class::Unspaced => matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7fb}'),
            Class::Symbol => false,
        }
}

fn is_possessive(ending: &str) -> bool {
    ending == "s" || ending == "S"
}

fn apostrophe_len(text: &str) -> usize {
    text.chars().next().filter(|c| matches!(c, '\'' | '’')).map_or(0, char::len_utf8)
}

/// Whether a character is white space or a hyphen. Spellings often differ in these.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{200b}')
}

/// Whether a character always belongs to the previous one: marks, joiners and soft hyphens.
fn extends(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | SOFT_HYPHEN)
}

/// Whether a character is a combining mark.
pub fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether a character is a katakana length or voice mark. Unicode assigns these to no script.
fn is_katakana_sign(c: char) -> bool {
    matches!(c, 'ー' | '\u{ff70}' | '\u{ff9e}' | '\u{ff9f}')
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() || c == '_' { Class::Spaced } else { Class::Symbol };
    }
    if !c.is_alphanumeric() {
        return Class::Symbol;
    }
    match c.script() {
        Script::Katakana => Class::Katakana,
        Script::Han
        | Script::Hiragana
        | Script::Hangul
        | Script::Thai
        | Script::Lao
        | Script::Khmer
        | Script::Myanmar => Class::Unspaced,
        _ => Class::Spaced,
    }
}

#[cfg(test)]
mod tests;
