//! Positions in a text, given by the text around them. So tests need no lines and columns.

use serde_json::{Value, json};

/// The unit of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// The encoding with this name.
    pub(crate) fn named(name: &Value) -> Self {
        match name.as_str() {
            Some("utf-8") => Self::Utf8,
            Some("utf-32") => Self::Utf32,
            _ => Self::Utf16,
        }
    }

    /// The position of a byte offset.
    pub(crate) fn place(self, text: &str, offset: usize) -> Value {
        let before = &text[..offset];
        let starts = line_starts(text);
        let line = starts.iter().rposition(|start| *start <= offset).unwrap_or_default();
        json!({ "line": line, "character": self.count(&before[starts[line]..]) })
    }

    /// The byte offset of a valid position.
    pub(crate) fn offset(self, text: &str, place: &Value) -> usize {
        let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
        let start = line_starts(text)[number("line")];
        let rest = &text[start..];
        let fits = |at: &usize| self.count(&rest[..*at]) == number("character");
        let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        start + ends.into_iter().find(fits).expect("a place in the text")
    }

    /// The position of a mark: `wo|rd` is in the middle of the first `word` of the text.
    pub(crate) fn at(self, text: &str, mark: &str) -> Value {
        let (before, after) = mark.split_once('|').expect("a mark has a bar where the cursor is");
        let found = text.find(&format!("{before}{after}"));
        let start = found.unwrap_or_else(|| panic!("{mark:?} is not in {text:?}"));
        self.place(text, start + before.len())
    }

    /// The range of the first `needle` of the text.
    pub(crate) fn range(self, text: &str, needle: &str) -> Value {
        json!({
            "start": self.at(text, &format!("|{needle}")),
            "end": self.at(text, &format!("{needle}|")),
        })
    }

    /// The text in a range.
    pub(crate) fn slice<'t>(self, text: &'t str, range: &Value) -> &'t str {
        &text[self.offset(text, &range["start"])..self.offset(text, &range["end"])]
    }

    /// The change that replaces the first `old` of the text by `new`.
    pub(crate) fn replace(self, text: &str, old: &str, new: &str) -> Value {
        json!({ "range": self.range(text, old), "text": new })
    }

    /// The text after an edit.
    pub(crate) fn applied(self, text: &str, edit: &Value) -> String {
        let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
        let (start, end) = (self.offset(text, start), self.offset(text, end));
        format!("{}{}{}", &text[..start], edit["newText"].as_str().unwrap(), &text[end..])
    }

    fn count(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        }
    }
}

/// The byte offsets of line starts: after `\n`, `\r\n` and `\r`.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = (0..bytes.len()).filter(|at| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
}
