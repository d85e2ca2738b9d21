//! Terms, which notes define.
//!
//! Each style of declaration has a file. `declared` joins their terms.

mod abbreviation;
mod acronym;
mod alias;
mod asked_name;
mod bold_lead;
mod callout;
pub mod clue;
pub(super) mod columns;
pub(super) mod declared;
mod definition_list;
mod entry_note;
pub mod evidence;
pub mod folder_habit;
mod heading;
mod html_list;
mod label;
mod lead_name;
mod list_items;
mod opening;
mod passage;
mod passage_text;
mod plain_list;
pub mod reason;
mod see;
mod sentence;
mod settings;
pub(super) mod source;
mod style;
mod table;
mod title;
mod title_form;
mod verb;
mod weighing;
mod word_class;

use text_size::TextRange;

use crate::note::term::evidence::Evidence;
use crate::note::term::folder_habit::FolderHabit;
use crate::note::term_key::TermKey;

pub use self::style::{Style, Styles};
pub use self::title::objection;

/// Something that a note defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The name as written where it is declared, without markup.
    pub headword: String,
    /// The key of the headword.
    pub key: TermKey,
    /// The other names.
    pub aliases: Vec<Alias>,
    /// The style of the declaration.
    pub style: Style,
    /// The range of the headword, in byte offsets of the note. Empty if the name of the file is the
    /// headword.
    pub name_range: TextRange,
    /// The range of the whole entry: section, list item, row or note.
    pub range: TextRange,
    /// The definition.
    pub definition: Definition,
    /// The index of the section that declares or contains the term. `None` if no section does.
    pub section: Option<usize>,
    /// The evidence that the definition defines the headword.
    pub evidence: Evidence,
    /// The term that the definition refers to, if it is only a cross-reference (`See X.`).
    pub see: Option<TermKey>,
    /// The other notes that decide whether this note declares a term. `None` if it decides alone.
    pub judged_by: Option<FolderHabit>,
}

/// The text that defines a term: a paragraph, list item, cell or description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its range in byte offsets of the note, without the line end.
    pub range: TextRange,
    /// The definition as Markdown, if it differs from the source in `range`: a value in front matter,
    /// HTML, or several lines of a quote.
    pub reads: Option<String>,
}

/// Another name of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name as written, without backticks.
    pub name: String,
    /// The key of the name.
    pub key: TermKey,
    /// Where the alias comes from.
    pub source: AliasSource,
    /// The range in byte offsets of the note. `None` if the alias comes from the settings or is
    /// written differently.
    pub range: Option<TextRange>,
}

/// The origin of an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AliasSource {
    /// A title with several names: `Name (ALIAS)`, `A / B`.
    Title,
    /// A front matter key like `aliases`, `alias` or `aka`.
    FrontMatter,
    /// A comment below the heading: `<!-- aliases: a, b -->`.
    Comment,
    /// The definition begins with the words that the headword abbreviates.
    Expansion,
    /// A phrase in the first sentence: `also known as`, `short for`.
    Sentence,
    /// The settings.
    Settings,
}

impl AliasSource {
    /// Whether the author declared the name. Other names are derived from the definition.
    pub fn is_declared(self) -> bool {
        !matches!(self, Self::Expansion | Self::Sentence)
    }

    /// The origin of the alias in words, for hovers.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Title => "in the title",
            Self::FrontMatter => "in the front matter",
            Self::Comment => "in a comment",
            Self::Expansion => "the acronym's expansion",
            Self::Sentence => "in the definition",
            Self::Settings => "in the settings",
        }
    }
}

/// Whether a title only structures notes, on any subject: `Examples`, `Zusammenfassung`.
pub fn is_boilerplate(title: &str) -> bool {
    title::is_boilerplate(&title.to_lowercase())
}

impl Term {
    /// The aliases that the author declares, and not those found in the definition.
    pub fn declared_aliases(&self) -> impl Iterator<Item = &Alias> {
        self.aliases.iter().filter(|alias| alias.source.is_declared())
    }

    /// The keys of the headword and of the declared aliases. The key of the headword is first.
    pub fn declared_keys(&self) -> impl Iterator<Item = &TermKey> {
        std::iter::once(&self.key).chain(self.declared_aliases().map(|alias| &alias.key))
    }

    /// The keys of all names. The key of the headword is first.
    pub fn keys(&self) -> impl Iterator<Item = &TermKey> {
        std::iter::once(&self.key).chain(self.aliases.iter().map(|alias| &alias.key))
    }
}

impl Alias {
    pub(super) fn new(name: &str, source: AliasSource, range: Option<TextRange>) -> Option<Self> {
        let name = name.trim();
        // A name with backticks differs from its source, so it has no range.
        let range = range.filter(|_| !name.contains('`'));
        let name = name.replace('`', "");
        Some(Self { key: TermKey::new(&name)?, name, source, range })
    }
}

#[cfg(test)]
mod tests;
