//! The edges of mentions: a name cut out of a longer word, path or variable is not a mention.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use crate::note::word_list::{WordList, words as word_list};
use crate::note::words::{Class, Separator, Word};

/// Korean particles.
static PARTICLES: WordList = word_list!("korean_particles");

/// The most syllables of the particles after a word.
const MAX_PARTICLES: usize = 6;

/// Returns whether a word continues the previous one, with markup between them.
pub(super) fn is_inside(words: &[Word<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &words[before]) else { return false };
    let class = words[at].class;
    words[at].separator == Separator::None
        && before.class == class
        && matches!(class, Class::Spaced | Class::Katakana)
}

/// Returns whether a mention may begin here. It cannot begin inside a word, a URL, a variable or
/// a name with marks: `@name`, `$name`, `file.name`, `R&name`.
pub(super) fn may_begin(words: &[Word<'_>], at: usize) -> bool {
    if is_inside(words, at) {
        return false;
    }
    let mark = |index: usize| {
        let word = words.get(index)?;
        (word.class == Class::Symbol).then_some(word.text)
    };
    if words[at].separator != Separator::None || words[at].class == Class::Symbol || at == 0 {
        return true;
    }
    match mark(at - 1) {
        Some("#" | "@" | "$" | "\\" | "~") => false,
        Some("." | "&" | "+" | "=") => words[at - 1].separator != Separator::None,
        _ => true,
    }
}

/// Returns whether a mention may end with this word. `C` cannot in `C++`, nor `TrieNode` in `TrieNode.js`.
pub(super) fn may_end(words: &[Word<'_>], at: usize) -> bool {
    let Some(next) = words.get(at + 1).filter(|next| next.separator == Separator::None) else {
        return true;
    };
    if is_inside(words, at + 1) {
        return false;
    }
    let goes_on = || {
        words
            .get(at + 2)
            .is_some_and(|after| after.separator == Separator::None && after.class == Class::Spaced)
    };
    match next.text {
        "+" | "#" => false,
        "." | "&" | "@" | "=" => !goes_on(),
        _ => true,
    }
}

/// Returns whether the words in a range are a whole name in scripts without spaces, where each
/// character is a word.
pub(super) fn is_whole(words: &[Word<'_>], range: &Range<usize>) -> bool {
    !begins_inside_run(words, range) && !ends_inside_run(words, range)
}

/// Returns whether nothing separates a word from the previous one.
fn touches(words: &[Word<'_>], at: usize) -> bool {
    at > 0 && words.get(at).is_some_and(|word| word.separator == Separator::None)
}

/// Returns whether a name in Hangul begins inside a longer run of Hangul, or is one Chinese character
/// after another one: 결과 in 검색결과, 木 in 材木.
fn begins_inside_run(words: &[Word<'_>], range: &Range<usize>) -> bool {
    let Some(before) = range.start.checked_sub(1).filter(|_| touches(words, range.start)) else {
        return false;
    };
    let (before, first) = (words[before].text, words[range.start].text);
    is_of(first, Script::Hangul) && is_of(before, Script::Hangul)
        || range.len() == 1 && is_of(first, Script::Han) && is_of(before, Script::Han)
}

/// Returns whether a name in Hangul ends inside a longer word, or is one Chinese character before
/// another one. Particles do not belong to the word: 캐시를, but not 캐시메모리.
fn ends_inside_run(words: &[Word<'_>], range: &Range<usize>) -> bool {
    let last = words[range.end - 1].text;
    if range.len() == 1 && is_of(last, Script::Han) {
        return touches(words, range.end) && is_of(words[range.end].text, Script::Han);
    }
    if !is_of(last, Script::Hangul) {
        return false;
    }
    let rest = (range.end..words.len().min(range.end + MAX_PARTICLES + 1))
        .take_while(|at| touches(words, *at) && is_of(words[*at].text, Script::Hangul))
        .map(|at| words[at].text);
    !are_particles(&rest.collect::<String>())
}

/// Returns whether a text in Hangul consists of particles.
fn are_particles(text: &str) -> bool {
    text.is_empty() || PARTICLES.iter().any(|it| text.strip_prefix(it).is_some_and(are_particles))
}

fn is_of(word: &str, script: Script) -> bool {
    word.chars().next().is_some_and(|c| !c.is_ascii() && c.script() == script)
}
