//! The names of all terms, as a trie of words.
//!
//! A name is a path of folded words; what stands at its end is looked up by the last word and by
//! what that word may be the plural of. One name enters or leaves in time proportional to its
//! words, where an automaton over all of them would have to be built anew.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

use crate::note::inflection::singulars;
use crate::note::term_key::{TermKey, is_capitals};
use crate::note::words::fold;
use crate::workspace::document::NoteId;
use crate::workspace::names::Names;
use crate::workspace::postings::Postings;

/// A state of the trie: the words read so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Node(u32);

/// A word that occurs in some name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token(u32);

/// A name that ends here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The name's key.
    pub key: TermKey,
    /// Whether the last words differ in number.
    pub inflected: bool,
}

/// Every word of a note is looked up here, so the hash is a fast one; names come from the user's
/// own notes, who has no one to attack with them.
type Map<K, V> = imbl::GenericHashMap<K, V, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// The names of all terms.
#[derive(Clone, Default)]
pub struct TermIndex {
    declared: Postings<TermKey>,
    tokens: Map<Arc<str>, Counted<Token>>,
    edges: Map<(Node, Token), Counted<Node>>,
    ends: Map<(Node, Token), Vec<Found>>,
    /// Made when it is first asked for after a name has come or gone.
    names: Arc<OnceLock<Names>>,
    /// Numbers given out so far; they are not used again.
    numbers: u32,
}

/// A number with the count of names that need it.
#[derive(Clone, Copy)]
struct Counted<T> {
    value: T,
    uses: u32,
}

impl TermIndex {
    /// Where every name begins.
    pub const ROOT: Node = Node(0);

    /// These names, and others of the same notes.
    #[must_use]
    pub fn and(&self, names: &BTreeSet<(TermKey, NoteId)>) -> Self {
        let mut all = self.clone();
        for (key, id) in names {
            if !self.notes(key).any(|note| note == *id) {
                all.insert(key, *id);
            }
        }
        all
    }

    /// The notes that declare a name.
    pub fn notes(&self, key: &TermKey) -> impl Iterator<Item = NoteId> {
        self.declared.notes(key)
    }

    /// All names, with the number of notes that declare them, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = (&TermKey, usize)> {
        self.declared.iter()
    }

    /// All names as one text.
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self.declared.iter().map(|(key, _)| key)))
    }

    /// Whether there are no names, nor anything left of one.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.edges.is_empty() && self.ends.is_empty()
    }

    /// A folded word, if it occurs in any name.
    pub fn token(&self, folded: &str) -> Option<Token> {
        self.tokens.get(folded).map(|token| token.value)
    }

    /// The state after one more word.
    pub fn next(&self, node: Node, token: Token) -> Option<Node> {
        self.edges.get(&(node, token)).map(|edge| edge.value)
    }

    /// The names that end with this word, whatever its number; `folded` is the word, folded.
    pub fn ends(&self, node: Node, written: &str, folded: &str) -> impl Iterator<Item = Found> {
        // What stands before the s of `SLIs` is in capitals, so it is no English ending.
        let acronym = written.strip_suffix('s').filter(|stem| is_capitals(stem)).map(fold);
        let plurals = acronym.is_none().then(|| singulars(folded)).into_iter().flatten();
        let plurals = acronym.into_iter().map(Cow::into_owned).chain(plurals);
        let words = std::iter::once((folded.to_owned(), false));
        words.chain(plurals.map(|word| (word, true))).flat_map(move |(word, is_plural)| {
            let found = self.token(&word).and_then(|token| self.ends.get(&(node, token)));
            found.into_iter().flatten().cloned().map(move |found| Found {
                // A plural of a plural is the same word again.
                inflected: found.inflected != is_plural,
                ..found
            })
        })
    }

    pub(super) fn insert(&mut self, key: &TermKey, id: NoteId) {
        if !self.declared.insert(key, id) {
            return;
        }
        self.names = Arc::default();
        let (words, last) = path(key);
        let mut node = Self::ROOT;
        for word in words {
            let token = self.use_token(&word);
            let next = self.numbers + 1;
            let edge =
                self.edges.entry((node, token)).or_insert(Counted { value: Node(next), uses: 0 });
            edge.uses += 1;
            self.numbers = self.numbers.max(edge.value.0);
            node = edge.value;
        }
        for (word, inflected) in endings(key, &last) {
            let token = self.use_token(&word);
            let found = Found { key: key.clone(), inflected };
            self.ends.entry((node, token)).or_default().push(found);
        }
    }

    pub(super) fn remove(&mut self, key: &TermKey, id: NoteId) {
        if !self.declared.remove(key, id) {
            return;
        }
        self.names = Arc::default();
        let (words, last) = path(key);
        let mut node = Self::ROOT;
        for word in words {
            let Some(token) = self.token(&word) else { return };
            let Some(edge) = self.edges.get_mut(&(node, token)) else { return };
            edge.uses -= 1;
            let (next, unused) = (edge.value, edge.uses == 0);
            if unused {
                self.edges.remove(&(node, token));
            }
            self.drop_token(&word);
            node = next;
        }
        for (word, _) in endings(key, &last) {
            let Some(token) = self.token(&word) else { continue };
            if let Some(ends) = self.ends.get_mut(&(node, token)) {
                ends.retain(|found| found.key != *key);
                if ends.is_empty() {
                    self.ends.remove(&(node, token));
                }
            }
            self.drop_token(&word);
        }
    }

    fn use_token(&mut self, word: &str) -> Token {
        self.numbers += 1;
        let fresh = Counted { value: Token(self.numbers), uses: 0 };
        let token = self.tokens.entry(word.into()).or_insert(fresh);
        token.uses += 1;
        token.value
    }

    fn drop_token(&mut self, word: &str) {
        let Some(token) = self.tokens.get_mut(word) else { return };
        token.uses -= 1;
        if token.uses == 0 {
            self.tokens.remove(word);
        }
    }
}

/// The folded words of a name: all but the last, and the last.
fn path(key: &TermKey) -> (Vec<String>, String) {
    let mut words: Vec<_> = key.words().map(|word| fold(word).into_owned()).collect();
    let last = words.pop().unwrap_or_default();
    (words, last)
}

/// The words under which a name's end is found: its last word, and what that may be the plural
/// of. A name in capitals has no plural of its own.
fn endings(key: &TermKey, last: &str) -> impl Iterator<Item = (String, bool)> {
    let plurals = (!key.is_capitals()).then(|| singulars(last)).into_iter().flatten();
    std::iter::once((last.to_owned(), false)).chain(plurals.map(|word| (word, true)))
}
