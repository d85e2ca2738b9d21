//! Terms and mentions of real notes, compared with the judgment of a reader.
//!
//! `tests/judged/terms.tsv` has places in the corpus, drawn at random: titles and headings, and
//! whether the text below defines them. `tests/judged/mentions.tsv` has words that are names, and
//! whether they have the term's sense. The corpus is beside the checkout; without it, the tests are
//! skipped.

#![expect(clippy::unwrap_used, reason = "an error fails the test")]
#![expect(clippy::print_stdout, reason = "the places that differ are shown")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use headword::features::definition_card::DefinitionCard;
use headword::features::semantic_tokens::{TokenKind, semantic_tokens};
use headword::features::terms;
use headword::text::Encoding;
use headword::workspace::Workspace;
use headword::workspace::config::{Config, Highlight};
use headword::workspace::document::Document;

use crate::mentions::workspace;

/// The corpus, relative to the crate's folder.
const CORPUS: &str = "../shared/corpus";

/// The least share of right terms among the judged terms.
const MIN_PRECISION: f64 = 0.75;

/// The least share of terms found among those that a reader finds.
const MIN_RECALL: f64 = 0.9;

/// The least share of words with the term's sense among the certain mentions.
const MIN_MENTION_PRECISION: f64 = 0.78;

/// The least share of certain mentions among the words with the term's sense.
const MIN_MENTION_RECALL: f64 = 0.93;

/// A judged place: its columns before the verdict, separated by tabs, and whether the verdict is yes.
type JudgedPlace<'t> = (&'t str, bool);

#[test]
fn a_reader_agrees_with_the_terms() {
    let Some((precision, recall)) =
        score(include_str!("judged/terms.tsv"), |workspace, folder| terms_in(workspace, folder))
    else {
        return;
    };
    assert!(precision >= MIN_PRECISION, "too many titles are terms: {precision:.2}");
    assert!(recall >= MIN_RECALL, "too few titles are terms: {recall:.2}");
}

#[test]
fn a_reader_agrees_with_the_certain_mentions() {
    let scored = score(include_str!("judged/mentions.tsv"), |workspace, folder| {
        certain_mentions_in(workspace, folder)
    });
    let Some((precision, recall)) = scored else { return };
    assert!(precision >= MIN_MENTION_PRECISION, "too many words are mentions: {precision:.2}");
    assert!(recall >= MIN_MENTION_RECALL, "too few words are mentions: {recall:.2}");
}

/// Compares a table of judged places with the places that are found in each collection. Returns the
/// precision and the recall, or `None` without the corpus.
fn score(
    table: &str,
    found: impl Fn(&mut Workspace, &Path) -> BTreeSet<String>,
) -> Option<(f64, f64)> {
    let Ok(corpus) = Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS).canonicalize() else {
        println!("skipped: there is no corpus at {CORPUS}");
        return None;
    };
    let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
    for (name, places) in by_collection(table) {
        let folder = corpus.join(name);
        let found = found(&mut workspace(&folder), &folder);
        for (place, is_right) in places {
            let is_found = found.contains(place);
            match (is_right, is_found) {
                (true, true) => right += 1.0,
                (false, true) => wrong += 1.0,
                (true, false) => missed += 1.0,
                (false, false) => {}
            }
            if is_right != is_found {
                let word = if is_found { "wrong" } else { "missed" };
                println!("{word}: {name}/{}", place.replace('\t', ":"));
            }
        }
    }
    let (precision, recall) = (right / (right + wrong), right / (right + missed));
    println!("precision {precision:.2}, recall {recall:.2}");
    Some((precision, recall))
}

fn by_collection(table: &str) -> BTreeMap<&str, Vec<JudgedPlace<'_>>> {
    let mut places = BTreeMap::<_, Vec<_>>::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (name, place) = line.split_once('\t').expect("a collection");
        let (place, verdict) = place.rsplit_once('\t').expect("a verdict");
        places.entry(name).or_default().push((place, verdict == "yes"));
    }
    places
}

/// The paths, lines and bytes of all certain mentions in a folder.
fn certain_mentions_in(workspace: &mut Workspace, folder: &Path) -> BTreeSet<String> {
    workspace.set_config(Config { highlight_mentions: Highlight::All, ..Config::default() });
    let mut found = BTreeSet::new();
    for document in workspace.documents() {
        let tokens = semantic_tokens(workspace, document.id).into_iter();
        for token in tokens.filter(|token| token.kind == TokenKind::Mention) {
            let at = document.note.text.line_col(token.range.start(), Encoding::Utf8);
            found.insert(format!("{}\t{}\t{}", path(document, folder), at.line + 1, at.col));
        }
    }
    found
}

fn path<'d>(document: &'d Document, folder: &Path) -> &'d str {
    let path = document.location.path().unwrap().strip_prefix(folder).unwrap();
    path.to_str().unwrap()
}

/// The paths and lines of all terms in a folder.
fn terms_in(workspace: &Workspace, folder: &Path) -> BTreeSet<String> {
    let of_entry = |entry: DefinitionCard| {
        let document = workspace.document(entry.target.note).unwrap();
        let line =
            document.note.text.line_col(entry.target.name_range.start(), Encoding::Utf8).line + 1;
        format!("{}\t{line}", path(document, folder))
    };
    terms::terms(workspace).into_iter().map(of_entry).collect()
}
