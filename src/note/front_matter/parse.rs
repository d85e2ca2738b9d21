//! The parsed front matter of a note.

use text_size::TextRange;

use super::reading::{MAX_CONTENT, Problem, Reading};
use super::scan::range;
use super::tags::{self, TagKind};
use super::{Entry, Syntax, TextValue, fences, toml, yaml};

/// The block at the top of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The language between the fences.
    pub syntax: Syntax,
    /// The whole block, from the start of the opening fence line up to the line after the closing
    /// fence, so the body begins where this ends. A byte order mark and blank lines before the
    /// block are not in it.
    pub range: TextRange,
    /// The whole lines between the fences, with their line breaks.
    pub content: TextRange,
    /// Whether there is a closing fence. Without one, the content ends before the first blank
    /// line or heading.
    pub closed: bool,
    /// The top-level keys in source order. An invalid key has the part of its value that could be
    /// read.
    pub entries: Vec<Entry>,
    /// One problem per invalid key.
    pub problems: Vec<Problem>,
    tags: Vec<TextValue>,
    categories: Vec<TextValue>,
}

impl FrontMatter {
    /// Parses the front matter of a note. `None` if the note has none.
    ///
    /// A note may open with a thematic break that looks like a fence: it is front matter only if
    /// the first line below looks like a key, a list item or a flow map, or if nothing is
    /// between two fences.
    pub fn parse(text: &str) -> Option<FrontMatter> {
        let block = fences::find(text)?;
        let mut reading = Reading::default();
        if block.content.len() > MAX_CONTENT {
            let message = format!(
                "expected front matter of at most {} KiB; it is not read",
                MAX_CONTENT / 1024
            );
            reading.problem(block.opening.range(), message);
        } else {
            match block.syntax {
                Syntax::Yaml => yaml::read(text, block.content.clone(), &mut reading),
                Syntax::Toml => toml::read(text, block.content.clone(), &mut reading),
            }
        }
        Some(FrontMatter {
            syntax: block.syntax,
            range: range(block.range()),
            content: range(block.content),
            closed: block.closing.is_some(),
            tags: tags::listed(text, &reading.entries, TagKind::Tag),
            categories: tags::listed(text, &reading.entries, TagKind::Category),
            entries: reading.entries,
            problems: reading.problems.into_iter().map(|it| it.on_one_line(text)).collect(),
        })
    }

    /// The first entry with this key, in any letter case.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is(key))
    }

    /// The note's title, if it is a text and not blank.
    pub fn title(&self) -> Option<TextValue> {
        self.text_value("title")
    }

    /// The value of a key, if it is a text and not blank.
    pub fn text_value(&self, key: &str) -> Option<TextValue> {
        self.get(key)?.value.as_text()
    }

    /// The texts listed under these keys, in source order: as a list, or as a text with commas.
    pub fn text_values(&self, text: &str, keys: &[&str]) -> Vec<TextValue> {
        tags::texts(text, &self.entries, keys)
    }

    /// The tags under `tags`, `tag` and the `tags` of `taxonomies`, in source order. Null and
    /// blank ones are left out.
    pub fn tags(&self) -> &[TextValue] {
        &self.tags
    }

    /// The categories under `categories`, `category` and the `categories` of `taxonomies`, in
    /// source order. Nested lists are flattened.
    pub fn categories(&self) -> &[TextValue] {
        &self.categories
    }

    /// The tags or the categories, by their kind.
    pub fn listed(&self, kind: TagKind) -> &[TextValue] {
        match kind {
            TagKind::Tag => &self.tags,
            TagKind::Category => &self.categories,
        }
    }
}
