//! Inline a note: a copy of its text replaces a link that is alone on its line. The definitions of
//! its labels are copied too. The note is not deleted, since other notes may link to it.

use text_size::{TextRange, TextSize};

use super::labels::CopiedLabels;
use super::levels::marked;
use super::section_ranges::separators;
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChanges, relinked};
use crate::note::blocks::named_block;
use crate::note::link::Link;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{MovedText, TextEdit};
use crate::workspace::links::{Resolver, Target};

pub(super) fn action(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<Action> {
    let (_, target) = alone(workspace, document, offset)?;
    let source = workspace.document(target.note)?;
    let name = match target.section {
        Some(index) => source.note.sections.get(index)?.heading.name.clone(),
        None => source.title(),
    };
    let (note, title) = (document.id, format!("Replace link with content of “{name}”"));
    Some(Action::later(title, ActionKind::Inline, move |workspace| {
        let by = |links: &LinkChanges| inlined(workspace, note, offset, links);
        relinked(workspace, by).into_iter().collect()
    }))
}

/// Returns the link at an offset that is alone on its line, and its target in another note.
fn alone<'d>(
    workspace: &Workspace,
    document: &'d Document,
    offset: TextSize,
) -> Option<(&'d Link, Target)> {
    let mut links = document.note.links.iter();
    let link = links.find(|link| link.range.contains_inclusive(offset))?;
    let text = &document.note.text;
    let (start, end) = (usize::from(link.range.start()), usize::from(link.range.end()));
    let is_own = text[..start].ends_with(['\n', '\r']) || start == 0;
    let is_last = text[end..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']);
    let target = Resolver::new(workspace).resolve(document, link)?;
    let is_whole = is_own && (is_last || text[end..].trim().is_empty());
    (is_whole && target.note != document.id).then_some((link, target))
}

fn inlined(
    workspace: &Workspace,
    note: NoteId,
    offset: TextSize,
    links: &LinkChanges,
) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let (link, target) = alone(workspace, document, offset)?;
    let source = workspace.document(target.note)?;
    let from = content(source, target)?;
    let here = document.note.section_at(offset).map(|index| &document.note.sections[index]);
    let level = here.map_or(0, |section| section.heading.level);
    let (text, own) = (&source.note.text, &document.note.text);
    let levels = levels(source, from, level)?;
    let end = lines::ending(own);
    let labels = CopiedLabels::new(source, from, document);
    let (before, after) = separators(own, link.range, end);
    let mut copy = MovedText::default();
    copy.write(&before);
    let changes = |range: TextRange, own: Vec<TextEdit>| {
        let changes =
            own.into_iter().chain(labels.renamed(range)).chain(line_ends(text, range, end));
        links.with_copied(source.id, range, changes.collect())
    };
    copy.copy(source, from, changes(from, levels));
    labels.write(&mut copy, end, changes);
    copy.write(&after);
    let mut edit = EditBuilder::default();
    edit.drop_text(note, link.range);
    edit.replace_moved(note, link.range, copy);
    Some(edit)
}

/// Returns the changes that give a text the line ends of another note.
fn line_ends(text: &str, range: TextRange, end: &str) -> Vec<TextEdit> {
    let (other, written) = if end == "\n" { ("\r\n", &text[range]) } else { ("\n", &text[range]) };
    let ends = written.match_indices(other);
    let differs = |(at, _): &(usize, &str)| other == "\r\n" || !written[..*at].ends_with('\r');
    let change = |(at, found): (usize, &str)| {
        let start = range.start() + TextSize::of(&written[..at]);
        TextEdit::certain(TextRange::at(start, TextSize::of(found)), end)
    };
    ends.filter(differs).map(change).collect()
}

/// Returns the range that replaces the link: the body of the note or section, without blank lines
/// around it.
fn content(source: &Document, target: Target) -> Option<TextRange> {
    let front = source.note.front_matter.as_ref().map_or(0.into(), |front| front.range.end());
    let anchor = target.anchor.and_then(|anchor| source.note.anchors.get(anchor));
    let range = match (target.section, anchor) {
        (Some(index), _) => source.note.sections.get(index)?.range,
        (None, Some(anchor)) => {
            let block = named_block(&source.note, anchor.range)?;
            // The mark is the name of the block in its own note.
            let end = anchor.range.start() - TextSize::of('^');
            if block.contains(end) { TextRange::new(block.start(), end) } else { block }
        }
        (None, None) => TextRange::new(front, source.note.text.end()),
    };
    let written = source.note.text.slice(range);
    let lead = TextSize::of(&written[..written.len() - written.trim_start().len()]);
    let range = TextRange::at(range.start() + lead, TextSize::of(written.trim()));
    (!range.is_empty()).then_some(range)
}

/// Returns the changes that put all headings below this level.
fn levels(source: &Document, from: TextRange, level: u8) -> Option<Vec<TextEdit>> {
    let text = &source.note.text;
    let headings = source.note.sections.iter().map(|section| &section.heading);
    let headings: Vec<_> = headings.filter(|it| from.contains(it.range.start())).collect();
    let Some(top) = headings.iter().map(|heading| heading.level).min() else {
        return Some(Vec::new());
    };
    let by = i8::try_from(level + 1).ok()? - i8::try_from(top).ok()?;
    let mut changes = Vec::new();
    for heading in headings.into_iter().filter(|_| by != 0) {
        let level = heading.level.checked_add_signed(by).filter(|level| *level <= 6)?;
        changes.extend(marked(text, heading, level)?);
    }
    Some(changes)
}
