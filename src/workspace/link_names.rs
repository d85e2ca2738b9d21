//! The names of all notes in links, in one text, for the completion at each keystroke.
//!
//! Ten thousand notes are scattered over the memory, and one text is not. The list is built at its
//! first use after a note was added, removed or moved, or got another title or alias.

use std::ops::Range;
use std::path::Path;

use crate::note::words::fold;
use crate::text::letters::Letters;
use crate::workspace::disk::is_note;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::folders::Folders;
use crate::workspace::note_name_index::NoteNameIndex;

/// The names of all notes in the workspace folders, in the order of their paths.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LinkNames {
    /// The path, the name and the title of each note, and its aliases.
    text: String,
    notes: Vec<NoteNames>,
    aliases: Vec<Range<usize>>,
}

#[derive(Debug, PartialEq, Eq)]
struct NoteNames {
    id: NoteId,
    path: Range<usize>,
    name: Range<usize>,
    title: Range<usize>,
    /// The indexes of the aliases.
    aliases: Range<usize>,
    is_only: bool,
    letters: Letters,
}

/// The names of one note.
#[derive(Clone, Debug)]
pub struct LinkName<'n> {
    /// The note.
    pub id: NoteId,
    /// The absolute path. Empty if it is not Unicode.
    pub path: &'n str,
    /// The name of the file without its extension.
    pub name: &'n str,
    /// The title, or the name.
    pub title: &'n str,
    /// Whether no other file has the name, so that a wiki link by it leads to the note.
    pub is_only: bool,
    /// The letters of all names.
    pub letters: Letters,
    list: &'n LinkNames,
    aliases: Range<usize>,
}

impl<'n> LinkName<'n> {
    /// Returns the aliases of the note.
    pub fn aliases(&self) -> impl Iterator<Item = &'n str> + use<'n> {
        let list = self.list;
        list.aliases[self.aliases.clone()].iter().map(|range| &list.text[range.clone()])
    }
}

impl LinkNames {
    pub(super) fn new<'d>(
        documents: impl Iterator<Item = &'d Document>,
        folders: &Folders,
        names: &NoteNameIndex,
    ) -> Self {
        let is_inside = |document: &&Document| {
            document.location.path().is_some_and(|path| folders.contain(path))
        };
        let mut documents: Vec<_> = documents.filter(is_inside).collect();
        documents.sort_by_key(|document| &document.location);
        let mut all = Self::default();
        for document in documents {
            all.push(document, names);
        }
        all
    }

    fn push(&mut self, document: &Document, names: &NoteNameIndex) {
        let start = self.text.len();
        let path = document.location.path().and_then(|path| path.to_str());
        let path = self.write(path.unwrap_or_default());
        let name = document.location.name();
        let key = fold(&name);
        let is_only = !is_note(Path::new(&*key)) && names.is_only_file(&key);
        let name = self.write(&name);
        let title = self.write(&document.shown_title());
        let first = self.aliases.len();
        for alias in &document.note.aliases {
            let alias = self.write(alias);
            self.aliases.push(alias);
        }
        let letters = Letters::of(&self.text[start..]);
        let aliases = first..self.aliases.len();
        self.notes.push(NoteNames {
            id: document.id,
            path,
            name,
            title,
            aliases,
            is_only,
            letters,
        });
    }

    fn write(&mut self, name: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(name);
        start..self.text.len()
    }

    /// Returns the names of each note.
    pub fn iter(&self) -> impl Iterator<Item = LinkName<'_>> {
        self.notes.iter().map(|entry| LinkName {
            id: entry.id,
            path: &self.text[entry.path.clone()],
            name: &self.text[entry.name.clone()],
            title: &self.text[entry.title.clone()],
            is_only: entry.is_only,
            letters: entry.letters,
            list: self,
            aliases: entry.aliases.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crate::workspace::Workspace;
    use crate::workspace::document::Location;

    fn shown(workspace: &Workspace) -> Vec<String> {
        let shown = workspace.link_names().iter().map(|it| {
            let aliases: String = it.aliases().map(|alias| format!(", {alias}")).collect();
            let only = if it.is_only { " (only)" } else { "" };
            format!("{} {}{only}: {}{aliases}", it.path, it.name, it.title)
        });
        shown.collect()
    }

    #[test]
    fn the_names_follow_files_titles_and_aliases() {
        let mut workspace = Workspace::default();
        workspace.set_folders(vec![PathBuf::from("/a")]);
        let mut version = 0;
        let mut open = |path: &str, text: &str| {
            version += 1;
            workspace.open(Location::File(path.into()), version, text);
            workspace.settle();
            shown(&workspace)
        };
        assert_eq!(open("/other/c.md", "# Other\n"), [""; 0]);
        assert_eq!(open("/a/b.md", "Text.\n"), ["/a/b.md b (only): b"]);
        assert_eq!(open("/a/b.md", "# Tide\n"), ["/a/b.md b (only): Tide"]);
        let aliases = "---\naliases: [Water, Sea]\n---\n# Tide\n";
        assert_eq!(open("/a/b.md", aliases), ["/a/b.md b (only): Tide, Water, Sea"]);
        let two = ["/a/a/b.md b: b", "/a/b.md b: Tide, Water, Sea"];
        assert_eq!(open("/a/a/b.md", ""), two);
        let id = workspace.find(&Location::File("/a/a/b.md".into())).expect("it is open");
        workspace.relocate(vec![(id, Location::File("/a/d.md".into()))]);
        assert_eq!(shown(&workspace)[1], "/a/d.md d (only): d");
        workspace.unload(&[]);
        workspace.close(id);
        workspace.unload(&["/a/d.md".into()]);
        assert_eq!(shown(&workspace).len(), 1);
    }
}
