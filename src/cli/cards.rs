//! `headword cards`: cards to learn the terms with, for Anki and other programs.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::arguments::or_here;
use crate::cli::filter::TermFilter;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, stdout};
use crate::features::cards::{Card, CardKind, cards};
use crate::features::glossary::Glossary;
use crate::text::visible::is_control;

#[derive(Args)]
pub(super) struct CardsOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    filter: TermFilter,
    #[command(flatten)]
    kinds: CardKinds,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: CardFormat,
}

/// The kinds of cards that a command is about.
#[derive(Args)]
pub(super) struct CardKinds {
    /// Add a card for the other direction: from the definition to the term.
    #[arg(long, conflicts_with = "cloze")]
    reverse: bool,
    /// Make cloze cards: the names of the term are hidden in its definition.
    #[arg(long)]
    cloze: bool,
}

/// The format of cards.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum CardFormat {
    /// A text file that Anki imports.
    #[default]
    Anki,
    /// CSV with a header.
    Csv,
    /// JSON.
    Json,
}

/// A card in the JSON output. Lines are from 1.
#[derive(Serialize)]
struct CardRecord<'c> {
    guid: &'c str,
    kind: &'static str,
    headword: &'c str,
    aliases: &'c [String],
    front: &'c str,
    back: &'c str,
    deck: &'c [String],
    tags: &'c [String],
    path: String,
    line: u32,
}

pub(super) fn run(options: &CardsOptions) -> io::Result<Outcome> {
    let notes = notes::read(&or_here(&options.paths))?;
    let glossary = Glossary::new(&notes.workspace);
    let found = cards(&glossary, options.kinds.kinds(), options.filter.entries(&notes));
    let mut out = stdout();
    match options.format {
        CardFormat::Anki => anki(&mut out, &found)?,
        CardFormat::Csv => comma_separated(&mut out, &found)?,
        CardFormat::Json => {
            let records: Vec<_> = found.iter().filter_map(|card| record(&notes, card)).collect();
            writeln!(out, "{}", json(&records)?)?;
        }
    }
    if found.is_empty() {
        print_error("No term fits. `headword terms` lists all terms.");
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Fine)
}

impl CardKinds {
    /// Returns the kinds, in the order of the cards of a term.
    pub(super) fn kinds(&self) -> &'static [CardKind] {
        match (self.cloze, self.reverse) {
            (true, _) => &[CardKind::Cloze],
            (false, true) => &[CardKind::Definition, CardKind::Reverse],
            (false, false) => &[CardKind::Definition],
        }
    }
}

/// Prints the text format of Anki 2.1.54 and later.
///
/// Anki manual: Importing, Text Files, File Headers.
fn anki(out: &mut impl Write, cards: &[Card]) -> io::Result<()> {
    writeln!(out, "#separator:comma\n#html:true\n#guid column:1\n#notetype column:2")?;
    writeln!(out, "#deck column:3\n#tags column:6")?;
    let mut writer = csv::Writer::from_writer(out);
    for card in cards {
        let kind = if card.kind == CardKind::Cloze { "Cloze" } else { "Basic" };
        let (deck, tags) = (deck(card), anki_tags(card));
        let row = [&card.guid, kind, &deck, &card.front, &card.back, &tags];
        writer.write_record(row.map(printable))?;
    }
    writer.flush()
}

fn comma_separated(out: &mut impl Write, cards: &[Card]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["guid", "kind", "deck", "front", "back", "tags"])?;
    for card in cards {
        let (deck, tags) = (deck(card), anki_tags(card));
        let row = [&card.guid, kind(card.kind), &deck, &card.front, &card.back, &tags];
        writer.write_record(row.map(printable))?;
    }
    writer.flush()
}

fn record<'c>(notes: &Notes, card: &'c Card) -> Option<CardRecord<'c>> {
    let document = notes.workspace.document(card.note)?;
    Some(CardRecord {
        guid: &card.guid,
        kind: kind(card.kind),
        headword: &card.headword,
        aliases: &card.aliases,
        front: &card.front,
        back: &card.back,
        deck: &card.deck,
        tags: &card.tags,
        path: notes::path(document),
        line: notes::line_col(&document.note.text, card.range.start()).0,
    })
}

fn kind(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Definition => "definition",
        CardKind::Reverse => "reverse",
        CardKind::Cloze => "cloze",
    }
}

/// Returns the name of a nested deck. Two colons separate the levels, so no name has them.
fn deck(card: &Card) -> String {
    let name = |name: &String| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.replace("::", ":");
        name.trim_matches(':').trim().to_owned()
    };
    let names: Vec<_> = card.deck.iter().map(name).filter(|name| !name.is_empty()).collect();
    if names.is_empty() { "Headword".to_owned() } else { names.join("::") }
}

/// Returns the tags as Anki writes them: separated by spaces, with two colons between levels.
fn anki_tags(card: &Card) -> String {
    let tag = |tag: &String| {
        let whole = tag.split_whitespace().collect::<Vec<_>>().join("_");
        whole.replace('/', "::")
    };
    card.tags.iter().map(tag).collect::<Vec<_>>().join(" ")
}

/// Returns a field without control characters, which neither a terminal nor Anki should get.
fn printable(field: &str) -> String {
    let field = field.replace('\t', "    ");
    field.chars().filter(|c| *c == '\n' || !is_control(*c)).collect()
}
