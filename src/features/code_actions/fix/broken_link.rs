//! Fixes of `broken-link`: change the link to a similar note or file, or create the note.

use text_size::TextSize;

use super::context::FixContext;
use super::create_note;
use crate::features::code_actions::action::Action;
use crate::features::edit_builder::EditBuilder;
use crate::features::link::{destination_range, same_reference};
use crate::features::relink::{LinkWriter, Paths, fits, to_file};
use crate::note::link::{Link, LinkKind};
use crate::note::spelling::all_nearest;
use crate::note::words::fold;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::Expect;
use crate::workspace::is_note;
use crate::workspace::links::{Destination, Resolver, decoded};

/// The maximum number of suggested notes. A longer menu is hard to read.
const MAX_NOTES: usize = 3;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    let mut links = ctx.document.note.links.iter();
    let is_it = |link: &&Link| {
        destination_range(link) == ctx.found.range && link.kind != LinkKind::Reference
    };
    let Some(link) = links.find(is_it) else { return Vec::new() };
    let target = Resolver::new(ctx.workspace).destination(ctx.document, link);
    let mut fixes = match &target {
        Destination::File(path) if path.extension().is_some() && !is_note(path) => {
            files(ctx, link, path)
        }
        _ => notes(ctx, link),
    };
    fixes.extend(create_note::repair(ctx, link, &target));
    fixes
}

/// Expects a new target for a link. For a definition, this includes all links with its label.
pub(super) fn retarget(edit: &mut EditBuilder, document: &Document, link: &Link, to: &Destination) {
    let references = document.note.references.iter();
    let mut own =
        references.filter(|it| it.is_definition && it.range.start() == link.range.start());
    let is_definition = link.kind == LinkKind::Definition;
    let label = own.next().filter(|_| is_definition);
    let same = label.into_iter().flat_map(|label| same_reference(document, label));
    let uses = same.filter(|it| !it.is_definition).map(|it| it.range.start());
    let is_link =
        |start: &TextSize| document.note.links.iter().any(|link| link.range.start() == *start);
    let starts = uses.filter(is_link).chain([link.range.start()]);
    for link in starts {
        edit.expect(Expect::Retargeted { note: document.id, link, to: to.clone() });
    }
}

/// Returns the fixes with the notes of the same file name, or with the most similar names.
fn notes(ctx: &FixContext<'_>, link: &Link) -> Vec<Action> {
    let path = decoded(&link.path);
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let name = stem(name);
    let names = &ctx.workspace.index().names;
    let mut found: Vec<_> = names.files(&fold(name)).collect();
    if found.is_empty() {
        found = names.titles(&fold(name)).collect();
    }
    if found.is_empty() {
        found = spelled_alike(ctx, link, name);
    }
    found.retain(|note| *note != ctx.document.id);
    found.sort_by_key(|note| ctx.workspace.document(*note).map(|document| &document.location));
    found.dedup();
    let is_one = found.len() == 1;
    let writer = LinkWriter::new(ctx.workspace, ctx.document);
    let documents = found.into_iter().filter_map(|note| ctx.workspace.document(note));
    let change = |to: &Document| {
        let action = changed(
            ctx,
            link,
            candidates(&writer.paths(), to, link),
            |new_target| matches!(new_target, Destination::Note(target) if target.note == to.id),
        )?;
        Some(if is_one { action.preferred() } else { action })
    };
    documents.take(MAX_NOTES).filter_map(change).collect()
}

fn candidates(paths: &Paths<'_, '_>, to: &Document, link: &Link) -> Vec<String> {
    let mut candidates = paths.to_note(to, link);
    // If the old name resembles the title of the note, the new one is the title.
    let is_near = |name: &String| !all_nearest(&link.path, [(name.as_str(), ())]).is_empty();
    let title =
        to.note.title().filter(|_| link.kind == LinkKind::Wiki && !is_near(&to.location.name()));
    let title = title.filter(is_near);
    candidates.splice(0..0, title);
    candidates
}

fn stem(name: &str) -> &str {
    let page = name.strip_suffix(".html");
    let note = name.rsplit_once('.').filter(|_| is_note(name.as_ref())).map(|(stem, _)| stem);
    page.or(note).unwrap_or(name)
}

fn spelled_alike(ctx: &FixContext<'_>, link: &Link, name: &str) -> Vec<NoteId> {
    let is_wiki = link.kind == LinkKind::Wiki;
    let documents = ctx.workspace.documents().filter(|other| other.id != ctx.document.id);
    let names: Vec<_> = documents
        .flat_map(|other| {
            let title = other.note.title().filter(|_| is_wiki);
            title.into_iter().chain([other.location.name()]).map(|name| (name, other.id))
        })
        .collect();
    all_nearest(name, names.iter().map(|(name, note)| (name.as_str(), *note)))
}

/// Returns the fixes with the most similar file names in the folder that the link names.
fn files(ctx: &FixContext<'_>, link: &Link, path: &std::path::Path) -> Vec<Action> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Vec::new() };
    let written = decoded(&link.path);
    let below = written.rsplit_once('/').map_or("", |(below, _)| below);
    let entries = Resolver::new(ctx.workspace).entries(ctx.document, below, true);
    let files = entries.iter().filter(|entry| !entry.ends_with('/'));
    let near = all_nearest(&name.to_string_lossy(), files.map(|file| (file.as_str(), file)));
    let is_one = near.len() == 1;
    let change = |name: &String| {
        let file = folder.join(name);
        let candidates = to_file(ctx.document, &file, link);
        let is_it = |new_target: &Destination| *new_target == Destination::File(file.clone());
        let action = changed(ctx, link, candidates, is_it)?;
        Some(if is_one { action.preferred() } else { action })
    };
    near.into_iter().take(MAX_NOTES).filter_map(change).collect()
}

/// Returns the fix with the first path that leads to the target, of several ways to write it.
fn changed(
    ctx: &FixContext<'_>,
    link: &Link,
    candidates: Vec<String>,
    is_meant: impl Fn(&Destination) -> bool,
) -> Option<Action> {
    let range = link.place?.path;
    let resolver = Resolver::new(ctx.workspace);
    let new_target = |path: &String| {
        let link = Link { path: path.clone(), ..link.clone() };
        resolver.destination(ctx.document, &link)
    };
    let mut candidates = candidates.into_iter().filter(|way| fits(ctx.document, link, way));
    let new_text = candidates.find(|way| is_meant(&new_target(way)))?;
    let new_target = new_target(&new_text);
    let title = format!("Change “{}” to “{}”", decoded(&link.path).trim(), decoded(&new_text));
    let mut edit = EditBuilder::default();
    edit.replace(ctx.document.id, range, new_text);
    retarget(&mut edit, ctx.document, link, &new_target);
    Some(Action::fix(title, edit))
}
