//! The audit: compares the incrementally updated state with a state built from the same documents.
//!
//! Each struct is destructured here, so that a new field does not compile until its comparison is
//! written. The facts contain locations and names, not the numbers of documents, names and words,
//! which depend on the order of their insertion.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fmt::Write as _;
use std::hash::Hash;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::note::phrase;
use crate::note::term_key::TermKey;
use crate::note::vocabulary::Vocabulary;
use crate::workspace::Workspace;
use crate::workspace::answers::Answers;
use crate::workspace::claims::Claims;
use crate::workspace::document::{Document, DocumentStore, Location, NameLetters, NoteId};
use crate::workspace::front_index::FrontIndex;
use crate::workspace::index::Index;
use crate::workspace::link_names::LinkNames;
use crate::workspace::note_name_index::NoteNameIndex;
use crate::workspace::postings::{Posting, Postings};
use crate::workspace::tag_index::TagIndex;
use crate::workspace::term_index::{TermIndex, TrieNode, TrieStep, UseCount, WordId};

/// The maximum length of a shown difference, in characters.
const MAX_SHOWN: usize = 200;

/// A difference of two workspaces with the same documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part of the workspace: an index, or a property of a document.
    pub part: &'static str,
    /// The entry: a name, a tag, the location of a document.
    pub key: String,
    /// The value in the incrementally updated workspace.
    pub updated: Option<String>,
    /// The value in the rebuilt workspace.
    pub rebuilt: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, key, updated, rebuilt } = self;
        // Skip the common beginning, so that the difference is visible.
        let same = |(a, b): &(char, char)| a == b;
        let chars = |text: &Option<String>| text.clone().unwrap_or_default().chars().collect();
        let (a, b): (Vec<char>, Vec<char>) = (chars(updated), chars(rebuilt));
        let same = a.iter().copied().zip(b.iter().copied()).take_while(same).count();
        let from = same.saturating_sub(MAX_SHOWN / 4);
        let shown = |text: &Option<String>, chars: &[char]| match text {
            None => "nothing".to_owned(),
            Some(_) => chars.iter().skip(from).take(MAX_SHOWN).collect(),
        };
        write!(f, "{part} of “{key}”: updated is {}, ", shown(updated, &a))?;
        write!(f, "rebuilt is {}", shown(rebuilt, &b))
    }
}

/// The value of each key.
type Facts = BTreeMap<String, String>;

/// Returns the first difference between two settled workspaces, or `None` if they are equal.
pub fn difference(updated: &Workspace, rebuilt: &Workspace) -> Option<Difference> {
    documents(updated, rebuilt).or_else(|| settings(updated, rebuilt)).or_else(|| {
        let pairs = parts(updated).into_iter().zip(parts(rebuilt));
        pairs
            .into_iter()
            .find_map(|((part, updated), (_, rebuilt))| first(part, &updated, &rebuilt))
    })
}

fn first(part: &'static str, updated: &Facts, rebuilt: &Facts) -> Option<Difference> {
    let keys: BTreeSet<_> = updated.keys().chain(rebuilt.keys()).collect();
    let key = keys.into_iter().find(|key| updated.get(*key) != rebuilt.get(*key))?;
    let of = |facts: &Facts| facts.get(key).cloned();
    Some(Difference { part, key: key.clone(), updated: of(updated), rebuilt: of(rebuilt) })
}

impl Workspace {
    /// Returns a workspace built from the same documents with the same identities.
    #[must_use]
    pub fn rebuilt(&self) -> Self {
        let documents: Vec<_> = self.documents().collect();
        let notes = documents.par_iter().map(|document| {
            let options = self.read_options(&document.location);
            (document.id, document.parsed(&options))
        });
        let notes: Vec<_> = notes.collect();
        let mut rebuilt = Self {
            documents: self.documents.unread(),
            index: Index::default(),
            folders: self.folders.clone(),
            settings: self.settings.clone(),
            answers: Answers::default(),
            stale: imbl::OrdSet::new(),
        };
        for (document, (id, note)) in documents.into_iter().zip(notes) {
            rebuilt.index.names.insert(id, &document.location);
            rebuilt.set_note(id, note);
        }
        rebuilt
    }
}

/// Compares documents. They are large, so they are formatted only if they differ.
fn documents(updated: &Workspace, rebuilt: &Workspace) -> Option<Difference> {
    let by_location = |workspace: &Workspace| -> BTreeMap<Arc<Location>, Document> {
        let documents = workspace.documents().cloned();
        documents.map(|document| (document.location.clone(), document)).collect()
    };
    let (updated, rebuilt) = (by_location(updated), by_location(rebuilt));
    let locations: BTreeSet<_> = updated.keys().chain(rebuilt.keys()).collect();
    locations.into_iter().find_map(|location| {
        let (updated, rebuilt) = (updated.get(location), rebuilt.get(location));
        let (part, updated, rebuilt) = if let (Some(updated), Some(rebuilt)) = (updated, rebuilt) {
            differing(updated, rebuilt)?
        } else {
            let is_there = |it: Option<&Document>| it.map(|_| "there".to_owned());
            ("the document", is_there(updated), is_there(rebuilt))
        };
        Some(Difference { part, key: name(location), updated, rebuilt })
    })
}

/// Compares settings. Compiled patterns cannot be formatted, so the files are shown.
fn settings(updated: &Workspace, rebuilt: &Workspace) -> Option<Difference> {
    let files = |of: &Workspace| -> Vec<_> {
        of.settings.files().iter().map(|it| name_of(&it.path)).collect()
    };
    let shown = |of: &Workspace| Some(files(of).join(", "));
    let is_same = updated.settings == rebuilt.settings;
    let (updated, rebuilt) = (shown(updated), shown(rebuilt));
    (!is_same).then(|| Difference { part: "the settings", key: "all".to_owned(), updated, rebuilt })
}

type PartDifference = (&'static str, Option<String>, Option<String>);

fn differing(updated: &Document, rebuilt: &Document) -> Option<PartDifference> {
    fn show<T: PartialEq + fmt::Debug>(part: &'static str, a: &T, b: &T) -> Option<PartDifference> {
        (a != b).then(|| (part, Some(format!("{a:?}")), Some(format!("{b:?}"))))
    }
    // The paths for the editor and the disk do not depend on the text.
    let Document { id: _, location: _, opened_as: _, stamp: _, .. } = updated;
    let Document { owner, buffer, is_unread, note, vocabulary, phrases, title, letters, .. } =
        updated;
    show("the owner", owner, &rebuilt.owner)
        .or_else(|| show("whether it is not read", is_unread, &rebuilt.is_unread))
        .or_else(|| show("the text", &&*note.text, &&*rebuilt.note.text))
        .or_else(|| {
            let is = buffer.as_ref()?.to_string();
            show("the text in the editor", &is.as_str(), &&*note.text)
        })
        .or_else(|| show("the note", note, &rebuilt.note))
        .or_else(|| {
            let is = vocabulary.get()?;
            show("the vocabulary", is, &Vocabulary::new(&note.text, &note.prose, note.language))
        })
        .or_else(|| {
            let is = phrases.get()?;
            show("the phrases", is, &phrase::in_definitions(note))
        })
        .or_else(|| show("the title of the note", title.get()?, &note.title()))
        .or_else(|| show("the letters of the names", letters.get()?, &NameLetters::of(note)))
}

/// Returns all facts of the workspace except the documents.
fn parts(workspace: &Workspace) -> Vec<(&'static str, Facts)> {
    let Workspace { documents, index, folders, settings: _, answers, stale } = workspace;
    // The other cached answers are cleared, not kept.
    let link_names = answers.link_names.get();
    let new = || LinkNames::new(workspace.documents(), folders, &index.names);
    let wrong = link_names.filter(|names| **names != new()).map(|names| format!("{names:?}"));
    let names = IndexedNames(workspace);
    let stale = stale.iter().map(|id| (names.of(*id), "unread".to_owned()));
    let one = |value: String| Facts::from([(String::new(), value)]);
    let mut parts = vec![
        ("the number", numbers(documents)),
        ("the state", stale.collect()),
        ("the folders", one(format!("{folders:?}"))),
        ("the names in links", wrong.map(one).unwrap_or_default()),
    ];
    let Index {
        terms,
        gaps,
        claims,
        tags,
        categories,
        written_titles,
        title_names,
        entries,
        defined_entries,
        fingerprints,
        front,
        names: note_names,
    } = index;
    parts.extend(term_parts(terms, &names));
    parts.push(("the gap", postings(gaps, &names)));
    let Claims { names: claimed, others } = claims;
    let claimed = claimed.iter().map(|(name, uses)| (format!("{name:?}"), format!("{uses:?}")));
    let others = others.iter();
    let others = others.map(|(claim, notes)| (format!("{claim:?}"), format!("{notes} notes")));
    parts.push(("the claim of a name", claimed.chain(others).collect()));
    parts.extend(tag_parts(["the tag", "the tags that are alike"], tags, &names));
    let of_categories = ["the category", "the categories that are alike"];
    parts.extend(tag_parts(of_categories, categories, &names));
    parts.push(("the title", postings(written_titles, &names)));
    let wrong = title_names.wrong(written_titles.iter().map(|(key, _)| key));
    parts.push(("the list of titles", wrong.map(one).unwrap_or_default()));
    parts.push(("the folder of an entry", postings(entries, &names)));
    parts.push(("the folder of a defined entry", postings(defined_entries, &names)));
    parts.push(("the fingerprint of a definition", postings(fingerprints, &names)));
    let FrontIndex { keys, values, pairs, dates, votes } = front;
    parts.push(("the key in front matter", postings(keys, &names)));
    parts.push(("the value in front matter", postings(values, &names)));
    parts.push(("the pair of categories", postings(pairs, &names)));
    parts.push(("the form of dates", postings(dates, &names)));
    parts.push(("the votes for a tool", one(format!("{votes:?}"))));
    let NoteNameIndex { files, titles, links, linked } = note_names;
    parts.push(("the name of a file", postings(files, &names)));
    parts.push(("the name of a note", postings(titles, &names)));
    parts.push(("the link", postings(links, &names)));
    let linked = linked.iter().map(|(name, notes)| (format!("{name:?}"), format!("{notes} notes")));
    parts.push(("the name in wiki links", linked.collect()));
    parts
}

/// Formats documents by their locations.
struct IndexedNames<'w>(&'w Workspace);

impl IndexedNames<'_> {
    fn of(&self, id: NoteId) -> String {
        match self.0.document(id) {
            Some(document) => name(&document.location),
            None => format!("no document, {id:?}"),
        }
    }
}

fn name(location: &Location) -> String {
    match location {
        Location::File(path) => name_of(path),
        Location::Other(uri) => uri.clone(),
    }
}

fn name_of(path: &Path) -> String {
    path.display().to_string()
}

/// Checks that each location leads to its document, and each document has a location.
fn numbers(store: &DocumentStore) -> Facts {
    let DocumentStore { ids, documents, others, other_ids, next } = store;
    let mut facts: Facts = ids
        .iter()
        .map(|(location, id)| {
            let found = documents.get(id).map(|it| (it.id == *id, name(&it.location)));
            (name(location), format!("{found:?}"))
        })
        .collect();
    for (id, document) in documents {
        facts.entry(name(&document.location)).or_insert_with(|| "none".to_owned());
        if !id.is_before(*next) {
            facts.insert(name(&document.location), "a future number".to_owned());
        }
    }
    let is_right = |other: &Document| {
        let is_apart = !other.is_note() && !documents.contains_key(&other.id);
        is_apart && other_ids.get(&*other.location) == Some(&other.id)
    };
    for other in others.values().filter(|other| !is_right(other)) {
        facts.insert(name(&other.location), "not among the other documents".to_owned());
    }
    facts
}

fn postings<K: Hash + Eq + Clone + fmt::Debug>(
    of: &Postings<K>,
    names: &IndexedNames<'_>,
) -> Facts {
    selected_postings(of, names, |_, notes| names.0.select_first(notes))
}

/// Formats postings whose first notes `select` selects from all notes of a key.
fn selected_postings<K: Hash + Eq + Clone + fmt::Debug>(
    of: &Postings<K>,
    names: &IndexedNames<'_>,
    select: impl Fn(&K, &mut dyn Iterator<Item = NoteId>) -> Arc<[NoteId]>,
) -> Facts {
    let Postings { keys, shared, pairs, numbers } = of;
    let mut notes: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for (number, id) in pairs {
        notes.entry(*number).or_default().insert(names.of(*id));
    }
    let mut facts = Facts::new();
    for (key, posting) in keys {
        let (number, found) = match posting {
            Posting::One(id) => (0, BTreeSet::from([names.of(*id)])),
            Posting::Shared(number) => (*number, notes.remove(number).unwrap_or_default()),
        };
        let first = shared.get(&number).and_then(|it| it.first.as_ref()?.get());
        let select = || select(key, &mut of.notes(key));
        let is_right = first.is_none_or(|it| *it == select());
        let mut shown_notes = format!("{} notes", of.count(key));
        for note in found {
            let _ = write!(shown_notes, ", {note}");
        }
        shown_notes.push_str(if number <= *numbers { "" } else { ", with a future number" });
        shown_notes.push_str(if is_right { "" } else { ", and others are first" });
        facts.insert(format!("{key:?}"), shown_notes);
    }
    for (number, notes) in notes {
        facts.insert(format!("no key, {number}"), format!("{notes:?}"));
    }
    let numbers: BTreeSet<_> = pairs.iter().map(|(number, _)| *number).collect();
    for number in shared.keys().filter(|number| !numbers.contains(number)) {
        facts.insert(format!("no pairs, {number}"), String::new());
    }
    facts
}

fn tag_parts(
    [tag, alike]: [&'static str; 2],
    of: &TagIndex,
    names: &IndexedNames<'_>,
) -> [(&'static str, Facts); 2] {
    let TagIndex { notes, alike: pairs } = of;
    let pairs = pairs.iter().map(|(form, tag)| (format!("{form} {tag}"), "there".to_owned()));
    [(tag, postings(notes, names)), (alike, pairs.collect())]
}

fn term_parts(of: &TermIndex, names: &IndexedNames<'_>) -> [(&'static str, Facts); 5] {
    let TermIndex { declared, inflecting, tokens, steps, names: list, numbers: _ } = of;
    let uses = |(word, token): (&Arc<str>, &UseCount<WordId>)| {
        (word.to_string(), format!("{} uses", token.uses))
    };
    let wrong = list.wrong(declared.iter().map(|(key, _)| key));
    let list = wrong.map(|list| ("all".to_owned(), list));
    let first = |name: &TermKey, notes: &mut dyn Iterator<Item = NoteId>| {
        names.0.select_declaring(name, notes)
    };
    [
        ("the declarations", selected_postings(declared, names, first)),
        ("the names with forms", postings(inflecting, names)),
        ("the word in names", tokens.iter().map(uses).collect()),
        ("the beginning of names", trie(of, steps.iter())),
        ("the list of names", list.into_iter().collect()),
    ]
}

/// Returns the steps of the trie by their words, and the unreachable steps.
fn trie<'i>(
    index: &'i TermIndex,
    steps: impl Iterator<Item = (&'i (TrieNode, WordId), &'i TrieStep)>,
) -> Facts {
    let words: BTreeMap<WordId, &Arc<str>> =
        index.tokens.iter().map(|(word, token)| (token.value, word)).collect();
    let mut below: BTreeMap<TrieNode, Vec<(WordId, &TrieStep)>> = BTreeMap::new();
    for ((node, token), step) in steps {
        below.entry(*node).or_default().push((*token, step));
    }
    let mut facts = Facts::new();
    let mut open = vec![(TermIndex::ROOT, String::new())];
    while let Some((node, path)) = open.pop() {
        for (token, step) in below.remove(&node).unwrap_or_default() {
            let TrieStep { next, ends } = step;
            let word = words.get(&token).map_or("(an unknown word)", |word| word);
            let path = format!("{path} {word}").trim_start().to_owned();
            let uses = next.map(|next| next.uses);
            facts.insert(path.clone(), format!("{uses:?} go on, {ends:?} end"));
            open.extend(next.map(|next| (next.value, path)));
        }
    }
    let lost = below
        .into_iter()
        .map(|(node, steps)| (format!("no beginning, {node:?}"), format!("{} steps", steps.len())));
    facts.extend(lost);
    facts
}
