//! Terms: what a note defines.

use text_size::{TextRange, TextSize};

use crate::note::ReadOptions;
use crate::note::markdown::{BlockKind, Markdown};
use crate::note::prose::Segment;
use crate::note::section::{Section, State, own_blocks};
use crate::note::term_key::{TermKey, is_capitals};

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

/// How a term is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// A leaf heading whose section begins with a paragraph.
    Heading,
    /// The whole note is about it: its title is the headword.
    Note,
    /// A list item or paragraph that begins with it in bold: `**Term**: …`.
    BoldLead,
    /// An entry of a definition list: `Term`, and below it `: …`.
    DefinitionList,
    /// A row of a table whose first column is headed `Term` or the like.
    Table,
}

impl Style {
    /// The style's name in output for people and machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Note => "note",
            Self::BoldLead => "bold",
            Self::DefinitionList => "definition-list",
            Self::Table => "table",
        }
    }
}

impl Term {
    /// The keys of all its names, the headword's first.
    pub fn keys(&self) -> impl Iterator<Item = &TermKey> {
        std::iter::once(&self.key).chain(self.aliases.iter().map(|alias| &alias.key))
    }
}

/// The terms that a note's headings declare.
pub(super) fn declared(
    sections: &[Section],
    markdown: &Markdown,
    text: &str,
    options: &ReadOptions,
) -> Vec<Term> {
    sections
        .iter()
        .enumerate()
        .filter_map(|(index, section)| {
            let heading = &section.heading;
            let levels = 2..=options.max_heading_level;
            if section.state != State::Written || !levels.contains(&heading.level) {
                return None;
            }
            if heading.is_code || !is_name(&heading.name) {
                return None;
            }
            let definition = definition(section, sections.get(index + 1), markdown, text)?;
            Some(Term {
                headword: heading.name.clone(),
                key: heading.key.clone()?,
                aliases: aliases(&heading.name),
                style: Style::Heading,
                name_range: heading.name_range,
                range: section.range,
                definition: Definition { range: definition, reads: None },
                section: Some(index),
                see: None,
            })
        })
        .collect()
}

/// The paragraph that a section begins with. Comments and images may stand before it.
fn definition(
    section: &Section,
    next: Option<&Section>,
    markdown: &Markdown,
    text: &str,
) -> Option<TextRange> {
    let next = next.filter(|next| next.heading.range.start() < section.range.end());
    for block in own_blocks(section, next, &markdown.blocks) {
        match block.kind {
            BlockKind::Paragraph if has_words(block.range, &markdown.prose, text) => {
                let written = text[block.range].trim_end();
                // A fence of a container (`::: note`) opens something else than a definition.
                return (!written.starts_with(":::"))
                    .then(|| TextRange::at(block.range.start(), TextSize::of(written)));
            }
            BlockKind::Paragraph | BlockKind::Comment => {}
            BlockKind::Rule | BlockKind::Other => return None,
        }
    }
    None
}

fn has_words(range: TextRange, prose: &[Segment], text: &str) -> bool {
    let from = prose.partition_point(|segment| segment.range.start() < range.start());
    prose[from..]
        .iter()
        .take_while(|segment| segment.range.start() < range.end())
        .any(|segment| text[segment.range].contains(char::is_alphanumeric))
}

/// Titles that are structure in whatever note they stand, folded.
const STRUCTURE: [&str; 47] = [
    "about",
    "acknowledgments",
    "appendix",
    "background",
    "conclusion",
    "contents",
    "contributing",
    "contributors",
    "credits",
    "definition",
    "definitions",
    "description",
    "example",
    "examples",
    "exercise",
    "exercises",
    "faq",
    "further reading",
    "getting started",
    "how it works",
    "installation",
    "introduction",
    "license",
    "links",
    "motivation",
    "note",
    "notes",
    "other resources",
    "overview",
    "prerequisites",
    "questions",
    "reading",
    "reference",
    "references",
    "related",
    "related terms",
    "resources",
    "see also",
    "solution",
    "solutions",
    "sources",
    "summary",
    "table of contents",
    "tl;dr",
    "todo",
    "troubleshooting",
    "usage",
];

/// Words that number what follows them, folded.
const NUMBERED: [&str; 18] = [
    "appendix", "chapter", "day", "episode", "example", "exercise", "figure", "lecture", "lesson",
    "level", "part", "phase", "question", "section", "stage", "step", "table", "week",
];

/// Whether a title may name a term: it is no question, no lead-in, not numbered and not one of
/// the titles that notes are structured by.
fn is_name(title: &str) -> bool {
    let folded = title.to_lowercase();
    let folded = folded.trim();
    !title.ends_with(['?', ':', '？', '：'])
        && title.chars().any(char::is_alphabetic)
        && !STRUCTURE.contains(&folded)
        && !is_numbered(folded)
}

/// `1. Scope`, `2.1 Scope`, `3) Scope`, `Step 1`, `Chapter IV: …`, but not `2PC` or `3D model`.
fn is_numbered(folded: &str) -> bool {
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = first.trim_end_matches(['.', ')', ':']);
    let is_number = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
    };
    if is_number(number) {
        return number.len() < first.len() || number.contains('.');
    }
    let second = words.next().unwrap_or_default().trim_end_matches(['.', ')', ':']);
    let roman = !second.is_empty() && second.chars().all(|c| "ivxlc".contains(c));
    NUMBERED.contains(&first) && (is_number(second) || roman)
}

/// The names in a title with a part in parentheses: the title without it, and what it holds if
/// one is short for the other. A qualifier, as in `Representation (relation)` or
/// `Array (JavaScript)`, is no name.
fn aliases(title: &str) -> Vec<Alias> {
    let Some((name, inner)) = split_parentheses(title) else { return Vec::new() };
    let is_name = is_acronym(inner) && may_abbreviate(inner, name)
        || is_acronym(name) && are_initials(name, inner);
    [Some(name), is_name.then_some(inner)]
        .into_iter()
        .flatten()
        .filter_map(|name| {
            let key = TermKey::new(name)?;
            Some(Alias { name: name.to_owned(), key, source: AliasSource::Title, range: None })
        })
        .collect()
}

/// `Name (inner)`, the parentheses of any width.
fn split_parentheses(title: &str) -> Option<(&str, &str)> {
    let (name, inner) = title.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let (name, inner) = (name.trim(), inner.trim());
    let is_flat = !name.is_empty() && !inner.contains([')', '）']);
    let is_closed = name.matches(['(', '（']).count() == name.matches([')', '）']).count();
    (is_flat && is_closed).then_some((name, inner))
}

fn is_acronym(name: &str) -> bool {
    let is_cased = |c: char| !c.is_alphabetic() || c.is_uppercase() || c.is_lowercase();
    name.chars().filter(|c| c.is_uppercase()).count() >= 2
        && name.chars().all(|c| is_cased(c) && !c.is_whitespace())
}

/// Whether an acronym may stand for a name: in capitals always, else (`IaC`) if its letters stand
/// in the name in this order; in a single word, the first one in front. A name in another script
/// leaves no doubt.
fn may_abbreviate(acronym: &str, name: &str) -> bool {
    let acronym = acronym.strip_suffix('s').unwrap_or(acronym);
    if is_capitals(acronym) {
        return true;
    }
    let letters = acronym.to_lowercase();
    let mut letters = letters.chars().filter(|c| c.is_alphabetic()).peekable();
    let folded = name.to_lowercase();
    let is_first = letters.peek().is_some_and(|first| folded.starts_with(*first));
    let mut rest = folded.chars();
    !name.contains(|c: char| c.is_ascii_alphabetic())
        || ((is_first || name.contains([' ', '-']))
            && letters.all(|letter| rest.any(|c| c == letter)))
}

/// Whether an acronym's letters are the first ones of the words of a name.
fn are_initials(acronym: &str, name: &str) -> bool {
    let initials = name.split([' ', '-']).filter_map(|word| word.chars().next());
    acronym.to_lowercase().chars().eq(initials.flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
