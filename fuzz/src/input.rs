//! How bytes become notes: as text, in which a line begins a new note.

use std::borrow::Cow;
use std::path::PathBuf;

use headword::features::FilePosition;
use headword::workspace::Workspace;
use headword::workspace::document::Location;
use text_size::TextSize;

/// Begins a note; a path below the folder follows on the line.
const MARK: &str = "//- ";

/// The folder of all notes. It is not there, and nothing may ask for what is outside of it.
pub(crate) const FOLDER: &str = "/nowhere/notes";

/// Where the cursor is.
const CURSOR: &str = "$0";

/// Larger notes only take longer.
const MOST: usize = 16;

/// The bytes as text.
pub(crate) fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The first line, and the text after it.
pub(crate) fn first_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The notes in a text, by path and contents. The text before the first marker is a note that was
/// never saved.
pub(crate) fn notes(text: &str) -> Vec<(Location, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut location = Location::Other("untitled:note".to_owned());
    loop {
        let at =
            if rest.starts_with(MARK) { Some(0) } else { rest.find("\n//- ").map(|at| at + 1) };
        let note = &rest[..at.unwrap_or(rest.len())];
        if !note.is_empty() || matches!(location, Location::File(_)) {
            found.push((location, note));
        }
        let Some(at) = at.filter(|_| found.len() < MOST) else { return found };
        let (name, behind) = first_line(&rest[at + MARK.len()..]);
        location = Location::File(path(name));
        rest = behind;
    }
}

/// A path below the folder; whatever would lead out of it is left out.
pub(crate) fn path(name: &str) -> PathBuf {
    let parts = name.trim().split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let path: PathBuf = std::iter::once(FOLDER).chain(parts).collect();
    if path.as_os_str() == FOLDER { path.join("note.md") } else { path }
}

/// A workspace with these notes, all of them open.
pub(crate) fn workspace(notes: &[(Location, &str)]) -> Workspace {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![PathBuf::from(FOLDER)]);
    for (location, text) in notes {
        workspace.open(location.clone(), 1, text);
    }
    workspace.settle();
    workspace
}

/// A workspace with these notes, and the place of the mark of a cursor in one of them.
pub(crate) fn marked(text: &str) -> (Workspace, Option<FilePosition>) {
    let notes = notes(text);
    let mut plain = Vec::new();
    let mut cursor = None;
    for (location, text) in notes {
        let at = text.find(CURSOR).filter(|_| cursor.is_none());
        cursor = cursor.or(at.map(|at| (location.clone(), at)));
        plain.push((location, at.map_or(text.to_owned(), |_| text.replacen(CURSOR, "", 1))));
    }
    let plain: Vec<_> = plain.iter().map(|(at, text)| (at.clone(), text.as_str())).collect();
    let workspace = workspace(&plain);
    let cursor = cursor.and_then(|(location, at)| {
        Some(FilePosition { note: workspace.find(&location)?, offset: size(at) })
    });
    (workspace, cursor)
}

/// A place in a note, whose bytes are few.
pub(crate) fn size(at: usize) -> TextSize {
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_a_note_below_the_folder() {
        let found = notes("a\n//- b.md\nb\n//- /../../c.md\n//- \nd//- e");
        let shown: Vec<_> = found.iter().map(|(at, text)| (at.name(), *text)).collect();
        let expected = [("note", "a\n"), ("b", "b\n"), ("c", ""), ("note", "d//- e")];
        assert_eq!(shown, expected.map(|(name, text)| (name.to_owned(), text)));
        let paths: Vec<_> = found.iter().filter_map(|(at, _)| at.path()).collect();
        assert!(paths.iter().all(|path| path.starts_with(FOLDER)), "{paths:?}");
    }

    #[test]
    fn a_mark_is_the_cursor_and_no_text() {
        let (workspace, cursor) = marked("//- a.md\n## Ca$0che\n//- b.md\n$0\n");
        let cursor = cursor.expect("there is a mark");
        let text = &workspace.document(cursor.note).expect("it is there").note.text;
        assert_eq!((&text[..], u32::from(cursor.offset)), ("## Cache\n", 5));
    }
}
