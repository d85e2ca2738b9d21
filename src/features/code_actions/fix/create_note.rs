//! A fix of `broken-link`: create the missing note with the usual front matter and title.

use std::path::{Path, PathBuf};

use super::context::FixContext;
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::code_actions::add_front_matter;
use crate::features::edit_builder::EditBuilder;
use crate::note::link::{Link, LinkKind};
use crate::note::slug::{slug, title_of};
use crate::workspace::Workspace;
use crate::workspace::edit::WorkspaceEdit;
use crate::workspace::links::{Destination, decoded};

/// Returns the fix, if the link can name the file of a note.
pub(super) fn repair(ctx: &FixContext<'_>, link: &Link, target: &Destination) -> Option<Action> {
    let is_name = link.kind == LinkKind::Wiki;
    let is_path = !link.embeds && link.lookup.is_none();
    (is_path || is_name).then_some(())?;
    let path = file(ctx, link, target)?;
    let folder = ctx.workspace.folders().of(&path)?;
    let shown = path.strip_prefix(folder).ok()?.display().to_string();
    let stem = path.file_stem()?.to_str()?.to_owned();
    let text = link.text.map(|range| ctx.document.note.text.slice(range).to_owned());
    let text = text.filter(|text| !is_name && slug(text) == slug(&stem));
    let name = text.unwrap_or_else(|| if is_name { stem.clone() } else { title_of(&stem) });
    let make = move |workspace: &Workspace| {
        let texts = [written(workspace, &path, &name), format!("# {name}\n")];
        let create = |text: String| {
            let mut edit = EditBuilder::default();
            edit.create(workspace, path.clone(), text);
            edit
        };
        texts.into_iter().map(create).collect()
    };
    let title = format!("Create note “{shown}”");
    Some(Action::later(title, ActionKind::QuickFix, make).creating())
}

/// Returns the path of the new note. It is the path of the link, or for a name, a file in the
/// folder of the note. A name with folders is relative to the open folder, as in Obsidian.
fn file(ctx: &FixContext<'_>, link: &Link, target: &Destination) -> Option<PathBuf> {
    let own = ctx.document.location.path()?;
    let name = decoded(&link.path);
    let path = match target {
        Destination::File(path) if !name.ends_with('/') => path.clone(),
        Destination::Nowhere => {
            let name = link.path.trim();
            let is_relative = name.starts_with("./") || name.starts_with("../");
            // A path with `..` inside is ambiguous.
            (!is_relative && !name.contains("..")).then_some(())?;
            let name = name.trim_matches('/');
            let is_path = name.contains('/');
            let folder = if is_path { ctx.workspace.folders().of(own)? } else { own.parent()? };
            folder.join(format!("{name}.md"))
        }
        _ => return None,
    };
    match path.extension() {
        None => Some(path.with_extension("md")),
        Some(end) => (end == "md").then_some(path),
    }
}

/// Returns the text of a new note: the usual front matter, and a title if most notes have one.
fn written(workspace: &Workspace, path: &Path, name: &str) -> String {
    let title = format!("# {name}\n");
    let mut edit = WorkspaceEdit::default();
    let id = edit.create(workspace, path.to_path_buf(), title.clone());
    let after = edit.apply(workspace);
    let block = after.document(id).and_then(|new| add_front_matter::block(&after, new));
    match block {
        Some((block, keys)) if keys.iter().any(|key| key == "title") && !has_both(workspace) => {
            block
        }
        Some((block, _)) => format!("{block}\n{title}"),
        None => title,
    }
}

/// Returns whether most notes with a title in the front matter also have a heading for it.
fn has_both(workspace: &Workspace) -> bool {
    let titled = workspace.documents().filter(|document| {
        document.note.front_matter.as_ref().is_some_and(|front| front.title().is_some())
    });
    let is_headed = |note: &crate::note::Note| {
        note.sections.first().is_some_and(|section| section.heading.level == 1)
    };
    let (both, all) = titled.fold((0, 0), |(both, all), document| {
        (both + usize::from(is_headed(&document.note)), all + 1)
    });
    2 * both > all
}
