//! The items of a completion.

use text_size::TextRange;

use crate::features::keys::KeyInfo;

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
    /// A note that links name, but that does not exist.
    MissingNote {
        /// The number of notes with these links.
        notes: usize,
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
        /// The beginning of the definition, as plain text.
        about: String,
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
