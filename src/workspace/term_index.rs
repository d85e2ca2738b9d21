//! The names of all terms and gaps, as a trie of words.
//!
//! A name is a path of folded words. The last word is looked up as written and as a possible
//! plural. In a note whose language has forms, a name is also a path of the forms of its words.
//! Adding or removing a name takes time proportional to its words, while an automaton of all names
//! would have to be rebuilt.

use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use crate::note::inflection::singulars;
use crate::note::language::Language;
use crate::note::term_key::{TermKey, is_capitals};
use crate::note::words::fold;
use crate::workspace::document::NoteId;
use crate::workspace::postings::Postings;
use crate::workspace::term_names::{TermNameList, TermNames};

/// The maximum number of words in a name. A longer name is a sentence, and the comparison at each
/// word of a text would be slow. In some scripts a character is a word.
const MAX_WORDS: usize = 64;

/// A node of the trie: the words read so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrieNode(u32);

/// The number of a word in names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(u32);

/// A name that ends at a word of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// The key of the name.
    pub key: TermKey,
    /// The relation of the written words to the name.
    pub form: NameForm,
}

/// The relation of written words to a name, from the nearest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameForm {
    /// The same folded words.
    Same,
    /// The last words differ in grammatical number, by the rules of English.
    Number,
    /// Other forms of the words, in the language of both notes.
    Inflected,
}

/// A map with a fast hash, since each word of a note is looked up here. The names come from the
/// notes of the user, so collisions are not an attack.
type Map<K, V> = imbl::GenericHashMap<K, V, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// The names of all terms and gaps.
#[derive(Clone, Default)]
pub struct TermIndex {
    pub(super) declared: Postings<TermKey>,
    /// The names in notes whose language has forms.
    pub(super) inflecting: Postings<(Language, TermKey)>,
    pub(super) tokens: Map<Arc<str>, UseCount<WordId>>,
    pub(super) steps: Map<(TrieNode, WordId), TrieStep>,
    /// The names as one text.
    pub(super) names: TermNames,
    /// The number of nodes and tokens so far. Numbers are not reused.
    pub(super) numbers: u32,
}

/// A value with the number of names that use it.
#[derive(Clone, Copy)]
pub(super) struct UseCount<T> {
    pub(super) value: T,
    pub(super) uses: u32,
}

/// A step by one word: the next node, and the names that end with the word.
#[derive(Clone, Default)]
pub struct TrieStep {
    pub(super) next: Option<UseCount<TrieNode>>,
    pub(super) ends: Vec<NameMatch>,
}

impl TrieStep {
    /// The node after the word.
    pub fn next(&self) -> Option<TrieNode> {
        self.next.map(|next| next.value)
    }
}

/// The tokens of a word: the word itself, its possible singulars, and its forms in a language.
#[derive(Clone, Debug)]
pub struct WordReading {
    token: Option<WordId>,
    singulars: Vec<WordId>,
    forms: Vec<WordId>,
}

impl TermIndex {
    /// The root of the trie.
    pub const ROOT: TrieNode = TrieNode(0);

    /// Returns the notes that declare a name or have a gap with it.
    pub fn notes(&self, key: &TermKey) -> impl Iterator<Item = NoteId> {
        self.declared.notes(key)
    }

    /// Returns all names with the number of notes that declare them, in arbitrary order.
    pub fn iter(&self) -> impl Iterator<Item = (&TermKey, usize)> {
        self.declared.iter()
    }

    /// Returns all names as one text.
    pub fn names(&self) -> TermNameList<'_> {
        self.names.list(self.declared.iter().map(|(key, _)| key))
    }

    /// Returns whether the index contains no names, nodes and tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.steps.is_empty()
    }

    /// Looks up a word as written, in a note of a language.
    pub fn read(&self, word: &str, language: Option<Language>) -> WordReading {
        let folded = fold(word);
        // The letters before the s of `SLIs` are capitals, so the s is not part of an English ending.
        let acronym = word.strip_suffix('s').filter(|stem| is_capitals(stem));
        let singulars = match acronym {
            Some(stem) => self.token(&fold(stem)).into_iter().collect(),
            None => singulars(&folded).filter_map(|word| self.token(&word)).collect(),
        };
        let language = language.filter(|language| language.has_forms());
        let forms = language.map(|language| (language, language.text_forms(&folded)));
        let forms = forms.into_iter().flat_map(|(language, forms)| {
            forms.into_iter().filter_map(move |form| self.token(&form_token(language, &form)))
        });
        WordReading { token: self.token(&folded), singulars, forms: forms.collect() }
    }

    /// Returns the steps from a node by the forms of a word.
    pub fn form_steps(
        &self,
        node: TrieNode,
        word: &WordReading,
    ) -> impl Iterator<Item = &TrieStep> {
        word.forms.iter().filter_map(move |form| self.steps.get(&(node, *form)))
    }

    /// Returns the step from a node by a word in its written number.
    pub fn step(&self, node: TrieNode, word: &WordReading) -> Option<&TrieStep> {
        self.steps.get(&(node, word.token?))
    }

    /// Returns the names that end with this word in any number; `step` is its step.
    pub fn ends<'i>(
        &'i self,
        node: TrieNode,
        step: Option<&'i TrieStep>,
        word: &WordReading,
    ) -> impl Iterator<Item = NameMatch> {
        let plurals = word.singulars.iter().filter_map(move |word| self.steps.get(&(node, *word)));
        let steps = step.map(|step| (step, false)).into_iter();
        steps.chain(plurals.map(|step| (step, true))).flat_map(|(step, is_plural)| {
            step.ends.iter().cloned().map(move |found| NameMatch {
                // A plural of a plural is the same word again.
                form: if (found.form == NameForm::Number) == is_plural {
                    NameForm::Same
                } else {
                    NameForm::Number
                },
                ..found
            })
        })
    }

    pub(super) fn insert(&mut self, key: &TermKey, id: NoteId) {
        if self.declared.insert(key, id) {
            self.names.add(key);
            self.insert_path(key, NamePath::of_words(key));
        }
    }

    pub(super) fn remove(&mut self, key: &TermKey, id: NoteId) {
        if self.declared.remove(key, id) {
            self.names.remove(key);
            self.remove_path(key, NamePath::of_words(key));
        }
    }

    /// Adds the forms of a name in a note of a language.
    pub(super) fn insert_forms(&mut self, name: &(Language, TermKey), id: NoteId) {
        if self.inflecting.insert(name, id) {
            self.insert_path(&name.1, NamePath::of_forms(name));
        }
    }

    pub(super) fn remove_forms(&mut self, name: &(Language, TermKey), id: NoteId) {
        if self.inflecting.remove(name, id) {
            self.remove_path(&name.1, NamePath::of_forms(name));
        }
    }

    fn insert_path(&mut self, key: &TermKey, path: Option<NamePath>) {
        let Some(NamePath { words, endings }) = path else { return };
        let mut node = Self::ROOT;
        for word in words {
            let token = self.use_token(&word);
            let fresh = UseCount { value: TrieNode(self.numbers + 1), uses: 0 };
            let next = self.steps.entry((node, token)).or_default().next.get_or_insert(fresh);
            next.uses += 1;
            self.numbers = self.numbers.max(next.value.0);
            node = next.value;
        }
        for (word, form) in endings {
            let token = self.use_token(&word);
            let found = NameMatch { key: key.clone(), form };
            let ends = &mut self.steps.entry((node, token)).or_default().ends;
            // Most names end alone, and a vector grows by four.
            ends.reserve_exact(1);
            // The order must not depend on the order of insertion.
            ends.insert(ends.partition_point(|known| known.key < found.key), found);
        }
    }

    fn remove_path(&mut self, key: &TermKey, path: Option<NamePath>) {
        let Some(NamePath { words, endings }) = path else { return };
        let mut node = Self::ROOT;
        for word in words {
            let Some(token) = self.token(&word) else { return };
            let mut after = None;
            self.change_step((node, token), |step| {
                after = step.next.map(|next| next.value);
                step.next = step.next.filter(|next| next.uses > 1);
                if let Some(next) = &mut step.next {
                    next.uses -= 1;
                }
            });
            self.drop_token(&word);
            let Some(next) = after else { return };
            node = next;
        }
        for (word, _) in endings {
            let Some(token) = self.token(&word) else { continue };
            self.change_step((node, token), |step| step.ends.retain(|found| found.key != *key));
            self.drop_token(&word);
        }
    }

    /// Changes a step, and removes it if it is empty.
    fn change_step(&mut self, at: (TrieNode, WordId), change: impl FnOnce(&mut TrieStep)) {
        let Some(step) = self.steps.get_mut(&at) else { return };
        change(step);
        if step.next.is_none() && step.ends.is_empty() {
            self.steps.remove(&at);
        }
    }

    /// Returns the token of a folded word, or `None` if no name contains it.
    fn token(&self, folded: &str) -> Option<WordId> {
        self.tokens.get(folded).map(|token| token.value)
    }

    fn use_token(&mut self, word: &str) -> WordId {
        if let Some(token) = self.tokens.get_mut(word) {
            token.uses += 1;
            return token.value;
        }
        self.numbers += 1;
        let token = WordId(self.numbers);
        self.tokens.insert(word.into(), UseCount { value: token, uses: 1 });
        token
    }

    fn drop_token(&mut self, word: &str) {
        let Some(token) = self.tokens.get_mut(word) else { return };
        token.uses -= 1;
        if token.uses == 0 {
            self.tokens.remove(word);
        }
    }
}

/// The path of a name: its words without the last one, and the words that end it.
struct NamePath {
    words: Vec<String>,
    endings: Vec<(String, NameForm)>,
}

impl NamePath {
    /// Returns the path of folded words. The last one may also be a possible singular, but a name
    /// in capitals does not have other numbers. `None` if there are too many words.
    fn of_words(key: &TermKey) -> Option<Self> {
        let (words, last) = split_last(key.words().map(|word| fold(word).into_owned()))?;
        let singulars = (!key.is_capitals()).then(|| singulars(&last)).into_iter().flatten();
        let mut endings: Vec<_> = singulars.map(|word| (word, NameForm::Number)).collect();
        endings.insert(0, (last, NameForm::Same));
        Some(Self { words, endings })
    }

    /// Returns the path of the forms of the words. `None` if there are too many words, or the name
    /// is in capitals, which do not inflect.
    fn of_forms((language, key): &(Language, TermKey)) -> Option<Self> {
        if key.is_capitals() {
            return None;
        }
        let form = |word| form_token(*language, &language.name_form(&fold(word)));
        let (words, last) = split_last(key.words().map(form))?;
        Some(Self { words, endings: vec![(last, NameForm::Inflected)] })
    }
}

/// Returns the words with the last one separately. `None` if there are too many.
fn split_last(words: impl Iterator<Item = String>) -> Option<(Vec<String>, String)> {
    let mut words: Vec<_> = words.take(MAX_WORDS + 1).collect();
    let last = words.pop().unwrap_or_default();
    (words.len() < MAX_WORDS).then_some((words, last))
}

/// Returns the token of a form, which no word equals.
fn form_token(language: Language, form: &str) -> String {
    format!("{} {form}", language.tag())
}

#[cfg(test)]
mod tests;
