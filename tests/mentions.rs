//! What hovering shows, held against what a person expects of it in real notes.
//!
//! `tests/expectations` has a table for each folder of the corpus. A line names a place, the text
//! that stands there (`#2` for the second time on its line; of one that goes over the end of a
//! line, the first part) and the declaration it leads to, or nothing:
//!
//! ```text
//! posts/caching.md:14  cache misses => Cache Miss @ posts/design.md
//! posts/caching.md:20  REST #2      => nothing    (an address)
//! ```
//!
//! `|` stands between declarations that are equally right. The corpus lies beside the checkout;
//! without it there is nothing to do here.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what is skipped or missed is said")]

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use headword::features::FilePosition;
use headword::features::definition_card::DefinitionCard;
use headword::features::hover::{Hover, hover};
use headword::note::term_key::TermKey;
use headword::note::vocabulary::{SoughtName, Vocabulary};
use headword::workspace::Workspace;
use headword::workspace::document::{Document, Location};
use headword::workspace::loader::{self, Search};
use headword::workspace::mention;
use headword::workspace::term_index::NameMatch;
use text_size::TextSize;

/// Where the corpus is found, from the crate's folder.
const CORPUS: &str = "../shared/corpus";

/// Where the tables are found.
const TABLES: &str = "tests/expectations";

/// How many of the declarations that are shown have to be the right ones.
const MIN_PRECISION: f64 = 0.98;

/// How many of the declarations that should be shown have to be.
const MIN_RECALL: f64 = 0.93;

/// A line of a table.
struct Expectation {
    path: String,
    /// From 1.
    line: usize,
    text: String,
    /// Which one of those on the line, from 1.
    occurrence: usize,
    /// All that are equally right; empty if nothing is.
    answers: Vec<Answer>,
}

/// A declaration: its headword, and the note's path in the collection.
#[derive(Clone, PartialEq, Eq)]
struct Answer {
    headword: String,
    path: String,
}

/// How many answers there were.
#[derive(Clone, Copy, Default)]
struct Score {
    /// A declaration was to be shown.
    expected: usize,
    /// One was shown.
    shown: usize,
    /// The right one was.
    right: usize,
    /// Nothing was to be shown.
    nothing: usize,
}

#[test]
fn hovering_shows_what_a_person_expects() {
    let Ok(corpus) = Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS).canonicalize() else {
        println!("skipped: there is no corpus at {CORPUS}");
        return;
    };
    let mut all = Score::default();
    for (name, expectations) in tables() {
        let score = collection(&corpus.join(&name), &expectations);
        println!("{name}: {score}");
        all.add(score);
    }
    println!("all: {all}");
    assert!(all.precision() >= MIN_PRECISION, "too much that is shown is wrong: {all}");
    assert!(all.recall() >= MIN_RECALL, "too much is not shown: {all}");
}

/// A note is searched for a name only if its vocabulary may have it.
#[test]
fn no_mention_is_missing_in_a_vocabulary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("examples/notes")];
    match root.join(CORPUS).canonicalize() {
        Ok(corpus) => folders.extend(tables().into_iter().map(|(name, _)| corpus.join(name))),
        Err(_) => println!("skipped: there is no corpus at {CORPUS}"),
    }
    let mut mentions = 0;
    for workspace in folders.iter().map(|folder| workspace(folder)) {
        for document in workspace.documents() {
            let note = &document.note;
            let vocabulary = Vocabulary::new(&note.text, &note.prose, note.language);
            for mention in mention::in_note(&workspace, document) {
                mentions += 1;
                let text = document.note.text.slice(mention.range);
                let place = document.location.name();
                let misses =
                    |name: &&NameMatch| !vocabulary.may_mention(&SoughtName::new(&name.key));
                assert_eq!(mention.names.iter().find(misses), None, "{text} in {place}");
            }
        }
    }
    assert!(mentions > 100, "{mentions} mentions");
}

/// The tables, by the names of the collections.
fn tables() -> Vec<(String, Vec<Expectation>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLES);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let table = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let expectations = lines.map(|line| Expectation::read(line).expect(line)).collect();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), expectations)
    };
    paths.into_iter().map(table).collect()
}

/// Asks at each place of a collection, and says what is not as expected.
fn collection(folder: &Path, expectations: &[Expectation]) -> Score {
    let workspace = workspace(folder);
    let mut score = Score::default();
    for expectation in expectations {
        let location = Location::File(folder.join(&expectation.path));
        let id = workspace.find(&location).expect(&expectation.path);
        let document = workspace.document(id).unwrap();
        let shown = shown(&workspace, document, expectation.offset(document), folder);
        let is_right = match &expectation.answers[..] {
            [] => shown.is_empty(),
            answers => shown.iter().any(|shown| answers.iter().any(|it| it.is_met_by(shown))),
        };
        score.count(expectation, !shown.is_empty(), is_right);
        if !is_right {
            let place = format!("{}:{}", expectation.path, expectation.line);
            println!("  {place}  {}", expectation.text);
            println!("    expected {}", listed(&expectation.answers));
            println!("    found    {}", listed(&shown));
        }
    }
    score
}

/// The folder alone, as a workspace of its own.
pub(crate) fn workspace(folder: &Path) -> Workspace {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![folder.to_path_buf()]);
    let found = Search::default().find(workspace.folders());
    let (loaded, _) = loader::read_all(found, workspace.folders(), workspace.settings());
    workspace.load(loaded);
    workspace.settle();
    workspace
}

/// The declarations that hovering shows, as far as none is nearer than another.
fn shown(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
    folder: &Path,
) -> Vec<Answer> {
    let position = FilePosition { note: document.id, offset };
    let Some(Hover::Term(entries)) = hover(workspace, position).map(|hover| hover.info) else {
        return Vec::new();
    };
    let path = |entry: &DefinitionCard| {
        let note = workspace.document(entry.target.note).unwrap();
        note.location.path().unwrap().strip_prefix(folder).unwrap().to_path_buf()
    };
    let here = document.location.path().unwrap().strip_prefix(folder).unwrap();
    let nearness = |entry: &DefinitionCard| {
        let path = path(entry);
        (path == here, path.parent() == here.parent())
    };
    let Some(nearest) = entries.shown.iter().map(nearness).max() else { return Vec::new() };
    let nearest = entries.shown.iter().filter(|entry| nearness(entry) == nearest);
    let answer = |entry: &DefinitionCard| Answer {
        headword: entry.headword.clone(),
        path: path(entry).to_str().unwrap().to_owned(),
    };
    nearest.map(answer).collect()
}

fn listed(answers: &[Answer]) -> String {
    let answers: Vec<_> = answers.iter().map(ToString::to_string).collect();
    if answers.is_empty() { "nothing".to_owned() } else { answers.join(" | ") }
}

impl Expectation {
    /// Reads `path:line  text #2 => Headword @ path | Headword @ path`.
    fn read(line: &str) -> Option<Self> {
        let (place_and_text, answers) = line.split_once(" => ")?;
        let (place, text) = place_and_text.split_once("  ")?;
        let (path, line) = place.rsplit_once(':')?;
        let text = text.trim();
        let (text, occurrence) = match text.rsplit_once(" #") {
            Some((text, number)) => (text, number.parse().ok()?),
            None => (text, 1),
        };
        let answers = match answers {
            _ if answers.starts_with("nothing") => Vec::new(),
            _ => answers.split(" | ").map(Answer::read).collect::<Option<_>>()?,
        };
        let (path, text) = (path.to_owned(), text.to_owned());
        Some(Self { path, line: line.parse().ok()?, text, occurrence, answers })
    }

    /// The middle of the text.
    fn offset(&self, document: &Document) -> TextSize {
        let text = &document.note.text;
        let before: usize = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let line = text[before..].lines().next().unwrap_or_default();
        let (start, _) = line
            .match_indices(&self.text)
            .nth(self.occurrence - 1)
            .unwrap_or_else(|| panic!("{}:{} has no {:?}", self.path, self.line, self.text));
        let middle = text.floor_char_boundary(before + start + self.text.len() / 2);
        TextSize::try_from(middle).unwrap()
    }
}

impl Answer {
    fn read(written: &str) -> Option<Self> {
        let (headword, path) = written.rsplit_once(" @ ")?;
        Some(Self { headword: headword.trim().to_owned(), path: path.trim().to_owned() })
    }

    /// Whether this is it, however the headword is spelled.
    fn is_met_by(&self, shown: &Self) -> bool {
        let key = |answer: &Self| TermKey::new(&answer.headword);
        self.path == shown.path && key(self) == key(shown)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} @ {}", self.headword, self.path)
    }
}

impl Score {
    fn count(&mut self, expectation: &Expectation, is_shown: bool, is_right: bool) {
        let is_expected = !expectation.answers.is_empty();
        self.expected += usize::from(is_expected);
        self.nothing += usize::from(!is_expected);
        self.shown += usize::from(is_shown);
        self.right += usize::from(is_expected && is_right);
    }

    fn add(&mut self, other: Self) {
        self.expected += other.expected;
        self.nothing += other.nothing;
        self.shown += other.shown;
        self.right += other.right;
    }

    /// The part of what is shown that is right.
    fn precision(self) -> f64 {
        part(self.right, self.shown)
    }

    /// The part of what should be shown that is.
    fn recall(self) -> f64 {
        part(self.right, self.expected)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, nothing, shown, right } = self;
        let (precision, recall) = (self.precision(), self.recall());
        write!(f, "{expected} declarations and {nothing} times nothing expected, ")?;
        write!(f, "{shown} shown, {right} right: ")?;
        write!(f, "precision {precision:.3}, recall {recall:.3}")
    }
}

fn part(some: usize, all: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap());
    if all == 0 { 1.0 } else { number(some) / number(all) }
}
