//! Convert the terms of a topic to another style: sections, items with a bold lead, or a definition
//! list. All terms are converted, since a single one would become a part of its neighbor.

use text_size::{TextRange, TextSize};

use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChanges, relinked};
use crate::note::blocks::{SyntaxKind, blocks};
use crate::note::section::SectionStatus;
use crate::note::term::{Style, Term};
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, MovedText, TextEdit};

/// The styles with their names in titles.
const STYLES: [(Style, &str); 3] = [
    (Style::Heading, "sections"),
    (Style::BoldLead, "a list"),
    (Style::DefinitionList, "a definition list"),
];

/// Consecutive terms of one style, without other text between them.
struct TermRun<'n> {
    terms: Vec<&'n Term>,
    style: Style,
    /// The range of their declarations.
    range: TextRange,
    /// The section that contains them.
    topic: Option<usize>,
}

/// Returns the actions on a topic, on its terms, and on the names of terms in a list.
pub(super) fn actions(
    document: &Document,
    offset: TextSize,
    heading: Option<usize>,
) -> Vec<Action> {
    let Some(entries) = entries(document, offset, heading) else { return Vec::new() };
    let note = document.id;
    let first = &entries.terms[0].headword;
    let which = match entries.topic.map(|topic| &document.note.sections[topic].heading.name) {
        Some(topic) => format!("the terms of “{topic}”"),
        None if entries.terms.len() == 1 => format!("“{first}”"),
        None => format!("“{first}” and its neighbors"),
    };
    let others = STYLES.iter().filter(|(style, _)| {
        *style != entries.style && (*style == Style::Heading || !is_beside_list(document, &entries))
    });
    let action = |(style, called): &(Style, &str)| {
        let (title, style) = (format!("Convert {which} to {called}"), *style);
        Action::later(title, ActionKind::Rewrite, move |workspace| {
            let by =
                |links: &LinkChanges| converted(workspace, note, (offset, heading), style, links);
            relinked(workspace, by).into_iter().collect()
        })
    };
    others.map(action).collect()
}

/// Returns whether a list is directly above or below the terms. A new list would become one with it.
fn is_beside_list(document: &Document, entries: &TermRun<'_>) -> bool {
    let text = &document.note.text;
    let is_blank = |from, to| from <= to && text[TextRange::new(from, to)].trim().is_empty();
    let blocks = blocks(&document.note);
    let mut lists = blocks.iter().filter(|it| it.kind == SyntaxKind::List).map(|it| it.range);
    lists.any(|list| {
        is_blank(list.end(), entries.range.start()) || is_blank(entries.range.end(), list.start())
    })
}

fn entries(document: &Document, offset: TextSize, heading: Option<usize>) -> Option<TermRun<'_>> {
    let note = &document.note;
    let (style, topic) = match heading {
        Some(index) if note.sections[index].state == SectionStatus::Topic => {
            (Style::Heading, Some(index))
        }
        Some(index) => (Style::Heading, Some(note.sections[index].parent?)),
        None => {
            let mut terms = note.terms.iter();
            let term = terms.find(|term| term.name_range.contains_inclusive(offset))?;
            (term.style, term.section)
        }
    };
    let listed = [Style::BoldLead, Style::DefinitionList].contains(&style);
    (listed || style == Style::Heading && heading.is_some()).then_some(())?;
    let is_here = |term: &&Term| {
        term.style == style
            && if listed {
                term.section == topic
            } else {
                term.section.is_some_and(|it| note.sections[it].parent == topic)
            }
    };
    let terms: Vec<_> = note.terms.iter().filter(is_here).collect();
    let range = terms.iter().map(|term| term.range).reduce(TextRange::cover)?;
    let text = document.note.text.slice(range);
    let range = TextRange::at(range.start(), TextSize::of(text.trim_end()));
    let entries = TermRun { terms, style, range, topic };
    is_complete(document, &entries).then_some(entries)
}

/// Returns whether the range contains only names, definitions and marks, and each section in it
/// is one of the terms.
fn is_complete(document: &Document, entries: &TermRun<'_>) -> bool {
    let is_mark = |range: &TextRange| {
        !document
            .note
            .text
            .slice(*range)
            .contains(|c: char| c.is_alphanumeric() || "<`![({|".contains(c))
    };
    let is_plain = |term: &&Term| {
        document.note.text.slice(term.name_range) == term.headword
            && term.definition.reads.is_none()
    };
    let sections = document.note.sections.iter();
    let is_section = entries.style == Style::Heading;
    let below = sections.filter(|it| {
        entries.range.contains_range(it.heading.range) || is_section && it.parent == entries.topic
    });
    let (below, expected) = (below.count(), if is_section { entries.terms.len() } else { 0 });
    entries.terms.iter().all(is_plain) && below == expected && marks(entries).iter().all(is_mark)
}

/// Returns the text between names and definitions.
fn marks(entries: &TermRun<'_>) -> Vec<TextRange> {
    let mut from = entries.range.start();
    let mut marks = Vec::new();
    let kept = entries.terms.iter().flat_map(|term| [term.name_range, term.definition.range]);
    for range in kept {
        marks.push(TextRange::new(from, range.start().max(from)));
        from = range.end().max(from);
    }
    marks.push(TextRange::new(from, entries.range.end().max(from)));
    marks
}

fn converted(
    workspace: &Workspace,
    note: NoteId,
    (offset, heading): (TextSize, Option<usize>),
    style: Style,
    links: &LinkChanges,
) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let entries = entries(document, offset, heading)?;
    let above = entries.topic.map_or(1, |topic| document.note.sections[topic].heading.level);
    let marks_of_heading = "#".repeat(usize::from(above.min(5)) + 1) + " ";
    let text = &document.note.text;
    let end = lines::ending(text);
    let (open, middle, indent, between) = match style {
        Style::Heading => (marks_of_heading.as_str(), end.repeat(2), "", end.repeat(2)),
        Style::BoldLead => ("- **", "**: ".to_owned(), "  ", end.to_owned()),
        _ => ("", format!("{end}: "), "  ", end.repeat(2)),
    };
    let (mut edit, mut moved) = (EditBuilder::default(), MovedText::default());
    for (count, term) in entries.terms.iter().enumerate() {
        let (name, meaning) = (term.name_range, term.definition.range);
        moved.write(if count > 0 { &between } else { "" });
        moved.write(open);
        moved.take(document, name, links.with(note, name, Vec::new()));
        moved.write(&middle);
        let indented = indented(text, meaning, indent);
        moved.take(document, meaning, links.with(note, meaning, indented));
        edit.expect(Expect::Restyled { note, name: name.start(), style });
        if entries.style == Style::Heading {
            edit.expect(Expect::Unheaded { note, section: term.section? });
        }
        if style == Style::Heading {
            let name = term.headword.clone();
            edit.expect(Expect::NewSection { note, name, is_empty: false });
        }
    }
    for range in marks(&entries) {
        edit.drop_text(note, range);
    }
    edit.replace_moved(note, entries.range, moved);
    Some(edit)
}

/// Returns the changes that indent all lines of a text except the first.
fn indented(text: &str, range: TextRange, indent: &str) -> Vec<TextEdit> {
    let mut at = range.start();
    let mut changes = Vec::new();
    for line in text[range].split_inclusive('\n') {
        let blank = TextSize::of(&line[..line.len() - line.trim_start_matches([' ', '\t']).len()]);
        if at > range.start() && TextSize::of(indent) != blank {
            let range = TextRange::at(at, blank);
            changes.push(TextEdit::certain(range, indent));
        }
        at += TextSize::of(line);
    }
    changes
}
