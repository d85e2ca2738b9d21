//! Targets of a wiki link besides notes: terms, headings, and notes that do not exist yet.
//!
//! There may be a hundred thousand of them, so only those are read whose names begin with the typed
//! text, up to a limit.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::features::completion::item::CompletionKind;
use crate::features::completion::link_context::LinkContext;
use crate::features::completion::link_offer::{Offer, OfferSource};
use crate::features::completion::terms::{kind, name_of};
use crate::features::relink::{LinkWriter, is_plain, target};
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Resolver, Target};
use crate::workspace::note_name_index::LinkedName;

/// The minimum number of typed characters. Fewer are the beginning of too many names.
const MIN_TYPED: usize = 2;

/// The maximum number of names of each kind that are read.
const MAX_NAMES: usize = 50;

/// The maximum number of notes that have a heading. A title of more notes leads to no certain one.
const MAX_NOTES: usize = 2;

/// Returns the sections that declare a term, or whose title begins with the typed text, also empty
/// ones.
pub(super) fn named_sections(
    workspace: &Workspace,
    document: &Document,
    slot: &LinkContext<'_>,
    embeds: bool,
) -> Vec<Offer<'static>> {
    let Some(typed) = typed(slot) else { return Vec::new() };
    let index = workspace.index();
    let writer = LinkWriter::new(workspace, document);
    let mut offers = Vec::new();
    for (_, key) in index.terms.names().beginning_with(&typed).take(MAX_NAMES) {
        match term(workspace, document, &writer, key, embeds) {
            Some(offer) => offers.push(offer),
            None if index.gaps.count(key) <= MAX_NOTES => {
                offers.extend(headings(workspace, &writer, key, index.gaps.notes(key)));
            }
            None => {}
        }
    }
    for (_, key) in index.title_names().beginning_with(&typed).take(MAX_NAMES) {
        let is_term = index.terms.notes(key).next().is_some();
        if !is_term && index.written_titles.count(key) <= MAX_NOTES {
            offers.extend(headings(workspace, &writer, key, index.written_titles.notes(key)));
        }
    }
    offers
}

/// Returns the missing notes in wiki links whose names begin with the typed text.
pub(super) fn missing_notes(
    workspace: &Workspace,
    document: &Document,
    slot: &LinkContext<'_>,
) -> Vec<Offer<'static>> {
    let Some(typed) = typed(slot) else { return Vec::new() };
    let resolver = Resolver::new(workspace);
    let mut known = HashSet::new();
    let linked = workspace.index().names.linked(&typed).take(MAX_NAMES);
    let missing = linked.filter(|(name, _)| {
        // The link at the cursor has the typed name.
        *name.folded != *typed
            && is_plain(&name.written)
            && resolver.note_named(document, &name.written).is_none()
            && known.insert(name.folded.clone())
    });
    let offer = |(name, notes): (&LinkedName, usize)| Offer {
        label: name.written.to_string().into(),
        detail: Cow::Borrowed(""),
        source: OfferSource::Missing { notes },
    };
    missing.map(offer).collect()
}

/// Returns the typed text in small letters, or `None` if it is too short.
fn typed(slot: &LinkContext<'_>) -> Option<String> {
    let typed = fold(slot.typed.trim_start()).into_owned();
    (typed.chars().count() >= MIN_TYPED).then_some(typed)
}

/// Returns the nearest declaration of a term. A term that is a note is offered as a note.
fn term(
    workspace: &Workspace,
    document: &Document,
    writer: &LinkWriter<'_>,
    key: &TermKey,
    embeds: bool,
) -> Option<Offer<'static>> {
    let nearest = workspace.declarations(key, Some(document.id)).into_iter().next()?;
    let target = target(&nearest);
    (nearest.term.style != Style::Note && target.section.is_some()).then_some(())?;
    let name = name_of(nearest.term, key).filter(|name| is_plain(name))?;
    let path = writer.wiki(nearest.document, target)?;
    let new_text = if embeds { path.clone() } else { format!("{path}|{name}") };
    Some(Offer {
        label: name.to_owned().into(),
        detail: path.into(),
        source: OfferSource::Section { kind: kind(nearest, key), new_text },
    })
}

/// Returns the headings with a title in these notes, the first one of each note.
fn headings(
    workspace: &Workspace,
    writer: &LinkWriter<'_>,
    key: &TermKey,
    notes: impl Iterator<Item = NoteId>,
) -> Vec<Offer<'static>> {
    let heading = |document: &Document| {
        let sections = document.note.sections.iter().enumerate();
        let mut named = sections.filter(|(_, it)| it.heading.key.as_ref() == Some(key));
        let (index, section) = named.next()?;
        let heading = &section.heading;
        // The title of the note is the name of the note.
        (document.shown_title() != heading.name.as_str()).then_some(())?;
        let target = Target { section: Some(index), ..Target::of(document.id) };
        let path = writer.wiki(document, target)?;
        Some(Offer {
            label: path.clone().into(),
            detail: heading.name.clone().into(),
            source: OfferSource::Section {
                kind: CompletionKind::Heading { level: heading.level },
                new_text: path,
            },
        })
    };
    // The order of the identities is that in which the notes were read.
    let mut documents: Vec<_> = notes.filter_map(|id| workspace.document(id)).collect();
    documents.sort_by_key(|document| &document.location);
    documents.into_iter().filter_map(heading).collect()
}
