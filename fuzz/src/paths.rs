//! Target `paths`: where links lead, and moves of notes.

use std::path::{Component, Path};

use headword::features::move_files::move_files;
use headword::note::link::Link;
use headword::workspace::Workspace;
use headword::workspace::document::{Document, NoteId};
use headword::workspace::edit::FileMoves;
use headword::workspace::links::{Destination, Resolver, decoded, encoded, relative_path};

use crate::input::{FOLDER, first_line, notes, path, text, workspace};

/// Follows every link of some notes, and moves the first one of them to where the first line says:
/// nothing leads out of the folder, and a move keeps what it does not name.
pub fn paths(data: &[u8]) {
    let text = text(data);
    let (name, rest) = first_line(&text);
    assert_eq!(decoded(&encoded(name)), name, "what is encoded is decoded");
    let workspace = workspace(&notes(rest));
    let resolver = Resolver::new(&workspace);
    for document in workspace.documents() {
        for link in &document.note.links {
            check_link(&workspace, &resolver, document, link);
        }
        resolver.note_named(document, name);
        resolver.note_at(document, name);
        assert!(resolver.entries(document, name, true).is_empty(), "nothing is there");
    }
    let first = workspace.documents().find_map(|document| document.location.path());
    if let Some(first) = first {
        check_way(first, &path(name));
        check_move(&workspace, first, &path(name));
        check_move(&workspace, first, Path::new(name));
        check_move(&workspace, Path::new(FOLDER), &path(name));
    }
}

fn check_link(workspace: &Workspace, resolver: &Resolver<'_>, from: &Document, link: &Link) {
    match resolver.destination(from, link) {
        Destination::Note(target) => {
            let document = workspace.document(target.note).expect("it leads to a note");
            let sections = document.note.sections.len();
            assert!(target.section.is_none_or(|index| index < sections), "{target:?}");
            let anchors = document.note.anchors.len();
            assert!(target.anchor.is_none_or(|index| index < anchors), "{target:?}");
        }
        Destination::File(path) => {
            let is_plain = path.components().all(|part| !matches!(part, Component::ParentDir));
            assert!(
                is_plain && path.starts_with(FOLDER),
                "{link:?} leads out to {}",
                path.display()
            );
        }
        Destination::Outside | Destination::Unknown | Destination::Nowhere => {}
    }
}

/// The way from one file to another leads there.
fn check_way(from: &Path, to: &Path) {
    let Some(way) = relative_path(from, to) else { return };
    let mut at = from.parent().expect("it is in a folder").to_path_buf();
    for part in way.split('/') {
        if part == ".." {
            assert!(at.pop());
        } else {
            at.push(part);
        }
    }
    assert_eq!(at, to, "by {way}");
}

fn check_move(workspace: &Workspace, from: &Path, to: &Path) {
    let moves = vec![(from.to_path_buf(), to.to_path_buf())];
    let Ok(kept) = move_files(workspace, moves.clone()) else { return };
    let after = FileMoves::new(moves, workspace.folders()).apply(workspace);
    let after = kept.edit.edit().apply(&after);
    let (old, new) = (Resolver::new(workspace), Resolver::new(&after));
    for document in workspace.documents() {
        let Some(moved_to) = after.document(document.id) else { continue };
        assert_eq!(document.note.links.len(), moved_to.note.links.len(), "no link is lost");
        for (link, link_now) in document.note.links.iter().zip(&moved_to.note.links) {
            let is_told = kept.left_out.contains(&(document.id, link.range));
            let (from, to) = (note(&old, document, link), note(&new, moved_to, link_now));
            let is_there = from.is_none_or(|id| after.document(id).is_some());
            assert!(from == to || is_told || !is_there, "{link:?} leads to {to:?}, not {from:?}");
        }
    }
}

fn note(resolver: &Resolver<'_>, from: &Document, link: &Link) -> Option<NoteId> {
    resolver.resolve(from, link).map(|target| target.note)
}
