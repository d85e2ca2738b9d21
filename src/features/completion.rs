//! Completion: links and the places they lead to, keys and values of front matter, tags and
//! categories where they are listed, `#tags` and terms in running text.
//!
//! What may stand at the cursor is read from the text before it, never from a parse: half-typed
//! Markdown parses as something else. What is offered comes from the indexes.
//!
//! LSP: textDocument/completion, completionItem/resolve.

mod case;
mod fit;
mod keys;
mod labels;
mod link_slot;
mod links;
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

/// What can be completed at a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The best first.
    pub items: Vec<Item>,
    /// Whether there are more than these, or others as more is typed.
    pub is_incomplete: bool,
}

/// One thing to insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What the user sees.
    pub label: String,
    /// What it is.
    pub kind: Kind,
    /// What is replaced: on one line, with the cursor in it or at its end.
    pub range: TextRange,
    /// What is inserted, as it must be written there.
    pub new_text: String,
    /// What the editor is to compare with what stands in `range`.
    pub filter_text: String,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A tag.
    Tag {
        /// How many notes have it.
        notes: usize,
    },
    /// A category.
    Category {
        /// How many notes are in it.
        notes: usize,
    },
    /// A note that a link may lead to.
    Note {
        /// Another name of it: its title, or its file's behind an alias.
        called: Option<String>,
    },
    /// A file that is no note.
    File,
    /// A folder.
    Folder,
    /// A heading that a link may lead to.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Another place in a note that a link may lead to.
    Anchor,
    /// A label that the note defines.
    Label {
        /// The beginning of what it stands for.
        stands_for: String,
    },
    /// A name of a term.
    Term {
        /// The headword, if the name is another one.
        headword: Option<String>,
    },
    /// A key of front matter.
    Key {
        /// How many notes have it.
        notes: usize,
        /// What there is to say about it, if it is known.
        key: Option<KeyInfo>,
    },
    /// What may stand behind a key.
    Value {
        /// How many notes have it there.
        notes: usize,
    },
}

/// What fits what is typed at a position; `is_asked` if the user has asked for it where nothing
/// is typed, `now` for dates. `None` where nothing of ours belongs.
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
        CursorContext::Tag(tag) => Some(labels::in_front_matter(workspace, document, &text, &tag)),
        CursorContext::Inside => None,
        CursorContext::Outside => links::links(workspace, document, &text, offset)
            .or_else(|| labels::inline_tags(workspace, document, &text, offset))
            .or_else(|| terms::terms(workspace, document, &text, offset, is_asked)),
    }
}

/// What the term behind an item means: its nearest declaration.
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
