//! Insert and update the table of contents of a note.
//!
//! A table of contents has comments around it, as other tools write them (`<!-- toc -->`). Without
//! comments, it is a list that contains only links to headings of the note.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::LinkWriter;
use crate::note::link::LinkKind;
use crate::note::section::anchors;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, NewLink, range};
use crate::workspace::links::{Target, encoded};

/// The comments before and after a table of contents, in small letters.
const MARKS: [(&str, &str); 4] = [
    ("<!-- toc -->", "<!-- tocstop -->"),
    ("<!-- toc -->", "<!-- /toc -->"),
    ("<!--toc-->", "<!--/toc-->"),
    ("<!-- begin toc -->", "<!-- end toc -->"),
];

/// The minimum number of items. A shorter list of links may have another purpose.
const MIN_ITEMS: usize = 3;

/// The minimum number of headings for a table of contents.
const MIN_HEADINGS: usize = 5;

pub(super) fn action(workspace: &Workspace, document: &Document) -> Option<Action> {
    let text = document.text.to_string();
    let old = old(document, &text);
    let entries = entries(workspace, document, old.as_ref());
    (entries.len() >= MIN_HEADINGS || old.is_some() && !entries.is_empty()).then_some(())?;
    let lines = lines(workspace, document, (&text, old.as_ref()), &entries);
    let title = match &old {
        Some(old) if text[old.clone()].trim_end() == lines => return None,
        Some(_) => "Update table of contents",
        None => "Insert table of contents",
    };
    let note = document.id;
    Some(Action::later(title.to_owned(), ActionKind::Source, move |workspace| {
        made(workspace, note, old.clone(), &entries, &lines).into_iter().collect()
    }))
}

/// Returns the range of the existing table, without the comments and blank lines.
fn old(document: &Document, text: &str) -> Option<Range<usize>> {
    let small = text.to_ascii_lowercase();
    let marked = MARKS.iter().find_map(|(open, close)| {
        let start = small.find(open)? + open.len();
        let end = start + small[start..].find(close)?;
        Some(start..end)
    });
    let inside = marked.or_else(|| listed(document, text))?;
    let written = &text[inside.clone()];
    let start = inside.start + (written.len() - written.trim_start_matches(['\n', '\r']).len());
    Some(
        start.min(inside.end)..(inside.start + written.trim_end().len()).max(start.min(inside.end)),
    )
}

/// Returns the first consecutive lines that are only items with links to headings.
fn listed(document: &Document, text: &str) -> Option<Range<usize>> {
    let note = &document.note;
    let is_entry = |line: &Range<usize>| {
        let written = text[line.clone()].trim();
        let item = written.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' '));
        let at = line.start + text[line.clone()].find(item.unwrap_or("\n").trim()).unwrap_or(0);
        let len = item.map_or(0, |item| item.trim().len());
        len > 0
            && note.links_from(range(at..at).start()).any(|link| {
                link.range == range(at..at + len)
                    && link.path.is_empty()
                    && matches!(link.kind, LinkKind::Inline | LinkKind::Wiki)
            })
    };
    let mut at = 0;
    let all: Vec<_> = text
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            at - line.len()..at
        })
        .collect();
    let runs = all.chunk_by(|a, b| is_entry(a) && is_entry(b));
    let mut tables = runs.filter(|run| run.len() >= MIN_ITEMS);
    tables.find(|run| is_entry(&run[0])).map(|run| run[0].start..run[run.len() - 1].end)
}

/// Returns the sections to list: without the title and the section of the table itself.
fn entries(workspace: &Workspace, document: &Document, old: Option<&Range<usize>>) -> Vec<usize> {
    let sections = &document.note.sections;
    let deepest = workspace.config_of(&document.location).max_heading_level;
    let is_sole = sections.iter().filter(|section| section.heading.level == 1).count() == 1;
    let place = old.map(|old| range(old.start..old.start).start());
    let holder = place.and_then(|place| document.note.section_at(place));
    let is_listed = |index: &usize| {
        let heading = &sections[*index].heading;
        heading.level <= deepest
            && !(is_sole && heading.level == 1)
            && Some(*index) != holder.filter(|it| sections[*it].heading.level > 1)
            && !heading.name.is_empty()
    };
    (0..sections.len()).filter(is_listed).collect()
}

/// Returns the table without a final line end. It keeps the list mark of the old table.
fn lines(
    workspace: &Workspace,
    document: &Document,
    (text, old): (&str, Option<&Range<usize>>),
    entries: &[usize],
) -> String {
    let old = old.map(|old| text[old.clone()].trim_start());
    let mark = old.and_then(|old| old.chars().next()).filter(|c| "*+".contains(*c)).unwrap_or('-');
    let sections = &document.note.sections;
    let anchors = anchors(sections);
    let is_wiki = LinkWriter::new(workspace, document).is_wiki();
    let parent = |index: &usize| sections[*index].parent;
    let depth = |index: usize| {
        let above = std::iter::successors(Some(index), parent).skip(1);
        above.filter(|index| entries.binary_search(index).is_ok()).count()
    };
    let line = |index: &usize| {
        let name = &sections[*index].heading.name;
        let indent = "  ".repeat(depth(*index));
        if is_wiki && !name.contains(['|', '#', '^', '[', ']']) {
            return format!("{indent}{mark} [[#{name}]]");
        }
        let shown: String = name
            .chars()
            .flat_map(|c| "\\[]`*_<".contains(c).then_some('\\').into_iter().chain([c]))
            .collect();
        format!("{indent}{mark} [{shown}](#{})", encoded(&anchors[*index]))
    };
    entries.iter().map(line).collect::<Vec<_>>().join(lines::ending(text))
}

fn made(
    workspace: &Workspace,
    note: NoteId,
    old: Option<Range<usize>>,
    entries: &[usize],
    lines: &str,
) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let text = document.text.to_string();
    let end = lines::ending(&text);
    let mut edit = EditBuilder::default();
    for index in entries {
        let target = Target { section: Some(*index), ..Target::of(note) };
        edit.expect(Expect::NewLink(NewLink { note, text: None, target }));
    }
    let (at, new_text) = if let Some(old) = old {
        let before = &text[..old.start];
        let has_place = before.is_empty() || before.ends_with(['\n', '\r']);
        let at = range(old);
        edit.drop_text(note, at);
        let lead = if has_place { String::new() } else { end.repeat(2) };
        let tail = if at.is_empty() { end.repeat(2) } else { String::new() };
        (at, lead + lines + &tail)
    } else {
        let first = document.note.sections.iter().find(|it| it.heading.level > 1)?;
        let (open, close) = MARKS[0];
        let new_text = format!("{open}{end}{end}{lines}{end}{end}{close}{end}{end}");
        (TextRange::empty(first.heading.range.start()), new_text)
    };
    edit.replace(note, at, new_text);
    (at.start() <= TextSize::of(&text)).then_some(edit)
}
