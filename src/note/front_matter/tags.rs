//! Tags, categories and other lists of texts from the entries of front matter.

use std::ops::Range;

use super::scan::{bytes, range, trimmed};
use super::{Entry, Quote, Scalar, TextValue, Value, ValueKind};

/// The keys with aliases of a note, the usual one first.
pub const ALIAS_KEYS: [&str; 3] = ["aliases", "alias", "aka"];

/// The kind of a taxonomy: tags or categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagKind {
    /// Under `tags` or `tag`.
    Tag,
    /// Under `categories` or `category`.
    Category,
}

/// Zola's table of tags and categories.
pub(super) const TAXONOMIES: &str = "taxonomies";

impl TagKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Tag, Self::Category];

    /// The keys that list tags of this kind, at the top or in `taxonomies`.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Tag => &["tags", "tag"],
            Self::Category => &["categories", "category"],
        }
    }

    /// The kind that a key lists, in the table `parent` or, if that is empty, at the top.
    pub(super) fn of(parent: &str, key: &str) -> Option<Self> {
        let is_its = |kind: &Self| kind.keys().iter().any(|it| it.eq_ignore_ascii_case(key));
        let may_list = parent.is_empty() || parent.eq_ignore_ascii_case(TAXONOMIES);
        Self::ALL.into_iter().find(is_its).filter(|_| may_list)
    }
}

impl Entry {
    /// Whether the entry may list tags or categories.
    pub fn may_list_tags(&self) -> bool {
        self.is(TAXONOMIES) || TagKind::of("", &self.key).is_some()
    }
}

/// The tags or categories of a note; a leading `#` is not part of a tag.
pub(super) fn listed(text: &str, entries: &[Entry], kind: TagKind) -> Vec<TextValue> {
    let mut values = texts(text, entries, kind.keys());
    if kind == TagKind::Tag {
        values = values.into_iter().flat_map(|tag| hashed(text, tag)).collect();
    }
    if kind == TagKind::Tag {
        for tag in &mut values {
            let hash = tag.text.len() - tag.text.trim_start_matches('#').len();
            let inner = bytes(tag.text_range);
            if text[inner.clone()].starts_with(&tag.text[..hash]) {
                tag.text_range = range(inner.start + hash..inner.end);
            }
            tag.text.drain(..hash);
        }
        values.retain(|tag| !tag.text.trim().is_empty());
    }
    values.retain(|tag| !is_template(&tag.text));
    values
}

/// Whether a value is written by a tool that fills a template.
pub fn is_template(value: &str) -> bool {
    let marks = [("{{", "}}"), ("{%", "%}"), ("<%", "%>")];
    marks.iter().any(|(open, close)| value.contains(open) && value.contains(close))
}

/// The tags of one text: of `#a #b`, which is invalid YAML, each word.
fn hashed(text: &str, tag: TextValue) -> Vec<TextValue> {
    let inner = bytes(tag.text_range);
    let is_list = tag.text.starts_with('#') && tag.text.contains(" #");
    if is_list && text[inner.clone()] == tag.text { words(text, inner) } else { vec![tag] }
}

/// The words in a range, each as a text.
fn words(text: &str, inside: Range<usize>) -> Vec<TextValue> {
    let mut found = Vec::new();
    let mut at = inside.start;
    for part in text[inside].split_inclusive(char::is_whitespace) {
        let word = range(trimmed(text, at..at + part.len()));
        at += part.len();
        if !word.is_empty() {
            let text = text[word].to_owned();
            found.push(TextValue { text, range: word, text_range: word });
        }
    }
    found
}

/// The texts listed under any of these keys, at the top or in [`TAXONOMIES`], in source order.
pub(super) fn texts(text: &str, entries: &[Entry], keys: &[&str]) -> Vec<TextValue> {
    let mut texts = Vec::new();
    for entry in entries {
        if entry.is_any(keys) {
            match spaced(entry) {
                Some(inner) => texts.extend(words(text, inner)),
                None => push_texts(text, &entry.value, &mut texts),
            }
        } else if let (true, ValueKind::Map(inner)) = (entry.is(TAXONOMIES), &entry.value.kind) {
            for entry in inner.iter().filter(|entry| entry.is_any(keys)) {
                push_texts(text, &entry.value, &mut texts);
            }
        }
    }
    texts
}

/// Keys whose single text is cut at spaces. The text of `tag` or `category` is one.
pub(super) const CUT_AT_SPACES: [&str; 2] = ["tags", "categories"];

/// The single text of `tags` or `categories` that is cut at spaces: without quotes and commas. Jekyll,
/// Foam and older Obsidian read it so.
fn spaced(entry: &Entry) -> Option<Range<usize>> {
    let ValueKind::Scalar(scalar) = &entry.value.kind else { return None };
    let is_cut = entry.is_any(&CUT_AT_SPACES)
        && scalar.quote == Quote::Plain
        && !scalar.text.contains(',')
        && !is_template(&scalar.text);
    is_cut.then(|| bytes(scalar.text_range))
}

/// Adds the texts of a value. A single string is split at commas. Each item of a list is one text.
fn push_texts(text: &str, value: &Value, texts: &mut Vec<TextValue>) {
    if let ValueKind::Scalar(scalar) = &value.kind
        && scalar.text.contains(',')
    {
        push_parts(text, value, scalar, texts);
        return;
    }
    // Source order without recursion: the items still to visit, the next one last.
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        if let ValueKind::List(items) = &value.kind {
            rest.extend(items.iter().rev());
        } else if let Some(found) = value.as_text() {
            // Blanks inside the quotes are not part of the text.
            let text_range = range(trimmed(text, bytes(found.text_range)));
            texts.push(TextValue { text_range, ..found });
        }
    }
}

/// Adds the parts of `a, b` or `"a, b"`, each with its own range.
fn push_parts(text: &str, value: &Value, scalar: &Scalar, texts: &mut Vec<TextValue>) {
    let inner = bytes(scalar.text_range);
    let parts: Vec<&str> = scalar.text.split(',').collect();
    let sources: Vec<&str> = text[inner.clone()].split(',').collect();
    if parts.len() != sources.len() || scalar.quote == Quote::Block {
        texts.extend(value.as_text());
        return;
    }
    let mut start = inner.start;
    for (part, source) in parts.into_iter().zip(sources) {
        let at = range(trimmed(text, start..start + source.len()));
        start += source.len() + 1;
        if !part.trim().is_empty() {
            texts.push(TextValue { text: part.trim().to_owned(), range: at, text_range: at });
        }
    }
}
