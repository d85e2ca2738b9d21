//! The options that narrow the notes and the terms of a command.

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::notes::Notes;
use crate::cli::terminal::print_error;
use crate::features::glossary::{GlossaryEntry, GlossaryGap};
use crate::note::front_matter::TagKind;
use crate::note::term::Style;
use crate::workspace::document::NoteId;

/// The notes that a command is about, among those of its paths.
#[derive(Args)]
pub(super) struct NoteFilter {
    /// Only notes with this tag or category, or with a tag below it. Repeat it for notes with any of
    /// several tags.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only notes in a folder with this name or path, at any depth of the vault. Repeat it for notes
    /// in any of several folders.
    #[arg(long = "folder", value_name = "FOLDER")]
    folders: Vec<PathBuf>,
}

/// The terms that a command is about.
#[derive(Args)]
pub(super) struct StyleFilter {
    /// Only terms that are declared in these ways, separated by commas.
    #[arg(long = "style", value_name = "STYLE", value_delimiter = ',', value_parser = styles())]
    styles: Vec<Style>,
}

/// The notes and terms that a command is about.
#[derive(Args)]
pub(super) struct TermFilter {
    #[command(flatten)]
    notes: NoteFilter,
    #[command(flatten)]
    styles: StyleFilter,
}

fn styles() -> impl TypedValueParser<Value = Style> {
    PossibleValuesParser::new(Style::ALL.map(Style::name))
        .try_map(|name| Style::from_name(&name).ok_or(io::Error::from(io::ErrorKind::InvalidInput)))
}

impl NoteFilter {
    /// Removes the notes that do not match. Reports on stderr if none is left.
    pub(super) fn apply(&self, notes: &mut Notes) {
        if notes.ids.is_empty() {
            return;
        }
        notes.ids = self.kept(notes).collect();
        if notes.ids.is_empty() {
            print_error("No note here has such a tag and is in such a folder.");
        }
    }

    /// The notes of the command that match, in their order.
    fn kept(&self, notes: &Notes) -> impl Iterator<Item = NoteId> {
        let tagged = self.tagged(notes);
        let is_tagged = move |id: &NoteId| tagged.as_ref().is_none_or(|it| it.contains(id));
        let ids = notes.ids.iter().copied();
        ids.filter(move |id| is_tagged(id) && self.is_in_folders(notes, *id))
    }

    /// The notes with one of the tags. `None` if there is no such filter.
    fn tagged(&self, notes: &Notes) -> Option<BTreeSet<NoteId>> {
        let index = notes.workspace.index();
        let with = |tag: &String| {
            let tag = tag.strip_prefix('#').unwrap_or(tag);
            let categories = index.categories.notes(TagKind::Category, tag);
            index.tags.notes(TagKind::Tag, tag).into_iter().chain(categories)
        };
        (!self.tags.is_empty()).then(|| self.tags.iter().flat_map(with).collect())
    }

    fn is_in_folders(&self, notes: &Notes, id: NoteId) -> bool {
        let document = notes.workspace.document(id);
        let Some(path) = document.and_then(|document| document.location.path()) else {
            return self.folders.is_empty();
        };
        let vault = notes.workspace.folders().of(path);
        let below = vault.and_then(|vault| path.strip_prefix(vault).ok()).unwrap_or(path);
        let parent = below.parent().unwrap_or(below);
        self.folders.is_empty() || self.folders.iter().any(|folder| has_part(parent, folder))
    }
}

/// Whether the parts of a path contain those of another one, in a row.
fn has_part(path: &Path, part: &Path) -> bool {
    let parts = |path: &Path| {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        parts.map(|part| part.as_os_str().to_owned()).collect::<Vec<_>>()
    };
    let (path, part) = (parts(path), parts(part));
    !part.is_empty() && path.windows(part.len()).any(|parts| parts == part)
}

impl TermFilter {
    /// Returns which entries of a glossary a command is about.
    pub(super) fn entries(&self, notes: &Notes) -> impl Fn(&GlossaryEntry<'_>) -> bool {
        let kept: HashSet<_> = self.notes.kept(notes).collect();
        move |entry| kept.contains(&entry.declaration.document.id) && self.styles.has(entry.style())
    }

    /// Returns which gaps a command is about. A gap has no style.
    pub(super) fn gaps(&self, notes: &Notes) -> impl Fn(&GlossaryGap) -> bool {
        let kept: HashSet<_> = self.notes.kept(notes).collect();
        move |gap| self.styles.styles.is_empty() && kept.contains(&gap.note)
    }
}

impl StyleFilter {
    /// Whether the command is about terms of this style.
    pub(super) fn has(&self, style: Style) -> bool {
        self.styles.is_empty() || self.styles.contains(&style)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::has_part;

    #[test]
    fn a_folder_is_found_by_its_name_or_path_at_any_depth() {
        let path = Path::new("area/data bases/logs");
        for folder in ["area", "logs", "area/data bases", "data bases/logs/", "./area"] {
            assert!(has_part(path, Path::new(folder)), "{folder}");
        }
        for folder in ["", "data", "area/logs", "log", "logs/area"] {
            assert!(!has_part(path, Path::new(folder)), "{folder}");
        }
    }
}
