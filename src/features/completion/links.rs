//! Link targets in each syntax: notes, files, headings, anchors, and the labels of the note.
//!
//! The incomplete link is read from the line before the cursor. The parsed note excludes code.

use std::borrow::Cow;
use std::path::is_separator;

use text_size::{TextRange, TextSize};

use crate::features::completion::item::{Completion, CompletionKind};
use crate::features::completion::link_context::{LinkContext, LinkSyntax, slot};
use crate::features::completion::link_offer::{Offer, OfferSource, Ranking, written};
use crate::features::completion::link_targets::{missing_notes, named_sections};
use crate::features::relink::{LinkWriter, is_plain};
use crate::note::reference::{Family, LinkReference};
use crate::text::letters::Letters;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::link_names::LinkName;
use crate::workspace::links::{Resolver, Target, decoded, encoded};

/// Returns the completion of the incomplete link at an offset, or `None` without one.
pub(super) fn links(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<Completion> {
    let text = &document.note.text;
    let slot = slot(text, offset)?;
    // The white space before a link is in no segment.
    let before = text[..usize::from(slot.range.start())].trim_end_matches(' ');
    is_live(document, TextSize::of(before)).then_some(())?;
    let mut ranking = Ranking::new(&slot);
    match (slot.syntax, slot.path) {
        (LinkSyntax::Label(family), _) => ranking.extend(labels(document, family)),
        (_, Some(path)) => ranking.extend(places(workspace, document, &slot, path)?),
        (LinkSyntax::Wiki { embeds }, None) => {
            by_name(workspace, document, &slot, embeds, &mut ranking);
        }
        (LinkSyntax::Path { embeds, .. }, None) => {
            ranking.extend(files(workspace, document, &slot, embeds));
            if !embeds {
                by_path(workspace, document, &slot, &mut ranking);
            }
        }
    }
    Some(ranking.best(&slot, text))
}

/// Returns the completion of the incomplete wiki link at an offset in front matter, or `None` without
/// one.
pub(super) fn in_front_matter(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<Completion> {
    let text = &document.note.text;
    let slot = slot(text, offset)?;
    let LinkSyntax::Wiki { embeds } = slot.syntax else { return None };
    let mut ranking = Ranking::new(&slot);
    match slot.path {
        Some(path) => ranking.extend(places(workspace, document, &slot, path)?),
        None => by_name(workspace, document, &slot, embeds, &mut ranking),
    }
    Some(ranking.best(&slot, text))
}

/// Returns whether the place of the link is running text or a link, not code.
fn is_live(document: &Document, start: TextSize) -> bool {
    let note = &document.note;
    let is_in = |range: TextRange| range.contains_inclusive(start);
    note.prose.iter().any(|segment| is_in(segment.range))
        || note.links.iter().any(|link| is_in(link.range))
        || note.references.iter().any(|found| is_in(found.range))
}

/// Adds all notes as wiki links name them, and the terms, headings and missing notes whose names
/// begin with the typed text.
fn by_name<'w>(
    workspace: &'w Workspace,
    document: &'w Document,
    slot: &LinkContext<'_>,
    embeds: bool,
    ranking: &mut Ranking<'w>,
) {
    // A note outside the workspace folders links to none inside.
    if !document.location.path().is_some_and(|path| workspace.folders().contain(path)) {
        return;
    }
    let writer = LinkWriter::new(workspace, document);
    for note in others(workspace, document, ranking.letters) {
        let name = if note.is_only && is_plain(note.name) {
            Cow::Borrowed(note.name)
        } else {
            let name = workspace.document(note.id).and_then(|it| writer.paths().wiki_name(it));
            let Some(name) = name else { continue };
            Cow::Owned(name)
        };
        let aliases = note.aliases().filter(|alias| !embeds && !alias.contains(['|', ']', '[']));
        for alias in aliases {
            let (label, detail) = (Cow::Borrowed(alias), name.clone());
            ranking.add(Offer { label, detail, source: OfferSource::Alias });
        }
        let detail = Cow::Borrowed(note.title);
        ranking.add(Offer { label: name, detail, source: OfferSource::Note });
    }
    ranking.extend(named_sections(workspace, document, slot, embeds));
    if !embeds {
        ranking.extend(missing_notes(workspace, document, slot));
    }
}

/// Adds all notes by their paths.
fn by_path<'w>(
    workspace: &'w Workspace,
    document: &'w Document,
    slot: &LinkContext<'_>,
    ranking: &mut Ranking<'w>,
) {
    let writer = LinkWriter::new(workspace, document);
    let paths = writer.paths();
    let is_absolute = slot.typed.starts_with('/');
    let path = |id| {
        let other = workspace.document(id)?;
        if is_absolute { paths.absolute(other) } else { paths.relative(other) }
    };
    // The notes of one folder have the same path up to the file name, and follow each other.
    let mut known: Option<(&str, Option<String>)> = None;
    for note in others(workspace, document, ranking.letters) {
        let Some(end) = note.path.rfind(is_separator) else { continue };
        let (folder, file) = note.path.split_at(end + 1);
        let label = if file.contains('\\') {
            path(note.id).map(Cow::Owned)
        } else {
            if known.as_ref().is_none_or(|(known, _)| *known != folder) {
                let before = path(note.id);
                let before = before.and_then(|path| Some(path.strip_suffix(file)?.to_owned()));
                known = Some((folder, before));
            }
            known.as_ref().and_then(|(_, before)| before.as_deref()).map(|before| match before {
                "" => Cow::Borrowed(file),
                before => Cow::Owned(format!("{before}{file}")),
            })
        };
        let Some(label) = label else { continue };
        let detail = Cow::Borrowed(note.title);
        ranking.add(Offer { label, detail, source: OfferSource::Note });
    }
}

/// Returns the names of all other notes that have these letters.
fn others<'w>(
    workspace: &'w Workspace,
    document: &Document,
    letters: Letters,
) -> impl Iterator<Item = LinkName<'w>> {
    let (names, own) = (workspace.link_names().iter(), document.id);
    names.filter(move |note| note.id != own && note.letters.contain(letters))
}

/// Returns the files and folders in the typed folder. Notes come from [`by_path`].
fn files(
    workspace: &Workspace,
    document: &Document,
    slot: &LinkContext<'_>,
    embeds: bool,
) -> Vec<Offer<'static>> {
    let folder = slot.typed.rfind('/').map_or("", |end| &slot.typed[..=end]);
    let entries = Resolver::new(workspace).entries(document, &decoded(folder), embeds);
    let offer = |name: String| Offer {
        label: format!("{folder}{name}").into(),
        detail: "".into(),
        source: OfferSource::Other {
            kind: if name.ends_with('/') { CompletionKind::Folder } else { CompletionKind::File },
            new_text: format!("{folder}{}", written(slot, &name)),
        },
    };
    entries.into_iter().map(offer).collect()
}

/// Returns the headings and anchors of the note at a path.
fn places(
    workspace: &Workspace,
    document: &Document,
    slot: &LinkContext<'_>,
    path: &str,
) -> Option<Vec<Offer<'static>>> {
    let resolver = Resolver::new(workspace);
    let is_wiki = matches!(slot.syntax, LinkSyntax::Wiki { .. });
    let to: NoteId = match path {
        "" => document.id,
        _ if is_wiki => resolver.note_named(document, path)?,
        _ => resolver.note_at(document, path)?,
    };
    let anchors = resolver.anchors(to);
    let note = &workspace.document(to)?.note;
    let writer = LinkWriter::new(workspace, document);
    let sections = note.sections.iter().zip(anchors.iter()).enumerate();
    let headings = sections.map(|(index, (section, anchor))| {
        let target = Target { section: Some(index), ..Target::of(to) };
        let path = if is_wiki { writer.heading_path(target) } else { None };
        let is_path = |path: &&String| path.contains('#');
        Offer {
            label: section.heading.name.clone().into(),
            detail: path.as_ref().filter(is_path).unwrap_or(anchor).clone().into(),
            source: OfferSource::Other {
                kind: CompletionKind::Heading { level: section.heading.level },
                new_text: path.unwrap_or_else(|| encoded(anchor)),
            },
        }
    });
    // A heading without letters has no anchor.
    let has_text = |offer: &Offer<'_>| match &offer.source {
        OfferSource::Other { new_text, .. } => !new_text.is_empty(),
        _ => true,
    };
    // Only Obsidian has links by path to blocks.
    let takes_blocks = is_wiki || slot.typed.starts_with('^');
    let others = note.anchors.iter().filter(|it| takes_blocks || !it.id.starts_with('^'));
    let others = others.map(|anchor| Offer {
        label: anchor.id.clone().into(),
        detail: "".into(),
        source: OfferSource::Other { kind: CompletionKind::Anchor, new_text: anchor.id.clone() },
    });
    Some(headings.filter(has_text).chain(others).collect())
}

/// Returns the labels that the note defines.
fn labels(document: &Document, family: Family) -> Vec<Offer<'static>> {
    let text = &document.note.text;
    let references = document.note.references.iter();
    let defined = references.filter(|found| found.is_definition && found.family == family);
    let offer = |found: &LinkReference| {
        let label = text[found.label].to_owned();
        let behind = text[TextRange::new(found.label.end(), found.range.end())].lines().next();
        let detail = behind.unwrap_or_default().trim_start_matches("]:").trim().to_owned();
        let kind = CompletionKind::Label { definition: detail.clone() };
        let source = OfferSource::Other { kind, new_text: label.clone() };
        Offer { label: label.into(), detail: detail.into(), source }
    };
    defined.map(offer).collect()
}
