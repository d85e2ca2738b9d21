//! Refactorings of real and of made notes: each is proven or refused, what it does not name stays
//! byte for byte, and the way back restores the note.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what is refused is counted")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use headword::features::code_actions::{Action, ActionKind, code_actions};
use headword::workspace::Workspace;
use headword::workspace::document::{Location, NoteId};
use headword::workspace::edit::{TextEdit, WorkspaceEdit, applied};
use text_size::{TextRange, TextSize};

use crate::support::link_targets::LinkTargets;
use crate::support::notes::folders;
use crate::support::top_blocks::changed;

/// Where the corpus is found, from the crate's folder.
const PATH: &str = "../shared/corpus";

/// How many headings of each folder are tried: each takes a proof of the whole folder.
const HEADINGS: usize = 15;

/// How many notes of a folder make its workspace.
const NOTES: usize = 60;

/// The notes below a folder, with their texts.
fn notes(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            notes(&path, found);
        } else if path.extension().is_some_and(|end| end == "md")
            && let Ok(text) = fs::read_to_string(&path)
        {
            found.push((path, text));
        }
    }
}

fn workspace(folder: &Path, notes: &[(PathBuf, String)]) -> Workspace {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![folder.to_path_buf()]);
    for (path, text) in notes {
        workspace.open(Location::File(path.clone()), 1, text);
    }
    workspace.settle();
    workspace
}

fn offered(workspace: &Workspace, note: NoteId, index: usize) -> Vec<Action> {
    let section = &workspace.document(note).unwrap().note.sections[index];
    let here = TextRange::empty(section.heading.name_range.start());
    let is_wanted =
        |kind| matches!(kind, ActionKind::Extract | ActionKind::Inline | ActionKind::Rewrite);
    let found = code_actions(workspace, note, here, is_wanted);
    let words = ["Extract", "Promote", "Demote", "Move", "Sort", "Replace", "Write"];
    found.into_iter().filter(|it| words.iter().any(|word| it.title.starts_with(word))).collect()
}

/// The letters of all notes, without what a refactoring may write anew.
fn letters(workspace: &Workspace) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for document in workspace.documents() {
        for c in document.note.text.chars().filter(|c| !c.is_whitespace() && !"#-=".contains(*c)) {
            *counts.entry(c).or_default() += 1;
        }
    }
    counts
}

fn text(workspace: &Workspace, note: NoteId) -> String {
    workspace.document(note).unwrap().note.text.to_string()
}

/// How often what was proven and refused.
type Counts = BTreeMap<String, usize>;

fn try_heading(workspace: &Workspace, note: NoteId, index: usize, counts: &mut Counts) {
    let name = workspace.document(note).unwrap().note.sections[index].heading.name.clone();
    for action in offered(workspace, note, index) {
        let word = action.title.split(' ').next().unwrap().to_owned();
        let proven = match action.edit(workspace) {
            Ok(proven) => proven,
            Err(refusal) => {
                *counts.entry(format!("{word}: {}", refusal.0)).or_default() += 1;
                continue;
            }
        };
        *counts.entry(format!("{word}: proven")).or_default() += 1;
        let after = proven.edit().apply(workspace);
        let what = format!("{} in {:?}", action.title, workspace.document(note).unwrap().location);
        let is_relinked = proven.edit().notes().count() > 1 || word == "Extract";
        if !is_relinked && text(workspace, note).len() == text(&after, note).len() {
            assert_eq!(letters(workspace), letters(&after), "{what}");
        }
        let (old, new) = (text(workspace, note), text(&after, note));
        assert_eq!(old.ends_with('\n'), new.ends_with('\n'), "{what}");
        if old.matches('\n').count() == old.matches("\r\n").count() {
            assert_eq!(new.matches('\n').count(), new.matches("\r\n").count(), "{what}");
        }
        go_on(&after, &old, note, &name, &action.title);
    }
}

/// What has been sorted is sorted, and what has been demoted can be promoted.
fn go_on(after: &Workspace, old: &str, note: NoteId, name: &str, title: &str) {
    let sections = &after.document(note).unwrap().note.sections;
    let Some(index) = sections.iter().position(|it| it.heading.name == name) else { return };
    let is_one = sections.iter().filter(|it| it.heading.name == name).count() == 1;
    if title.starts_with("Sort") {
        let again = offered(after, note, index);
        assert!(!is_one || again.iter().all(|action| action.title != title), "{title}");
    }
    // What is underlined has two levels only, and becomes a heading with marks.
    let is_marked = !old.contains("---") && !old.contains("===");
    if title.starts_with("Demote") && is_one && is_marked {
        let back = title.replace("Demote", "Promote");
        let action = offered(after, note, index).into_iter().find(|it| it.title == back);
        if let Some(Ok(proven)) = action.map(|action| action.edit(after)) {
            let back = proven.edit().apply(after);
            assert_eq!(text(&back, note), old, "{title}");
        }
    }
}

fn try_all(workspace: &Workspace, counts: &mut Counts) {
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    let places = documents
        .iter()
        .flat_map(|document| (0..document.note.sections.len()).map(|index| (document.id, index)));
    let places: Vec<_> = places.collect();
    let step = places.len().div_ceil(HEADINGS).max(1);
    for (note, index) in places.into_iter().step_by(step) {
        try_heading(workspace, note, index, counts);
    }
}

#[test]
fn real_notes_are_refactored_without_a_loss() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH);
    let Ok(corpus) = corpus.canonicalize() else {
        return println!("skipped: there is no corpus at {PATH}");
    };
    let mut counts = Counts::new();
    let mut folders: Vec<_> = fs::read_dir(corpus).unwrap().map(|it| it.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|path| path.is_dir()) {
        let mut found = Vec::new();
        notes(folder, &mut found);
        found.truncate(NOTES);
        try_all(&workspace(folder, &found), &mut counts);
    }
    // Most of what is offered can be done.
    let (mut proven, mut refused) = (0, 0);
    for (what, count) in &counts {
        *if what.ends_with(": proven") { &mut proven } else { &mut refused } += count;
        println!("{count:6} {what}");
    }
    assert!(proven > 4 * refused, "{proven} were proven, {refused} refused");
}

#[test]
fn made_notes_are_refactored_without_a_loss() {
    let lines = [
        "## A",
        "### B",
        "#### Cache",
        "A fast store.",
        "",
        "## Cache",
        "- item",
        "text [x](#b)",
        "Setext\n---",
        "# T",
        "```\n# code\n```",
        "#### Disk ####",
        "See [[#Disk]].",
        "> quote",
        "<!-- c -->",
        "**Bold**: is a thing that is bold.",
        "### B",
        "| a |\n|---|\n| b |",
    ];
    let mut counts = Counts::new();
    for seed in 0..120_u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut text = String::new();
        for _ in 0..14 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(lines[usize::try_from(state >> 33).unwrap() % lines.len()]);
            text.push('\n');
        }
        if seed % 3 == 0 {
            text.truncate(text.trim_end().len());
        }
        if seed % 2 == 0 {
            text = text.replace('\n', "\r\n");
        }
        let notes = [
            (PathBuf::from("/n/a.md"), text),
            (PathBuf::from("/n/b.md"), "# N\n[b](a.md#b) [c](a.md#cache-1) a cache\n".to_owned()),
        ];
        try_all(&workspace(Path::new("/n"), &notes), &mut counts);
    }
    let often = |what: &str| counts.get(what).is_some_and(|count| *count > 10);
    assert!(often("Sort: proven") && often("Demote: proven"), "{counts:#?}");
}

/// The number of tried actions, the refused ones, and the blocks that they changed by mistake.
#[derive(Default)]
struct Tried {
    all: usize,
    refused: Vec<String>,
    harmed: Vec<String>,
    /// The links that lead elsewhere or nowhere after an action.
    lost: Vec<String>,
}

impl Tried {
    /// Tries all refactorings at the heading of a section.
    fn at_heading(
        &mut self,
        workspace: &Workspace,
        links: &LinkTargets,
        (note, index): (NoteId, usize),
    ) {
        let document = workspace.document(note).unwrap();
        let here = TextRange::empty(document.note.sections[index].heading.name_range.start());
        let found = code_actions(workspace, note, here, |kind| kind != ActionKind::QuickFix);
        self.make(workspace, links, note, &found);
    }

    /// Tries the quick fixes of a note: at most `most` of each kind, and all safe ones together.
    fn fixes(&mut self, workspace: &Workspace, links: &LinkTargets, note: NoteId, most: usize) {
        let whole = workspace.document(note).unwrap().note.text.range();
        let is_fix = |kind| matches!(kind, ActionKind::QuickFix | ActionKind::FixAll);
        let mut found = code_actions(workspace, note, whole, is_fix);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        found.retain(|fix| {
            let word = fix.title.split(' ').next().unwrap_or_default().to_owned();
            let count = counts.entry(word).or_default();
            *count += 1;
            *count <= most
        });
        self.make(workspace, links, note, &found);
    }

    fn make(
        &mut self,
        workspace: &Workspace,
        links: &LinkTargets,
        note: NoteId,
        actions: &[Action],
    ) {
        let name = workspace.document(note).unwrap().location.name();
        for action in actions {
            self.all += 1;
            let verified = match action.edit(workspace) {
                Ok(verified) => verified,
                Err(refusal) => {
                    self.refused.push(format!("{name}: {}: {}", action.title, refusal.0));
                    continue;
                }
            };
            let after = verified.edit().apply(workspace);
            for (note, edits) in verified.edit().notes() {
                for block in changed(&text(workspace, note), &text(&after, note), edits) {
                    self.harmed.push(format!("{name}: {}: {block:?}", action.title));
                }
            }
            let lost = links.lost(workspace, &after, verified.edit()).into_iter();
            self.lost.extend(lost.map(|link| format!("{name}: {}: {link}", action.title)));
        }
    }

    /// Checks that at most one action of a hundred is refused, and that no block is harmed.
    fn check(&self) {
        println!("{} of {} were refused: {:#?}", self.refused.len(), self.all, self.refused);
        assert!(self.harmed.is_empty(), "these blocks changed: {:#?}", self.harmed);
        assert!(self.lost.is_empty(), "these links lead elsewhere: {:#?}", self.lost);
        let is_enough = self.refused.len() * 100 <= self.all;
        assert!(is_enough, "of {}, these were refused: {:#?}", self.all, self.refused);
    }
}

/// All headings of a workspace, in the order of its notes.
fn headings(workspace: &Workspace) -> Vec<(NoteId, usize)> {
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    let headings = documents
        .into_iter()
        .flat_map(|document| (0..document.note.sections.len()).map(|index| (document.id, index)));
    headings.collect()
}

#[test]
fn joined_blocks_are_found() {
    let insert = |at: u32, text: &str| vec![TextEdit::certain(TextRange::empty(at.into()), text)];
    let try_one = |text: &str, edits: &[TextEdit]| changed(text, &applied(text, edits), edits);
    assert_eq!(try_one("A\n\nB\n", &insert(1, "\n\nC")), [""; 0]);
    assert_eq!(try_one("A\n\nB\n", &insert(1, "\n\nC\n---")), [""; 0]);
    assert_eq!(try_one("A\n\nB\n", &insert(1, "\nC")), ["A"]);
    assert_eq!(try_one("A\n\nB\n", &insert(2, "---\n")), ["A"]);
    assert_eq!(try_one("- a\n\nB\n", &insert(5, "- c\n")), ["- a", "B"]);
    assert_eq!(try_one("| a |\n|---|\n\nB\n", &insert(12, "c\n")), ["| a |\n|---|"]);
}

#[test]
fn lost_links_are_found() {
    let notes = [
        (
            PathBuf::from("/n/a.md"),
            "# A\n\n## Tide\n\n## Moon\n\n[x][y] [^1] [b](b.md)\n\n[y]: b.md\n\n[^1]: Text.\n"
                .to_owned(),
        ),
        (
            PathBuf::from("/n/b.md"),
            "# B\n\n[t](a.md#tide) [m](a.md#moon) [n](a.md#no)\n".to_owned(),
        ),
    ];
    let workspace = workspace(Path::new("/n"), &notes);
    let links = LinkTargets::of(&workspace);
    let (first, _) = headings(&workspace)[0];
    let try_one = |written: &str, new_text: &str| {
        let start = notes[0].1.find(written).unwrap().try_into().unwrap();
        let range = TextRange::at(start, TextSize::of(written));
        let mut edit = WorkspaceEdit::default();
        edit.push(first, TextEdit::certain(range, new_text));
        links.lost(&workspace, &edit.apply(&workspace), &edit)
    };
    assert_eq!(try_one("## Moon\n", "## Moon\n\nText.\n"), [""; 0]);
    assert_eq!(try_one("## Moon\n", "## Moon\n\n## No\n"), [""; 0]);
    assert_eq!(try_one("## Tide\n", ""), ["b: [t](a.md#tide)"]);
    assert_eq!(try_one("## Tide\n", "## Moon\n"), ["b: [t](a.md#tide)"]);
    assert_eq!(try_one("[y]: b.md\n", ""), ["a: [x][y]", "y"]);
    assert_eq!(try_one("[y]: b.md\n", "[y]: a.md\n"), ["a: [x][y]"]);
    assert_eq!(try_one("[^1]: Text.\n", ""), ["^1"]);
}

#[test]
fn what_is_offered_in_the_examples_works() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/notes");
    let mut found = Vec::new();
    notes(&folder, &mut found);
    let workspace = workspace(&folder, &found);
    let mut tried = Tried::default();
    let links = LinkTargets::of(&workspace);
    for heading in headings(&workspace) {
        tried.at_heading(&workspace, &links, heading);
    }
    for document in workspace.documents() {
        tried.fixes(&workspace, &links, document.id, 3);
    }
    assert!(tried.all > 800, "only {} were offered", tried.all);
    tried.check();
}

/// How many headings of the corpus are tried with all their refactorings. `HEADWORD_HEADINGS=all`
/// tries all of them, with all notes of each folder, which takes an hour.
const SAMPLE: usize = 300;

/// Returns a sample of the headings of a workspace.
fn sample(mut places: Vec<(NoteId, usize)>, size: usize) -> Vec<(NoteId, usize)> {
    let mut state = 7_u64;
    let mut next = |places: &mut Vec<_>| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let next = usize::try_from(state >> 33).unwrap() % places.len();
        places.swap_remove(next)
    };
    (0..size.min(places.len())).map(|_| next(&mut places)).collect()
}

#[test]
fn what_is_offered_in_real_notes_works() {
    let is_all = std::env::var("HEADWORD_HEADINGS").is_ok_and(|wish| wish == "all");
    let folders = folders();
    let mut tried = Tried::default();
    for folder in &folders {
        let mut found = Vec::new();
        notes(folder, &mut found);
        if !is_all {
            found.truncate(NOTES);
        }
        let workspace = workspace(folder, &found);
        let links = LinkTargets::of(&workspace);
        let all = headings(&workspace);
        let places = if is_all { all } else { sample(all, SAMPLE / folders.len()) };
        let chosen: BTreeSet<_> = places.iter().map(|(note, _)| *note).collect();
        for place in places {
            tried.at_heading(&workspace, &links, place);
        }
        for note in chosen {
            tried.fixes(&workspace, &links, note, if is_all { usize::MAX } else { 3 });
        }
        let (refused, harmed, lost) = (tried.refused.len(), tried.harmed.len(), tried.lost.len());
        let all = tried.all;
        println!(
            "{}: {all} tried, {refused} refused, {harmed} blocks, {lost} links",
            folder.display()
        );
    }
    tried.check();
}
