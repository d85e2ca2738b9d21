//! Target `front_matter`: the block at the top, read and written.

use headword::note::front_matter::{
    CursorContext, FrontMatter, KeyContext, TagContext, ValueContext, context_at,
};
use text_size::{TextRange, TextSize};

use crate::input::{first_line, size, text};
use crate::sample::places;

/// Reads front matter and writes a tag, the first line, at every cursor: ranges are those of
/// whole characters, and where all was well before, the tag reads back and nothing is lost.
pub fn front_matter(data: &[u8]) {
    let text = text(data);
    let (tag, text) = first_line(&text);
    let front = FrontMatter::parse(text);
    if let Some(front) = &front {
        check_ranges(text, front);
    }
    for offset in places(text) {
        let at = size(offset);
        match context_at(text, at) {
            CursorContext::Key(key) => check_key(text, at, &key, tag),
            CursorContext::Value(value) => check_value(text, at, &value, tag),
            CursorContext::Tag(context) => check_tag(text, at, front.as_ref(), &context, tag),
            CursorContext::Inside | CursorContext::Outside => {}
        }
    }
}

fn check_ranges(text: &str, front: &FrontMatter) {
    assert!(slice(text, front.range).is_some());
    for problem in &front.problems {
        assert!(slice(text, problem.range).is_some(), "{problem:?}");
    }
    for entry in &front.entries {
        let key = slice(text, entry.key_range).is_some();
        assert!(key && slice(text, entry.value.range).is_some(), "{entry:?}");
    }
    let tags = front.tags().iter().chain(front.categories());
    for tag in tags {
        assert!(slice(text, tag.range).is_some(), "{tag:?}");
        for new in ["other", "an other", "o'ther: \"x\""] {
            let change = front.rename_tag(text, tag, new);
            assert!(change.is_none_or(|(range, _)| slice(text, range).is_some()));
        }
        assert!(front.remove_tag(text, tag).is_none_or(|range| slice(text, range).is_some()));
    }
    assert!(front.add_alias(text, "Other").is_none_or(|(at, _)| text.is_char_boundary(at.into())));
}

fn check_key(text: &str, at: TextSize, key: &KeyContext, new: &str) {
    check_cursor(text, at, key.range);
    assert!(key.write(new).starts_with(new));
}

fn check_value(text: &str, at: TextSize, value: &ValueContext, new: &str) {
    check_cursor(text, at, value.range);
    let written = value.write_text(new);
    assert!(!written.contains('\n') || new.contains('\n'), "{written:?}");
}

/// The range at a cursor is of whole characters on one line, around the cursor.
fn check_cursor(text: &str, at: TextSize, range: TextRange) {
    let written = slice(text, range).expect("the range has whole characters");
    assert!(range.contains_inclusive(size(text.floor_char_boundary(at.into()))));
    assert!(!written.contains(['\n', '\r']), "{written:?} is on one line");
}

fn check_tag(text: &str, at: TextSize, front: Option<&FrontMatter>, tag: &TagContext, new: &str) {
    let range = tag.value.range;
    check_cursor(text, at, range);
    // A tag that is read somewhere has no marks and blanks before it, and no blanks after it.
    let new = new.trim_start_matches(|c: char| c == '#' || c.is_whitespace()).trim_end();
    // How the tag will be read is only known where all is well.
    let Some(front) = front.filter(|front| front.problems.is_empty()) else { return };
    let Some(written) = tag.write(new).filter(|_| !new.is_empty()) else { return };
    assert!(!written.contains(['\n', '\r']), "{written:?} stays on its line");
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let after = format!("{}{written}{}", &text[..start], &text[end..]);
    let now = FrontMatter::parse(&after).expect("it is still there");
    let found = now.listed(tag.kind);
    assert!(
        found.iter().any(|found| found.text == new),
        "{new:?} is written as {written:?} and does not read back: {found:?}\n{after}"
    );
    assert!(now.entries.len() >= front.entries.len(), "no key is lost\n{after}");
}

fn slice(text: &str, range: TextRange) -> Option<&str> {
    text.get(range.start().into()..range.end().into())
}
