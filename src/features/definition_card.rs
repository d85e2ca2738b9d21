//! A definition card: a term with its definition and its place, as shown outside of its note.

use std::borrow::Cow;

use text_size::TextRange;

use crate::features::navigation_target::{NavigationTarget, TermOrSection};
use crate::note::excerpt;
use crate::note::term::{Style, Term};
use crate::text::lines;
use crate::workspace::document::Document;
use crate::workspace::{Declaration, Workspace};

/// A declaration, ready to be shown. Texts are Markdown that is safe to render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionCard {
    /// The term's name as declared.
    pub headword: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// How it is declared.
    pub style: Style,
    /// The definition.
    pub definition: String,
    /// The text of the entry after the definition, cut to a readable length; often empty.
    pub more: String,
    /// The term that the definition points to (`See X.`).
    pub see: Option<Box<DefinitionCard>>,
    /// The place of the declaration.
    pub target: NavigationTarget,
}

/// Declarations that are shown together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefinitionCards {
    /// The first of them, the nearest.
    pub shown: Vec<DefinitionCard>,
    /// The number of declarations that are not shown.
    pub more: usize,
}

/// The maximum number of declarations of one name to show; others are only counted.
const MAX_SHOWN: usize = 20;

/// The maximum length of a definition in bytes; a longer one is cut.
const MAX_DEFINITION: usize = 4096;

/// The maximum length of the text after a definition, in lines and in bytes.
const MAX_MORE: (usize, usize) = (12, 600);

impl DefinitionCards {
    /// Returns the cards of declarations, in their order.
    pub fn new(workspace: &Workspace, mut found: Vec<Declaration<'_>>) -> Self {
        let more = found.len().saturating_sub(MAX_SHOWN);
        found.truncate(MAX_SHOWN);
        let shown = found.into_iter().map(|it| DefinitionCard::followed(workspace, it));
        Self { shown: shown.collect(), more }
    }

    /// Returns whether there are no declarations.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

impl DefinitionCard {
    /// Returns the card of a declaration. If it only points to another term, the nearest
    /// declaration of that term is on it.
    pub fn followed(workspace: &Workspace, declaration: Declaration<'_>) -> Self {
        let near = declaration.document.id;
        let see = declaration.term.see.as_ref().and_then(|see| {
            let found = workspace.declarations(see, Some(near)).into_iter();
            // A second pointer is not followed: pointers can form a circle.
            found.filter(|found| found.term.see.is_none()).map(Self::new).next()
        });
        Self { see: see.map(Box::new), ..Self::new(declaration) }
    }

    /// Returns the card of a declaration.
    pub fn new(declaration: Declaration<'_>) -> Self {
        let Declaration { document, term } = declaration;
        Self {
            headword: term.headword.clone(),
            aliases: term.aliases.iter().map(|alias| alias.name.clone()).collect(),
            style: term.style,
            definition: excerpt::markdown(&cut(&document.definition(term))),
            more: excerpt::markdown(&more(document, term)),
            see: None,
            target: TermOrSection::Term(declaration).target(),
        }
    }

    /// Returns the definition without markup.
    pub fn plain_definition(&self) -> String {
        excerpt::plain(&self.definition)
    }
}

/// Returns the text of an entry after its definition, up to the next heading. Only whole blocks up
/// to a readable length are included.
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
    let text = document.note.text.slice(TextRange::new(start, end));
    if term.definition.range.end() <= body {
        return shortened(unrepeated(&document.definition(term), text));
    }
    shortened(&outside(document, term, text))
}

/// Returns the text of a note without its beginning, if the description in the front matter says the
/// same.
fn unrepeated<'t>(description: &str, text: &'t str) -> &'t str {
    let (description, text) = (description.trim(), text.trim_start());
    let is_whole = |rest: &&str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    if let Some(rest) = text.strip_prefix(description).filter(is_whole) {
        return rest.trim_start();
    }
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let plain = |text: &str| {
        let words = excerpt::plain(text);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if plain(first) == plain(description) { rest } else { text }
}

/// Returns the text after a definition without the indentation of the list that contains it. Another
/// definition of a definition list is a paragraph.
fn outside<'t>(document: &Document, term: &Term, text: &'t str) -> Cow<'t, str> {
    if !matches!(term.style, Style::DefinitionList | Style::BoldLead) {
        return text.into();
    }
    let whole = &document.note.text;
    let start = match term.style {
        Style::DefinitionList => term.definition.range.start(),
        _ => term.range.start(),
    };
    let column = content_column(&whole[lines::around(whole, start)]);
    let is_list = term.style == Style::DefinitionList;
    let line = |line: &str| {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let kept = line[..indent].replace('\t', "    ");
        let kept = kept.get(column..).unwrap_or_default();
        match line[indent..].strip_prefix(':') {
            Some(after) if is_list && after.starts_with([' ', '\t']) => {
                format!("\n{}", after.trim_start())
            }
            _ => format!("{kept}{}", &line[indent..]),
        }
    };
    text.split_inclusive('\n').map(line).collect::<String>().into()
}

/// Returns the column at which the text of a list item or definition begins in its line.
fn content_column(line: &str) -> usize {
    let line = line.replace('\t', "    ");
    let marked = line.trim_start();
    let digits = marked.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = match digits.chars().next() {
        Some('.' | ')') if digits.len() < marked.len() => marked.len() - digits.len() + 1,
        Some('-' | '*' | '+' | ':') if digits.len() == marked.len() => 1,
        _ => 0,
    };
    let after = &marked[mark..];
    let is_item = mark > 0 && after.starts_with(' ');
    line.len() - if is_item { after.trim_start().len() } else { marked.len() }
}

/// Returns a definition, cut after a whole word if it is too long.
fn cut(definition: &str) -> Cow<'_, str> {
    if definition.len() <= MAX_DEFINITION {
        return Cow::Borrowed(definition);
    }
    let most = &definition[..definition.floor_char_boundary(MAX_DEFINITION)];
    let end = most.rfind(char::is_whitespace).unwrap_or(most.len());
    Cow::Owned(format!("{} …", most[..end].trim_end()))
}

/// Returns the first blocks of a text that together are short; code is not cut.
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
