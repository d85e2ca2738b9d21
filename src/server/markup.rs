//! Hovers and documentation in words. Everything is written as Markdown; a client that does not
//! render it gets the same text without markup.

use std::fmt::Write as _;

use text_size::TextRange;
use tower_lsp::ls_types::{MarkupContent, MarkupKind};

use crate::features::definition_card::{DefinitionCard, DefinitionCards};
use crate::features::hover::{HeadingInfo, Hover};
use crate::features::keys::KeyInfo;
use crate::features::navigation_target::NavigationTarget;
use crate::features::preview::Preview;
use crate::features::resolved_gap::NoteCount;
use crate::features::tags::TagInfo;
use crate::note::excerpt::{self, escape, escape_line};
use crate::note::front_matter::TagKind;
use crate::note::plural::counted;
use crate::note::section::SectionStatus;
use crate::server::snapshot::Snapshot;
use crate::text::visible::strip_control_chars;

/// At most this many names of one term are listed.
const MAX_NAMES: usize = 30;

/// Returns Markdown in the format of the client: unchanged, or without markup.
pub(super) fn content(markdown: &str, renders_markdown: bool) -> MarkupContent {
    let (kind, value) = if renders_markdown {
        (MarkupKind::Markdown, markdown.to_owned())
    } else {
        (MarkupKind::PlainText, excerpt::plain(markdown))
    };
    MarkupContent { kind, value: strip_control_chars(value) }
}

/// Returns a hover as Markdown.
pub(super) fn hover(hover: &Hover, snapshot: &Snapshot) -> String {
    let cards = |cards: &DefinitionCards| {
        let shown = cards.shown.iter().map(|card| definition_card(card, snapshot));
        shown.chain(others(cards)).collect::<Vec<_>>().join("\n\n---\n\n")
    };
    match hover {
        Hover::Term(declared) => cards(declared),
        Hover::Gap(gap) => {
            let state = gap_state(gap.state, gap.notes);
            format!("**{}**: {state}\n\n{}", escape(&gap.name), source(&gap.target, snapshot))
        }
        Hover::Heading(heading) => {
            let mut shown = format!("**{}**: {}", escape(&heading.name), summary(heading));
            if !heading.objections.is_empty() {
                let _ = write!(shown, "\n\nNot a term: {}.", heading.objections.join(", "));
            }
            if !heading.elsewhere.is_empty() {
                let _ = write!(shown, "\n\n---\n\n{}", cards(&heading.elsewhere));
            }
            shown
        }
        Hover::Key(key) => self::key(key),
        Hover::Tag(info) => tag(info, snapshot),
        Hover::Link(preview) => self::preview(preview, snapshot),
        Hover::File { path, exists } => format!("**{}**{}", escape(path), absence(*exists)),
        Hover::MissingNote { name, notes } => {
            let wanted = if *notes > 1 {
                format!(" {} link to it.", self::notes(*notes))
            } else {
                String::new()
            };
            format!("Note **{}** not found.{wanted}", escape(name))
        }
        Hover::LinkLabel(text) => text.clone(),
    }
}

fn preview(preview: &Preview, snapshot: &Snapshot) -> String {
    let source = source(&preview.target, snapshot);
    if preview.text.is_empty() {
        return format!("{source}: still empty");
    }
    format!("{}\n\n{source}", preview.text)
}

/// Returns the path to a place, as a link to it if its note has an address.
fn source(target: &NavigationTarget, snapshot: &Snapshot) -> String {
    let place = target.place();
    match snapshot.link(target.note, target.name_range) {
        Some(link) => format!("[{}]({link})", escape(&place)),
        None => escape_line(&place),
    }
}

fn absence(exists: bool) -> &'static str {
    if exists { "" } else { " is not there" }
}

/// Returns a tag or category with its notes, one a line.
fn tag(info: &TagInfo, snapshot: &Snapshot) -> String {
    let kind = match info.kind {
        TagKind::Tag => "tag",
        TagKind::Category => "category",
    };
    let mut text = format!("**{}**: {kind} of {}\n", escape(&info.name), notes(info.notes));
    for (note, title) in &info.shown {
        let note = match snapshot.link(*note, TextRange::default()) {
            Some(link) => format!("[{}]({link})", escape(title)),
            None => escape_line(title),
        };
        let _ = write!(text, "\n- {note}");
    }
    if info.notes > info.shown.len() {
        let _ = write!(text, "\n- and {} more", info.notes - info.shown.len());
    }
    text
}

/// Returns a front matter key as Markdown.
pub(super) fn key(info: &KeyInfo) -> String {
    let key = &info.key;
    let mut text = format!("**{}**: {}, {}", escape(&key.name), key.kind.name(), reader(info));
    // The text of the user's schema is not trusted.
    let about = if info.profile.is_some() { key.about.clone() } else { escape_line(&key.about) };
    if !about.is_empty() {
        let _ = write!(text, "\n\n{about}");
    }
    if !key.values.is_empty() {
        let values: Vec<_> = key.values.iter().map(|value| escape(value)).collect();
        let _ = write!(text, "\n\nOne of: {}", values.join(", "));
    }
    text
}

/// Returns the tool that reads a key, and how many notes have it.
fn reader(info: &KeyInfo) -> String {
    let reader = match info.profile {
        Some(profile) => format!("read by {}", profile.name()),
        None => "from your schema".to_owned(),
    };
    if info.notes == 0 { reader } else { format!("{reader}, in {}", notes(info.notes)) }
}

/// Returns a number of notes: "1 note", "3 notes".
pub(super) fn notes(count: usize) -> String {
    counted(count, "note")
}

/// Returns a declaration as Markdown.
pub(super) fn definition_card(card: &DefinitionCard, snapshot: &Snapshot) -> String {
    let mut shown = format!("**{}**", escape(&card.headword));
    let names = other_names(card);
    if !names.is_empty() {
        let _ = write!(shown, " (also: {})", escape(&names));
    }
    let _ = write!(shown, "\n\n{}", card.definition);
    if !card.more.is_empty() {
        let _ = write!(shown, "\n\n{}", card.more);
    }
    let _ = write!(shown, "\n\n{}", source(&card.target, snapshot));
    if let Some(see) = &card.see {
        let _ = write!(shown, "\n\n{}", definition_card(see, snapshot));
    }
    shown
}

/// Returns the number of declarations that are not shown, in words.
fn others(cards: &DefinitionCards) -> Option<String> {
    (cards.more > 0).then(|| format!("and {}", counted(cards.more, "more definition")))
}

/// Returns the aliases that the headword does not show already: some of them if there are many.
fn other_names(card: &DefinitionCard) -> String {
    let is_new = |alias: &&String| !card.headword.contains(alias.as_str());
    let new: Vec<_> = card.aliases.iter().filter(is_new).map(String::as_str).collect();
    let shown = new[..new.len().min(MAX_NAMES)].join(", ");
    if new.len() > MAX_NAMES {
        return format!("{shown} and {} more", new.len() - MAX_NAMES);
    }
    shown
}

/// Returns the state of a gap, and how many notes wait for it.
fn gap_state(state: SectionStatus, wanted: NoteCount) -> String {
    let state = if state == SectionStatus::Deferred { "left for later" } else { "still empty" };
    match wanted.mentioned() {
        Some(mentioned) => format!("{state}, {mentioned}"),
        None => state.to_owned(),
    }
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
        SectionStatus::Empty | SectionStatus::Deferred => {
            format!("{}{elsewhere}", gap_state(heading.state, heading.wanted))
        }
        SectionStatus::Written if heading.is_term => format!("defined here{elsewhere}"),
        SectionStatus::Written => format!("section{elsewhere}"),
    }
}
