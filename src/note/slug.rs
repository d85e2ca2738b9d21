//! Slugs: the anchors of headings without an explicit id.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::note::words::is_mark;

/// How the anchors of headings are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Anchors {
    /// As GitHub and most site generators do.
    #[default]
    Github,
    /// As kramdown does by default.
    Kramdown,
    /// As Obsidian does: the text of the heading.
    Obsidian,
    /// As Zola does by default: only ASCII, other letters are spelled with it.
    Zola,
    /// As MkDocs does by default, and other tools with Python-Markdown: only ASCII, accents are
    /// dropped, and repeated anchors get a number after an underscore.
    Mkdocs,
}

impl Anchors {
    /// The anchor of a heading with this text, before a number is added.
    pub fn of(self, text: &str) -> String {
        match self {
            Self::Github => slug(text),
            Self::Kramdown => kramdown(text),
            Self::Obsidian => obsidian(text),
            Self::Zola => slug::slugify(text),
            Self::Mkdocs => mkdocs(text),
        }
    }

    /// A slug without the number from which repetitions are counted on, and that number. Only
    /// Python-Markdown does so: after `a_1` comes `a_2`.
    pub fn counted(self, slug: &str) -> (&str, u32) {
        let counted = slug.rsplit_once('_').filter(|_| self == Self::Mkdocs);
        // A number of more digits could overflow.
        let counted = counted.filter(|(_, number)| number.len() <= 6);
        let counted = counted.and_then(|(name, number)| Some((name, number.parse().ok()?)));
        counted.unwrap_or((slug, 0))
    }

    /// The character before the number of a repeated anchor.
    pub fn separator(self) -> char {
        if self == Self::Mkdocs { '_' } else { '-' }
    }
}

/// The slug of Python-Markdown: `slugify` and `unique` in its extension `toc`. An empty anchor gets
/// a number too.
fn mkdocs(text: &str) -> String {
    let ascii = text.nfkd().filter(char::is_ascii);
    let is_kept =
        |c: &char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || matches!(c, '_' | '-');
    let kept: String = ascii.filter(is_kept).map(|c| c.to_ascii_lowercase()).collect();
    let mut id = String::new();
    for c in kept.trim().chars() {
        let c = if c.is_ascii_whitespace() { '-' } else { c };
        if c != '-' || !id.ends_with('-') {
            id.push(c);
        }
    }
    if id.is_empty() { "_1".to_owned() } else { id }
}

/// The slug of kramdown: ASCII only, from the first letter on.
///
/// kramdown: `basic_generate_id` in its base converter.
fn kramdown(text: &str) -> String {
    let start = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let kept =
        text[start..].chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
    let id: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    if id.is_empty() { "section".to_owned() } else { id }
}

/// The text with spaces instead of characters that have a meaning in links.
fn obsidian(text: &str) -> String {
    let spaced = text.replace(['#', '|', '^', ':', '[', ']', '%'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The slug of a heading's text: lower case, hyphens for spaces, no punctuation.
///
/// `GitHub`: heading anchors. Letters and digits of all scripts are kept.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            c if is_word(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// Returns a title for an anchor: spaces for hyphens, and a capital at the beginning. A name that
/// is not an anchor is unchanged.
pub fn title_of(name: &str) -> String {
    if name.contains(' ') || name.chars().any(char::is_uppercase) {
        return name.to_owned();
    }
    let mut letters = name.chars().map(|c| if matches!(c, '-' | '_') { ' ' } else { c });
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + &letters.collect::<String>()
}

/// Returns whether `GitHub` keeps a character that is not ASCII. It drops numbers that are not
/// digits, such as `²` and `①`, and keeps connectors.
fn is_word(c: char) -> bool {
    let is_kept = |category| {
        matches!(category, GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation)
    };
    !c.is_ascii() && (c.is_alphabetic() || is_mark(c) || is_kept(c.general_category()))
}

#[cfg(test)]
mod tests {
    use super::{Anchors, slug, title_of};
    use crate::note::section::anchors;
    use crate::note::{Note, ReadOptions};

    #[test]
    fn slugs_are_those_of_github() {
        for (text, expected) in [
            ("Change Data Capture (CDC)", "change-data-capture-cdc"),
            ("C++ & C#", "c--c"),
            ("What's new?", "whats-new"),
            ("Größe des Index", "größe-des-index"),
            ("データベース", "データベース"),
            ("snake_case - dash", "snake_case---dash"),
            ("Write-ahead log", "write-ahead-log"),
            ("10 m² of ½ ①", "10-m-of--"),
            ("Ⅷ. ٣＿x‿y", "ⅷ-٣＿x‿y"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn other_tools_have_other_slugs() {
        for (text, kramdown, obsidian, zola, mkdocs) in [
            (
                "Change Data Capture (CDC)",
                "change-data-capture-cdc",
                "Change Data Capture (CDC)",
                "change-data-capture-cdc",
                "change-data-capture-cdc",
            ),
            (
                "1. Über C++: *why*",
                "ber-c-why",
                "1. Über C++ *why*",
                "1-uber-c-why",
                "1-uber-c-why",
            ),
            ("a - b_c", "a---bc", "a - b_c", "a-b-c", "a-b_c"),
            ("Größe", "gre", "Größe", "grosse", "groe"),
            ("データベース", "section", "データベース", "detabesu", "_1"),
        ] {
            assert_eq!(Anchors::Kramdown.of(text), kramdown);
            assert_eq!(Anchors::Obsidian.of(text), obsidian);
            assert_eq!(Anchors::Zola.of(text), zola);
            assert_eq!(Anchors::Mkdocs.of(text), mkdocs);
        }
        let options = ReadOptions { anchors: Anchors::Kramdown, ..ReadOptions::default() };
        let note = Note::read("## 1. Größe\n## größe\n", &options);
        assert_eq!(anchors(&note.sections, options.anchors), ["gre", "gre-1"]);
        let options = ReadOptions { anchors: Anchors::Mkdocs, ..ReadOptions::default() };
        let text = "## Disk\n## Disk\n## 本\n## 木\n## Disk\n## a_7\n## a_7\n## b_4294967295\n## b_4294967295\n";
        let note = Note::read(text, &options);
        let expected = [
            "disk",
            "disk_1",
            "_1",
            "_2",
            "disk_2",
            "a_7",
            "a_8",
            "b_4294967295",
            "b_4294967295_1",
        ];
        assert_eq!(anchors(&note.sections, options.anchors), expected);
    }

    #[test]
    fn title_of_a_slug_has_spaces_and_a_capital() {
        assert_eq!(title_of("change-data_capture"), "Change data capture");
        assert_eq!(title_of("über"), "Über");
        assert_eq!(title_of("Write-ahead log"), "Write-ahead log");
    }

    #[test]
    fn repeated_slugs_are_numbered() {
        let text = "# A\n## B\n## B\n## B-1\n## `B` {#own}\n## *B*\n## 📑 Key\n";
        let note = Note::read(text, &ReadOptions::default());
        assert_eq!(
            anchors(&note.sections, Anchors::Github),
            ["a", "b", "b-1", "b-1-1", "own", "b-2", "-key"]
        );
    }
}
