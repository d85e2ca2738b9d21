//! Promote and demote a section with its subsections.

use text_size::{TextRange, TextSize};

use super::section_ranges::{content, removal, subtree};
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChanges, relinked};
use crate::note::heading::Heading;
use crate::note::section::Section;
use crate::note::term::Style;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, MovedText, TextEdit};

/// The deepest level of a heading in Markdown.
const DEEPEST: u8 = 6;

pub(super) fn actions(workspace: &Workspace, document: &Document, index: usize) -> Vec<Action> {
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
    if may_sink(workspace, document, index) {
        let title = format!("Demote “{name}”{tail}");
        let make =
            move |workspace: &Workspace| demote(workspace, note, index).into_iter().collect();
        actions.push(Action::later(title, ActionKind::Rewrite, make));
    }
    actions
}

/// Returns whether a section can have a higher level. It cannot become a sibling of the title.
fn may_rise(document: &Document, index: usize) -> bool {
    let sections = &document.note.sections;
    let titles = sections.iter().filter(|section| section.heading.level == 1).count();
    let (level, parent) = (sections[index].heading.level, sections[index].parent);
    // The section moves after its following siblings, so all of them need a common parent.
    let next = sections.get(subtree(document, index).end);
    let next = next.filter(|next| next.heading.level >= level);
    let has_place = next.is_none_or(|next| parent.is_some() && next.parent == parent);
    has_place && (level > 2 || level == 2 && titles > 1)
}

/// Returns whether the previous section can become the parent, and no part would be too deep.
fn may_sink(workspace: &Workspace, document: &Document, index: usize) -> bool {
    let sections = &document.note.sections;
    let own = &sections[index];
    let takes_in = |(at, other): (usize, &Section)| {
        let is_sibling = other.parent == own.parent && other.heading.level == own.heading.level;
        // A term with subsections would become a topic.
        let is_term = document
            .note
            .terms
            .iter()
            .any(|term| term.section == Some(at) && term.style == Style::Heading);
        is_sibling && !is_term && other.range.end() == own.range.start()
    };
    let parts = &sections[subtree(document, index)];
    // Deeper headings begin no section.
    let deepest = workspace.config_of(&document.location).max_heading_level;
    let may =
        |section: &Section| section.heading.level < DEEPEST && section.heading.level != deepest;
    sections[..index].iter().enumerate().any(takes_in) && parts.iter().all(may)
}

fn promote(workspace: &Workspace, note: NoteId, index: usize) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let section = document.note.sections.get(index)?;
    let next = document.note.sections.get(subtree(document, index).end);
    let Some(next) = next.filter(|next| next.heading.level >= section.heading.level) else {
        return in_place(workspace, document, index, -1);
    };
    // The following sections would become its subsections, so move the section after them.
    let parent = section.parent?;
    (next.parent == Some(parent)).then_some(())?;
    let end = document.note.sections[parent].range.end();
    let by = |links: &LinkChanges| moved(document, index, -1, end, links);
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

/// Returns the edit that moves a section with its subsections and changes their levels. The new
/// place is the start of another section, or the end of the note.
pub(super) fn moved(
    document: &Document,
    index: usize,
    by: i8,
    to: TextSize,
    links: &LinkChanges,
) -> Option<EditBuilder> {
    let mut edit = EditBuilder::default();
    let marks = marks(document, index, by, &mut edit)?;
    edit.expect(Expect::Reparented { note: document.id, section: index });
    let range = content(document, index);
    let text = &document.note.text;
    let (end, gone) = (lines::ending(text), removal(document, index));
    if gone.start() < to && to < gone.end() {
        // The last section is already at its place and only changes its level.
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
    let is_last = to == document.note.text.end();
    let ends_line = text.ends_with(['\n', '\r']);
    piece.write(&end.repeat(if is_last { usize::from(ends_line) } else { 2 }));
    edit.replace_moved(document.id, TextRange::empty(to), piece);
    edit.remove(document.id, gone);
    Some(edit)
}

/// Returns the changes that give a section and its subsections other levels, and adds them to the
/// expected changes. `None` if a level is not possible.
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
    let text = &document.note.text;
    for part in subtree(document, index) {
        let heading = &document.note.sections[part].heading;
        let level = heading.level.checked_add_signed(by).filter(|it| (1..=DEEPEST).contains(it))?;
        edit.expect(Expect::Level { note: document.id, section: part, level });
        changes.extend(marked(text, heading, level)?);
    }
    Some(changes)
}

/// Returns the changes to one heading.
pub(super) fn marked(text: &str, heading: &Heading, level: u8) -> Option<Vec<TextEdit>> {
    let hashes = || "#".repeat(level.into());
    let line = heading.line(text);
    let written = &text[line];
    let start = line.start();
    if heading.is_atx(text) {
        let own = TextSize::from(u32::from(heading.level));
        let mut changes = vec![TextEdit::certain(TextRange::at(start, own), hashes())];
        // A closing sequence has as many marks as the opening one.
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
