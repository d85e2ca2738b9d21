//! Target `rename`: another name for whatever the cursor is on.

use headword::features::FilePosition;
use headword::features::rename::{Rename, prepare};
use headword::note::link::Link;
use headword::note::section::Section;
use headword::workspace::Workspace;
use headword::workspace::document::Document;
use headword::workspace::edit::applied;
use headword::workspace::links::{Destination, Resolver};

use crate::input::{first_line, marked, size, text};
use crate::sample::places;

/// Renames what is at the cursor to the first line; without a cursor whatever can be renamed.
///
/// A rename is refused, or the proof keeps its word: every other byte stays, every section stays,
/// and every link leads where it led. The new name of a heading may omit the links in the old one.
pub fn rename(data: &[u8]) {
    let text = text(data);
    let (new, notes) = first_line(&text);
    let (workspace, cursor) = marked(notes);
    if let Some(cursor) = cursor {
        return rename_at(&workspace, cursor, new);
    }
    for document in workspace.documents() {
        let names = places(&document.note.text)
            .map(|offset| FilePosition { note: document.id, offset: size(offset) })
            .filter_map(|position| Some((position, prepare(&workspace, position).ok()?.range)));
        let mut names: Vec<_> = names.collect();
        names.dedup_by_key(|(_, range)| *range);
        for (position, _) in names.into_iter().take(4) {
            rename_at(&workspace, position, new);
        }
    }
}

fn rename_at(workspace: &Workspace, position: FilePosition, new: &str) {
    let prepared = prepare(workspace, position);
    let Ok(found) = headword::features::rename::rename(workspace, position, new, true) else {
        return;
    };
    assert!(prepared.is_ok(), "what is renamed was offered");
    check(workspace, &found);
}

fn check(workspace: &Workspace, found: &Rename) {
    let edit = found.edit.edit();
    assert_eq!(edit.created().count(), 0, "a rename creates nothing");
    let after = edit.apply(workspace);
    let (before_links, after_links) = (Resolver::new(workspace), Resolver::new(&after));
    for document in workspace.documents() {
        let text = &document.note.text;
        let edits = edit.of(document.id);
        for edit in edits {
            assert!(text.get(edit.range.start().into()..edit.range.end().into()).is_some());
        }
        assert!(
            edits.windows(2).all(|two| two[0].range.end() <= two[1].range.start()),
            "edits are disjoint and in order: {edits:?}"
        );
        let now = after.document(document.id).expect("it is still there");
        assert_eq!(applied(text, edits), *now.note.text, "nothing else changes");
        let (old, new) = (&document.note, &now.note);
        let levels = |note: &headword::note::Note| -> Vec<_> {
            note.sections.iter().map(|s| s.heading.level).collect()
        };
        assert_eq!(levels(old), levels(new), "sections stay");
        let is_renamed = |section: &Section| {
            edits.iter().any(|edit| section.heading.range.contains_range(edit.range))
        };
        let renamed: Vec<_> = old.sections.iter().map(is_renamed).collect();
        assert_eq!(
            targets(&before_links, document, &renamed),
            targets(&after_links, now, &renamed),
            "links lead where they led"
        );
    }
}

/// The destinations of all links outside the headings that are renamed, by the index of the section.
fn targets(resolver: &Resolver<'_>, document: &Document, renamed: &[bool]) -> Vec<Destination> {
    let sections = document.note.sections.iter().zip(renamed);
    let renamed: Vec<_> = sections.filter(|(_, it)| **it).map(|(it, _)| it.heading.range).collect();
    let is_outside =
        |link: &&Link| !renamed.iter().any(|heading| heading.contains_range(link.range));
    let leads = |link: &Link| resolver.destination(document, link);
    document.note.links.iter().filter(is_outside).map(leads).collect()
}
