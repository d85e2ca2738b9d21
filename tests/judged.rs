//! Terms of real notes, compared with the judgment of a reader.
//!
//! `tests/judged/terms.tsv` has places in the corpus, drawn at random: titles and headings, and
//! whether the text below defines them. The corpus is beside the checkout; without it, the test is
//! skipped.

#![expect(clippy::unwrap_used, reason = "an error fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use headword::features::definition_card::DefinitionCard;
use headword::features::terms;
use headword::text::Encoding;

use crate::mentions::workspace;

/// The corpus, relative to the crate's folder.
const CORPUS: &str = "../shared/corpus";

/// The least share of right terms among the judged terms.
const MIN_PRECISION: f64 = 0.75;

/// The least share of terms found among those that a reader finds.
const MIN_RECALL: f64 = 0.9;

/// Places by collection: the path, the line from 1, and whether a reader finds a definition.
type Places<'t> = BTreeMap<&'t str, Vec<(&'t str, u32, bool)>>;

#[test]
fn a_reader_agrees_with_the_terms() {
    let Ok(corpus) = Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS).canonicalize() else {
        println!("skipped: there is no corpus at {CORPUS}");
        return;
    };
    let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
    for (name, places) in places(include_str!("judged/terms.tsv")) {
        let found = found(&corpus.join(name));
        for (path, line, is_term) in places {
            let is_found = found.contains(&(path.to_owned(), line));
            match (is_term, is_found) {
                (true, true) => right += 1.0,
                (false, true) => wrong += 1.0,
                (true, false) => missed += 1.0,
                (false, false) => {}
            }
            if is_term != is_found {
                let word = if is_found { "not a term" } else { "a term" };
                println!("{name}/{path}:{line} is {word}");
            }
        }
    }
    let (precision, recall) = (right / (right + wrong), right / (right + missed));
    println!("precision {precision:.2}, recall {recall:.2}");
    assert!(precision >= MIN_PRECISION, "too many titles are terms: {precision:.2}");
    assert!(recall >= MIN_RECALL, "too few titles are terms: {recall:.2}");
}

fn places(table: &str) -> Places<'_> {
    let mut places = Places::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [name, path, line, verdict] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a row has four columns: {line}");
        };
        places.entry(name).or_default().push((path, line.parse().unwrap(), verdict == "yes"));
    }
    places
}

/// The paths and lines of all terms in a folder.
fn found(folder: &Path) -> BTreeSet<(String, u32)> {
    let workspace = workspace(folder);
    let of_entry = |entry: DefinitionCard| {
        let document = workspace.document(entry.target.note).unwrap();
        let path = document.location.path().unwrap().strip_prefix(folder).unwrap();
        let line =
            document.note.text.line_col(entry.target.name_range.start(), Encoding::Utf8).line + 1;
        (path.to_str().unwrap().to_owned(), line)
    };
    terms::terms(&workspace).into_iter().map(of_entry).collect()
}
