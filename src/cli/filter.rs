//! The filter that commands about terms have: by tag, folder and style.

use std::path::{Path, PathBuf, absolute};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::notes::Notes;
use crate::features::glossary::{GlossaryEntry, GlossaryGap};
use crate::note::tag::belongs;
use crate::note::term::Style;
use crate::note::words::fold;
use crate::workspace::document::Document;

/// Which terms a command is about. Without options, all of them.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct TermFilter {
    /// Only terms with this tag, or with a tag below it (`db` includes `db/logs`). Can be repeated.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only terms of notes in this folder. Can be repeated.
    #[arg(long = "folder", value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Only terms that are declared in this way. Can be repeated.
    #[arg(long = "style", value_name = "STYLE", value_parser = style_parser())]
    styles: Vec<Style>,
}

impl TermFilter {
    /// Returns which entries of a glossary a command is about: those in its notes that the filter
    /// admits.
    pub(super) fn entries(&self, notes: &Notes) -> impl Fn(&GlossaryEntry<'_>) -> bool {
        let has = notes.members();
        move |entry| {
            let document = entry.declaration.document;
            has.contains(&document.id) && self.admits(document, entry.style(), &entry.tags)
        }
    }

    /// Returns which gaps a command is about. With a style, it is about none.
    pub(super) fn gaps(&self, notes: &Notes) -> impl Fn(&GlossaryGap) -> bool {
        let has = notes.members();
        move |gap| {
            let document = notes.workspace.document(gap.note).filter(|it| has.contains(&it.id));
            let admits = |document| self.admits_place(document, &gap.tags);
            self.styles.is_empty() && document.is_some_and(admits)
        }
    }

    /// Whether the filter admits a term with this style and these tags, declared in a document.
    pub(super) fn admits(&self, document: &Document, style: Style, tags: &[String]) -> bool {
        self.admits_place(document, tags)
            && (self.styles.is_empty() || self.styles.contains(&style))
    }

    /// Whether the filter admits something with these tags in a document, such as a gap. A gap has
    /// no style.
    pub(super) fn admits_place(&self, document: &Document, tags: &[String]) -> bool {
        let has = |wanted: &String| {
            let wanted = fold(wanted.trim_start_matches('#')).into_owned();
            tags.iter().any(|tag| belongs(tag, &wanted))
        };
        (self.tags.is_empty() || self.tags.iter().any(has))
            && (self.folders.is_empty() || self.folders.iter().any(|it| is_in(document, it)))
    }
}

/// Whether the file of a document is in a folder, which is relative to the current directory.
fn is_in(document: &Document, folder: &Path) -> bool {
    let real = folder.canonicalize().or_else(|_| absolute(folder));
    let own = document.location.path();
    own.zip(real.ok()).is_some_and(|(own, folder)| own.starts_with(folder))
        || own.zip(absolute(folder).ok()).is_some_and(|(own, folder)| own.starts_with(folder))
}

/// Returns the parser of a style by its name.
fn style_parser() -> impl TypedValueParser<Value = Style> {
    PossibleValuesParser::new(Style::ALL.map(Style::name))
        .try_map(|name| Style::from_name(&name).ok_or("unknown style"))
}
