//! `headword mdbook`: the preprocessor of mdBook. First mentions of terms get tooltips and links.
//!
//! mdBook writes its context and the book as JSON to stdin, and reads the book from stdout. The
//! chapters are read as they come, after other preprocessors. The other notes of the source folder
//! are read from the disk.

use std::collections::{HashMap, HashSet};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::Value;

use crate::cli::filter::TermFilter;
use crate::cli::notes::{self, Notes, portable};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::stdout;
use crate::features::glossary::Glossary;
use crate::features::tooltips::{Tooltip, tooltips};
use crate::note::markdown::html_text::escaped;
use crate::workspace::document::{Location, NoteId};
use crate::workspace::links::encoded;

/// The style sheet of tooltips. A chapter with tooltips has it at its end.
const STYLE: &str = include_str!("../../data/pages/tooltips.css");

#[derive(Args)]
pub(super) struct MdbookOptions {
    #[command(subcommand)]
    question: Option<MdbookQuestion>,
    #[command(flatten)]
    filter: TermFilter,
}

/// What mdBook asks before it sends a book.
#[derive(Subcommand)]
enum MdbookQuestion {
    /// Exit with 0 if the preprocessor is for this renderer.
    Supports {
        /// The name of the renderer.
        renderer: String,
    },
}

/// The context of a run. Other keys are not needed.
#[derive(Deserialize)]
struct BookContext {
    /// The folder of the book.
    root: PathBuf,
    config: BookConfig,
}

#[derive(Deserialize)]
struct BookConfig {
    #[serde(default)]
    book: BookSource,
}

/// The table `[book]` of `book.toml`.
#[derive(Default, Deserialize)]
struct BookSource {
    /// The folder of the chapters, below that of the book.
    src: Option<PathBuf>,
}

/// A chapter that has a file.
struct Chapter {
    /// The path in the book, with slashes.
    path: String,
    /// The path of the source file, below the source folder.
    source: PathBuf,
    content: String,
}

pub(super) fn run(options: &MdbookOptions) -> io::Result<Outcome> {
    if let Some(MdbookQuestion::Supports { renderer }) = &options.question {
        return Ok(if renderer == "html" { Outcome::Fine } else { Outcome::Findings });
    }
    if io::stdin().is_terminal() {
        return Err(io::Error::other(
            "mdBook runs this command: add `[preprocessor.headword]` to `book.toml`",
        ));
    }
    let sent = serde_json::from_reader(io::stdin().lock());
    let (context, mut book): (BookContext, Value) = sent.map_err(|error| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("stdin is not a book of mdBook: {error}"),
        )
    })?;
    let folder = context.root.join(context.config.book.src.as_deref().unwrap_or("src".as_ref()));
    let mut chapters = Vec::new();
    each_chapter(&mut book, &mut |chapter| chapters.extend(read(chapter)));
    let texts = chapters.iter().map(|it| (folder.join(&it.source), it.content.clone()));
    let notes = notes::read(std::slice::from_ref(&folder))?.with_texts(texts);
    let mut contents = with_tooltips(&notes, options, &folder, &chapters).into_iter();
    each_chapter(&mut book, &mut |chapter| {
        if let Some(content) = read(chapter).and_then(|_| contents.next()) {
            chapter["content"] = content.into();
        }
    });
    let mut out = stdout();
    serde_json::to_writer(&mut out, &book)?;
    out.flush()?;
    Ok(Outcome::Fine)
}

/// Calls a function with each chapter, in the order of the book.
fn each_chapter(book: &mut Value, then: &mut impl FnMut(&mut Value)) {
    // mdBook 0.5 has renamed `sections`.
    for list in ["sections", "items", "sub_items"] {
        let items = book.get_mut(list).and_then(Value::as_array_mut);
        for item in items.into_iter().flatten() {
            if let Some(chapter) = item.get_mut("Chapter") {
                then(chapter);
                each_chapter(chapter, then);
            }
        }
    }
}

/// Reads a chapter. A draft has no path.
fn read(chapter: &Value) -> Option<Chapter> {
    let text = |key: &str| Some(chapter.get(key)?.as_str()?.to_owned());
    let path = text("path")?;
    let source = text("source_path").unwrap_or_else(|| path.clone());
    Some(Chapter { path: portable(&path), source: source.into(), content: text("content")? })
}

/// Returns the contents of the chapters with tooltips.
fn with_tooltips(
    notes: &Notes,
    options: &MdbookOptions,
    folder: &Path,
    chapters: &[Chapter],
) -> Vec<String> {
    let keeps = options.filter.entries(notes);
    let glossary = Glossary::new(&notes.workspace);
    let kept = glossary.entries.iter().filter(|entry| keeps(entry));
    let kept: HashSet<_> = kept.map(|it| std::ptr::from_ref(it.declaration.term)).collect();
    let note =
        |chapter: &Chapter| notes.workspace.find(&Location::File(folder.join(&chapter.source)));
    let paths: HashMap<NoteId, &str> =
        chapters.iter().filter_map(|it| Some((note(it)?, it.path.as_str()))).collect();
    let content = |chapter: &Chapter| {
        let found = note(chapter).map_or_else(Vec::new, |note| {
            tooltips(&notes.workspace, note, |it| kept.contains(&std::ptr::from_ref(it.term)))
        });
        let mut content = chapter.content.clone();
        for tooltip in found.iter().rev() {
            let range = std::ops::Range::<usize>::from(tooltip.range);
            let written = content[range.clone()].to_owned();
            content.replace_range(range, &element(tooltip, &written, chapter, &paths));
        }
        if !found.is_empty() {
            content.extend(["\n\n<style>\n", STYLE, "</style>\n"]);
        }
        content
    };
    chapters.iter().map(content).collect()
}

/// Returns a mention as HTML: a link to the definition if that is in the book.
fn element(
    tooltip: &Tooltip<'_>,
    written: &str,
    chapter: &Chapter,
    paths: &HashMap<NoteId, &str>,
) -> String {
    let text = attribute(&tooltip.text);
    let shared = format!("class=\"headword-term\" data-definition=\"{text}\"");
    let shared = format!("{shared} aria-description=\"{text}\"");
    match href(tooltip, chapter, paths) {
        Some(href) => format!("<a {shared} href=\"{}\">{written}</a>", attribute(&href)),
        None => format!("<abbr {shared} tabindex=\"0\">{written}</abbr>"),
    }
}

/// Returns the destination of a link to the definition, relative to a chapter.
fn href(tooltip: &Tooltip<'_>, from: &Chapter, paths: &HashMap<NoteId, &str>) -> Option<String> {
    let document = tooltip.declaration.document;
    let path = paths.get(&document.id)?;
    let heading = tooltip.declaration.term.section.map(|at| &document.note.sections[at].heading);
    let anchor = heading.map(|it| it.id.clone().unwrap_or_else(|| it.slug()));
    let anchor = anchor.map_or_else(String::new, |anchor| format!("#{}", encoded(&anchor)));
    if *path == from.path && !anchor.is_empty() {
        return Some(anchor);
    }
    let up = "../".repeat(from.path.matches('/').count());
    Some(format!("{up}{}{anchor}", encoded(path)))
}

/// Returns a text as the value of an attribute, also in a table cell and for other preprocessors.
fn attribute(text: &str) -> String {
    escaped(text).replace('|', "&#124;").replace('{', "&#123;")
}
