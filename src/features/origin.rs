//! A term as it is shown away from its note: what it means, and where that is said.

use text_size::TextRange;

use crate::note::excerpt;
use crate::note::term::Style;
use crate::workspace::Declaration;
use crate::workspace::document::NoteId;

/// A declaration, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The term's name as it is declared.
    pub headword: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// How it is declared.
    pub style: Style,
    /// The definition, as Markdown that is safe to be rendered.
    pub definition: String,
    /// The same without markup.
    pub plain: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// Where a term is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The note.
    pub note: NoteId,
    /// What a reader calls the note.
    pub title: String,
    /// The names of the sections around the declaration, outermost first.
    pub path: Vec<String>,
    /// Where the headword stands in the note.
    pub name_range: TextRange,
    /// The whole declaration.
    pub range: TextRange,
    /// Where the definition stands.
    pub definition_range: TextRange,
}

impl Entry {
    /// Shows a declaration.
    pub fn new(declaration: Declaration<'_>) -> Self {
        let Declaration { document, term } = declaration;
        let title = document.title();
        let mut path = term.section.map_or_else(Vec::new, |index| document.note.path_of(index));
        if term.style == Style::Heading {
            path.pop();
        }
        let names = path.into_iter().map(|section| section.heading.name.clone());
        let definition = document.definition(term);
        Self {
            headword: term.headword.clone(),
            aliases: term.aliases.iter().map(|alias| alias.name.clone()).collect(),
            style: term.style,
            definition: excerpt::markdown(&definition),
            plain: excerpt::plain(&definition),
            origin: Origin {
                note: document.id,
                // A note that is called by its first heading need not be named twice.
                path: names.filter(|name| !name.is_empty() && *name != title).collect(),
                title,
                name_range: term.name_range,
                range: term.range,
                definition_range: term.definition.range,
            },
        }
    }
}
