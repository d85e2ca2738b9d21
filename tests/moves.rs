//! Moves of notes and folders and renames of headings in real notes: every link leads where it
//! led, nothing but paths and anchors changes, and the way back restores the bytes.
//!
//! A sample is tried in every run. All of them, which takes minutes:
//!
//! ```text
//! cargo test --test all moves:: -- --ignored --nocapture
//! ```

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what was found is said")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use headword::features::FilePosition;
use headword::features::move_files::move_files;
use headword::features::rename::rename;
use headword::workspace::Workspace;
use headword::workspace::document::{Document, NoteId};
use headword::workspace::edit::{FileMoves, VerifiedEdit};
use headword::workspace::links::{Destination, Resolver};
use text_size::TextRange;

use crate::support::notes::{folders, opened};

/// What came of it.
#[derive(Default)]
struct Tally {
    done: usize,
    changes: usize,
    left: usize,
    not_restored: usize,
    refused: BTreeMap<String, usize>,
    problems: Vec<String>,
}

fn destinations(workspace: &Workspace) -> BTreeMap<NoteId, Vec<Destination>> {
    let resolver = Resolver::new(workspace);
    let of = |document: &Document| {
        let links = document.note.links.iter();
        links.map(|link| resolver.destination(document, link)).collect()
    };
    workspace.documents().map(|document| (document.id, of(document))).collect()
}

/// All links lead where they led, but for those that were said to be left.
fn kept(
    before: &Workspace,
    after: &Workspace,
    moves: &FileMoves,
    left: &[(NoteId, TextRange)],
) -> Result<(), String> {
    let now = destinations(after);
    for (note, led) in destinations(before) {
        let document = before.document(note).unwrap();
        let links = document.note.links.iter().zip(led).zip(&now[&note]);
        for ((link, led), leads) in links {
            let led = match led {
                Destination::File(path) => Destination::File(moves.of(&path)),
                led => led,
            };
            if led != *leads && !left.contains(&(note, link.range)) {
                let written = document.note.text.slice(link.range);
                return Err(format!("{}: {written}", document.location.name()));
            }
        }
    }
    Ok(())
}

/// Only destinations and definitions of links have changed, and the line of a heading.
fn is_confined(
    before: &Workspace,
    edit: &VerifiedEdit,
    heading: Option<(NoteId, TextRange)>,
) -> bool {
    edit.edit().notes().all(|(note, edits)| {
        let links = &before.document(note).unwrap().note.links;
        let places = links
            .iter()
            .filter_map(|link| link.place)
            .flat_map(|place| [Some(place.path), place.fragment].into_iter().flatten());
        // Foam defines the path of a wiki link as a label, which follows the path.
        let references = &before.document(note).unwrap().note.references;
        let labels = references.iter().filter(|it| it.is_definition).map(|it| it.label);
        let places = places.chain(labels);
        let places: BTreeSet<_> = places.map(|range| (range.start(), range.end())).collect();
        edits.iter().all(|edit| {
            let is_heading =
                heading.is_some_and(|(own, range)| own == note && range.contains_range(edit.range));
            is_heading || places.contains(&(edit.range.start(), edit.range.end()))
        })
    })
}

fn is_restored(before: &Workspace, back: &Workspace) -> bool {
    before
        .documents()
        .all(|document| back.document(document.id).unwrap().note.text == document.note.text)
}

/// Moves a file or folder, and back.
fn there_and_back(workspace: &Workspace, from: PathBuf, to: PathBuf, tally: &mut Tally) {
    let moved = match move_files(workspace, vec![(from.clone(), to.clone())]) {
        Ok(moved) => moved,
        Err(refusal) => return *tally.refused.entry(refusal.0).or_default() += 1,
    };
    let there = FileMoves::new(vec![(from.clone(), to.clone())], workspace.folders());
    let after = there.apply(&moved.edit.edit().apply(workspace));
    tally.done += 1;
    tally.left += moved.left_out.len();
    tally.changes += moved.edit.edit().notes().map(|(_, edits)| edits.len()).sum::<usize>();
    let what = format!("{} to {}", from.display(), to.display());
    if !is_confined(workspace, &moved.edit, None) {
        tally.problems.push(format!("{what}: changes outside of links"));
    }
    if let Err(link) = kept(workspace, &after, &there, &moved.left_out) {
        tally.problems.push(format!("{what}: {link}"));
    }
    match move_files(&after, vec![(to.clone(), from.clone())]) {
        Ok(back) => {
            let return_ = FileMoves::new(vec![(to, from)], workspace.folders());
            let restored = return_.apply(&back.edit.edit().apply(&after));
            if let Err(link) = kept(&after, &restored, &return_, &back.left_out) {
                tally.problems.push(format!("{what} and back: {link}"));
            }
            tally.not_restored += usize::from(!is_restored(workspace, &restored));
        }
        Err(refusal) => tally.problems.push(format!("{what} and back: {}", refusal.0)),
    }
}

/// Moves every `step`th note to another name, and to another folder; and as many folders.
fn move_all(workspace: &Workspace, step: usize, tally: &mut Tally) {
    let paths = workspace.documents().filter_map(|it| Some(it.location.path()?.to_path_buf()));
    let paths: BTreeSet<_> = paths.collect();
    let root = workspace.folders().iter().next().unwrap().to_path_buf();
    for path in paths.iter().step_by(step) {
        let name = path.file_name().unwrap().to_str().unwrap();
        there_and_back(workspace, path.clone(), path.with_file_name(format!("zyx {name}")), tally);
        there_and_back(workspace, path.clone(), root.join("zyx/deep").join(name), tally);
    }
    let parents = paths.iter().filter_map(|path| path.parent());
    let parents: BTreeSet<_> = parents.filter(|parent| **parent != root).collect();
    for folder in parents.iter().step_by(step) {
        there_and_back(workspace, folder.to_path_buf(), root.join("zyx folder"), tally);
    }
}

/// Renames every `step`th heading that is no term, and back.
fn rename_all(workspace: &Workspace, step: usize, tally: &mut Tally) {
    for document in workspace.documents() {
        for (index, section) in document.note.sections.iter().enumerate().step_by(step) {
            let heading = &section.heading;
            let is_term = document.note.terms.iter().any(|term| term.section == Some(index));
            if is_term || heading.name.is_empty() {
                continue;
            }
            let at = |offset| FilePosition { note: document.id, offset };
            let position = at(heading.name_range.start());
            let found = match rename(workspace, position, "Zyxware 7", true) {
                Ok(found) => found,
                Err(refusal) => {
                    *tally.refused.entry(refusal.0).or_default() += 1;
                    continue;
                }
            };
            let what = format!("“{}” in {}", heading.name, document.location.name());
            let after = found.edit.edit().apply(workspace);
            tally.done += 1;
            tally.changes += found.edit.edit().notes().map(|(_, edits)| edits.len()).sum::<usize>();
            if let Err(link) = kept(workspace, &after, &FileMoves::default(), &[]) {
                tally.problems.push(format!("{what}: {link}"));
            }
            let now = &after.document(document.id).unwrap().note.sections[index].heading;
            let old = document.note.text.slice(heading.name_range).to_owned();
            match rename(&after, at(now.name_range.start()), &old, true) {
                Ok(back) => {
                    let back = back.edit.edit().apply(&after);
                    tally.not_restored += usize::from(!is_restored(workspace, &back));
                }
                Err(_) => tally.not_restored += 1,
            }
        }
    }
}

/// Reports what came of all folders; a refusal or a loss of bytes on the way back is the exception.
fn report(step: usize, each: fn(&Workspace, usize, &mut Tally)) {
    let (mut done, mut exceptions, mut problems) = (0, 0, Vec::new());
    for folder in folders() {
        let mut tally = Tally::default();
        each(&opened(&folder), step, &mut tally);
        let refused: usize = tally.refused.values().sum();
        println!(
            "{}: {} done with {} changes, {} links left, {} not restored; {refused} refused: {:?}",
            folder.file_name().unwrap().display(),
            tally.done,
            tally.changes,
            tally.left,
            tally.not_restored,
            tally.refused,
        );
        done += tally.done;
        exceptions += refused + tally.not_restored;
        problems.extend(tally.problems);
    }
    println!("{done} done, {exceptions} refused or not restored");
    assert!(problems.is_empty(), "{problems:#?}");
    // The way back starts from the style that the way there left: a note that leaves the folder
    // where the addresses of a site begin is called from the top, and stays so.
    assert!(exceptions * 8 <= done);
}

#[test]
fn a_sample_of_notes_and_folders_is_moved_and_back() {
    report(37, move_all);
}

#[test]
fn a_sample_of_headings_is_renamed_and_back() {
    report(17, rename_all);
}

#[test]
#[ignore = "takes minutes"]
fn every_note_and_folder_is_moved_and_back() {
    report(1, move_all);
}

#[test]
#[ignore = "takes minutes"]
fn every_heading_is_renamed_and_back() {
    report(1, rename_all);
}
