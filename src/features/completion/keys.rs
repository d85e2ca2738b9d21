//! Front matter keys and their values.

use crate::features::completion::item::{Completion, CompletionKind, Item};
use crate::features::completion::tags::rank;
use crate::features::keys::{KnownKeys, info};
use crate::note::date::{DateForm, Now, Zone};
use crate::note::front_matter::{KeyContext, ValueContext, ValueKind};
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::keys::{self, Key, Profile};

/// The minimum number of notes with a key or value. A rarer one may be a misspelling.
const MIN_NOTES: usize = 2;

/// Returns the keys that match the typed one: those of the tool, and those of other notes.
pub(super) fn keys(workspace: &Workspace, document: &Document, cursor: &KeyContext) -> Completion {
    let known = KnownKeys::of(workspace, document);
    let front = &workspace.index().front;
    let is_taken = |name: &str| cursor.taken.iter().any(|other| other.eq_ignore_ascii_case(name));
    let is_here = |key: &&Key| key.parent.eq_ignore_ascii_case(&cursor.parent);
    let count = |name: &str| front.keys.count(&name.into());
    let own = known.iter().filter(is_here).map(|key| (key.name.as_str(), count(&key.name)));
    let used = front.keys.iter().filter(|(_, notes)| *notes >= MIN_NOTES);
    let used = used.map(|(name, notes)| (&**name, notes));
    let used = used.filter(|(name, _)| cursor.parent.is_empty() && known.get("", name).is_none());
    let offered = own.chain(used).filter(|(name, _)| !is_taken(name));
    rank(offered.map(|(name, notes)| (name, notes, false)), &cursor.prefix, |name, notes| {
        let key = known.get(&cursor.parent, name).map(|key| info(workspace, known, key));
        Some(Item {
            label: name.to_owned(),
            kind: CompletionKind::Key { notes, key },
            range: cursor.range,
            new_text: cursor.write(name),
            filter_text: name.to_owned(),
        })
    })
}

/// Returns the values that match the typed one, or `None` if the key has no known values.
pub(super) fn values(
    workspace: &Workspace,
    document: &Document,
    cursor: &ValueContext,
    now: Option<&Now>,
) -> Option<Completion> {
    let known = KnownKeys::of(workspace, document);
    let key = known.get(&cursor.parent, &cursor.key);
    let is_date = |name: &str| ["date", "lastmod", "updated", "last_modified_at"].contains(&name);
    match key.map(|key| key.kind) {
        Some(keys::KeyType::Date) => return dates(workspace, document, known, cursor, now?),
        None if is_date(&cursor.key) => return dates(workspace, document, known, cursor, now?),
        Some(keys::KeyType::Flag) => return Some(flags(cursor)),
        _ => {}
    }
    let values = key.map_or(&[][..], |key| &key.values);
    let front = &workspace.index().front;
    let used = front.values.iter().filter(|((key, value), notes)| {
        **key == *cursor.key && *notes >= MIN_NOTES && !values.iter().any(|it| **it == **value)
    });
    let used: Vec<_> = used.map(|((_, value), notes)| (&**value, notes)).collect();
    // Other notes write a flag or number of this key without quotes too.
    let is_bare = |value: &str| matches!(value, "true" | "false") || value.parse::<f64>().is_ok();
    let is_given = |value: &str| values.iter().any(|it| it == value);
    let given = values.iter().map(|value| (value.as_str(), 0));
    let offered = given.chain(used).map(|(value, notes)| (value, notes, is_given(value)));
    let found = rank(offered, &cursor.prefix, |value, notes| {
        let text = if is_bare(value) { cursor.write_bare(value) } else { cursor.write_text(value) };
        Some(item(cursor, value, text, notes))
    });
    (!found.items.is_empty()).then_some(found)
}

fn flags(cursor: &ValueContext) -> Completion {
    let flags = ["true", "false"].into_iter().filter(|flag| flag.starts_with(&*cursor.prefix));
    let items = flags.map(|flag| item(cursor, flag, cursor.write_bare(flag), 0));
    Completion { items: items.collect(), is_incomplete: false }
}

/// Returns the current date in the usual form: of this note, of most notes, or of the tool.
fn dates(
    workspace: &Workspace,
    document: &Document,
    known: KnownKeys<'_>,
    cursor: &ValueContext,
    now: &Now,
) -> Option<Completion> {
    let entries = document.note.front_matter.iter().flat_map(|front| &front.entries);
    let own = entries.filter(|entry| entry.key != cursor.key).find_map(|entry| {
        let ValueKind::Scalar(scalar) = &entry.value.kind else { return None };
        DateForm::of(scalar.text.trim())
    });
    let form = own
        .or_else(|| workspace.index().front.date_form())
        .unwrap_or_else(|| of_tool(known.profile));
    let mut written = vec![form.write(now), DateForm::Day.write(now)];
    written.dedup();
    written.retain(|date| date.starts_with(&*cursor.prefix));
    let items = written.iter().map(|date| item(cursor, date, cursor.write_bare(date), 0));
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then_some(Completion { items, is_incomplete: false })
}

fn of_tool(profile: Option<Profile>) -> DateForm {
    let (separator, zone) = match profile {
        Some(Profile::Jekyll) => (' ', Zone::Offset { is_apart: true, has_colon: false }),
        Some(Profile::Hugo) => ('T', Zone::Offset { is_apart: false, has_colon: true }),
        _ => return DateForm::Day,
    };
    DateForm::Time { separator, has_seconds: true, zone }
}

fn item(cursor: &ValueContext, label: &str, new_text: String, notes: usize) -> Item {
    Item {
        label: label.to_owned(),
        kind: CompletionKind::Value { notes },
        range: cursor.range,
        new_text,
        filter_text: cursor.filter_text(label),
    }
}
