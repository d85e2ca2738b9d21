//! A term as it is shown away from its note: what it means, and where that is said.

use std::borrow::Cow;

use text_size::TextRange;

use crate::note::excerpt;
use crate::note::term::{Style, Term};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Declaration, Workspace};

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
    /// What follows the definition in the entry, as Markdown, cut to a readable length; often
    /// nothing.
    pub more: String,
    /// What it says of the term that the definition only points to (`See X.`).
    pub target: Option<Box<Entry>>,
    /// Where it is declared.
    pub origin: Origin,
}

/// Declarations that are shown together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// The first of them, the nearest.
    pub shown: Vec<Entry>,
    /// How many more there are.
    pub more: usize,
}

/// More declarations of one name than these are counted: nobody reads them over a text.
const MAX_SHOWN: usize = 20;

/// A definition of more bytes is cut: it is read in its note.
const MAX_DEFINITION: usize = 4096;

/// The longest text that is shown besides a definition, in lines and in bytes.
const MAX_MORE: (usize, usize) = (12, 600);

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

impl Entries {
    /// Shows declarations, the nearest first.
    pub fn new(workspace: &Workspace, mut found: Vec<Declaration<'_>>) -> Self {
        let more = found.len().saturating_sub(MAX_SHOWN);
        found.truncate(MAX_SHOWN);
        Self { shown: found.into_iter().map(|it| Entry::followed(workspace, it)).collect(), more }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

impl Entry {
    /// Shows a declaration, and if it only points to another term, that one's nearest declaration.
    pub fn followed(workspace: &Workspace, declaration: Declaration<'_>) -> Self {
        let near = declaration.document.id;
        let target = declaration.term.see.as_ref().and_then(|see| {
            let found = workspace.declarations(see, Some(near)).into_iter();
            // A pointer to a pointer leads nowhere, least of all in a circle.
            found.filter(|found| found.term.see.is_none()).map(Self::new).next()
        });
        Self { target: target.map(Box::new), ..Self::new(declaration) }
    }

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
        let definition = cut(&definition);
        Self {
            headword: term.headword.clone(),
            aliases: term.aliases.iter().map(|alias| alias.name.clone()).collect(),
            style: term.style,
            definition: excerpt::markdown(&definition),
            plain: excerpt::plain(&definition),
            more: excerpt::markdown(&more(document, term)),
            target: None,
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

/// What stands in an entry behind its definition, up to the next heading: whole blocks, as many
/// as can be read at a glance.
fn more(document: &Document, term: &Term) -> String {
    let note = &document.note;
    let body = note.front_matter.as_ref().map_or_else(Default::default, |block| block.range.end());
    let start = term.definition.range.end().max(body);
    let next = note.sections.partition_point(|section| section.heading.range.start() < start);
    let end = note.sections.get(next).map_or(term.range.end(), |s| s.heading.range.start());
    let end = end.min(term.range.end());
    if matches!(term.style, Style::Table) || end <= start {
        return String::new();
    }
    shortened(&document.text.slice(TextRange::new(start, end)))
}

/// The beginning of a definition, up to a word.
fn cut(definition: &str) -> Cow<'_, str> {
    if definition.len() <= MAX_DEFINITION {
        return Cow::Borrowed(definition);
    }
    let most = &definition[..definition.floor_char_boundary(MAX_DEFINITION)];
    let end = most.rfind(char::is_whitespace).unwrap_or(most.len());
    Cow::Owned(format!("{} …", most[..end].trim_end()))
}

/// The first blocks of a text that together are short; code is not cut.
pub(super) fn shortened(text: &str) -> String {
    let text = text.trim_end();
    let (mut end, mut at, mut lines, mut in_code) = (0, 0, 0, false);
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        in_code ^= content.starts_with("```") || content.starts_with("~~~");
        if content.is_empty() && !in_code {
            end = at;
        }
        at += line.len();
        lines += usize::from(!content.is_empty());
        if lines > MAX_MORE.0 || at > MAX_MORE.1 {
            let shown = text[..end].trim();
            return if shown.is_empty() { "…".to_owned() } else { format!("{shown}\n\n…") };
        }
    }
    text.trim_start_matches(['\n', '\r']).to_owned()
}
