//! Tests of edits that rename or remove tags.

use super::super::{FrontMatter, TextValue};

/// The tag with this name in a text.
fn tag(text: &str, name: &str) -> (FrontMatter, TextValue) {
    let front = FrontMatter::parse(text).expect("there is front matter");
    let tag = front.tags().iter().find(|tag| tag.text == name).cloned();
    (front, tag.expect("the tag is there"))
}

/// The tags line after a change of one of them.
fn renamed(content: &str, old: &str, new: &str) -> Option<String> {
    let text = if content.contains('=') {
        format!("+++\n{content}\n+++\n")
    } else {
        format!("---\n{content}\n---\n")
    };
    let (front, tag) = tag(&text, old);
    let (range, new) = front.rename_tag(&text, &tag, new)?;
    let before = &text[4..usize::from(range.start())];
    Some(format!("{before}{new}{}", &text[usize::from(range.end())..text.len() - 5]))
}

#[test]
fn a_renamed_tag_keeps_its_syntax_and_quotes() {
    for (content, old, new, expected) in [
        ("tags: [a, b] # c", "a", "x", "tags: [x, b] # c"),
        ("tags: [ 'a' , \"b\" ]", "a", "x y", "tags: [ 'x y' , \"b\" ]"),
        ("tags: [ 'a' , \"b\" ]", "b", "x \"y\"", "tags: [ 'a' , \"x \\\"y\\\"\" ]"),
        ("tags: ['it''s']", "it's", "that's", "tags: ['that''s']"),
        ("tags: [a]", "a", "b, c", "tags: [\"b, c\"]"),
        ("tags: [a]", "a", "null", "tags: [\"null\"]"),
        ("tags: [a]", "a", "2024", "tags: [\"2024\"]"),
        ("tags: [2024]", "2024", "year", "tags: [year]"),
        ("tags:\n- a\n-   b # c", "b", "x: y", "tags:\n- a\n-   \"x: y\" # c"),
        ("tags: a", "a", "b", "tags: b"),
        ("tags: a", "a", "interview prep", "tags: [interview prep]"),
        ("tags: 'interview prep'", "interview prep", "exam prep", "tags: 'exam prep'"),
        ("tags: a, b ,c", "b", "x y", "tags: a, x y ,c"),
        ("tags: \"#a\"", "a", "b", "tags: \"#b\""),
        ("tags = [\"a\", 'b']", "a", "x", "tags = [\"x\", 'b']"),
        ("tags = [\"a\", 'b']", "b", "it's", "tags = [\"a\", \"it's\"]"),
        ("tags = [\"a\"]", "a", "b\\c", "tags = [\"b\\\\c\"]"),
    ] {
        assert_eq!(renamed(content, old, new).as_deref(), Some(expected), "{content}");
    }
    assert_eq!(renamed("tags: a, b", "a", "x, y"), None, "it would be cut");
}

#[test]
fn a_tag_is_removed_with_its_comma_or_its_line() {
    for (content, gone, expected) in [
        ("tags: [a, b, c]", "b", Some("tags: [a, c]")),
        ("tags: [a, b]", "a", Some("tags: [b]")),
        ("tags: [a]", "a", Some("tags: []")),
        ("tags: [\n  a,\n  b,\n]", "b", Some("tags: [\n  a,\n]")),
        ("tags: [\n  a, # first\n  b\n]", "b", None),
        ("tags: [\n  a, # first\n  b,\n  c\n]", "b", Some("tags: [\n  a, # first\n  c\n]")),
        ("tags:\n  - a\n  - 'b'\nx: y", "b", Some("tags:\n  - a\nx: y")),
        ("tags:\n  - a\n  - b # why", "b", None),
        ("tags:\n  - a", "a", None),
        ("tags: a, b, c", "b", Some("tags: a, c")),
        ("tags: a, b, c", "a", Some("tags: b, c")),
        ("tags: a", "a", None),
    ] {
        let text = format!("---\n{content}\n---\n");
        let (front, tag) = tag(&text, gone);
        let range = front.remove_tag(&text, &tag);
        let left = range.map(|range| {
            let (start, end) = (usize::from(range.start()), usize::from(range.end()));
            format!("{}{}", &text[..start], &text[end..])
        });
        assert_eq!(left, expected.map(|it| format!("---\n{it}\n---\n")), "{content}");
    }
}
