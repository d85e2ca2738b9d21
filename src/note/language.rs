//! The language of a note, which decides how its words inflect.
//!
//! A note says its language in its front matter or in the name of its file. Otherwise its script
//! or its function words say it. A folder counts only where the text says nothing: a folder `it`
//! may have notes about computers.

use std::path::Path;

use unicode_script::{Script, UnicodeScript};

use crate::note::front_matter::FrontMatter;
use crate::note::prose::{self, Segment};
use crate::note::word_list::{WordList, words as word_list};
use crate::note::words::{fold, words};

/// Function words of the languages with Latin letters: a folded word and a tag.
static FUNCTION_WORDS: WordList = word_list!("function_words");

/// Front matter keys with the language of a note.
const KEYS: [&str; 3] = ["lang", "language", "locale"];

/// The most words that are read to recognize a language. A keystroke must not cost more with a
/// longer note.
const MAX_WORDS: usize = 300;

/// The fewest function words that show a language.
const MIN_FUNCTION_WORDS: usize = 2;

/// A language whose words have forms, or that shows that a note is in none of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Arabic.
    Arabic,
    /// Chinese.
    Chinese,
    /// Dutch.
    Dutch,
    /// English.
    English,
    /// French.
    French,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Portuguese.
    Portuguese,
    /// Russian.
    Russian,
    /// Spanish.
    Spanish,
    /// Turkish.
    Turkish,
}

/// The tag of each language, as in BCP 47.
const TAGS: [(&str, Language); 13] = [
    ("ar", Language::Arabic),
    ("de", Language::German),
    ("en", Language::English),
    ("es", Language::Spanish),
    ("fr", Language::French),
    ("it", Language::Italian),
    ("ja", Language::Japanese),
    ("ko", Language::Korean),
    ("nl", Language::Dutch),
    ("pt", Language::Portuguese),
    ("ru", Language::Russian),
    ("tr", Language::Turkish),
    ("zh", Language::Chinese),
];

impl Language {
    /// Returns all languages.
    pub fn all() -> impl Iterator<Item = Self> {
        TAGS.iter().map(|(_, language)| *language)
    }

    /// Returns the language of a tag like `de`, `de-AT` or `pt_BR`. `None` if it is not one of them.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let (first, rest) = tag.split_once(['-', '_']).unwrap_or((tag, ""));
        let is_region = rest.len() <= 4 && rest.chars().all(|c| c.is_ascii_alphanumeric());
        let found = TAGS.iter().find(|(known, _)| first.eq_ignore_ascii_case(known))?;
        is_region.then_some(found.1)
    }

    /// Returns the tag: two lower-case letters.
    pub fn tag(self) -> &'static str {
        TAGS.iter().find(|(_, language)| *language == self).map_or("", |(tag, _)| tag)
    }

    /// Returns the language of a note. `None` if nothing shows it, or it is another one. `prose` has
    /// byte offsets of `text`.
    pub(super) fn of_note(
        text: &str,
        front_matter: Option<&FrontMatter>,
        path: Option<&Path>,
        prose: &[Segment],
    ) -> Option<Self> {
        let said = front_matter.and_then(|front| {
            KEYS.iter().find_map(|key| Self::of_tag(&front.text_value(key)?.text))
        });
        said.or_else(|| path.and_then(of_suffix))
            .or_else(|| of_words(text, prose))
            .or_else(|| path.and_then(of_folder))
    }
}

/// Returns the language in a file name: `note.de.md`.
fn of_suffix(path: &Path) -> Option<Language> {
    let (name, suffix) = path.file_stem()?.to_str()?.rsplit_once('.')?;
    Language::of_tag(suffix).filter(|_| !name.is_empty())
}

/// Returns the language of the nearest folder that is named by one.
fn of_folder(path: &Path) -> Option<Language> {
    let folders = path.ancestors().skip(1).filter_map(|folder| folder.file_name()?.to_str());
    { folders }.find_map(Language::of_tag)
}

/// Returns the language of running text, by its script and its function words.
fn of_words(text: &str, prose: &[Segment]) -> Option<Language> {
    let mut counts = [0_usize; TAGS.len()];
    let mut read = 0;
    for block in prose::blocks(prose) {
        for word in words(text, block) {
            if read >= MAX_WORDS {
                return most(&counts);
            }
            read += 1;
            let mut count = |is_it: &dyn Fn(&str, Language) -> bool| {
                let found = TAGS.iter().position(|(tag, language)| is_it(tag, *language));
                if let Some(index) = found {
                    counts[index] += 1;
                }
            };
            if word.text.is_ascii() || is_latin(word.text) {
                for found in FUNCTION_WORDS.seconds(&fold(word.text)) {
                    count(&|tag, _| tag == found);
                }
            } else if let Some(found) = of_script(word.text) {
                count(&|_, language| language == found);
            }
        }
    }
    most(&counts)
}

/// Returns the language with the most words, unless there are few, or as many of another one.
fn most(counts: &[usize; TAGS.len()]) -> Option<Language> {
    // Japanese is written with Chinese characters too.
    let has_kana = TAGS.iter().zip(counts).any(|((tag, _), count)| *tag == "ja" && *count > 0);
    let counts = TAGS.iter().zip(counts).filter(|((tag, _), _)| !has_kana || *tag != "zh");
    let (best, count) = counts.clone().max_by_key(|(_, count)| **count)?;
    let is_clear = counts.filter(|(_, other)| *other == count).count() == 1;
    (is_clear && *count >= MIN_FUNCTION_WORDS).then_some(best.1)
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|c| matches!(c.script(), Script::Latin | Script::Common | Script::Inherited))
}

/// Returns the language that a script shows. A letter of another language with the same script
/// excludes it.
fn of_script(word: &str) -> Option<Language> {
    let first = word.chars().next()?;
    match first.script() {
        Script::Cyrillic => (!word
            .contains(['і', 'ї', 'є', 'ґ', 'ў', 'ђ', 'ј', 'љ', 'њ', 'ћ', 'џ']))
        .then_some(Language::Russian),
        Script::Arabic => (!word.contains(['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ٹ', 'ڈ', 'ے']))
            .then_some(Language::Arabic),
        Script::Hangul => Some(Language::Korean),
        Script::Hiragana | Script::Katakana => Some(Language::Japanese),
        Script::Han => Some(Language::Chinese),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use text_size::{TextRange, TextSize};

    use super::{Language, of_folder, of_suffix, of_words};
    use crate::note::prose::{Join, Segment};

    fn whole(text: &str) -> [Segment; 1] {
        let range = TextRange::up_to(TextSize::of(text));
        [Segment { range, join: Join::Block, in_link: false }]
    }

    #[test]
    fn tags_may_have_a_region() {
        for tag in ["de", "de-AT", "DE_ch", "de-1996"] {
            assert_eq!(Language::of_tag(tag), Some(Language::German), "{tag}");
        }
        for tag in ["", "deu", "de-of-all-things", "xx", "d"] {
            assert_eq!(Language::of_tag(tag), None, "{tag}");
        }
        assert_eq!(Language::German.tag(), "de");
    }

    #[test]
    fn the_path_has_a_language_in_its_suffix_or_folder() {
        assert_eq!(of_suffix(Path::new("/a/note.pt-BR.md")), Some(Language::Portuguese));
        assert_eq!(of_suffix(Path::new("/a/de.md")), None);
        assert_eq!(of_folder(Path::new("/docs/ru/a/note.md")), Some(Language::Russian));
        assert_eq!(of_folder(Path::new("/docs/notes/de.md")), None);
    }

    #[test]
    fn function_words_and_scripts_show_the_language() {
        for (text, language) in [
            ("Ein Schlüssel ist ein Wert, der eine Zeile bestimmt.", Some(Language::German)),
            ("Une base est un ensemble de données dans un fichier.", Some(Language::French)),
            ("Una base es un conjunto de datos para los programas.", Some(Language::Spanish)),
            ("Um banco é um conjunto de dados para os programas.", Some(Language::Portuguese)),
            ("Una base è un insieme di dati per gli utenti.", Some(Language::Italian)),
            ("Een sleutel is een waarde van het systeem.", Some(Language::Dutch)),
            ("A key is a value that identifies the row of a table.", Some(Language::English)),
            ("Bir ağaç ve bir düğüm için bu kural vardır.", Some(Language::Turkish)),
            ("Кэш хранит данные.", Some(Language::Russian)),
            ("Кеш зберігає дані.", None),
            ("الشجرة بنية بيانات.", Some(Language::Arabic)),
            ("داده‌های یک پایگاه.", None),
            ("データを木に入れる。", Some(Language::Japanese)),
            ("数据结构是一种方式。", Some(Language::Chinese)),
            ("데이터를 저장한다.", Some(Language::Korean)),
            ("Ring buffer, B-tree.", None),
            ("", None),
        ] {
            assert_eq!(of_words(text, &whole(text)), language, "{text}");
        }
    }
}
