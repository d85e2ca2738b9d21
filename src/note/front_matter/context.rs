//! The context of the cursor in front matter, and the syntax of a completion there.

use text_size::TextRange;

use super::items::Shape;
use super::scan::bytes;
use super::tags::{TagKind, is_template};
use super::write::WritingStyle;
use super::{FrontMatter, Quote};

/// The part of front matter at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorContext {
    /// The cursor is not in front matter.
    Outside,
    /// The cursor is in front matter at a place without completions, such as a fence.
    Inside,
    /// A key.
    Key(KeyContext),
    /// A value on the line of its key, outside of lists.
    Value(ValueContext),
    /// A tag or category.
    Tag(TagContext),
}

/// A key that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyContext {
    /// The whole key, which a completion replaces.
    pub range: TextRange,
    /// The part before the cursor.
    pub prefix: String,
    /// The table that the key is in; empty at the top.
    pub parent: String,
    /// The other keys there.
    pub taken: Vec<String>,
    /// The colon or equals sign, with its blanks, if the key lacks it.
    pub(super) sign: &'static str,
}

/// A value that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueContext {
    /// The range that a completion replaces: on one line, around the cursor, with the quotes typed
    /// so far and without other items.
    pub range: TextRange,
    /// The part before the cursor, without quotes.
    pub prefix: String,
    /// The table that the key is in; empty at the top.
    pub parent: String,
    /// The key.
    pub key: String,
    pub(super) style: WritingStyle,
}

/// A tag or category that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagContext {
    /// Whether the key lists tags or categories.
    pub kind: TagKind,
    /// The item or value that is the tag; its prefix is without `#`.
    pub value: ValueContext,
    /// The other tags or categories that the note has under this key.
    pub taken: Vec<String>,
    /// The number of other tags before this one.
    pub index: usize,
    /// Whether the next item is on a line below, without a separator.
    pub(super) lacks_comma: bool,
}

impl KeyContext {
    /// The key as it must be written there, with its sign if that is missing.
    pub fn write(&self, key: &str) -> String {
        format!("{key}{}", self.sign)
    }
}

impl ValueContext {
    /// A text as it must be written there.
    pub fn write_text(&self, text: &str) -> String {
        self.style.write(text)
    }

    /// A flag, number or date as it must be written there: in the quotes that are open.
    pub fn write_bare(&self, text: &str) -> String {
        format!("{0}{text}{0}", self.quote())
    }

    /// The text that an editor compares with the text in `range`.
    pub fn filter_text(&self, text: &str) -> String {
        format!("{}{text}", self.quote())
    }

    /// The kind of list or value that the value is a part of.
    pub fn shape(&self) -> Shape {
        self.style.shape
    }

    /// The quote at the start of `range`.
    fn quote(&self) -> &'static str {
        match (self.style.quote, self.style.shape) {
            (_, Shape::CommaPart | Shape::SpacePart) => "",
            (Quote::Single, _) => "'",
            (Quote::Double, _) => "\"",
            _ => "",
        }
    }
}

impl TagContext {
    /// The tag as it must be written over the range of the value: plain where the syntax allows it,
    /// else quoted; in the quotes that the user has opened, if these can hold it. With a comma
    /// where an item on the next line would be read as a part of it.
    ///
    /// `None` if a string of several tags cannot hold the tag, or if it would be read as a template.
    pub fn write(&self, tag: &str) -> Option<String> {
        if is_template(tag) {
            return None;
        }
        let style = self.value.style;
        if matches!(style.shape, Shape::CommaPart | Shape::SpacePart) {
            return style.part(tag);
        }
        // All readers split a single string at commas, and Jekyll at spaces too.
        if style.shape == Shape::Plain && tag.contains([',', ' ']) {
            return Some(style.list(tag));
        }
        let comma = if self.lacks_comma { "," } else { "" };
        Some(format!("{}{comma}", style.write(tag)))
    }

    /// Whether a tag that is written here is read as a tag, in each form, and changes no other key.
    ///
    /// A value of several lines may fail this. Invalid front matter cannot be tested.
    pub(super) fn reads_back(&self, text: &str) -> bool {
        // Plain, in quotes, and in brackets where it is a whole value.
        const TAGS: [&str; 3] = ["no-note-has-this", "no: note-has-this", "no, note has this"];
        let Some(before) = FrontMatter::parse(text).filter(|it| it.problems.is_empty()) else {
            return true;
        };
        let end = before.range.end().max(self.value.range.end());
        TAGS.iter().filter_map(|tag| Some((*tag, self.write(tag)?))).all(|(tag, new)| {
            let mut text = text[..end.into()].to_owned();
            text.replace_range(bytes(self.value.range), &new);
            let Some(after) = FrontMatter::parse(&text) else { return false };
            let is_read = after.listed(self.kind).iter().any(|it| it.text == tag);
            is_read && after.entries.len() >= before.entries.len()
        })
    }
}
