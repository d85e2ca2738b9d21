//! Tags and categories, in front matter and in running text.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use text_size::{TextRange, TextSize};

use crate::features::completion::item::{Completion, CompletionKind, Item};
use crate::note::front_matter::{TagContext, TagKind};
use crate::note::tag::{is_tag_char, tag_name};
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::tag_index::TagIndex;

/// The maximum number of items. The editor requests again when the user types more.
const MAX_ITEMS: usize = 200;

/// Returns the tags or categories at the cursor in front matter.
pub(super) fn in_front_matter(
    workspace: &Workspace,
    document: &Document,
    tag: &TagContext,
) -> Completion {
    let text = &document.note.text;
    let tags = match tag.kind {
        TagKind::Tag => &workspace.index().tags,
        TagKind::Category => &workspace.index().categories,
    };
    let written = &text[tag.value.range];
    let current = written.trim_matches(['"', '\'', ' ']);
    let taken: Vec<_> = tag.taken.iter().map(|taken| fold(taken)).collect();
    let offered =
        offered(tags, document.id, current).filter(|(name, _)| !taken.contains(&fold(name)));
    let above = tag.index.checked_sub(1).map_or("", |above| &tag.taken[above]);
    let offered = offered.map(|(name, notes)| {
        let belongs = tag.kind == TagKind::Category && is_pair(workspace, above, name);
        (name, notes, belongs)
    });
    rank(offered, &tag.value.prefix, |name, notes| {
        Some(Item {
            label: name.to_owned(),
            kind: match tag.kind {
                TagKind::Tag => CompletionKind::Tag { notes },
                TagKind::Category => CompletionKind::Category { notes },
            },
            range: tag.value.range,
            new_text: tag.write(name)?,
            filter_text: tag.value.filter_text(name),
        })
    })
}

/// Returns whether a category follows the previous one, or is the first, in some note.
fn is_pair(workspace: &Workspace, above: &str, name: &str) -> bool {
    workspace.index().front.pairs.count(&(above.into(), name.into())) > 0
}

/// Returns the inline tags at the cursor, or `None` if there is no incomplete tag.
pub(super) fn inline_tags(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<Completion> {
    let text = &document.note.text;
    let range = inline_tag_range(document, offset)?;
    let current = tag_name(&text[range][1..]);
    let typed = &text[usize::from(range.start()) + 1..usize::from(offset)];
    // An inline tag cannot contain a space. A tag of the same note can be useful again.
    let offered = offered(&workspace.index().tags, document.id, current)
        .filter(|(name, _)| name.chars().all(is_tag_char))
        .map(|(name, notes)| (name, notes, false));
    Some(rank(offered, typed, |name, notes| {
        Some(Item {
            label: name.to_owned(),
            kind: CompletionKind::Tag { notes },
            range,
            new_text: format!("#{name}"),
            filter_text: format!("#{name}"),
        })
    }))
}

/// Returns the range of the incomplete inline tag, with its `#`.
fn inline_tag_range(document: &Document, offset: TextSize) -> Option<TextRange> {
    let text = &document.note.text;
    let before = &text[..offset.into()];
    let marked = before.trim_end_matches(is_tag_char);
    let line = marked.strip_suffix('#')?;
    let typed = before.len() > marked.len();
    let opens_line = line.is_empty() || line.ends_with(['\n', '\r']);
    // A single `#` at the start of a line usually begins a heading.
    let fits = if opens_line { typed } else { line.ends_with([' ', '\t', '(', '[']) };
    let start = TextSize::of(line);
    let is_prose = document
        .note
        .prose
        .iter()
        .any(|segment| !segment.in_link && segment.range.contains_inclusive(start));
    let rest = tag_name(&text[offset.into()..]);
    (fits && is_prose).then(|| TextRange::new(start, offset + TextSize::of(rest)))
}

/// Returns the tags or categories, without the incomplete one if it occurs only here.
fn offered<'w>(
    tags: &'w TagIndex,
    here: NoteId,
    current: &str,
) -> impl Iterator<Item = (&'w str, usize)> {
    let only_here = tags.is_only_in(current, here).then(|| current.to_owned());
    tags.iter().filter(move |(name, _)| only_here.as_deref() != Some(*name))
}

/// Sorts the items by suitability, then by match, then by number of notes.
pub(super) fn rank<'w>(
    offered: impl Iterator<Item = (&'w str, usize, bool)>,
    typed: &str,
    item: impl Fn(&str, usize) -> Option<Item>,
) -> Completion {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut buffer = Vec::new();
    let mut ranked: Vec<_> = offered
        .filter_map(|(name, notes, belongs)| {
            let score = pattern.score(Utf32Str::new(name, &mut buffer), &mut matcher)?;
            Some((Reverse((belongs, score, notes)), name))
        })
        .collect();
    ranked.sort();
    Completion {
        is_incomplete: ranked.len() > MAX_ITEMS,
        items: ranked
            .into_iter()
            .take(MAX_ITEMS)
            .filter_map(|(Reverse((_, _, notes)), name)| item(name, notes))
            .collect(),
    }
}
