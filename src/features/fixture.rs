//! Fixtures: notes as text, with a mark at the cursor.
//!
//! ```text
//! //- /glossary.md
//! #### Cache
//! A fast copy.
//! //- /notes.md
//! Ask the ca$0che.
//! ```

use std::path::PathBuf;

use text_size::{TextRange, TextSize};

use crate::features::FilePosition;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, Location, NoteId};

/// The workspace of a fixture.
pub(crate) struct Fixture {
    pub(crate) workspace: Workspace,
    /// The notes, in the order of the fixture.
    pub(crate) notes: Vec<NoteId>,
    position: Option<FilePosition>,
}

impl Fixture {
    /// Reads a fixture. Without a header, it is one note, `/note.md`.
    pub(crate) fn new(fixture: &str) -> Self {
        let mut workspace = Workspace::default();
        let (mut notes, mut position) = (Vec::new(), None);
        for (path, text) in files(fixture) {
            let mark = text.find("$0");
            let text = text.replacen("$0", "", 1);
            let note = workspace.open(Location::File(PathBuf::from(path)), 1, &text);
            position = position.or_else(|| {
                let offset = TextSize::new(u32::try_from(mark?).ok()?);
                Some(FilePosition { note, offset })
            });
            notes.push(note);
        }
        workspace.settle();
        Self { workspace, notes, position }
    }

    /// Returns the position of the mark.
    pub(crate) fn position(&self) -> FilePosition {
        self.position.expect("the fixture has a $0")
    }

    pub(crate) fn document(&self, note: NoteId) -> &Document {
        self.workspace.document(note).expect("the fixture's notes are known")
    }

    /// Returns the text of a range.
    pub(crate) fn slice(&self, note: NoteId, range: TextRange) -> String {
        self.document(note).note.text.slice(range).to_owned()
    }

    /// Formats a range as `path:line: text`, with lines from 1.
    pub(crate) fn place(&self, note: NoteId, range: TextRange) -> String {
        let document = self.document(note);
        let line = document.note.text.line_col(range.start(), crate::text::Encoding::Utf8).line + 1;
        let path = document.location.path().expect("fixtures are files").display();
        format!("{path}:{line}: {}", self.slice(note, range))
    }
}

fn files(fixture: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    if !fixture.starts_with("//- ") {
        files.push(("/note.md".to_owned(), String::new()));
    }
    for line in fixture.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("//- ") {
            files.push((path.trim().to_owned(), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
        }
    }
    files
}
