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
use crate::text::range::text_size;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// Where it stands. A possessive `'s` is not part of it.
    pub range: TextRange,
    /// As it is written.
    pub text: &'t str,
    /// What it is made of.
    pub class: Class,
    /// What separates it from the word before.
    pub separator: Separator,
    /// Whether it stands in the text of a link.
    pub in_link: bool,
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

/// What separates two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Separator {
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
    // White space at the end of a segment stands before the next one's first word.
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

/// The words of a text that is prose from end to end.
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

/// How many words a text has; where a script does not separate words, two characters are one.
pub(super) fn count_words(text: &str) -> usize {
    let spaced = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
    spaced.count() + unspaced / 2
}

/// Whether a character is of a script that does not put spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1100}'..='\u{11ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// The form of a word in which two spellings of it are equal: [normalized](normalize), full case
/// folding.
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
    Cow::Owned(caseless::default_case_fold_str(&normalize(word)).nfc().collect())
}

/// A word in its case, but otherwise in one spelling: NFC, without soft hyphens, and with the
/// apostrophe of the keyboard.
pub fn normalize(word: &str) -> Cow<'_, str> {
    if word.is_ascii() || (is_nfc(word) && !word.contains([SOFT_HYPHEN, '’'])) {
        return Cow::Borrowed(word);
    }
    let plain = word.chars().filter(|c| *c != SOFT_HYPHEN);
    Cow::Owned(plain.map(|c| if c == '’' { '\'' } else { c }).nfc().collect())
}

/// Tells where a word may be broken, and is not to be seen otherwise.
const SOFT_HYPHEN: char = '\u{ad}';

/// Reads one segment from start to end.
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
            words.push(self.take(class, len));
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

    /// The class and the length of the word that begins here, if ASCII alone tells them: every
    /// note is cut into words, and almost all are such.
    fn ascii_word(&self) -> Option<(Class, usize)> {
        let bytes = self.rest().as_bytes();
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let (class, len) = match bytes.first()? {
            first if is_letter(first) => {
                let end = bytes.iter().position(|byte| !is_letter(byte));
                (Class::Spaced, end.unwrap_or(bytes.len()))
            }
            first if first.is_ascii() => (Class::Symbol, 1),
            _ => return None,
        };
        // A mark belongs to what stands before it, and behind an apostrophe a word may go on.
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
        let ending = &rest[apostrophe..];
        let len = ending.find(|c| !goes_on(Class::Spaced, c)).unwrap_or(ending.len());
        if is_possessive(&ending[..len]) {
            self.at += apostrophe + len;
            self.separator = self.separator.max(Separator::Space);
        }
    }
}

/// Whether a word of this class goes on with a character.
fn goes_on(word: Class, c: char) -> bool {
    extends(c)
        || match word {
            Class::Spaced => class(c) == Class::Spaced,
            Class::Katakana => class(c) == Class::Katakana || is_katakana_sign(c),
            // The parts of a Hangul syllable that is written apart.
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

/// White space, and hyphens, which real spellings exchange for it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{200b}')
}

/// Whether a character belongs to the one before it, whatever that is: marks, joiners and what
/// is not to be seen.
fn extends(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | SOFT_HYPHEN)
}

/// Whether a character only modifies the one before it.
pub fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// Signs of length and voice, which Unicode counts to no script.
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
