//! Completion of links, labels, front matter keys and values, tags, categories and terms.
//!
//! The context is read from the text before the cursor, since an incomplete construct parses as
//! something else. The items come from the indexes.
//!
//! LSP: textDocument/completion, completionItem/resolve.

mod case;
mod fit;
mod keys;
mod link_context;
mod links;
mod tags;
mod terms;

use text_size::{TextRange, TextSize};

use crate::features::FilePosition;
use crate::features::definition_card::DefinitionCard;
use crate::features::keys::KeyInfo;
use crate::note::date::Now;
use crate::note::front_matter::{CursorContext, context_at};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;

/// The completion items at a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The items, the best first.
    pub items: Vec<Item>,
    /// Whether the editor must request again when the user types more.
    pub is_incomplete: bool,
}

/// A completion item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The text in the menu.
    pub label: String,
    /// The kind.
    pub kind: CompletionKind,
    /// The range to replace: on one line, with the cursor inside or at its end.
    pub range: TextRange,
    /// The replacement, escaped for its context.
    pub new_text: String,
    /// The text that the editor compares with the text in `range`.
    pub filter_text: String,
}

/// The kind of a completion item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A tag.
    Tag {
        /// The number of notes with it.
        notes: usize,
    },
    /// A category.
    Category {
        /// The number of notes in it.
        notes: usize,
    },
    /// A note as the target of a link.
    Note {
        /// Another name of the note: its title, or the file name if the item is an alias.
        called: Option<String>,
    },
    /// A file that is not a note.
    File,
    /// A folder.
    Folder,
    /// A heading as the target of a link.
    Heading {
        /// The level, 1 to 6.
        level: u8,
    },
    /// Another anchor as the target of a link.
    Anchor,
    /// A label that the note defines.
    Label {
        /// The beginning of the definition.
        definition: String,
    },
    /// A name of a term.
    Term {
        /// The headword, if the name is an alias.
        headword: Option<String>,
    },
    /// A front matter key.
    Key {
        /// The number of notes with it.
        notes: usize,
        /// The documentation, if the key is known.
        key: Option<KeyInfo>,
    },
    /// A value of a front matter key.
    Value {
        /// The number of notes with this value.
        notes: usize,
    },
}

/// Returns the completion at an offset, or `None` if no context matches. `is_asked` is true if the
/// user requested completion explicitly. `now` is the current time, for dates.
pub fn completion(
    workspace: &Workspace,
    position: FilePosition,
    is_asked: bool,
    now: Option<&Now>,
) -> Option<Completion> {
    let document = workspace.document(position.note)?;
    let text = document.text.to_string();
    let offset = TextSize::of(&text[..text.floor_char_boundary(position.offset.into())]);
    match context_at(&text, offset) {
        CursorContext::Key(key) => Some(keys::keys(workspace, document, &key)),
        CursorContext::Value(value) => keys::values(workspace, document, &value, now),
        CursorContext::Tag(tag) => Some(tags::in_front_matter(workspace, document, &text, &tag)),
        CursorContext::Inside => None,
        CursorContext::Outside => links::links(workspace, document, &text, offset)
            .or_else(|| tags::inline_tags(workspace, document, &text, offset))
            .or_else(|| terms::terms(workspace, document, &text, offset, is_asked)),
    }
}

/// Returns the nearest declaration of the term of an item.
pub fn documentation(
    workspace: &Workspace,
    name: &str,
    from: Option<NoteId>,
) -> Option<DefinitionCard> {
    let key = TermKey::new(name)?;
    workspace.declarations(&key, from).into_iter().next().map(DefinitionCard::new)
}

#[cfg(test)]
mod tests;
