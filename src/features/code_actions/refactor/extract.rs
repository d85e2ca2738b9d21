//! Extract a section to a note of its own, and link it where it stood.

use std::path::{Path, PathBuf};

use super::relink::{Relinks, proposal};
use super::{content, marks};
use crate::features::code_actions::{Action, Kind};
use crate::features::linker::Linker;
use crate::note::section::Section;
use crate::note::slug::slug;
use crate::note::term::Style;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::edit::moves::{Assembly, Structure};
use crate::workspace::edit::{Group, TextEdit, WorkspaceEdit};
use crate::workspace::links::{Target, encoded};

/// How often another name is tried for a note whose name is taken.
const MAX_NAMES: usize = 20;

/// Offered on every section but the one that the note itself is.
pub(super) fn action(workspace: &Workspace, document: &Document, index: usize) -> Option<Action> {
    let section = &document.note.sections[index];
    let is_title = section.heading.level == 1 && index == 0;
    let path = file(workspace, document, section)?;
    let may = !is_title && !section.state.is_gap() && !section.heading.name.contains(['[', ']']);
    may.then_some(())?;
    let (note, name) = (document.id, &section.heading.name);
    let title = format!("Extract “{name}” to a note of its own");
    let make = move |workspace: &Workspace| {
        // As the title of the note, if it declares nothing else then, or else below it.
        let way = |level| {
            let by = |links: &Relinks| extracted(workspace, note, index, &path, level, links);
            proposal(workspace, by)
        };
        [1, 2].into_iter().filter_map(way).collect()
    };
    Some(Action::later(title, Kind::Extract, make).creating())
}

/// The file of the new note: beside the old one, named as those there are.
fn file(workspace: &Workspace, document: &Document, section: &Section) -> Option<PathBuf> {
    let own = document.location.path()?;
    workspace.folders().of(own)?;
    let folder = own.parent()?;
    let name = if has_slugs(workspace, folder) {
        section.heading.slug.clone()
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

/// Whether the names of the notes in a folder are like anchors: small letters and hyphens.
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
    path: &Path,
    level: i8,
    links: &Relinks,
) -> Option<(WorkspaceEdit, Structure)> {
    let document = workspace.document(note)?;
    let section = document.note.sections.get(index)?;
    let (mut edit, mut structure) = (WorkspaceEdit::default(), Structure::default());
    let by = level - i8::try_from(section.heading.level).ok()?;
    let marks = marks(document, index, by, &mut structure)?;
    if level == 1 {
        let own = document.note.terms.iter().filter(|it| it.section == Some(index));
        let own = own.filter(|term| term.style == Style::Heading);
        structure.styles.extend(own.map(|it| ((note, it.name_range.start()), Style::Note)));
    }
    let text = document.text.to_string();
    let at = content(document, index);
    let mut piece = Assembly::default();
    piece.take(document, at, links.with(note, at, marks));
    piece.write(lines::ending(&text));
    let id = edit.create(workspace, path.to_path_buf(), piece.text().to_owned());
    piece.place(&mut structure, id, text_size::TextRange::default());
    let name = &section.heading.name;
    let file = path.file_stem()?.to_str()?;
    let new_text = if Linker::new(workspace, document).is_wiki() {
        if file == name { format!("[[{file}]]") } else { format!("[[{file}|{name}]]") }
    } else {
        format!("[{name}]({})", encoded(path.file_name()?.to_str()?))
    };
    edit.push(note, TextEdit { range: at, new_text, group: Group::Certain });
    structure.roots.insert((note, index));
    structure.new_links.push(Target::of(id));
    Some((edit, structure))
}
