//! Terms: what a note defines.
//!
//! There is one file for each style of declaration; here they are joined.

mod acronym;
mod alias;
mod bold_lead;
pub(super) mod columns;
pub(super) mod declared;
mod definition_list;
mod entry_note;
mod heading;
mod see;
mod sentence;
mod settings;
pub(super) mod source;
mod style;
mod table;
mod title;

use text_size::TextRange;

use crate::note::term_key::TermKey;

pub use self::style::{Style, Styles};

/// Something that a note defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The name as written where it is declared, without markup.
    pub headword: String,
    /// The headword's key.
    pub key: TermKey,
    /// Its other names.
    pub aliases: Vec<Alias>,
    /// How it is declared.
    pub style: Style,
    /// Where the headword stands.
    pub name_range: TextRange,
    /// The declaration with the full entry.
    pub range: TextRange,
    /// What it means.
    pub definition: Definition,
    /// The index of the section that the declaration is or stands in; none in a note without
    /// headings.
    pub section: Option<usize>,
    /// The name of the term that its definition only points to (`See X.`).
    pub see: Option<TermKey>,
}

/// What a term means: its first paragraph, list item, cell or description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Where it stands, without its line end.
    pub range: TextRange,
    /// What it reads as, as Markdown, where that is not what is written there: in front matter.
    pub reads: Option<String>,
}

/// Another name of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// As written.
    pub name: String,
    /// Its key.
    pub key: TermKey,
    /// What makes it one.
    pub source: AliasSource,
    /// Where it is written; none if it comes from the settings.
    pub range: Option<TextRange>,
}

/// What makes a name an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AliasSource {
    /// The title holds several names: `Name (ALIAS)`, `A / B`.
    Title,
    /// `aliases`, `alias`, `aka` or the like in front matter.
    FrontMatter,
    /// A comment below the heading: `<!-- aliases: a, b -->`.
    Comment,
    /// The definition opens with the words that the headword is the initials of.
    Expansion,
    /// The first sentence says so: `also known as`, `short for`.
    Sentence,
    /// The settings say so.
    Settings,
}

impl AliasSource {
    /// Whether the author declared it as a name, rather than that it was harvested from prose.
    pub fn is_declared(self) -> bool {
        !matches!(self, Self::Expansion | Self::Sentence)
    }

    /// What to tell a reader about where the alias comes from.
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

impl Term {
    /// The keys of all its names, the headword's first.
    pub fn keys(&self) -> impl Iterator<Item = &TermKey> {
        std::iter::once(&self.key).chain(self.aliases.iter().map(|alias| &alias.key))
    }
}

impl Alias {
    pub(super) fn new(name: &str, source: AliasSource, range: Option<TextRange>) -> Option<Self> {
        let name = name.trim();
        // Code in the middle of a name: what is read is not what is written.
        let range = range.filter(|_| !name.contains('`'));
        let name = name.replace('`', "");
        Some(Self { key: TermKey::new(&name)?, name, source, range })
    }
}

#[cfg(test)]
mod tests;
