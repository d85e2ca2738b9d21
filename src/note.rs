//! One note, parsed from its text alone.
//!
//! A [`Note`] owns its text, and has ranges of it. It is parsed again after each change,
//! because an ordinary note takes far less than a millisecond. Nothing here is incremental. An
//! error in one part of a note does not affect other parts.

pub mod anchor;
pub mod blocks;
mod candidates;
mod comment;
pub mod date;
pub mod excerpt;
pub mod front_matter;
pub mod heading;
mod heading_text;
mod highlight;
mod html;
mod index_letters;
pub mod inflection;
pub mod language;
mod line_form;
pub mod link;
pub mod markdown;
pub mod marked_reference;
mod mask;
pub mod near_duplicate;
mod options;
pub mod phrase;
pub mod plural;
pub mod prose;
pub mod reference;
pub mod section;
pub mod slug;
pub mod spelling;
pub mod suppression;
pub mod tag;
pub mod term;
pub mod term_key;
pub mod text_form;
pub mod vocabulary;
pub mod word_form;
pub mod word_list;
pub mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use text_size::{TextRange, TextSize};

#[cfg(debug_assertions)]
use crate::fault;
use crate::note::anchor::Anchor;
use crate::note::front_matter::{ALIAS_KEYS, FrontMatter, TextValue};
use crate::note::language::Language;
use crate::note::link::Link;
use crate::note::markdown::Markdown;
use crate::note::near_duplicate::Fingerprint;
use crate::note::prose::Segment;
use crate::note::reference::LinkReference;
use crate::note::section::Section;
use crate::note::suppression::Suppression;
use crate::note::tag::InlineTag;
use crate::note::term::Term;
use crate::note::term::declared::NoteTerms;
use crate::note::term::folder_habit::FolderEntry;
use crate::note::term::reason::Reason;
use crate::note::term::source::Source;
use crate::note::term_key::TermKey;
use crate::note::text_form::TextForm;
use crate::text::Text;

pub use crate::note::options::ReadOptions;

/// A parsed note. All ranges are byte offsets of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The text that the note was parsed from.
    pub text: Text,
    /// The YAML or TOML block at the top, if there is one.
    pub front_matter: Option<FrontMatter>,
    /// The aliases of the note in the front matter, in source order.
    pub aliases: Vec<String>,
    /// Tags in the running text (`#tag`), in source order.
    pub inline_tags: Vec<InlineTag>,
    /// Headings with their sections, in source order.
    pub sections: Vec<Section>,
    /// Links and their definitions, in source order.
    pub links: Vec<Link>,
    /// Uses and definitions of labels and footnotes, in source order.
    pub references: Vec<LinkReference>,
    /// Targets of links other than headings, in source order.
    pub anchors: Vec<Anchor>,
    /// The terms that the note defines, in source order.
    pub terms: Vec<Term>,
    /// The note as an entry of its folder. `None` if it has no title or no text that may define it.
    pub entry: Option<FolderEntry>,
    /// The terms by each of their names, as indexes.
    names: TermsByKey<TermKey>,
    /// The terms by each fingerprint of their definitions, as indexes.
    by_fingerprint: TermsByKey<Fingerprint>,
    /// The running text, split at markup, in source order.
    pub prose: Vec<Segment>,
    /// The language. `None` if nothing shows it.
    pub language: Option<Language>,
    /// The parts in which rules are turned off.
    pub suppressions: Vec<Suppression>,
}

/// The indexes of a note's terms by a key, sorted by key and then by index.
///
/// A note may declare thousands of terms, and each mention looks up one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TermsByKey<K>(Box<[(K, u32)]>);

impl<K> Default for TermsByKey<K> {
    fn default() -> Self {
        Self(Box::default())
    }
}

impl<K: Ord> TermsByKey<K> {
    /// Builds the table from the keys of each term, in source order.
    fn new<T: IntoIterator<Item = K>>(terms: impl IntoIterator<Item = T>) -> Self {
        let terms = (0..).zip(terms);
        let pairs = terms.flat_map(|(index, keys)| keys.into_iter().map(move |key| (key, index)));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs.into())
    }

    fn get(&self, key: &K) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(other, _)| other < key);
        let same = self.0[from..].iter().take_while(move |(other, _)| other == key);
        same.map(|(_, index)| *index as usize)
    }
}

impl Note {
    /// Parses a note. Any text is a note. Returns `None` only if the parse panics, so that a bug
    /// affects one note and not all others.
    pub fn try_read(text: impl Into<Text>, options: &ReadOptions) -> Option<Self> {
        let text = text.into();
        catch_unwind(AssertUnwindSafe(|| Self::read(text, options))).ok()
    }

    /// Reads a document that is not a note: it has running text and nothing else. Returns `None` only
    /// if this panics, as [`Self::try_read`] does.
    pub fn try_read_text(text: Text, form: TextForm) -> Option<Self> {
        catch_unwind(AssertUnwindSafe(|| {
            let prose = form.prose(&text);
            let language = Language::of_note(&text, None, None, &prose);
            Self { prose, language, ..Self::unread(text) }
        }))
        .ok()
    }

    /// Returns a note that is not parsed: it has a text and nothing else.
    pub fn unread(text: Text) -> Self {
        Self { text, ..Self::default() }
    }

    /// Parses a note. Any text is a note, so this never fails.
    pub fn read(text: impl Into<Text>, options: &ReadOptions) -> Self {
        Self::parse(text.into(), options)
    }

    fn parse(source: Text, options: &ReadOptions) -> Self {
        let text: &str = &source;
        #[cfg(debug_assertions)]
        fault::point("note");
        let parts = Parts::parse(text, options);
        let declarations = term::declared::declarations(&parts.source(text, options));
        let NoteTerms { terms, entry } = declarations;
        let Parts { front_matter, markdown, comments, sections } = parts;
        let suppressions = suppression::read(text, &comments, &sections, front_matter.as_ref());
        let inline_tags = tag::find(text, &markdown.prose);
        let meanings = terms.iter().map(|term| &term.definition);
        let fingerprints = meanings
            .map(|it| near_duplicate::fingerprints(it.reads.as_deref().unwrap_or(&text[it.range])));
        let names = TermsByKey::new(terms.iter().map(|term| term.keys().cloned()));
        let by_fingerprint = TermsByKey::new(fingerprints);
        let aliases = front_matter.as_ref().map(|front| front.text_values(text, &ALIAS_KEYS));
        let aliases = aliases.into_iter().flatten().map(|alias| alias.text).collect();
        let in_front = front_matter.as_ref().map(|front| link::in_front_matter(text, front));
        let links = in_front.into_iter().flatten().chain(markdown.links).collect();
        let (mut references, mut anchors) = (markdown.references, markdown.anchors);
        let prose = markdown.prose;
        let path = options.path.as_deref();
        let language = Language::of_note(text, front_matter.as_ref(), path, &prose);
        references.extend(reference::undefined_footnotes(text, &prose));
        references.sort_by_key(|found| found.range.start());
        anchors.extend(anchor::in_prose(text, &prose));
        anchors.sort_by_key(|anchor| anchor.range.start());
        let mut note = Self {
            text: source,
            front_matter,
            aliases,
            inline_tags,
            sections,
            links,
            references,
            anchors,
            terms,
            entry,
            names,
            by_fingerprint,
            prose,
            language,
            suppressions,
        };
        note.shrink();
        note
    }

    /// Frees the memory that was reserved for more items, because a note is kept and read often.
    fn shrink(&mut self) {
        self.inline_tags.shrink_to_fit();
        self.sections.shrink_to_fit();
        self.links.shrink_to_fit();
        self.references.shrink_to_fit();
        self.anchors.shrink_to_fit();
        self.terms.shrink_to_fit();
        self.prose.shrink_to_fit();
    }

    /// Why the heading of the section at `index` declares a term or not. Parses the note again.
    /// `None` if there is no such section.
    pub fn reason(&self, options: &ReadOptions, index: usize) -> Option<Reason> {
        let parts = Parts::parse(&self.text, options);
        parts.sections.get(index)?;
        Some(term::declared::reason(&parts.source(&self.text, options), index))
    }

    /// Why the title of a note is a term or not. Parses the note again.
    pub fn title_reason(&self, options: &ReadOptions) -> Reason {
        let parts = Parts::parse(&self.text, options);
        term::declared::title_reason(&parts.source(&self.text, options))
    }

    /// The terms with this name, in source order.
    pub fn terms_named(&self, name: &TermKey) -> impl Iterator<Item = &Term> {
        self.names.get(name).filter_map(|index| self.terms.get(index))
    }

    /// The index of the section whose heading declares a term.
    pub fn own_section(&self, term: &Term) -> Option<usize> {
        // The name may be a part of the heading: `What is a cache?`
        let is_own = |index: &usize| {
            self.sections[*index].heading.name_range.contains_range(term.name_range)
        };
        term.section.filter(is_own)
    }

    /// The index of the section whose heading is the headword of a term, and declares it.
    pub fn section_by_name(&self, term: &Term) -> Option<usize> {
        self.own_section(term).filter(|index| self.sections[*index].heading.name == term.headword)
    }

    /// The fingerprints of all definitions, each with the index of its term.
    pub fn fingerprints(&self) -> impl Iterator<Item = (Fingerprint, usize)> {
        self.by_fingerprint.0.iter().map(|(fingerprint, term)| (*fingerprint, *term as usize))
    }

    /// The terms whose definition has this fingerprint, in source order.
    pub fn terms_with_fingerprint(&self, fingerprint: &Fingerprint) -> impl Iterator<Item = &Term> {
        self.by_fingerprint.get(fingerprint).filter_map(|index| self.terms.get(index))
    }

    /// The links that begin at the byte offset `offset`.
    pub fn links_from(&self, offset: TextSize) -> impl Iterator<Item = &Link> {
        let first = self.links.partition_point(|link| link.range.start() < offset);
        self.links[first..].iter().take_while(move |link| link.range.start() == offset)
    }

    /// The tags in the front matter, in source order.
    pub fn tags(&self) -> &[TextValue] {
        self.front_matter.as_ref().map_or(&[], FrontMatter::tags)
    }

    /// The categories in the front matter, in source order.
    pub fn categories(&self) -> &[TextValue] {
        self.front_matter.as_ref().map_or(&[], FrontMatter::categories)
    }

    /// The title in the front matter, with its range.
    pub fn front_matter_title(&self) -> Option<TextValue> {
        self.front_matter.as_ref()?.title()
    }

    /// The title of the note: that of its front matter, or else its first heading of level 1.
    pub fn title(&self) -> Option<String> {
        self.front_matter_title().map(|title| title.text).or_else(|| {
            let first = self.sections.iter().find(|section| section.heading.level == 1)?;
            Some(first.heading.name.clone()).filter(|name| !name.is_empty())
        })
    }

    /// The sections that contain the one at `index`, from the outermost to that section itself.
    pub fn path_of(&self, index: usize) -> Vec<&Section> {
        let mut path: Vec<_> = std::iter::successors(self.sections.get(index), |section| {
            section.parent.and_then(|parent| self.sections.get(parent))
        })
        .collect();
        path.reverse();
        path
    }

    /// The index of the innermost section that contains the byte offset `offset`, including its
    /// heading. `None` before the first heading.
    pub fn section_at(&self, offset: TextSize) -> Option<usize> {
        let after = self.sections.partition_point(|s| s.heading.range.start() <= offset);
        after.checked_sub(1)
    }
}

/// The parts of a note in which terms are declared.
struct Parts {
    front_matter: Option<FrontMatter>,
    markdown: Markdown,
    comments: Vec<TextRange>,
    sections: Vec<Section>,
}

impl Parts {
    fn parse(text: &str, options: &ReadOptions) -> Self {
        let front_matter = FrontMatter::parse(text);
        let body = front_matter.as_ref().map_or(start(text), |block| block.range.end());
        let mut markdown = markdown::read(text, body, options.anchors);
        let comments = suppression::comments(text, &markdown);
        mask::hide(text, &mut markdown);
        line_form::mark(text, &mut markdown.blocks);
        let sections = section::build(&mut markdown, text, options);
        Self { front_matter, markdown, comments, sections }
    }

    fn source<'n>(&'n self, text: &'n str, options: &'n ReadOptions) -> Source<'n> {
        Source {
            text,
            front_matter: self.front_matter.as_ref(),
            sections: &self.sections,
            markdown: &self.markdown,
            options,
        }
    }
}

/// The byte offset at which a text without front matter begins, after a byte order mark.
fn start(text: &str) -> TextSize {
    if text.starts_with('\u{feff}') { TextSize::of('\u{feff}') } else { 0.into() }
}

#[cfg(test)]
mod render;
#[cfg(test)]
mod tests;
