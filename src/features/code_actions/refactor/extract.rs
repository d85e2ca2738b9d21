//! Extract a section to a new note with the definitions of its labels. A link replaces the section.
//!
//! The heading stays above the link if the link would otherwise fill the empty section before it.

use std::path::{Path, PathBuf};

use super::labels::LabelSplit;
use super::levels::marks;
use super::section_ranges::{content, separators};
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChanges, LinkWriter, relinked};
use crate::note::section::Section;
use crate::note::slug::slug;
use crate::note::term::Style;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::edit::{Expect, MovedText, NewLink};
use crate::workspace::links::{Target, encoded};

/// The maximum number of names tried for the new note, if its name is already used.
const MAX_NAMES: usize = 20;

/// How a section is extracted.
#[derive(Clone, Copy)]
struct ExtractForm<'f> {
    /// The path of the new note.
    path: &'f Path,
    /// The level of the heading in the new note.
    level: i8,
    /// Whether the heading also stays in the old note, above the link.
    keeps_heading: bool,
}

/// Returns the action on a section, unless it is the whole note.
pub(super) fn action(workspace: &Workspace, document: &Document, index: usize) -> Option<Action> {
    let section = &document.note.sections[index];
    let is_title = section.heading.level == 1 && index == 0;
    let path = file(workspace, document, section)?;
    let may = !is_title && !section.state.is_gap() && !section.heading.name.contains(['[', ']']);
    may.then_some(())?;
    let (note, name) = (document.id, &section.heading.name);
    let title = format!("Extract “{name}” to a new note");
    let make = move |workspace: &Workspace| {
        // Try the heading as the title first, if the note then declares the same term.
        let way = |(level, keeps_heading)| {
            let form = ExtractForm { path: &path, level, keeps_heading };
            let by = |links: &LinkChanges| extracted(workspace, note, index, form, links);
            relinked(workspace, by)
        };
        let ways = [(1, false), (2, false), (1, true), (2, true)];
        ways.into_iter().filter_map(way).collect()
    };
    Some(Action::later(title, ActionKind::Extract, make).creating())
}

/// Returns the path of the new note in the same folder, in the naming style of the folder.
fn file(workspace: &Workspace, document: &Document, section: &Section) -> Option<PathBuf> {
    let own = document.location.path()?;
    workspace.folders().of(own)?;
    let folder = own.parent()?;
    let name = if has_slugs(workspace, folder) {
        section.heading.slug()
    } else {
        let plain = |c: char| !c.is_control() && !"<>:\"/\\|?*#^[]".contains(c);
        let name = &section.heading.name;
        let name: String = name.chars().map(|c| if plain(c) { c } else { ' ' }).collect();
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let name = name.trim_matches(['.', ' ', '-']);
    (!name.is_empty()).then_some(())?;
    let numbered = (2..MAX_NAMES).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let is_free = |path: &PathBuf| workspace.find(&Location::File(path.clone())).is_none();
    names.find_map(|name| Some(folder.join(name + ".md")).filter(is_free))
}

/// Returns whether the file names in a folder look like anchors: small letters and hyphens.
fn has_slugs(workspace: &Workspace, folder: &Path) -> bool {
    let paths = workspace.documents().filter_map(|document| document.location.path());
    let names = paths.filter(|path| path.parent() == Some(folder)).filter_map(Path::file_stem);
    let names = names.filter_map(|name| name.to_str());
    let (slugs, all) =
        names.fold((0, 0), |(slugs, all), name| (slugs + usize::from(slug(name) == name), all + 1));
    2 * slugs > all
}

fn extracted(
    workspace: &Workspace,
    note: NoteId,
    index: usize,
    ExtractForm { path, level, keeps_heading }: ExtractForm<'_>,
    links: &LinkChanges,
) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let section = document.note.sections.get(index)?;
    let mut edit = EditBuilder::default();
    let by = level - i8::try_from(section.heading.level).ok()?;
    let marks = marks(document, index, by, &mut edit)?;
    if level == 1 {
        let own = document.note.terms.iter().filter(|it| it.section == Some(index));
        for term in own.filter(|term| term.style == Style::Heading) {
            let (name, style) = (term.name_range.start(), Style::Note);
            edit.expect(Expect::Restyled { note, name, style });
        }
    }
    let text = &document.note.text;
    let (at, end) = (content(document, index), lines::ending(text));
    let labels = LabelSplit::new(document, at);
    let mut piece = MovedText::default();
    for block in labels.blocks() {
        piece.write(&if piece.text().is_empty() { String::new() } else { end.repeat(2) });
        let changes = marks.iter().filter(|it| block.contains_range(it.range)).cloned();
        piece.take(document, block, links.with(note, block, changes.collect()));
    }
    labels.write_new(&mut piece, links);
    piece.write(end);
    let id = edit.create_moved(workspace, path.to_path_buf(), piece);
    let name = &section.heading.name;
    let file = path.file_stem()?.to_str()?;
    let link = if LinkWriter::new(workspace, document).is_wiki() {
        if file == name { format!("[[{file}]]") } else { format!("[[{file}|{name}]]") }
    } else {
        format!("[{name}]({})", encoded(path.file_name()?.to_str()?))
    };
    let mut left = MovedText::default();
    let (before, after) = separators(text, at, end);
    left.write(&before);
    if keeps_heading {
        left.write(&kept_heading(section, text, end));
        let name = name.clone();
        edit.expect(Expect::NewSection { note, name, is_empty: false });
    }
    left.write(&link);
    labels.write_old(&mut left, links);
    left.write(&after);
    edit.replace_moved(note, at, left);
    for range in labels.removed() {
        edit.remove(note, range);
    }
    edit.expect(Expect::Reparented { note, section: index });
    edit.expect(Expect::NewLink(NewLink { note, text: None, target: Target::of(id) }));
    Some(edit)
}

/// Returns the heading of a section with the line ends after it.
fn kept_heading(section: &Section, text: &str, end: &str) -> String {
    let heading = &section.heading;
    let marks = "#".repeat(heading.level.into());
    let below = text[usize::from(heading.range.end())..].lines().next();
    let is_apart = below.is_some_and(|line| line.trim().is_empty());
    let ends = end.repeat(if is_apart { 2 } else { 1 });
    format!("{marks} {}{ends}", &text[heading.name_range])
}
