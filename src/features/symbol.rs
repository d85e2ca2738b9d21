//! What stands at a place: the one answer that hover, definition and all that follow begin with.

use text_size::{TextRange, TextSize};

use crate::features::FilePosition;
use crate::note::term_key::TermKey;
use crate::workspace::document::Document;
use crate::workspace::{Workspace, mention};

/// Something in a note that can be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// Terms, mentioned in running text under one of these names.
    Mention(Vec<TermKey>),
    /// The heading of the section with this index.
    Heading(usize),
    /// A tag, in front matter or running text.
    Tag(String),
    /// A category.
    Category(String),
}

/// The symbol that a place stands in or at the edge of, and its range.
pub fn symbol_at(workspace: &Workspace, position: FilePosition) -> Option<(Symbol, TextRange)> {
    let document = workspace.document(position.note)?;
    let offset = position.offset;
    label_at(document, offset).or_else(|| {
        let heading = heading_at(document, offset);
        let mention = mention_at(workspace, document, offset);
        match (mention, heading) {
            // A term's own heading is not a mention of it.
            (Some((keys, range)), Some((index, _))) => {
                let own = document.note.sections[index].heading.key.as_ref();
                (!keys.iter().any(|key| Some(key) == own)).then_some((Symbol::Mention(keys), range))
            }
            (Some((keys, range)), None) => Some((Symbol::Mention(keys), range)),
            (None, _) => None,
        }
        .or_else(|| heading.map(|(index, range)| (Symbol::Heading(index), range)))
    })
}

fn label_at(document: &Document, offset: TextSize) -> Option<(Symbol, TextRange)> {
    let note = &document.note;
    let tag = note.tags().iter().find(|tag| tag.text_range.contains_inclusive(offset));
    if let Some(tag) = tag {
        return Some((Symbol::Tag(tag.text.clone()), tag.text_range));
    }
    let category =
        note.categories().iter().find(|label| label.text_range.contains_inclusive(offset));
    if let Some(category) = category {
        return Some((Symbol::Category(category.text.clone()), category.text_range));
    }
    let tag = note.inline_tags.iter().find(|tag| tag.range.contains_inclusive(offset))?;
    Some((Symbol::Tag(tag.text.clone()), tag.range))
}

fn heading_at(document: &Document, offset: TextSize) -> Option<(usize, TextRange)> {
    let index = document.note.section_at(offset)?;
    let heading = &document.note.sections[index].heading;
    if heading.name_range.contains_inclusive(offset) {
        return Some((index, heading.name_range));
    }
    let marks = TextRange::new(heading.range.start(), heading.name_range.start());
    marks.contains_inclusive(offset).then_some((index, marks.cover(heading.name_range)))
}

fn mention_at(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<(Vec<TermKey>, TextRange)> {
    let mention = mention::at(workspace, document, offset)?;
    Some((mention.names.into_iter().map(|found| found.key).collect(), mention.range))
}
