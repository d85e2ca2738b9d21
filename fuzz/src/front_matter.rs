//! Target `front_matter`: the block at the top, read and written.

use headword::note::front_matter::place::{Place, place_at};
use headword::note::front_matter::{CursorContext, FrontMatter, LabelKind, Slot, cursor_context};
use text_size::{TextRange, TextSize};

use crate::input::{first_line, size, text};
use crate::sample::places;

/// Reads front matter and writes a label, the first line, into every slot: ranges are those of
/// whole characters, and where all was well before, the label reads back and nothing is lost.
pub fn front_matter(data: &[u8]) {
    let text = text(data);
    let (label, text) = first_line(&text);
    let front = FrontMatter::parse(text);
    if let Some(front) = &front {
        check_ranges(text, front);
    }
    for offset in places(text) {
        let at = size(offset);
        if let Some(place) = place_at(text, at) {
            check_place(text, at, &place, label);
        }
        if let CursorContext::Label(slot) = cursor_context(text, at) {
            check_slot(text, at, front.as_ref(), &slot, label);
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
    let labels = front.tags().iter().chain(front.categories());
    for label in labels {
        assert!(slice(text, label.range).is_some(), "{label:?}");
        for new in ["other", "an other", "o'ther: \"x\""] {
            let change = front.relabel(text, label, new);
            assert!(change.is_none_or(|(range, _)| slice(text, range).is_some()));
        }
        assert!(front.without(text, label).is_none_or(|range| slice(text, range).is_some()));
    }
    assert!(front.add_alias(text, "Other").is_none_or(|(at, _)| text.is_char_boundary(at.into())));
}

fn check_place(text: &str, at: TextSize, place: &Place, label: &str) {
    let range = match place {
        Place::Key(key) => {
            key.write(label);
            key.range
        }
        Place::Value(value) => {
            let written = value.write_text(label);
            assert!(!written.contains('\n') || label.contains('\n'), "{written:?}");
            value.range
        }
    };
    let floor = size(text.floor_char_boundary(at.into()));
    assert!(slice(text, range).is_some() && range.contains_inclusive(floor), "{place:?}");
}

fn check_slot(text: &str, at: TextSize, front: Option<&FrontMatter>, slot: &Slot, label: &str) {
    let written = slice(text, slot.range).expect("a slot has whole characters");
    assert!(slot.range.contains_inclusive(size(text.floor_char_boundary(at.into()))));
    assert!(!written.contains(['\n', '\r']), "a slot is on one line");
    // A valid tag has no markers or spaces around it.
    let label = label.trim_start_matches(|c: char| c == '#' || c.is_whitespace()).trim_end();
    // Only where all is well is it known how it will be read.
    let Some(front) = front.filter(|front| front.problems.is_empty()) else { return };
    let Some(new) = slot.write(label).filter(|_| !label.is_empty()) else { return };
    assert!(!new.contains(['\n', '\r']), "{new:?} stays on its line");
    let (start, end) = (usize::from(slot.range.start()), usize::from(slot.range.end()));
    let after = format!("{}{new}{}", &text[..start], &text[end..]);
    let now = FrontMatter::parse(&after).expect("it is still there");
    let labels = match slot.kind {
        LabelKind::Tag => now.tags(),
        LabelKind::Category => now.categories(),
    };
    assert!(
        labels.iter().any(|found| found.text == label),
        "{label:?} is written as {new:?} and does not read back: {labels:?}\n{after}"
    );
    assert!(now.entries.len() >= front.entries.len(), "no key is lost\n{after}");
}

fn slice(text: &str, range: TextRange) -> Option<&str> {
    text.get(range.start().into()..range.end().into())
}
