//! The table of forms in `docs/languages.md`, row by row.

use std::path::PathBuf;

use crate::note::language::Language;
use crate::workspace::document::Location;
use crate::workspace::{Workspace, mention};

const PAGE: &str = include_str!("../../../docs/languages.md");

/// One row: a language, a name, and words that are mentions of it and that are not.
struct Row<'p> {
    language: &'p str,
    name: &'p str,
    mentions: Vec<&'p str>,
    others: Vec<&'p str>,
}

fn rows() -> Vec<Row<'static>> {
    let lines = PAGE.lines().skip_while(|line| !line.starts_with("| language | name")).skip(2);
    let lines = lines.take_while(|line| line.starts_with('|'));
    let words = |cell: &'static str| -> Vec<&'static str> {
        cell.split(',').map(str::trim).filter(|word| !word.is_empty()).collect()
    };
    let row = |line: &'static str| {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [language, name, mentions, others] = cells[..] else { panic!("{line}") };
        Row { language, name, mentions: words(mentions), others: words(others) }
    };
    lines.map(row).collect()
}

fn tag(language: &str) -> &'static str {
    let tags = ["ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "tr", "zh"];
    let is_it = |tag: &&&str| Language::of_tag(tag).is_some_and(|it| format!("{it:?}") == language);
    tags.iter().find(is_it).expect("the language is known")
}

/// Returns the words that are mentions of a name, in a note that says its language.
fn mentioned<'w>(tag: &str, name: &str, words: &[&'w str]) -> Vec<&'w str> {
    let mut workspace = Workspace::default();
    let mut open = |path: &str, text: &str| {
        let text = format!("---\nlang: {tag}\n---\n\n{text}");
        workspace.open(Location::File(PathBuf::from(path)), 1, &text)
    };
    open("/terms.md", &format!("{name}\n: Xx yy zz.\n"));
    let notes: Vec<_> =
        (0..).zip(words).map(|(at, word)| open(&format!("/{at}.md"), word)).collect();
    workspace.settle();
    let is_mentioned = |(note, _): &(_, &&str)| {
        let document = workspace.document(*note).expect("it is open");
        let found = mention::in_note(&workspace, document);
        let at = found.first().map(|mention| mention.range.start());
        // The request at one position gives the same answer.
        assert!(at.is_none_or(|at| mention::at(&workspace, document, at).is_some()));
        let names = found.first().map(|mention| mention.names.iter().map(|it| it.key.clone()));
        let names = names.into_iter().flatten().collect();
        let everywhere = mention::everywhere(&workspace, &names);
        let is_there = everywhere.iter().any(|(found, _)| found.id == *note);
        assert_eq!(is_there, !found.is_empty(), "the vocabulary knows the form");
        !found.is_empty()
    };
    let notes = notes.into_iter().zip(words).filter(is_mentioned);
    notes.map(|(_, word)| *word).collect()
}

#[test]
fn each_form_in_the_table_is_a_mention_and_no_other() {
    let mut wrong = Vec::new();
    for Row { language, name, mentions, others } in rows() {
        let found = mentioned(tag(language), name, &mentions);
        let known = mentioned(tag(language), name, &others);
        let lost: Vec<_> = mentions.iter().filter(|word| !found.contains(word)).collect();
        if !lost.is_empty() || !known.is_empty() {
            wrong.push(format!("{language} {name}: lost {lost:?}, wrong {known:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(rows().len() > 30, "the table is found");
}

#[test]
fn forms_are_not_mentions_in_another_language() {
    let mut workspace = Workspace::default();
    let mut open =
        |path: &str, text: &str| workspace.open(Location::File(PathBuf::from(path)), 1, text);
    open("/terms.md", "---\nlang: de\n---\n\nBaum\n: Xx yy zz.\n");
    let note = open("/a.en.md", "Two Bäumen, one Baum.\n");
    let german = open("/a.de.md", "Zwei Bäumen, ein Baum.\n");
    workspace.settle();
    let count = |workspace: &Workspace, note| {
        mention::in_note(workspace, workspace.document(note).expect("it is open")).len()
    };
    assert_eq!((count(&workspace, note), count(&workspace, german)), (1, 2));
    // The forms of a name are gone with the last note of its language.
    open_again(&mut workspace, "/terms.md", "Baum\n: Xx yy zz.\n");
    assert_eq!((count(&workspace, note), count(&workspace, german)), (1, 1));
}

fn open_again(workspace: &mut Workspace, path: &str, text: &str) {
    workspace.open(Location::File(PathBuf::from(path)), 2, text);
    workspace.settle();
}
