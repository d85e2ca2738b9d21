//! Promote and demote a section with all that belongs to it.

use text_size::{TextRange, TextSize};

use super::{content, removal, subtree};
use crate::features::code_actions::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{Relinks, relinked};
use crate::note::heading::Heading;
use crate::note::section::Section;
use crate::note::term::Style;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, MovedText, TextEdit};

/// What headings may be, at the deepest.
const DEEPEST: u8 = 6;

pub(super) fn actions(document: &Document, index: usize) -> Vec<Action> {
    let (note, name) = (document.id, document.note.sections[index].heading.name.clone());
    let has_parts = document.note.sections.iter().any(|section| section.parent == Some(index));
    let tail = if has_parts { " with its subsections" } else { "" };
    let mut actions = Vec::new();
    if may_rise(document, index) {
        let title = format!("Promote “{name}”{tail}");
        let make =
            move |workspace: &Workspace| promote(workspace, note, index).into_iter().collect();
        actions.push(Action::later(title, ActionKind::Rewrite, make));
    }
    if may_sink(document, index) {
        let title = format!("Demote “{name}”{tail}");
        let make =
            move |workspace: &Workspace| demote(workspace, note, index).into_iter().collect();
        actions.push(Action::later(title, ActionKind::Rewrite, make));
    }
    actions
}

/// Whether a section can be one of a higher level. Not beside the title of a note.
fn may_rise(document: &Document, index: usize) -> bool {
    let sections = &document.note.sections;
    let titles = sections.iter().filter(|section| section.heading.level == 1).count();
    let (level, parent) = (sections[index].heading.level, sections[index].parent);
    // It moves after the sections that follow it, which needs a section around all of them.
    let next = sections.get(subtree(document, index).end);
    let next = next.filter(|next| next.heading.level >= level);
    let has_place = next.is_none_or(|next| parent.is_some() && next.parent == parent);
    has_place && (level > 2 || level == 2 && titles > 1)
}

/// Whether the section before it can take it in, and no part of it would be too deep.
fn may_sink(document: &Document, index: usize) -> bool {
    let sections = &document.note.sections;
    let own = &sections[index];
    let takes_in = |(at, other): (usize, &Section)| {
        let is_sibling = other.parent == own.parent && other.heading.level == own.heading.level;
        // A term that had parts would be none any more.
        let is_term = document
            .note
            .terms
            .iter()
            .any(|term| term.section == Some(at) && term.style == Style::Heading);
        is_sibling && !is_term && other.range.end() == own.range.start()
    };
    let parts = &sections[subtree(document, index)];
    sections[..index].iter().enumerate().any(takes_in)
        && parts.iter().all(|section| section.heading.level < DEEPEST)
}

fn promote(workspace: &Workspace, note: NoteId, index: usize) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let section = document.note.sections.get(index)?;
    let next = document.note.sections.get(subtree(document, index).end);
    let Some(next) = next.filter(|next| next.heading.level >= section.heading.level) else {
        return in_place(workspace, document, index, -1);
    };
    // The sections after it would become its parts, so it moves after them.
    let parent = section.parent?;
    (next.parent == Some(parent)).then_some(())?;
    let end = document.note.sections[parent].range.end();
    let by = |links: &Relinks| moved(document, index, -1, end, links);
    relinked(workspace, by)
}

fn demote(workspace: &Workspace, note: NoteId, index: usize) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    document.note.sections.get(index)?;
    in_place(workspace, document, index, 1)
}

fn in_place(
    workspace: &Workspace,
    document: &Document,
    index: usize,
    by: i8,
) -> Option<EditBuilder> {
    relinked(workspace, |_| {
        let mut edit = EditBuilder::default();
        let marks = marks(document, index, by, &mut edit)?;
        edit.push_all(document.id, marks);
        edit.expect(Expect::Reparented { note: document.id, section: index });
        Some(edit)
    })
}

/// A section with all its parts at another place of its note, which is where one begins, and at
/// other levels.
pub(super) fn moved(
    document: &Document,
    index: usize,
    by: i8,
    to: TextSize,
    links: &Relinks,
) -> Option<EditBuilder> {
    let mut edit = EditBuilder::default();
    let marks = marks(document, index, by, &mut edit)?;
    edit.expect(Expect::Reparented { note: document.id, section: index });
    let range = content(document, index);
    let text = document.text.to_string();
    let (end, gone) = (lines::ending(&text), removal(document, index));
    if gone.start() < to && to < gone.end() {
        // The last section is there already, and only gets its level.
        (to == range.start()).then_some(())?;
        edit.push_all(document.id, marks);
        return Some(edit);
    }
    let before = &text[..usize::from(to)];
    let written = before.trim_end_matches([' ', '\t']);
    let blank = written.len() - written.trim_end_matches(['\n', '\r']).len();
    let mut piece = MovedText::default();
    piece.write(&end.repeat(2_usize.saturating_sub(blank / end.len())));
    piece.take(document, range, links.with(document.id, range, marks));
    let is_last = to == document.text.len();
    let ends_line = text.ends_with(['\n', '\r']);
    piece.write(&end.repeat(if is_last { usize::from(ends_line) } else { 2 }));
    edit.replace_moved(document.id, TextRange::empty(to), piece);
    edit.remove(document.id, gone);
    Some(edit)
}

/// The changes that give a section and all its parts other levels, which the edit is to expect;
/// none if one cannot have it.
pub(in crate::features::code_actions) fn marks(
    document: &Document,
    index: usize,
    by: i8,
    edit: &mut EditBuilder,
) -> Option<Vec<TextEdit>> {
    let mut changes = Vec::new();
    if by == 0 {
        return Some(changes);
    }
    let text = document.text.to_string();
    for part in subtree(document, index) {
        let heading = &document.note.sections[part].heading;
        let level = heading.level.checked_add_signed(by).filter(|it| (1..=DEEPEST).contains(it))?;
        edit.expect(Expect::Level { note: document.id, section: part, level });
        changes.extend(marked(&text, heading, level)?);
    }
    Some(changes)
}

/// The changes to one heading.
pub(super) fn marked(text: &str, heading: &Heading, level: u8) -> Option<Vec<TextEdit>> {
    let hashes = || "#".repeat(level.into());
    let line = heading.line(text);
    let written = &text[line];
    let start = line.start();
    if written.starts_with('#') {
        let own = TextSize::from(u32::from(heading.level));
        let mut changes = vec![TextEdit::certain(TextRange::at(start, own), hashes())];
        // Marks that close the line are as many as those that open it.
        let open = written.trim_end().trim_end_matches('#');
        let closing = written.trim_end().len() - open.len();
        if closing == usize::from(heading.level)
            && open.ends_with(' ')
            && !open.trim_end().is_empty()
        {
            changes
                .push(TextEdit::certain(TextRange::at(start + TextSize::of(open), own), hashes()));
        }
        return Some(changes);
    }
    let (name, underline) = written.trim_end().rsplit_once(['\n', '\r'])?;
    let at = start + TextSize::of(written.trim_end()) - TextSize::of(underline);
    if level <= 2 {
        let marks = underline.replace(['=', '-'], if level == 1 { "=" } else { "-" });
        return Some(vec![TextEdit::certain(TextRange::at(at, TextSize::of(underline)), marks)]);
    }
    let name = name.trim_end();
    (!name.contains(['\n', '\r'])).then(|| {
        let rest =
            TextRange::new(start + TextSize::of(name), start + TextSize::of(written.trim_end()));
        let open = TextEdit::certain(TextRange::empty(start), format!("{} ", hashes()));
        vec![open, TextEdit::certain(rest, "")]
    })
}
