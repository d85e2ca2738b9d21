//! Invariants of all notes, for any text.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use text_size::{TextRange, TextSize};

use crate::note::prose::Join;
use crate::note::term::{Style, Term};
use crate::note::{Note, ReadOptions};

/// Parts of notes, and texts that often break parsers.
const FRAGMENTS: [&str; 99] = [
    "# ",
    "## ",
    "### ",
    "#### ",
    "##### ",
    "###### ",
    "#",
    " #",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    " ",
    "a",
    "term",
    "OLTP",
    "word.",
    "===\n",
    "---\n",
    "***\n",
    "+++\n",
    "```\n",
    "~~~\n",
    "`",
    "``",
    "- ",
    "1. ",
    "- [ ] ",
    "> ",
    "> [!note]\n",
    "| a | b |\n",
    "| - | - |\n",
    "|",
    ": ",
    "[",
    "]",
    "](x)",
    "[a]: b\n",
    "[^1]",
    "[^1]: x\n",
    "[[",
    "]]",
    "![[",
    "![",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<div>\n",
    "<br>",
    "<https://x>",
    "<",
    ">",
    "%%",
    "{{",
    "}}",
    "{{<",
    ">}}",
    "{%",
    "%}",
    "{#id}",
    "{#id .c}",
    "#tag",
    "#a/b",
    "\\#",
    "\\",
    "*",
    "**",
    "_",
    "~~",
    "$",
    "$$",
    "&amp;",
    "&#35;",
    "https://x.y/z",
    "www.x",
    "me@x.y",
    "://",
    "@",
    "é",
    "e\u{301}",
    "日本語",
    "サービス",
    "。",
    "🎉",
    "👩‍⚕️",
    "\u{feff}",
    ":::",
    "**Term**: means a thing here\n",
    "**Term** - means a thing here\n",
    "Term\n: means this\n",
    "| Term | Meaning |\n| - | - |\n| AB | A b |\n",
    "---\ntitle: Term\naliases: [a, b]\ndescription: >\n  it is\n---\n",
    "<!-- aliases: a, b -->\n",
    "also known as **X** (AB)",
];

fn slice(text: &str, range: TextRange) -> &str {
    text.get(Range::<usize>::from(range)).unwrap_or_else(|| panic!("{range:?} is no slice"))
}

/// Checks the invariants of a note.
fn check(text: &str, options: &ReadOptions) {
    let note = Note::read(text, options);
    for (index, section) in note.sections.iter().enumerate() {
        let heading = &section.heading;
        slice(text, section.range);
        slice(text, heading.range);
        slice(text, heading.line(text));
        slice(text, heading.name_range);
        assert!(section.range.contains_range(heading.range));
        assert_eq!(section.range.start(), heading.range.start());
        assert!(heading.range.contains_range(heading.name_range));
        assert!(heading.name_range.is_empty() == heading.name.is_empty());
        assert_eq!(heading.name.trim(), heading.name);
        if let Some(parent) = section.parent {
            assert!(parent < index);
            assert!(note.sections[parent].range.contains_range(section.range));
            assert!(note.sections[parent].heading.level < heading.level);
        }
        if let Some(next) = note.sections.get(index + 1) {
            assert!(heading.range.end() <= next.heading.range.start());
            let nested = section.range.contains_range(next.range);
            assert!(nested || section.range.end() <= next.range.start());
        }
        assert_eq!(note.section_at(heading.name_range.start()), Some(index));
        assert_eq!(note.path_of(index).last(), Some(&section));
    }
    for term in &note.terms {
        check_term(text, &note, term);
    }
    assert!(note.terms.is_sorted_by_key(|term| term.name_range.start()));
    for tag in &note.inline_tags {
        assert_eq!(slice(text, tag.range), format!("#{}", tag.text));
    }
    let mut end = TextSize::new(0);
    for (index, segment) in note.prose.iter().enumerate() {
        assert!(!slice(text, segment.range).is_empty());
        assert!(segment.range.start() >= end);
        assert!(index > 0 || segment.join == Join::Block);
        end = segment.range.end();
    }
}

fn check_term(text: &str, note: &Note, term: &Term) {
    let is_own = matches!(term.style, Style::Heading | Style::Note);
    assert!(!slice(text, term.definition.range).trim().is_empty());
    assert!(!slice(text, term.name_range).trim().is_empty());
    slice(text, term.range);
    assert!(!term.headword.is_empty());
    assert_eq!(term.headword.trim(), term.headword);
    if let Some(index) = term.section {
        let section = &note.sections[index];
        assert!(is_own || section.range.contains_range(term.range));
        assert!(is_own || section.heading.range.end() <= term.name_range.start());
    }
    if term.style == Style::Heading {
        let section = &note.sections[term.section.expect("a heading is a section")];
        assert_eq!(term.range, section.range);
        assert!(section.heading.name_range.contains_range(term.name_range));
        assert!(section.heading.range.end() <= term.definition.range.start());
    }
    assert!(term.range.contains_range(term.name_range));
    assert!(term.range.contains_range(term.definition.range));
    for (index, alias) in term.aliases.iter().enumerate() {
        assert!(!alias.name.is_empty());
        assert!(term.keys().filter(|key| **key == alias.key).count() == 1, "alias {index} twice");
        if let Some(range) = alias.range {
            slice(text, range);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_note_can_be_read(
        parts in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..40),
        max_heading_level in 1..=6_u8,
    ) {
        check(&parts.concat(), &ReadOptions { max_heading_level, ..ReadOptions::default() });
    }

    #[test]
    fn any_text_is_a_note(text in any::<String>()) {
        check(&text, &ReadOptions::default());
    }
}

/// The notes in a folder of real notes, which may be missing.
fn real_notes(folder: &Path, notes: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            real_notes(&path, notes);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            notes.push(path);
        }
    }
}

#[test]
fn real_notes_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        println!("skipped: there is no folder ../shared/corpus");
        return;
    }
    let mut notes = Vec::new();
    real_notes(&folder, &mut notes);
    assert!(!notes.is_empty());
    for path in notes {
        let bytes = fs::read(&path).unwrap();
        check(&String::from_utf8_lossy(&bytes), &ReadOptions::default());
    }
}
