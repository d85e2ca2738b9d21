//! Inline a note that is linked or embedded on a line of its own: its text takes the place of the
//! link. The note itself stays, since other notes may lead to it.

use text_size::{TextRange, TextSize};

use super::levels::marked;
use super::relink::destination;
use crate::features::code_actions::{Action, Kind};
use crate::note::link::Link;
use crate::text::lines;
use crate::text::range;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::moves::{Structure, changed};
use crate::workspace::edit::{Group, Promise, TextEdit, WorkspaceEdit};
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
    let (note, title) = (document.id, format!("Put the text of “{name}” in place of this link"));
    Some(Action::later(title, Kind::Inline, move |workspace| {
        inlined(workspace, note, offset).into_iter().collect()
    }))
}

/// The link at a place that has a line of its own, and where in another note it leads.
fn alone<'d>(
    workspace: &Workspace,
    document: &'d Document,
    offset: TextSize,
) -> Option<(&'d Link, Target)> {
    let mut links = document.note.links.iter();
    let link = links.find(|link| link.range.contains_inclusive(offset))?;
    let text = document.text.to_string();
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
) -> Option<(WorkspaceEdit, Promise)> {
    let document = workspace.document(note)?;
    let (link, target) = alone(workspace, document, offset)?;
    let source = workspace.document(target.note)?;
    let from = content(source, target)?;
    let here = document.note.section_at(offset).map(|index| &document.note.sections[index]);
    let level = here.map_or(0, |section| section.heading.level);
    let mut structure = Structure::default();
    let text = source.text.to_string();
    let mut changes = shifted(source, &text, from, level, &mut structure)?;
    changes.extend(relinked(workspace, document, source, from, &mut structure)?);
    changes.sort_by_key(|change| (change.range.start(), change.range.end()));
    let terms = source.note.terms.iter();
    structure.repeated.extend(terms.map(|term| term.key.clone()));
    let own = document.text.to_string();
    let new_text = changed(&text[from], from.start(), &changes);
    let new_text = lines::with_endings(&new_text, lines::ending(&own));
    structure.dropped.push((note, link.range));
    let mut edit = WorkspaceEdit::default();
    edit.push(note, TextEdit { range: link.range, new_text, group: Group::Certain });
    Some((edit, structure.into()))
}

/// What is put in place of the link: the body of the note or the section, without blank lines
/// around it.
fn content(source: &Document, target: Target) -> Option<TextRange> {
    let front = source.note.front_matter.as_ref().map_or(0.into(), |front| front.range.end());
    let range = match target.section {
        Some(index) => source.note.sections.get(index)?.range,
        None => TextRange::new(front, source.text.len()),
    };
    let written = source.text.slice(range);
    let range = range::of(written.trim(), &written)? + range.start();
    (!range.is_empty()).then_some(range)
}

/// The changes that put all headings below one of this level.
fn shifted(
    source: &Document,
    text: &str,
    from: TextRange,
    level: u8,
    structure: &mut Structure,
) -> Option<Vec<TextEdit>> {
    let headings = source.note.sections.iter().map(|section| &section.heading);
    let headings: Vec<_> = headings.filter(|it| from.contains(it.range.start())).collect();
    let Some(top) = headings.iter().map(|heading| heading.level).min() else {
        return Some(Vec::new());
    };
    structure.new_sections = headings.len();
    let by = i8::try_from(level + 1).ok()? - i8::try_from(top).ok()?;
    let mut changes = Vec::new();
    for heading in headings.into_iter().filter(|_| by != 0) {
        let level = heading.level.checked_add_signed(by).filter(|level| *level <= 6)?;
        changes.extend(marked(text, heading, level)?);
    }
    Some(changes)
}

/// The changes that make the links of a text lead where they lead, from another note.
fn relinked(
    workspace: &Workspace,
    document: &Document,
    source: &Document,
    from: TextRange,
    structure: &mut Structure,
) -> Option<Vec<TextEdit>> {
    let resolver = Resolver::new(workspace);
    let mut changes = Vec::new();
    for link in source.note.links.iter().filter(|link| from.contains_range(link.range)) {
        let Some(target) = resolver.resolve(source, link) else {
            // A file beside the note is no longer beside this one.
            let is_anywhere = link.path.contains("://") || link.path.starts_with('/');
            let is_near = source.location.nearness(&document.location) > 0;
            (is_anywhere || is_near && !link.path.is_empty()).then_some(())?;
            structure.leading_nowhere += 1;
            continue;
        };
        structure.new_links.push(target);
        let place = link.place?;
        let range = place.fragment.map_or(place.path, |it| it.cover(place.path));
        let new_text = destination(workspace, &resolver, document, link, target)?;
        changes.push(TextEdit { range, new_text, group: Group::Certain });
    }
    Some(changes)
}
