//! `headword export`: the terms as a page, as abbreviations or as a word list.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::arguments::or_here;
use crate::cli::filter::TermFilter;
use crate::cli::notes;
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, shown, shown_lines, stdout};
use crate::features::glossary::Glossary;
use crate::features::glossary_page::{GlossaryPage, PageTerm, abbreviations, glossary_page};
use crate::note::excerpt;
use crate::note::markdown::html_text::escaped;

/// The style sheet of pages.
const STYLE: &str = include_str!("../../data/pages/glossary.css");

#[derive(Args)]
pub(super) struct ExportOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    filter: TermFilter,
    /// Title of the page.
    #[arg(long, default_value = "Glossary")]
    title: String,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: ExportFormat,
}

/// The format of an export.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// A Markdown page from A to Z.
    #[default]
    Md,
    /// An HTML page from A to Z, in one file.
    Html,
    /// Abbreviations: `*[WAL]: …`.
    Abbr,
    /// JSON.
    Json,
    /// All names, one on each line.
    Words,
}

/// A term in the JSON output.
#[derive(Serialize)]
struct ExportRecord<'p> {
    headword: &'p str,
    aliases: &'p [String],
    anchor: &'p str,
    markdown: &'p str,
    html: &'p str,
    text: &'p str,
    topic: &'p [String],
    tags: &'p [String],
    /// The place of the entry, as a link from the current directory.
    source: Option<&'p str>,
    /// The headwords of the terms whose definitions mention this one.
    mentioned_by: Vec<&'p str>,
}

pub(super) fn run(options: &ExportOptions) -> io::Result<Outcome> {
    let notes = notes::read(&or_here(&options.paths))?;
    let glossary = Glossary::new(&notes.workspace);
    let keeps = options.filter.entries(&notes);
    if !glossary.entries.iter().any(&keeps) {
        print_error("No term fits. `headword terms` lists all terms.");
        return Ok(Outcome::Findings);
    }
    let page = || {
        let path = |path: &Path| Some(notes::display(path).replace('\\', "/"));
        glossary_page(&glossary, &keeps, path)
    };
    let mut out = stdout();
    match options.format {
        ExportFormat::Md => markdown(&mut out, &options.title, &page())?,
        ExportFormat::Html => write!(out, "{}", html(&options.title, &page()))?,
        ExportFormat::Json => {
            let page = page();
            writeln!(out, "{}", json(&page.terms().map(record).collect::<Vec<_>>())?)?;
        }
        ExportFormat::Abbr => {
            let found = abbreviations(&glossary, &keeps);
            for (name, text) in found.iter().filter(|(name, _)| !name.contains([']', '['])) {
                writeln!(out, "*[{}]: {}", shown(name), shown(text))?;
            }
        }
        ExportFormat::Words => {
            for (name, _) in abbreviations(&glossary, &keeps) {
                writeln!(out, "{}", shown(&name))?;
            }
        }
    }
    Ok(Outcome::Fine)
}

fn record(term: &PageTerm) -> ExportRecord<'_> {
    ExportRecord {
        headword: &term.headword,
        aliases: &term.aliases,
        anchor: &term.anchor,
        markdown: &term.markdown,
        html: &term.html,
        text: &term.text,
        topic: &term.topic,
        tags: &term.tags,
        source: term.source.as_deref(),
        mentioned_by: term.mentioned_by.iter().map(|(name, _)| name.as_str()).collect(),
    }
}

/// Prints a Markdown page. Anchors are HTML, because tools make different ones of headings.
fn markdown(out: &mut impl Write, title: &str, page: &GlossaryPage) -> io::Result<()> {
    writeln!(out, "# {}\n", shown(&excerpt::escape(title)))?;
    let letters = page.letters.iter().map(|it| format!("[{}](#{})", it.letter, it.anchor));
    writeln!(out, "{}", letters.collect::<Vec<_>>().join(" · "))?;
    for group in &page.letters {
        writeln!(out, "\n<a id=\"{}\"></a>\n\n## {}", group.anchor, group.letter)?;
        for term in &group.terms {
            let headword = shown(&excerpt::escape(&term.headword));
            writeln!(out, "\n<a id=\"{}\"></a>\n\n### {headword}\n", term.anchor)?;
            if !term.aliases.is_empty() {
                let aliases = excerpt::escape(&term.aliases.join(", "));
                writeln!(out, "*also {}*\n", shown(&aliases))?;
            }
            writeln!(out, "{}", shown_lines(&without_headings(&term.markdown)))?;
            if let Some(source) = &term.source {
                let topic = excerpt::escape(&term.topic.join(" › "));
                writeln!(out, "\n[{}]({})", shown(&topic), shown(source))?;
            }
        }
    }
    Ok(())
}

/// Returns a definition whose lines cannot become headings of the page.
fn without_headings(text: &str) -> String {
    text.lines()
        .map(|line| {
            let is_heading = line.trim_start().starts_with('#');
            format!("{}{line}", if is_heading { "\\" } else { "" })
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn html(title: &str, page: &GlossaryPage) -> String {
    let title = escaped(title);
    let letters: String = page
        .letters
        .iter()
        .map(|it| format!("<a href=\"#{}\">{}</a>\n", escaped(&it.anchor), escaped(&it.letter)))
        .collect();
    let groups: String = page
        .letters
        .iter()
        .map(|it| {
            let terms: String = it.terms.iter().map(html_term).collect();
            let (anchor, letter) = (escaped(&it.anchor), escaped(&it.letter));
            format!("<section>\n<h2 id=\"{anchor}\">{letter}</h2>\n{terms}</section>\n")
        })
        .collect();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:";
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<nav aria-label=\"Letters\">\n{letters}</nav>\n</header>\n\
         <main>\n{groups}</main>\n</body>\n</html>\n"
    );
    shown_lines(&page)
}

fn html_term(term: &PageTerm) -> String {
    let (anchor, headword) = (escaped(&term.anchor), escaped(&term.headword));
    let also = if term.aliases.is_empty() {
        String::new()
    } else {
        format!(" <small>also {}</small>", escaped(&term.aliases.join(", ")))
    };
    let by: Vec<_> = term
        .mentioned_by
        .iter()
        .map(|(name, anchor)| format!("<a href=\"#{}\">{}</a>", escaped(anchor), escaped(name)))
        .collect();
    let by = if by.is_empty() {
        String::new()
    } else {
        format!("<p class=\"by\">mentioned by {}</p>\n", by.join(", "))
    };
    let topic = escaped(&term.topic.join(" › "));
    let place = match &term.source {
        Some(source) => format!("<a href=\"{}\">{topic}</a>", escaped(source)),
        None => topic,
    };
    let tags: String = term.tags.iter().map(|tag| format!(" #{}", escaped(tag))).collect();
    format!(
        "<article id=\"{anchor}\">\n<h3><a href=\"#{anchor}\">{headword}</a>{also}</h3>\n\
         <div>{}</div>\n{by}<p class=\"place\">{place}{tags}</p>\n</article>\n",
        term.html
    )
}
