//! Insert and update the table of contents of a note.
//!
//! A table of contents has comments around it, as other tools write them (`<!-- toc -->`). Without
//! comments, it is a list of links whose texts are those of headings. It is at the top of the note,
//! or alone in its section.

use std::ops::Range;

use text_size::TextRange;

use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::LinkWriter;
use crate::note::heading::Heading;
use crate::note::link::{Link, LinkKind};
use crate::note::section::anchors;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, NewLink, range};
use crate::workspace::links::{Resolver, Target, encoded, plain_text};

/// The comments before and after a table of contents, in small letters.
const MARKS: [(&str, &str); 4] = [
    ("<!-- toc -->", "<!-- tocstop -->"),
    ("<!-- toc -->", "<!-- /toc -->"),
    ("<!--toc-->", "<!--/toc-->"),
    ("<!-- begin toc -->", "<!-- end toc -->"),
];

/// The beginnings of comments that exclude a heading, in small letters.
const OMITTED: [&str; 4] = ["omit in toc", "omit from toc", "omit toc", "ignore in toc"];

/// The minimum number of items. A shorter list of links may have another purpose.
const MIN_ITEMS: usize = 3;

/// The minimum number of headings for a table of contents.
const MIN_HEADINGS: usize = 5;

pub(super) fn action(workspace: &Workspace, document: &Document) -> Option<Action> {
    let text = &document.note.text;
    let old = old(workspace, document);
    let entries = entries(workspace, document, old.as_ref());
    let sections = document.note.sections.iter();
    let omitted = sections.filter(|section| is_omitted(text, &section.heading)).count();
    let is_long = entries.len() + omitted >= MIN_HEADINGS || old.is_some();
    // A new table comes before the first heading below the title.
    let has_place = old.is_some() || document.note.sections.iter().any(|it| it.heading.level > 1);
    (is_long && has_place && !entries.is_empty()).then_some(())?;
    let lines = lines(workspace, document, old.as_ref(), &entries);
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
fn old(workspace: &Workspace, document: &Document) -> Option<Range<usize>> {
    let text = &document.note.text;
    let small = text.to_ascii_lowercase();
    let marked = MARKS.iter().find_map(|(open, close)| {
        let start = small.find(open)? + open.len();
        let end = start + small[start..].find(close)?;
        Some(start..end)
    });
    let inside = marked.or_else(|| listed(workspace, document))?;
    let written = &text[inside.clone()];
    let start = inside.start + (written.len() - written.trim_start_matches(['\n', '\r']).len());
    Some(
        start.min(inside.end)..(inside.start + written.trim_end().len()).max(start.min(inside.end)),
    )
}

/// Returns the first consecutive lines that are only items with links to headings, and that look like
/// a table of contents.
fn listed(workspace: &Workspace, document: &Document) -> Option<Range<usize>> {
    let text = &document.note.text;
    let is_entry = |line: &Range<usize>| entry(document, line).is_some();
    let mut at = 0;
    let all: Vec<_> = text
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            at - line.len()..at
        })
        .collect();
    let runs = all.chunk_by(|a, b| is_entry(a) && is_entry(b));
    let is_table = |run: &&[Range<usize>]| {
        let links: Vec<_> = run.iter().filter_map(|line| entry(document, line)).collect();
        let named = links.iter().filter(|link| is_named(workspace, document, link)).count();
        let whole = range(run[0].start..run[run.len() - 1].end);
        links.len() >= MIN_ITEMS && named * 2 > links.len() && is_apart(document, whole)
    };
    runs.filter(is_table).map(|run| run[0].start..run[run.len() - 1].end).next()
}

/// Returns the link to a heading that is all of an item on one line.
fn entry<'d>(document: &'d Document, line: &Range<usize>) -> Option<&'d Link> {
    let text = &document.note.text;
    let written = &text[line.clone()];
    let item = written.trim_start();
    let number = item.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = item.strip_prefix(['-', '*', '+']);
    let rest = rest.or_else(|| number.strip_prefix(['.', ')']).filter(|_| number != item));
    let rest = rest.filter(|rest| rest.starts_with(' '))?.trim_start();
    let start = line.start + written.len() - rest.len();
    let whole = range(start..start + rest.trim_end().len());
    let is_own = |link: &&Link| {
        let is_kind = matches!(link.kind, LinkKind::Inline | LinkKind::Wiki);
        link.range == whole && link.path.is_empty() && is_kind
    };
    document.note.links_from(whole.start()).find(is_own)
}

/// Returns whether the text of a link is that of its heading.
fn is_named(workspace: &Workspace, document: &Document, link: &Link) -> bool {
    let text = &document.note.text;
    let target = Resolver::new(workspace).resolve(document, link);
    let section = target.and_then(|target| document.note.sections.get(target.section?));
    let shown = link.text.map(|shown| plain_text(&text[shown]));
    section.is_some_and(|it| shown.is_none_or(|shown| shown == plain_text(&it.heading.name)))
}

/// Returns whether a list is before the first section below the title, or all of its section.
fn is_apart(document: &Document, list: TextRange) -> bool {
    let text = &document.note.text;
    let sections = &document.note.sections;
    let below = document.note.section_at(list.start()).filter(|at| sections[*at].heading.level > 1);
    below.is_none_or(|index| {
        let start = sections[index].heading.range.end();
        let next = sections.get(index + 1).map(|next| next.heading.range.start());
        let end = next.unwrap_or(text.end());
        text[TextRange::new(start, end)].trim() == text[list].trim()
    })
}

/// Returns whether a comment on the line of a heading or above it excludes the heading, as other
/// tools write it: `<!-- omit in toc -->`.
fn is_omitted(text: &str, heading: &Heading) -> bool {
    let omits = |line: &str| {
        let line = line.to_ascii_lowercase();
        let mut comments = line.split("<!--").skip(1);
        comments.any(|comment| OMITTED.iter().any(|mark| comment.trim_start().starts_with(mark)))
    };
    let above = text[..usize::from(heading.range.start())].lines().next_back();
    omits(&text[heading.range])
        || above.is_some_and(|line| line.trim_start().starts_with("<!--") && omits(line))
}

/// Returns the sections to list: without the title and the section of the table itself.
fn entries(workspace: &Workspace, document: &Document, old: Option<&Range<usize>>) -> Vec<usize> {
    let text = &document.note.text;
    let sections = &document.note.sections;
    let deepest = workspace.config_of(&document.location).max_heading_level;
    let resolver = Resolver::new(workspace);
    let is_sole = sections.iter().filter(|section| section.heading.level == 1).count() == 1;
    let place = old.map(|old| range(old.start..old.start).start());
    let holder = place.and_then(|place| document.note.section_at(place));
    let links = document.note.links.iter();
    let is_in_old = |link: &&Link| old.is_some_and(|it| it.contains(&link.range.start().into()));
    let mut listed = links.filter(is_in_old).filter_map(|link| resolver.resolve(document, link));
    let has_title = listed.any(|target| target.section == Some(0));
    let is_listed = |index: &usize| {
        let heading = &sections[*index].heading;
        heading.level <= deepest
            && !(is_sole && heading.level == 1 && !has_title)
            && !is_omitted(text, heading)
            && Some(*index) != holder.filter(|it| sections[*it].heading.level > 1)
            && !heading.name.is_empty()
    };
    (0..sections.len()).filter(is_listed).collect()
}

/// Returns the table without a final line end. It keeps the list mark of the old table.
fn lines(
    workspace: &Workspace,
    document: &Document,
    old: Option<&Range<usize>>,
    entries: &[usize],
) -> String {
    let text = &document.note.text;
    let old = old.map_or("", |old| text[old.clone()].trim_start());
    let mark = old.chars().next().filter(|c| "*+".contains(*c)).unwrap_or('-');
    let number = old.trim_start_matches(|c: char| c.is_ascii_digit()).chars().next();
    let number =
        number.filter(|c| ".)".contains(*c) && old.starts_with(|c: char| c.is_ascii_digit()));
    let width = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let indented = old.lines().map(width).find(|width| *width > 0);
    let indent = " ".repeat(indented.unwrap_or(if number.is_some() { 3 } else { 2 }));
    let sections = &document.note.sections;
    let anchors = anchors(sections, workspace.config_of(&document.location).anchors);
    let writer = LinkWriter::new(workspace, document);
    let parent = |index: &usize| sections[*index].parent;
    let depth = |index: usize| {
        let above = std::iter::successors(Some(index), parent).skip(1);
        above.filter(|index| entries.binary_search(index).is_ok()).count()
    };
    let mut counts: Vec<usize> = Vec::new();
    let line = |index: &usize| {
        let name = &sections[*index].heading.name;
        let depth = depth(*index);
        counts.resize(depth + 1, 0);
        counts[depth] += 1;
        let mark = number.map_or(mark.to_string(), |end| format!("{}{end}", counts[depth]));
        let start = format!("{}{mark}", indent.repeat(depth));
        let target = Target { section: Some(*index), ..Target::of(document.id) };
        if let Some(path) = writer.heading_path(target).filter(|_| writer.is_wiki()) {
            return format!("{start} [[#{path}]]");
        }
        let shown: String = name
            .chars()
            .flat_map(|c| "\\[]`*_<".contains(c).then_some('\\').into_iter().chain([c]))
            .collect();
        format!("{start} [{shown}](#{})", encoded(&anchors[*index]))
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
    let text = &document.note.text;
    let end = lines::ending(text);
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
    (at.start() <= text.end()).then_some(edit)
}
