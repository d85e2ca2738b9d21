//! Renames in real notes: each folder of the corpus as a workspace, in memory.
//!
//! A sample of the terms is renamed in every run. All of them, which takes minutes:
//!
//! ```text
//! cargo test --test all rename:: -- --ignored --nocapture
//! ```

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what is skipped and what was found is said")]

use std::collections::BTreeMap;

use headword::features::FilePosition;
use headword::features::rename::{Rename, rename};
use headword::note::front_matter::TagKind;
use headword::note::term::{Style, Term};
use headword::note::term_key::TermKey;
use headword::workspace::Workspace;
use headword::workspace::document::{Document, NoteId};
use headword::workspace::edit::{Group, applied};
use headword::workspace::links::{Resolver, Target};
use headword::workspace::tag_index::all_in_note;

use crate::support::notes::{folders, opened};

/// New names of several shapes, none of which any note has.
const NEW_NAMES: [&str; 4] = ["Zyxware", "Zyxo Query", "QZXV", "Zyxo-Vex Matrix Box"];

/// Every name that a term declares, at one of its places.
fn names(workspace: &Workspace) -> BTreeMap<TermKey, FilePosition> {
    let mut names = BTreeMap::new();
    for document in workspace.documents() {
        let terms = document.note.terms.iter().filter(|term| !workspace.is_rejected(term));
        for term in terms {
            let position = |range: text_size::TextRange| FilePosition {
                note: document.id,
                offset: range.start(),
            };
            names.entry(term.key.clone()).or_insert_with(|| position(term.name_range));
            for alias in term.declared_aliases() {
                if let Some(range) = alias.range {
                    names.entry(alias.key.clone()).or_insert_with(|| position(range));
                }
            }
        }
    }
    names
}

/// What came of the renames of one folder.
#[derive(Default)]
struct Tally {
    renamed: usize,
    changes: usize,
    lossy: usize,
    left_out: usize,
    irreversible: usize,
    refused: BTreeMap<String, usize>,
    problems: Vec<String>,
}

/// Renames every `step`th name of a workspace, and back.
fn rename_all(workspace: &Workspace, step: usize) -> Tally {
    let mut tally = Tally::default();
    for (number, (key, position)) in names(workspace).into_iter().enumerate() {
        if number % step != 0 {
            continue;
        }
        let new = NEW_NAMES[number / step % NEW_NAMES.len()];
        match rename(workspace, position, new, true) {
            Err(refusal) => {
                let reason = without_names(&refusal.0);
                if !tally.refused.contains_key(&reason) {
                    println!("  {key:?} → {new}: {}", refusal.0);
                }
                *tally.refused.entry(reason).or_default() += 1;
            }
            Ok(found) => {
                tally.renamed += 1;
                tally.left_out += found.left_out.len();
                let edits = found.edit.edit();
                tally.changes += edits.notes().map(|(_, edits)| edits.len()).sum::<usize>();
                let sure = edits.filtered(|_, edit| edit.group < Group::Lossy);
                tally.lossy += edits.notes().map(|(_, edits)| edits.len()).sum::<usize>()
                    - sure.notes().map(|(_, edits)| edits.len()).sum::<usize>();
                let after = edits.apply(workspace);
                let is_told = found.remark.is_some() || !found.edit.lost_terms().is_empty();
                let told = if is_told { Ok(()) } else { declares(&after, position.note, new) };
                let kept = told.and_then(|()| kept(workspace, &after, &found));
                assert_eq!(found.edit.captured(), 0);
                let after = sure.apply(workspace);
                for document in workspace.documents() {
                    let text = applied(&document.note.text, sure.of(document.id));
                    assert_eq!(text, *after.document(document.id).unwrap().note.text);
                }
                let back = if found.is_reversible {
                    let is_whole = sure.notes().count() == edits.notes().count()
                        && sure.notes().zip(edits.notes()).all(|(a, b)| a.1.len() == b.1.len());
                    restored(workspace, &after, new, &found.old, is_whole)
                } else {
                    tally.irreversible += 1;
                    Ok(())
                };
                if let Err(problem) = kept.and(back) {
                    tally.problems.push(format!("{} → {new}: {problem}", found.old));
                }
            }
        }
    }
    tally
}

/// A reason without what it is about.
fn without_names(reason: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in reason.chars() {
        depth -= i32::from(c == '”');
        if depth == 0 {
            out.push(c);
        }
        depth += i32::from(c == '“');
    }
    out
}

/// A rename without a remark declares the new name.
fn declares(after: &Workspace, note: NoteId, new: &str) -> Result<(), String> {
    let document = after.document(note).unwrap();
    let key = TermKey::new(new).unwrap();
    if document.note.terms.iter().flat_map(Term::declared_keys).any(|it| *it == key) {
        return Ok(());
    }
    Err(format!("{new} is not declared in {}, and nothing is said", document.location.name()))
}

/// The same terms but for those that are renamed or reported as lost, and the same links.
fn kept(before: &Workspace, after: &Workspace, rename: &Rename) -> Result<(), String> {
    // The name at the place may be a part of the headword: `Stride (convolution)`.
    let (old, new) = (TermKey::new(&rename.old).unwrap(), &rename.new);
    let key = TermKey::new(new).unwrap();
    let (old_links, new_links) = (Resolver::new(before), Resolver::new(after));
    for document in before.documents() {
        let now = after.document(document.id).unwrap();
        // A title has the new name, even if it is not recognized as a part of it.
        let is_renamed = |term: &&Term| {
            term.declared_keys().any(|it| *it == old || *it == key) || term.headword.contains(new)
        };
        let edits = rename.edit.edit().of(document.id);
        let is_edited =
            |term: &Term| edits.iter().any(|edit| term.name_range.intersect(edit.range).is_some());
        let is_lost = |term: &Term| rename.edit.lost_terms().contains(&term.headword);
        // The other headings of a renamed one are weighed with it, so they may change with it.
        let is_weighed =
            document.note.terms.iter().any(|term| is_renamed(&term) || is_edited(term));
        let others = |document: &Document, is_changed: &dyn Fn(&Term) -> bool| {
            let terms = document.note.terms.iter().filter(|term| {
                let may_change = is_weighed && term.style == Style::Heading;
                !(is_renamed(term) || before.is_rejected(term) || may_change || is_changed(term))
            });
            terms.map(|term| term.key.clone()).collect::<Vec<_>>()
        };
        let then = others(document, &|term| is_edited(term) || is_lost(term));
        let now_others = others(now, &|_| false);
        if then != now_others {
            let name = document.location.name();
            return Err(format!("other terms in {name}: {then:?}, now {now_others:?}"));
        }
        if targets(&old_links, document) != targets(&new_links, now) {
            return Err(format!("other links in {}", document.location.name()));
        }
    }
    Ok(())
}

fn targets(links: &Resolver<'_>, document: &Document) -> Vec<Option<Target>> {
    document.note.links.iter().map(|link| links.resolve(document, link)).collect()
}

/// Renamed back, every note is what it was, byte for byte.
/// `is_whole` says that no mention was left.
fn restored(
    before: &Workspace,
    after: &Workspace,
    new: &str,
    old: &str,
    is_whole: bool,
) -> Result<(), String> {
    // Where mentions were left, a heading may stop being a term, because its text has the old name.
    let position = names(after).get(&TermKey::new(new).unwrap()).copied();
    let Some(position) = position else {
        return if is_whole { Err(format!("“{new}” is not a term")) } else { Ok(()) };
    };
    // Where mentions were left, the old name may still be harvested from a definition.
    let key = TermKey::new(old).unwrap();
    if after.is_declared(&key) {
        return Ok(());
    }
    let back = rename(after, position, old, true).map_err(|refusal| refusal.0)?;
    let back = back.edit.edit().apply(after);
    for document in before.documents() {
        let now = &back.document(document.id).unwrap().note.text;
        let then = &document.note.text;
        if now != then {
            let differ = now.lines().zip(then.lines()).find(|(now, then)| now != then);
            return Err(format!("{}: {differ:?}", document.location.name()));
        }
    }
    Ok(())
}

fn report(step: usize) {
    let (mut renamed, mut not_renamed, mut problems) = (0, 0, Vec::new());
    for folder in folders() {
        let tally = rename_all(&opened(&folder), step);
        let refused: usize = tally.refused.values().sum();
        println!(
            "{}: {} renamed with {} changes, {} lossy or ambiguous, {} left out, {} for good; {refused} refused: {:?}",
            folder.file_name().unwrap().display(),
            tally.renamed,
            tally.changes,
            tally.lossy,
            tally.left_out,
            tally.irreversible,
            tally.refused,
        );
        problems.extend(tally.problems);
        renamed += tally.renamed;
        not_renamed += refused;
    }
    println!("{renamed} renamed, {not_renamed} refused");
    assert!(problems.is_empty(), "{problems:#?}");
    // A refusal is right where a name is written so that it cannot be changed for sure, for example
    // with markup inside.
    assert!(not_renamed * 11 <= renamed);
}

/// Every tag as it is written, at one of its places.
fn tags(workspace: &Workspace) -> BTreeMap<String, FilePosition> {
    let mut tags = BTreeMap::new();
    for document in workspace.documents() {
        for tag in all_in_note(&document.note, TagKind::Tag) {
            let position = FilePosition { note: document.id, offset: tag.range.start() };
            tags.entry(tag.text.to_owned()).or_insert(position);
        }
    }
    tags
}

/// Renames every `step`th tag of the corpus, and back.
fn rename_tags(step: usize) {
    let (mut restored, mut refused) = (0, 0);
    for folder in folders() {
        let workspace = opened(&folder);
        for (tag, position) in tags(&workspace).into_iter().step_by(step) {
            let found = match rename(&workspace, position, "zyx/ware", true) {
                Ok(found) => found,
                Err(refusal) => {
                    println!("  {tag:?}: {}", refusal.0);
                    refused += 1;
                    continue;
                }
            };
            let after = found.edit.edit().apply(&workspace);
            assert!(!tags(&after).contains_key(&tag), "{tag} is gone");
            if !found.is_reversible {
                continue;
            }
            let back = rename(&after, tags(&after)["zyx/ware"], &found.old, true).unwrap();
            let back = back.edit.edit().apply(&after);
            for document in workspace.documents() {
                let now = &back.document(document.id).unwrap().note.text;
                assert_eq!(*now, document.note.text, "{tag} in {:?}", document.location);
            }
            restored += 1;
        }
    }
    println!("{restored} tags renamed and back, {refused} refused");
    assert!(refused * 10 <= restored);
}

#[test]
fn a_sample_of_tags_is_renamed_and_back() {
    rename_tags(11);
}

#[test]
#[ignore = "takes minutes"]
fn every_tag_is_renamed_and_back() {
    rename_tags(1);
}

#[test]
fn a_sample_of_terms_is_renamed_and_back() {
    report(41);
}

#[test]
#[ignore = "takes minutes"]
fn every_term_is_renamed_and_back() {
    report(1);
}
