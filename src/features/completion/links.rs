//! Link targets in each syntax: notes, files, headings, anchors, and the labels of the note.
//!
//! The incomplete link is read from the line before the cursor. The parsed note excludes code.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::is_separator;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rustc_hash::FxBuildHasher;
use text_size::{TextRange, TextSize};

use crate::features::completion::item::{Completion, CompletionKind, Item};
use crate::features::completion::link_context::{LinkContext, LinkSyntax, slot};
use crate::features::relink::LinkWriter;
use crate::note::reference::{Family, LinkReference};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Resolver, Target, decoded, encoded};
use crate::workspace::{Workspace, is_note};

/// The maximum number of items. The editor requests again when the user types more.
const MAX_ITEMS: usize = 100;

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
    let fitting = match (slot.syntax, slot.path) {
        (LinkSyntax::Label(family), _) => labels(document, family),
        (_, Some(path)) => places(workspace, document, &slot, path)?,
        (LinkSyntax::Wiki { embeds }, None) => by_name(workspace, document, embeds),
        (LinkSyntax::Path { embeds, .. }, None) => {
            let mut fitting = files(workspace, document, &slot, embeds);
            if !embeds {
                fitting.extend(by_path(workspace, document, &slot));
            }
            fitting
        }
    };
    Some(ranked(fitting, &slot, text))
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
    let fitting = match slot.path {
        Some(path) => places(workspace, document, &slot, path)?,
        None => by_name(workspace, document, embeds),
    };
    Some(ranked(fitting, &slot, text))
}

/// A possible target of the link. There may be thousands, so only the best ones get what an item
/// needs besides its names.
struct Offer<'w> {
    /// The text in the menu, which is compared with the typed text.
    label: String,
    /// Another name, which also matches.
    detail: Cow<'w, str>,
    source: OfferSource,
}

/// What an offer leads to, and its text.
enum OfferSource {
    /// A note with the label as its name, and the title as the detail.
    Note,
    /// A note with the label as its alias, and the name as the detail.
    Alias,
    /// Anything else.
    Other { kind: CompletionKind, new_text: String },
}

impl Offer<'_> {
    /// Returns the sort key of a note, since the documents have no order. Notes come after all other
    /// offers, and aliases after file names.
    fn name(&self) -> Option<(&str, &str)> {
        match self.source {
            OfferSource::Note => Some((&self.label, "")),
            OfferSource::Alias => Some((&self.detail, &self.label)),
            OfferSource::Other { .. } => None,
        }
    }

    fn item(self, slot: &LinkContext<'_>, written: &str) -> Item {
        let Self { label, detail, source } = self;
        let detail = detail.into_owned();
        let (kind, new_text) = match source {
            OfferSource::Note => {
                let new_text = self::written(slot, &label);
                let is_path = matches!(slot.syntax, LinkSyntax::Path { .. });
                let called = Some(detail).filter(|title| is_path || *title != label);
                (CompletionKind::Note { called }, new_text)
            }
            OfferSource::Alias => {
                let new_text = format!("{detail}|{label}");
                (CompletionKind::Note { called: Some(detail) }, new_text)
            }
            OfferSource::Other { kind, new_text } => (kind, new_text),
        };
        // Editors compare the item with the text in the range, which may be an alias.
        let filter_text = if new_text.starts_with(written) {
            new_text.clone()
        } else {
            format!("{written} {label}")
        };
        Item { filter_text, label, kind, range: slot.range, new_text }
    }
}

/// Returns whether the place of the link is running text or a link, not code.
fn is_live(document: &Document, start: TextSize) -> bool {
    let note = &document.note;
    let is_in = |range: TextRange| range.contains_inclusive(start);
    note.prose.iter().any(|segment| is_in(segment.range))
        || note.links.iter().any(|link| is_in(link.range))
        || note.references.iter().any(|found| is_in(found.range))
}

/// Returns all notes as wiki links name them.
fn by_name<'w>(workspace: &'w Workspace, document: &'w Document, embeds: bool) -> Vec<Offer<'w>> {
    let writer = LinkWriter::new(workspace, document);
    let paths = writer.paths();
    let others = workspace.documents().filter(|other| other.id != document.id);
    let mut offers = Vec::new();
    for other in others {
        let Some(name) = paths.wiki_name(other) else { continue };
        let aliases = other.note.aliases.iter().filter(|alias| !alias.contains(['|', ']', '[']));
        offers.extend(aliases.filter(|_| !embeds).map(|alias| Offer {
            label: alias.clone(),
            detail: name.clone().into(),
            source: OfferSource::Alias,
        }));
        offers.push(Offer { label: name, detail: other.shown_title(), source: OfferSource::Note });
    }
    offers
}

/// Returns all notes by their paths.
fn by_path<'w>(
    workspace: &'w Workspace,
    document: &'w Document,
    slot: &LinkContext<'_>,
) -> Vec<Offer<'w>> {
    let writer = LinkWriter::new(workspace, document);
    let paths = writer.paths();
    let is_absolute = slot.typed.starts_with('/');
    let path = |other| if is_absolute { paths.absolute(other) } else { paths.relative(other) };
    // The notes of one folder have the same path up to the file name.
    let mut folders: HashMap<&str, Option<String>, FxBuildHasher> = HashMap::default();
    let others = workspace.documents().filter(|other| other.id != document.id);
    let offers = others.filter_map(|other| {
        let whole = other.location.path()?.to_str()?;
        let (folder, file) = whole.split_at(whole.rfind(is_separator)? + 1);
        let label = if file.contains('\\') {
            path(other)?
        } else {
            let before = || path(other).and_then(|path| Some(path.strip_suffix(file)?.to_owned()));
            format!("{}{file}", folders.entry(folder).or_insert_with(before).as_ref()?)
        };
        Some(Offer { label, detail: other.shown_title(), source: OfferSource::Note })
    });
    offers.collect()
}

/// Returns the files and folders in the typed folder. Notes come from [`by_path`].
fn files(
    workspace: &Workspace,
    document: &Document,
    slot: &LinkContext<'_>,
    embeds: bool,
) -> Vec<Offer<'static>> {
    let folder = slot.typed.rfind('/').map_or("", |end| &slot.typed[..=end]);
    let entries = Resolver::new(workspace).entries(document, &decoded(folder));
    let entries =
        entries.into_iter().filter(|name| embeds || name.ends_with('/') || !is_note(name.as_ref()));
    let offer = |name: String| Offer {
        label: format!("{folder}{name}"),
        detail: "".into(),
        source: OfferSource::Other {
            kind: if name.ends_with('/') { CompletionKind::Folder } else { CompletionKind::File },
            new_text: format!("{folder}{}", written(slot, &name)),
        },
    };
    entries.map(offer).collect()
}

/// Returns a path or name with the escapes of its syntax.
fn written(slot: &LinkContext<'_>, path: &str) -> String {
    match slot.syntax {
        LinkSyntax::Path { is_bracketed: false, .. } => {
            path.split('/').map(encoded).collect::<Vec<_>>().join("/")
        }
        _ => path.to_owned(),
    }
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
            label: section.heading.name.clone(),
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
        label: anchor.id.clone(),
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
        Offer { label, detail: detail.into(), source }
    };
    defined.map(offer).collect()
}

/// An offer with its score and its place in the list.
type Ranked<'w> = (Reverse<u32>, usize, Offer<'w>);

/// Returns the best offers in the order of their match.
fn ranked(offers: Vec<Offer<'_>>, slot: &LinkContext<'_>, text: &str) -> Completion {
    let mut matcher = Matcher::new(Config::DEFAULT.match_paths());
    let typed = decoded(slot.typed);
    let pattern = Pattern::new(&typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut buffer = Vec::new();
    let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
    let mut fitting: Vec<_> = offers
        .into_iter()
        .enumerate()
        .filter_map(|(order, offer)| {
            let fit = score(&offer.label).max(score(&offer.detail))?;
            Some((Reverse(fit), order, offer))
        })
        .collect();
    let by_fit = |one: &Ranked<'_>, other: &Ranked<'_>| {
        let ((fit, order, offer), (other_fit, other_order, other)) = (one, other);
        let by_name = || offer.name().cmp(&other.name());
        fit.cmp(other_fit).then_with(by_name).then(order.cmp(other_order))
    };
    let is_incomplete = fitting.len() > MAX_ITEMS;
    if is_incomplete {
        fitting.select_nth_unstable_by(MAX_ITEMS, by_fit);
        fitting.truncate(MAX_ITEMS);
    }
    fitting.sort_by(by_fit);
    let written = &text[slot.range];
    let items = fitting.into_iter().map(|(_, _, offer)| offer.item(slot, written));
    Completion { items: items.collect(), is_incomplete: is_incomplete || !slot.typed.is_empty() }
}
