//! Tags, categories and titles out of the entries of front matter.

use std::ops::Range;

use super::{Entry, Label, Quote, Scalar, Value, ValueKind, bytes, range};

/// Keys that hold tags.
pub(super) const TAG_KEYS: [&str; 2] = ["tags", "tag"];
/// Keys that hold categories.
pub(super) const CATEGORY_KEYS: [&str; 2] = ["categories", "category"];
/// The table that Zola keeps both in.
pub(super) const TAXONOMIES: &str = "taxonomies";

/// The tags of a note; a leading `#` is not part of a tag.
pub(super) fn tags(text: &str, entries: &[Entry]) -> Vec<Label> {
    let mut labels = collect(text, entries, &TAG_KEYS);
    for label in &mut labels {
        let hash = label.text.len() - label.text.trim_start_matches('#').len();
        let source = &text[bytes(label.text_range)];
        if hash > 0 && source.starts_with(&label.text[..hash]) {
            let inner = bytes(label.text_range);
            label.text_range = range(inner.start + hash..inner.end);
        }
        label.text.drain(..hash);
    }
    labels.retain(|label| !label.text.trim().is_empty());
    labels
}

/// The categories of a note.
pub(super) fn categories(text: &str, entries: &[Entry]) -> Vec<Label> {
    collect(text, entries, &CATEGORY_KEYS)
}

/// The label that a scalar is; `None` for other values and blank texts.
pub(super) fn single(value: &Value) -> Option<Label> {
    let ValueKind::Scalar(scalar) = &value.kind else { return None };
    let text = scalar.text.trim();
    (!text.is_empty()).then(|| Label {
        text: text.to_owned(),
        range: value.range,
        text_range: scalar.text_range,
    })
}

/// What is listed under any of these keys, at the top or in [`TAXONOMIES`].
pub(super) fn collect(text: &str, entries: &[Entry], keys: &[&str]) -> Vec<Label> {
    let mut labels = Vec::new();
    for entry in entries {
        if keys.iter().any(|key| entry.is(key)) {
            push_labels(text, &entry.value, &mut labels);
        } else if let (true, ValueKind::Map(inner)) = (entry.is(TAXONOMIES), &entry.value.kind) {
            for entry in inner.iter().filter(|entry| keys.iter().any(|key| entry.is(key))) {
                push_labels(text, &entry.value, &mut labels);
            }
        }
    }
    labels
}

/// One string may be a comma string; in a list each item is one label, whatever it holds.
fn push_labels(text: &str, value: &Value, labels: &mut Vec<Label>) {
    if let ValueKind::Scalar(scalar) = &value.kind
        && scalar.text.contains(',')
    {
        push_parts(text, value, scalar, labels);
        return;
    }
    // Source order without recursion: the items still to visit, the next one last.
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match &value.kind {
            ValueKind::List(items) => rest.extend(items.iter().rev()),
            _ => labels.extend(single(value).map(|label| trimmed(text, label))),
        }
    }
}

/// `a, b` and `"a, b"`: each part with its own range.
fn push_parts(text: &str, value: &Value, scalar: &Scalar, labels: &mut Vec<Label>) {
    let inner = bytes(scalar.text_range);
    let parts: Vec<&str> = scalar.text.split(',').collect();
    let sources: Vec<&str> = text[inner.clone()].split(',').collect();
    if parts.len() != sources.len() || scalar.quote == Quote::Block {
        labels.extend(single(value));
        return;
    }
    let mut start = inner.start;
    for (part, source) in parts.into_iter().zip(sources) {
        let part_range = trim(text, start..start + source.len());
        start += source.len() + 1;
        if !part.trim().is_empty() {
            labels.push(Label {
                text: part.trim().to_owned(),
                range: range(part_range.clone()),
                text_range: range(part_range),
            });
        }
    }
}

/// The label with blanks inside its quotes left out of the text's range.
fn trimmed(text: &str, label: Label) -> Label {
    Label { text_range: range(trim(text, bytes(label.text_range))), ..label }
}

fn trim(text: &str, bytes: Range<usize>) -> Range<usize> {
    let source = &text[bytes.clone()];
    let start = bytes.start + source.len() - source.trim_start().len();
    start..start + source.trim().len()
}
