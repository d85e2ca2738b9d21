//! Three ways to find the terms of a workspace in a note, on the same names and the same words:
//! our trie, a map from first words to names, and an automaton over all names.
//!
//! The other two are favored: they find what is spelled alike, but for case, and leave out
//! plurals, capitals, scripts and scopes. What decides is the second column: a person who types
//! a heading changes one name with each key.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod support;

use std::collections::HashMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use aho_corasick::{AhoCorasick, MatchKind};
use headword::note::Note;
use headword::note::ReadOptions;
use headword::note::prose::blocks;
use headword::note::term_key::TermKey;
use headword::note::words::{Word, fold, words};
use headword::workspace::document::Location;
use headword::workspace::{Workspace, mention};
use rustc_hash::FxBuildHasher;

use crate::support::{NOTES, TERMS_PER_NOTE, best, note_of, note_text};

type FirstWords = HashMap<String, Vec<Vec<String>>, FxBuildHasher>;

fn main() {
    let workspace = workspace();
    let names: Vec<_> = workspace.index().terms.iter().map(|(key, _)| key.clone()).collect();
    let text = note_of(25_000);
    let note = Note::read(text.as_str(), &ReadOptions::default());
    let cut = best(50, || {
        for block in blocks(&note.prose) {
            black_box(words(&text, block));
        }
    });
    println!(
        "{} names, one note of {} bytes cut into words in {cut:.0?}\n",
        names.len(),
        text.len()
    );
    println!("{:28} {:>12} {:>12} {:>8}", "", "one note", "one name", "found");
    trie(&workspace, &text, &note, cut);
    first_words(&names, &text, &note, cut);
    automaton(&names, &text, &note);
}

fn workspace() -> Workspace {
    let mut workspace = Workspace::default();
    for note in 0..NOTES {
        let path = PathBuf::from(format!("/notes/{note}.md"));
        workspace.open(Location::File(path), 1, &note_text(note, TERMS_PER_NOTE));
    }
    workspace.settle();
    workspace
}

fn trie(workspace: &Workspace, text: &str, note: &Note, cut: Duration) {
    let mut found = 0;
    let took = best(50, || {
        let blocks = blocks(&note.prose);
        found = blocks.map(|block| mention::in_block(workspace, text, block).len()).sum();
    });
    let mut changed = workspace.clone();
    let location = Location::File(PathBuf::from("/notes/new.md"));
    let mut version = 0;
    let change = best(50, || {
        version += 1;
        changed.open(location.clone(), version, &format!("#### Name {version}\nOf a thing.\n"));
        changed.settle();
    });
    line("trie of words", took.saturating_sub(cut), change, found);
}

fn first_words(names: &[TermKey], text: &str, note: &Note, cut: Duration) {
    let mut map = FirstWords::default();
    for name in names {
        let mut words = name.words().map(str::to_owned);
        let first = words.next().unwrap_or_default();
        map.entry(first).or_default().push(words.collect());
    }
    let mut found = 0;
    let took = best(5, || {
        let blocks = blocks(&note.prose);
        found = blocks.map(|block| in_words(&map, &words(text, block))).sum();
    });
    let change = best(50, || {
        map.entry("name".to_owned()).or_default().push(vec!["new".to_owned()]);
    });
    line("map of first words", took.saturating_sub(cut), change, found);
}

fn in_words(map: &FirstWords, words: &[Word<'_>]) -> usize {
    let folded: Vec<_> = words.iter().map(|word| fold(word.text)).collect();
    let (mut at, mut found) = (0, 0);
    while at < folded.len() {
        let rest = &folded[at + 1..];
        let fits = |name: &&Vec<String>| {
            name.len() <= rest.len() && name.iter().zip(rest).all(|(a, b)| a == b)
        };
        let names = map.get(&*folded[at]).into_iter().flatten();
        let longest = names.filter(fits).map(|name| name.len() + 1).max();
        found += usize::from(longest.is_some());
        at += longest.unwrap_or(1);
    }
    found
}

fn automaton(names: &[TermKey], text: &str, note: &Note) {
    let names: Vec<_> =
        names.iter().map(|name| name.words().collect::<Vec<_>>().join(" ")).collect();
    let build = || {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&names)
            .expect("so many names fit into an automaton")
    };
    let automaton = build();
    let mut found = 0;
    let took = best(50, || {
        found =
            note.prose.iter().map(|prose| automaton.find_iter(&text[prose.range]).count()).sum();
    });
    line("automaton, built anew", took, best(2, build), found);
}

fn line(what: &str, note: Duration, name: Duration, found: usize) {
    println!("{what:28} {note:>12.1?} {name:>12.1?} {found:>8}");
}
