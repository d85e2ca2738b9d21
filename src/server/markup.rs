//! What a hover says, in words.

use std::fmt::Write as _;

use text_size::TextRange;

use crate::features::hover::{HeadingInfo, Hover};
use crate::features::keys::KeyInfo;
use crate::features::labels::LabelInfo;
use crate::features::origin::{Entries, Entry};
use crate::features::preview::Preview;
use crate::note::front_matter::TagKind;
use crate::note::plural::counted;
use crate::note::section::SectionStatus;
use crate::server::snapshot::Snapshot;

/// Nobody reads more names of one term than these.
const MAX_NAMES: usize = 30;

/// A hover as Markdown.
pub(super) fn markdown(hover: &Hover, snapshot: &Snapshot) -> String {
    let entries = |entries: &Entries| {
        let shown = entries.shown.iter().map(|entry| entry_markdown(entry, snapshot));
        shown.chain(others(entries)).collect::<Vec<_>>().join("\n\n---\n\n")
    };
    match hover {
        Hover::Term(declared) => entries(declared),
        Hover::Heading(heading) => {
            let mut shown = format!("**{}**: {}", escape(&heading.name), summary(heading));
            if !heading.elsewhere.is_empty() {
                let _ = write!(shown, "\n\n---\n\n{}", entries(&heading.elsewhere));
            }
            shown
        }
        Hover::Key(key) => key_markdown(key),
        Hover::Label(label) => {
            let shown = label.shown.iter().map(|(note, title)| {
                let link = snapshot.link(*note, TextRange::default());
                let title = escape(title);
                link.map_or_else(|| title.clone(), |link| format!("[{title}]({link})"))
            });
            let name = format!("**{}**", escape(&label.name));
            labeled(&name, label, shown)
        }
        Hover::Link(preview) => preview_markdown(preview, snapshot),
        Hover::File { path, exists } => format!("**{}**{}", escape(path), absence(*exists)),
        Hover::Nowhere(name) => format!("Note **{}** not found.", escape(name)),
        Hover::Reference { text, .. } => text.clone(),
    }
}

/// A hover as plain text.
pub(super) fn plain(hover: &Hover) -> String {
    let entries = |entries: &Entries| {
        let shown = entries.shown.iter().map(entry_plain);
        shown.chain(others(entries)).collect::<Vec<_>>().join("\n\n")
    };
    match hover {
        Hover::Term(declared) => entries(declared),
        Hover::Heading(heading) => {
            let mut shown = format!("{}: {}", heading.name, summary(heading));
            if !heading.elsewhere.is_empty() {
                let _ = write!(shown, "\n\n{}", entries(&heading.elsewhere));
            }
            shown
        }
        Hover::Key(key) => key_plain(key),
        Hover::Label(label) => {
            let shown = label.shown.iter().map(|(_, title)| title.clone());
            labeled(&label.name, label, shown)
        }
        Hover::Link(preview) => {
            let (place, text) = (preview_place(preview), &preview.plain);
            if text.is_empty() {
                format!("{place}: still empty")
            } else {
                format!("{place}\n{text}")
            }
        }
        Hover::File { path, exists } => format!("{path}{}", absence(*exists)),
        Hover::Nowhere(name) => format!("Note {name} not found."),
        Hover::Reference { plain, .. } => plain.clone(),
    }
}

fn preview_markdown(preview: &Preview, snapshot: &Snapshot) -> String {
    let place = escape(&preview_place(preview));
    let place = match snapshot.link(preview.note, preview.range) {
        Some(link) => format!("[{place}]({link})"),
        None => place,
    };
    if preview.text.is_empty() {
        return format!("{place}: still empty");
    }
    format!("{}\n\n{place}", preview.text)
}

/// What a link leads to, from the note down to the section.
fn preview_place(preview: &Preview) -> String {
    let title = std::iter::once(preview.title.as_str());
    title.chain(preview.path.iter().map(String::as_str)).collect::<Vec<_>>().join(" › ")
}

fn absence(exists: bool) -> &'static str {
    if exists { "" } else { " is not there" }
}

/// A tag or category with its notes, one a line.
fn labeled(name: &str, label: &LabelInfo, shown: impl Iterator<Item = String>) -> String {
    let kind = match label.kind {
        TagKind::Tag => "tag",
        TagKind::Category => "category",
    };
    let mut text = format!("{name}: {kind} of {}\n", notes(label.notes));
    for note in shown {
        let _ = write!(text, "\n- {note}");
    }
    if label.notes > label.shown.len() {
        let _ = write!(text, "\n- and {} more", label.notes - label.shown.len());
    }
    text
}

/// A key of front matter as Markdown.
pub(super) fn key_markdown(info: &KeyInfo) -> String {
    let key = &info.key;
    let mut text = format!("**{}**: {}, {}", escape(&key.name), key.kind.name(), reader(info));
    // What the user's schema says is not ours.
    let about = if info.profile.is_some() { key.about.clone() } else { escape(&key.about) };
    if !about.is_empty() {
        let _ = write!(text, "\n\n{about}");
    }
    if !key.values.is_empty() {
        let values: Vec<_> = key.values.iter().map(|value| escape(value)).collect();
        let _ = write!(text, "\n\nOne of: {}", values.join(", "));
    }
    text
}

/// A key of front matter as plain text.
pub(super) fn key_plain(info: &KeyInfo) -> String {
    let key = &info.key;
    let mut text = format!("{}: {}, {}", key.name, key.kind.name(), reader(info));
    if !key.about.is_empty() {
        let _ = write!(text, "\n{}", key.about.replace('`', ""));
    }
    if !key.values.is_empty() {
        let _ = write!(text, "\nOne of: {}", key.values.join(", "));
    }
    text
}

/// Who reads a key, and how many notes have it.
fn reader(info: &KeyInfo) -> String {
    let reader = match info.profile {
        Some(profile) => format!("read by {}", profile.name()),
        None => "from your schema".to_owned(),
    };
    if info.notes == 0 { reader } else { format!("{reader}, in {}", notes(info.notes)) }
}

/// "1 note", "3 notes".
pub(super) fn notes(count: usize) -> String {
    counted(count, "note")
}

/// A declaration as Markdown.
pub(super) fn entry_markdown(entry: &Entry, snapshot: &Snapshot) -> String {
    let place = escape(&place(entry));
    let linked = snapshot.link(entry.origin.note, entry.origin.name_range);
    let source = linked.map_or_else(|| place.clone(), |link| format!("[{place}]({link})"));
    let mut shown = format!("**{}**", escape(&entry.headword));
    let names = other_names(entry);
    if !names.is_empty() {
        let _ = write!(shown, " (also: {})", escape(&names));
    }
    let _ = write!(shown, "\n\n{}", entry.definition);
    if !entry.more.is_empty() {
        let _ = write!(shown, "\n\n{}", entry.more);
    }
    let _ = write!(shown, "\n\n{source}");
    if let Some(target) = &entry.target {
        let _ = write!(shown, "\n\n{}", entry_markdown(target, snapshot));
    }
    shown
}

/// A declaration as plain text.
pub(super) fn entry_plain(entry: &Entry) -> String {
    let names = other_names(entry);
    let names = if names.is_empty() { names } else { format!(" (also: {names})") };
    let shown = format!("{}{names}\n{}\n({})", entry.headword, entry.plain, place(entry));
    match &entry.target {
        Some(target) => format!("{shown}\n\n{}", entry_plain(target)),
        None => shown,
    }
}

/// What is said of declarations that are not shown.
fn others(entries: &Entries) -> Option<String> {
    (entries.more > 0).then(|| format!("and {}", counted(entries.more, "more definition")))
}

/// The aliases that the headword does not show already: some of them if there are many.
fn other_names(entry: &Entry) -> String {
    let is_new = |alias: &&String| !entry.headword.contains(alias.as_str());
    let new: Vec<_> = entry.aliases.iter().filter(is_new).map(String::as_str).collect();
    let shown = new[..new.len().min(MAX_NAMES)].join(", ");
    if new.len() > MAX_NAMES {
        return format!("{shown} and {} more", new.len() - MAX_NAMES);
    }
    shown
}

/// Where a term is declared, from the note down to its subtopic.
fn place(entry: &Entry) -> String {
    let title = std::iter::once(entry.origin.title.as_str());
    title.chain(entry.origin.path.iter().map(String::as_str)).collect::<Vec<_>>().join(" › ")
}

fn summary(heading: &HeadingInfo) -> String {
    let elsewhere = match (heading.elsewhere.is_empty(), heading.is_term) {
        (true, _) => "",
        (false, true) => ", and also elsewhere",
        (false, false) => ", but defined elsewhere",
    };
    match heading.state {
        SectionStatus::Topic => {
            let parts = [(heading.terms, "term"), (heading.gaps, "gap")];
            let parts = parts.iter().filter(|(count, _)| *count > 0);
            let parts: Vec<_> = parts.map(|(count, one)| counted(*count, one)).collect();
            if parts.is_empty() {
                "topic".to_owned()
            } else {
                format!("topic with {}", parts.join(", "))
            }
        }
        SectionStatus::Empty => format!("still empty{elsewhere}"),
        SectionStatus::Deferred => format!("left for later{elsewhere}"),
        SectionStatus::Written if heading.is_term => format!("defined here{elsewhere}"),
        SectionStatus::Written => format!("section{elsewhere}"),
    }
}

/// Text as Markdown that shows it unchanged. Only what would be markup is escaped, since some
/// editors show the source.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&') {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}
