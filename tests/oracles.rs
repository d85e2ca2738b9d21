//! What must hold of any notes: made ones, in which all that goes wrong goes wrong, are asked
//! questions whose answers have to agree with each other.
//!
//! Some workspaces are tried in every run; more with `HEADWORD_WORKSPACES=10000`. The seed is
//! printed, and `HEADWORD_SEED` tries the same again.

#![expect(clippy::print_stdout, reason = "the seed is said")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use headword::features::FilePosition;
use headword::features::code_actions::{ActionKind, code_actions};
use headword::features::definition::definition;
use headword::features::diagnostics::{Diagnostic, diagnostics};
use headword::features::document_highlight::document_highlight;
use headword::features::navigation_target::NavigationTarget;
use headword::features::reference::{Reference, ReferenceKind};
use headword::features::references::references;
use headword::features::rename::rename;
use headword::workspace::config::Level;
use headword::workspace::document::{Document, Location};
use headword::workspace::edit::Group;
use headword::workspace::{Workspace, mention};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// How many workspaces are tried, unless `HEADWORD_WORKSPACES` says otherwise.
const WORKSPACES: u32 = 150;

/// What they are drawn with, unless `HEADWORD_SEED` says otherwise.
const SEED: u64 = 1;

/// Where the notes are.
const NOTES: [&str; 4] = ["/n/a.md", "/n/b.md", "/n/sub/c.md", "/n/2024-01-02-d.md"];

const PIECES: [&str; 40] = [
    "# Cache\n\n",
    "## Cache\n\nA fast store of what a disk has, so that the disk is not asked so often for it.\n\n",
    "## Disk\n\nA fast store of what a disk has, so that the disk is not asked so often for it.\n\n",
    "#### Change Data Capture (CDC)\n\nTaking the changes of data from a write-ahead log.\n\n",
    "### Write-Ahead Log\n\nWhat is written before the pages of a disk are.\n\n",
    "#### BASE\n\nBasically available.\n\n",
    "#### Base\n\nAll stands on it.\n\n",
    "**Page**: is a piece of a disk.\n\n",
    "**Node** – one of many machines.\n\n",
    "Store\n:   What keeps data.\n\n",
    "| Term | Meaning |\n|---|---|\n| Shard | A part of the data |\n| Replica | A copy of a shard |\n\n",
    "## Größe\n\nWie groß etwas ist.\n\n",
    "## Gro\u{308}ße\n\nDasselbe in Teilen.\n\n",
    "## データ\n\nデータベースのデータ。\n\n",
    "## 😀 Emoji\n\nSmileys 👩\u{200d}⚕\u{fe0f} are emojis.\n\n",
    "## Empty\n\n",
    "## Cache\n\n",
    "##### Styled\n\n",
    "### Parked\n\n<!-- later -->\n\n",
    "The caches of a write-ahead log, and its *cache* and `cache`.\n",
    "CDC, change data captures, pages, nodes and stores; Base or BASE.\n",
    "Shards have replicas. Die Größe des Caches. データ\n",
    "A 😀 cache, a 👩\u{200d}⚕\u{fe0f} disk.\n",
    "#tag #Tag #a/b #tags\n",
    "[[a]] [[Cache]] [[sub/c#cache|x]] ![[b]] [[missing]]\n",
    "[x](b.md#disk) [y](./sub/c.md) [z](../a.md) [q](missing.md) [w](#chache)\n",
    "[the cache][ref], [ref] and [^1] and [no][where]\n",
    "\n[ref]: a.md#cache\n\n",
    "\n[^1]: A note on the disk.\n\n",
    "\n[unused]: b.md\n\n",
    "<a id=\"here\"></a> [here](#here)\n",
    "> A quoted cache.\n\n",
    "- an item on a disk\n- [ ] a task for the cache\n",
    "```\n## Cache\n```\n\n",
    "%%cache%% {{< cache >}} <!-- cache -->\n",
    "It has to do with the disk and\n\n",
    "###### Deep cache\n\n#### Skipped\n\nText of it.\n\n",
    "<!-- headword-ignore-next-line -->\n",
    "\n\n",
    "See also: [Cache](a.md#cache).\n",
];

const TOPS: [&str; 9] = [
    "",
    "",
    "---\ntags: [a, A, b c]\ncategories: [Core]\n---\n",
    "---\ntitle: Big Store\naliases: [BS, Depot]\n---\n",
    "---\ntags: [a,\n---\n",
    "---\nlayout: post\ndate: 2024-01-03\ntags: [tag, tag]\n---\n",
    "---\ntgas: [x]\ntags: tag\n---\n",
    "+++\ntitle = \"T\"\ndraft = false\n[taxonomies]\ntags = ['A']\n+++\n",
    "\u{feff}",
];

fn note() -> impl Strategy<Value = String> {
    let top = prop::sample::select(TOPS.to_vec());
    let body = prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..9);
    (top, body, prop::bool::weighted(0.2)).prop_map(|(top, body, is_crlf)| {
        let text = format!("{top}{}", body.concat());
        if is_crlf { text.replace('\n', "\r\n") } else { text }
    })
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(note(), 1..=NOTES.len())
}

fn made(texts: &[String]) -> Workspace {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![PathBuf::from("/n")]);
    for (path, text) in NOTES.iter().zip(texts) {
        workspace.open(Location::File(PathBuf::from(path)), 1, text);
    }
    workspace.settle();
    workspace
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Tries something with many workspaces.
#[track_caller]
fn check(holds: impl Fn(&[String]) -> Result<(), String>) {
    let cases = number("HEADWORD_WORKSPACES").and_then(|it| u32::try_from(it).ok());
    let seed = number("HEADWORD_SEED").unwrap_or(SEED);
    let config = Config {
        cases: cases.unwrap_or(WORKSPACES),
        failure_persistence: None,
        ..Config::default()
    };
    println!("HEADWORD_SEED={seed} HEADWORD_WORKSPACES={}", config.cases);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let found = TestRunner::new_with_rng(config, random)
        .run(&texts(), |texts| holds(&texts).map_err(TestCaseError::fail));
    if let Err(error) = found {
        panic!("HEADWORD_SEED={seed}: {error}");
    }
}

fn claim(is_right: bool, wrong: impl FnOnce() -> String) -> Result<(), String> {
    if is_right { Ok(()) } else { Err(wrong()) }
}

fn at(document: &Document, range: text_size::TextRange) -> FilePosition {
    FilePosition { note: document.id, offset: range.start() }
}

#[test]
fn what_refers_to_a_term_leads_to_it_and_what_leads_to_it_refers_to_it() {
    check(|texts| {
        let workspace = made(texts);
        for (document, mentions) in mention::in_all(&workspace) {
            for found in mentions {
                let here = at(document, found.range);
                let Some(defined) = definition(&workspace, here) else { continue };
                if defined.range != found.range {
                    // It stands in a link, which is what is followed there.
                    continue;
                }
                // On a tag that is a part of a name, the tag is meant.
                let is_tag = |it: &NavigationTarget| {
                    let there = workspace.document(it.note);
                    there.is_some_and(|it_in| it_in.note.text.slice(it.name_range).starts_with('#'))
                };
                for target in defined.info.into_iter().filter(|it| !is_tag(it)) {
                    refers_back(&workspace, &target, document, &found)?;
                }
            }
        }
        for document in workspace.documents() {
            for term in document.note.terms.iter().filter(|term| !workspace.is_rejected(term)) {
                let found = references(&workspace, at(document, term.name_range), true);
                for reference in found.unwrap_or_default() {
                    leads_there(&workspace, &reference, document, term.name_range)?;
                }
            }
        }
        Ok(())
    });
}

fn refers_back(
    workspace: &Workspace,
    target: &NavigationTarget,
    document: &Document,
    found: &mention::Mention,
) -> Result<(), String> {
    let there = FilePosition { note: target.note, offset: target.name_range.start() };
    let all = references(workspace, there, true).unwrap_or_default();
    let is_it = |it: &Reference| it.note == document.id && it.range == found.range;
    claim(all.iter().any(is_it), || {
        let said = document.note.text.slice(found.range);
        format!("“{said}” at {:?} leads to {target:?}, which it does not refer to", found.range)
    })
}

fn leads_there(
    workspace: &Workspace,
    reference: &Reference,
    document: &Document,
    name: text_size::TextRange,
) -> Result<(), String> {
    // On a tag that is a part of a name, the tag is meant.
    let within = workspace.document(reference.note);
    let is_tag = within.is_some_and(|it| it.note.text.slice(reference.range).starts_with('#'));
    if reference.kind != ReferenceKind::Mention || is_tag {
        return Ok(());
    }
    let here = FilePosition { note: reference.note, offset: reference.range.start() };
    let found = definition(workspace, here).map(|it| it.info).unwrap_or_default();
    let names = |it: &NavigationTarget| (it.note, it.name_range);
    let own = definition(workspace, at(document, name)).map(|it| it.info).unwrap_or_default();
    let own: Vec<_> = own.iter().map(names).chain([(document.id, name)]).collect();
    claim(found.iter().any(|it| own.contains(&names(it))), || {
        format!("{reference:?} refers to {name:?}, and leads to {found:?}")
    })
}

#[test]
fn what_is_marked_in_a_note_are_the_references_in_it() {
    check(|texts| {
        let workspace = made(texts);
        for document in workspace.documents() {
            let text = &document.note.text;
            for (offset, _) in text.char_indices().step_by(3) {
                let offset = text_size::TextSize::try_from(offset).expect("notes are small");
                let here = FilePosition { note: document.id, offset };
                let all = references(&workspace, here, true);
                let own = all.map(|it| {
                    let own = it.into_iter().filter(|it| it.note == document.id);
                    own.map(|it| it.range).collect::<Vec<_>>()
                });
                let marked = document_highlight(&workspace, here);
                let marked = marked.map(|it| it.iter().map(|it| it.range).collect::<Vec<_>>());
                claim(own == marked, || format!("at {offset:?}: {own:?}, marked {marked:?}"))?;
            }
        }
        Ok(())
    });
}

/// What no note has.
const NEW: &str = "Zyxo Ware";

/// How many remarks of each code there are in all notes that matter.
fn remarks(workspace: &Workspace) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for document in workspace.documents() {
        for found in diagnostics(workspace, document.id) {
            if found.level >= Level::Warning {
                *counts.entry(found.code).or_default() += 1;
            }
        }
    }
    counts
}

/// The remarks that say the same as one does.
fn same(workspace: &Workspace, document: &Document, found: &Diagnostic) -> usize {
    let all = diagnostics(workspace, document.id);
    all.iter().filter(|it| (it.code, &it.message) == (found.code, &found.message)).count()
}

/// Whether what is said again is said of another line. Of equal remarks the first is shown, so one
/// that is ignored shows the next.
fn is_on_another_line(
    (document, found): (&Document, &Diagnostic),
    (after, now): (&Workspace, &Document),
) -> bool {
    // A comment is written into the line or above it, so lines are counted from the end.
    let line = |document: &Document, it: &Diagnostic| {
        document.note.text[usize::from(it.range.start())..].matches('\n').count()
    };
    let all = diagnostics(after, now.id);
    let mut same = all.iter().filter(|it| (it.code, &it.message) == (found.code, &found.message));
    same.all(|it| line(now, it) != line(document, found))
}

/// Whether a remark is on the last section of one with the same name, of which the same is said when
/// nothing is left in it.
fn is_only_in_one_called_so(document: &Document, found: &Diagnostic) -> bool {
    let sections = &document.note.sections;
    let section = sections.iter().find(|it| it.heading.range.contains_range(found.range));
    section.is_some_and(|section| {
        let beside = sections.iter().filter(|it| it.parent == section.parent);
        let around = section.parent.map(|parent| &sections[parent]);
        let is_called_so = around.is_some_and(|it| it.heading.name == section.heading.name);
        beside.count() == 1 && is_called_so
    })
}

#[test]
fn a_repair_does_away_with_its_remark_and_brings_no_other_one() {
    check(|texts| {
        let workspace = made(texts);
        let before = remarks(&workspace);
        for document in workspace.documents() {
            for found in diagnostics(&workspace, document.id) {
                let repairs = code_actions(&workspace, document.id, found.range, |it| {
                    it == ActionKind::QuickFix
                });
                for repair in repairs.iter().filter(|repair| repair.fixes.contains(&found)) {
                    let Ok(proven) = repair.edit(&workspace) else { continue };
                    let after = proven.edit().apply(&workspace);
                    let now = after.document(document.id).expect("no note goes");
                    let what = || format!("“{}” at {found:?}", repair.title);
                    let is_gone = same(&after, now, &found) < same(&workspace, document, &found)
                        || (repair.title.starts_with("Remove")
                            && is_only_in_one_called_so(document, &found))
                        || (repair.title.starts_with("Ignore")
                            && !repair.title.ends_with("in this note")
                            && is_on_another_line((document, &found), (&after, now)));
                    claim(is_gone, || format!("{}: it is still there", what()))?;
                    for (code, count) in remarks(&after) {
                        let was = before.get(code).copied().unwrap_or_default();
                        // What is begun is to be written.
                        let is_begun = code == "empty-section"
                            && ["Add", "Create"].iter().any(|it| repair.title.starts_with(it));
                        // Whether the place is there is known only when the note is.
                        let is_uncovered = [found.code, code] == ["broken-link", "broken-anchor"];
                        claim(count <= was || is_begun || is_uncovered, || {
                            format!("{}: {count} of {code}, there were {was}", what())
                        })?;
                    }
                }
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_renamed_and_back_is_what_it_was() {
    check(|texts| {
        let workspace = made(texts);
        for document in workspace.documents() {
            // A name that three notes have is one of a heading, and no term's: it is not taken.
            let terms = document.note.terms.iter().filter(|term| !workspace.is_rejected(term));
            for term in terms {
                let new = NEW;
                let here = at(document, term.name_range);
                let Ok(there) = rename(&workspace, here, new, true) else { continue };
                if !there.is_reversible {
                    continue;
                }
                // What may be lost, or mean another term, is for the user to confirm.
                let sure = there.edit.edit().filtered(|_, edit| edit.group < Group::Lossy);
                let after = sure.apply(&workspace);
                let renamed = after.document(document.id).expect("no note goes");
                let moved = renamed.note.terms.iter().find(|it| it.headword == new);
                let Some(moved) = moved else { continue };
                let back = rename(&after, at(renamed, moved.name_range), &there.old, true);
                let back = match back {
                    Ok(back) => back.edit.edit().apply(&after),
                    Err(refusal) => return Err(format!("{} and back: {refusal:?}", there.old)),
                };
                for was in workspace.documents() {
                    let is = &back.document(was.id).expect("no note goes").note.text;
                    claim(*is == was.note.text, || {
                        let there = there.edit.edit().of(was.id);
                        format!("{there:?} and back: {:?} was {:?}", &**is, &*was.note.text)
                    })?;
                }
            }
        }
        Ok(())
    });
}

/// What is said of the notes, in lines and without what line ends change.
fn said(workspace: &Workspace, notes: usize) -> Vec<String> {
    let mut said = Vec::new();
    for path in &NOTES[..notes] {
        let location = Location::File(PathBuf::from(path));
        let id = workspace.find(&location).expect("it is open");
        let document = workspace.document(id).expect("it is open");
        let line = |range: text_size::TextRange| {
            let start = document.note.text.line_col(range.start(), headword::text::Encoding::Utf8);
            (start.line, start.col)
        };
        for found in diagnostics(workspace, id) {
            said.push(format!("{path} {:?} {} {}", line(found.range), found.code, found.message));
        }
        for term in &document.note.terms {
            said.push(format!("{path} {:?} {}", line(term.name_range), term.headword));
            let found = references(workspace, at(document, term.name_range), true);
            for reference in found.unwrap_or_default() {
                let there = workspace.document(reference.note).expect("it is open");
                let start = reference.range.start();
                let start = there.note.text.line_col(start, headword::text::Encoding::Utf8);
                said.push(format!("  {:?} {start:?}", there.location));
            }
        }
    }
    said
}

fn is_same(before: &[String], after: &[String]) -> Result<(), String> {
    let all: BTreeSet<_> = before.iter().collect();
    let others: BTreeSet<_> = after.iter().collect();
    claim(before == after, || {
        format!(
            "only before: {:?}, only after: {:?}",
            all.difference(&others).collect::<Vec<_>>(),
            others.difference(&all).collect::<Vec<_>>()
        )
    })
}

#[test]
fn line_ends_mean_nothing() {
    check(|texts| {
        let plain: Vec<_> = texts.iter().map(|text| text.replace("\r\n", "\n")).collect();
        let other: Vec<_> = plain.iter().map(|text| text.replace('\n', "\r\n")).collect();
        is_same(&said(&made(&plain), texts.len()), &said(&made(&other), texts.len()))
    });
}

#[test]
fn a_note_about_something_else_changes_nothing() {
    check(|texts| {
        let mut workspace = made(texts);
        let before = said(&workspace, texts.len());
        let unrelated = "Xylophone quartets play zithers.\n";
        workspace.open(Location::File(PathBuf::from("/n/zzz.md")), 1, unrelated);
        workspace.settle();
        is_same(&before, &said(&workspace, texts.len()))
    });
}

#[test]
fn the_order_in_which_notes_come_means_nothing() {
    check(|texts| {
        let mut workspace = Workspace::default();
        workspace.set_folders(vec![PathBuf::from("/n")]);
        for (path, text) in NOTES.iter().zip(texts).rev() {
            workspace.open(Location::File(PathBuf::from(path)), 1, text);
        }
        workspace.settle();
        is_same(&said(&made(texts), texts.len()), &said(&workspace, texts.len()))
    });
}
