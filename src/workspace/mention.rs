//! Mentions: occurrences of terms and gaps in running text.

mod edge;

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use text_size::{TextRange, TextSize};

use crate::note::Note;
use crate::note::language::Language;
use crate::note::prose::{self, Segment};
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::note::vocabulary::{SoughtName, Vocabulary, block_may_mention};
use crate::note::words::{Separator, Word, fold, words, words_of};
use crate::workspace::Workspace;
use crate::workspace::config::ignored_names::IgnoredNames;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::scheduling::make_way;
use crate::workspace::term_index::{
    NameForm, NameMatch, TermIndex, TrieNode, TrieStep, WordReading,
};

/// An occurrence of the name of a term or gap in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The range without a possessive ending.
    pub range: TextRange,
    /// Whether the mention is in the text of a link.
    pub in_link: bool,
    /// The mentioned names. There are several if the plural of one is the singular of another.
    pub names: Vec<NameMatch>,
}

/// The names to find in running text.
#[derive(Clone, Copy)]
pub struct Lexicon<'n> {
    names: &'n TermIndex,
    /// The workspace, which distinguishes terms from gaps and boilerplate titles.
    workspace: &'n Workspace,
    ignored: Option<&'n IgnoredNames>,
    /// The name of the heading that is searched. It is not a mention of its own gap.
    heading: Option<&'n TermKey>,
    /// The language of the text.
    language: Option<Language>,
}

impl<'n> Lexicon<'n> {
    /// Returns the terms of a workspace without those that the settings of a document exclude.
    pub fn of_document(workspace: &'n Workspace, document: &Document) -> Self {
        let config = workspace.config_of(&document.location);
        let language = document.note.language;
        Self { ignored: Some(&config.terms.never), language, ..workspace.into() }
    }

    /// Returns the mentions in a block of running text of a note.
    pub fn mentions(self, note: &'n Note, block: &[Segment]) -> Vec<Mention> {
        let start = block.first().map(|segment| segment.range.start());
        let section = start.and_then(|start| note.section_at(start));
        let heading = section.map(|index| &note.sections[index].heading);
        let heading = heading.filter(|it| start.is_some_and(|start| it.range.contains(start)));
        in_block(
            Self { heading: heading.and_then(|it| it.key.as_ref()), ..self },
            &note.text,
            block,
        )
    }

    /// Returns the names that some words mention. `last` is the reading of the last word, and
    /// `step` its step from `node`. Exact matches exclude the others.
    fn names(
        &self,
        node: TrieNode,
        step: Option<&TrieStep>,
        last: &WordReading,
        written: &[Word<'_>],
    ) -> Vec<NameMatch> {
        self.chosen(self.names.ends(node, step, last), written)
    }

    /// Returns the names of which some words are other forms.
    fn inflected(&self, steps: &[&TrieStep], written: &[Word<'_>]) -> Vec<NameMatch> {
        let Some(language) = self.language else { return Vec::new() };
        let last = written.len() - 1;
        let are_forms = |name: &NameMatch| {
            let mut pairs = name.key.words().zip(written).enumerate();
            pairs.all(|(at, (word, written))| {
                language.are_forms(word, written.text, &fold(written.text), at == last)
            })
        };
        let ends = steps.iter().flat_map(|step| step.ends.iter().cloned());
        self.chosen(ends.filter(are_forms), written)
    }

    /// Returns the names among these that are mentioned.
    fn chosen(
        &self,
        names: impl Iterator<Item = NameMatch>,
        written: &[Word<'_>],
    ) -> Vec<NameMatch> {
        let allowed = names.filter(|it| it.key.allows(written));
        let (terms, others): (Vec<_>, Vec<_>) =
            allowed.partition(|it| self.workspace.is_declared(&it.key));
        // A term precedes the gaps with its name.
        let found = if terms.is_empty() {
            let is_gap =
                |it: &NameMatch| self.heading != Some(&it.key) && self.workspace.is_gap(&it.key);
            others.into_iter().filter(is_gap).collect()
        } else {
            terms
        };
        if found.is_empty() || self.ignored.is_some_and(|names| names.contains(written)) {
            return Vec::new();
        }
        exact_first(found)
    }
}

/// Returns the terms of a workspace without ignored names.
impl<'n> From<&'n Workspace> for Lexicon<'n> {
    fn from(workspace: &'n Workspace) -> Self {
        Self {
            names: &workspace.index().terms,
            workspace,
            ignored: None,
            heading: None,
            language: None,
        }
    }
}

/// Returns the mentions in a block of running text, from left to right. Of overlapping names, the
/// first one counts, and of names with the same start the longest one.
pub fn in_block<'n>(
    lexicon: impl Into<Lexicon<'n>>,
    text: &str,
    block: &[Segment],
) -> Vec<Mention> {
    let lexicon = lexicon.into();
    let words = words(text, block);
    let readings: Vec<_> =
        words.iter().map(|word| lexicon.names.read(word.text, lexicon.language)).collect();
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = longest(&lexicon, &words, &readings, at);
        let is_part =
            longest.mention.is_some() && is_part_of_code(&lexicon, text, &words, &readings, at);
        at = longest.end;
        mentions.extend(longest.mention.filter(|_| !is_part));
    }
    mentions
}

/// The longest name from a word on.
struct Longest {
    /// The index of the word after it.
    end: usize,
    /// The mention. `None` if there is no name, or a mark or letter at its edge makes it another.
    mention: Option<Mention>,
}

/// Returns the longest name from the word at `start`. If it is cut at its edge (`$read quorum`), the
/// shorter names in it are not mentions either.
fn longest(
    lexicon: &Lexicon<'_>,
    words: &[Word<'_>],
    readings: &[WordReading],
    start: usize,
) -> Longest {
    let mut found = Longest { end: start + 1, mention: None };
    // A tag before the name is another text.
    let is_tag = start > 0 && words[start - 1].text == "#";
    let begins = edge::may_begin(words, start);
    if edge::is_inside(words, start) || is_tag && !begins {
        return found;
    }
    for (at, names) in Names::new(lexicon, words, readings, start, TermIndex::ROOT) {
        let range = TextRange::new(words[start].range.start(), words[at].range.end());
        let is_whole = edge::is_whole(words, &(start..at + 1));
        // A mention cannot cross the edge of a link.
        let mention = Mention { range, in_link: words[start].in_link, names };
        found = Longest {
            end: at + 1,
            mention: (begins && is_whole && edge::may_end(words, at)).then_some(mention),
        };
    }
    found
}

/// The names from a word on, each with the index of its last word, the shortest first.
struct Names<'l, 'w> {
    lexicon: &'l Lexicon<'l>,
    words: &'l [Word<'w>],
    readings: &'l [WordReading],
    start: usize,
    at: usize,
    node: Option<TrieNode>,
    /// The nodes after the forms of the words.
    forms: Vec<TrieNode>,
}

impl<'l, 'w> Names<'l, 'w> {
    /// Returns the names that continue from a node.
    fn new(
        lexicon: &'l Lexicon<'l>,
        words: &'l [Word<'w>],
        readings: &'l [WordReading],
        start: usize,
        node: TrieNode,
    ) -> Self {
        let forms = lexicon.language.map(|_| node).into_iter().collect();
        Self { lexicon, words, readings, start, at: start, node: Some(node), forms }
    }
}

impl Iterator for Names<'_, '_> {
    type Item = (usize, Vec<NameMatch>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.node.is_some() || !self.forms.is_empty() {
            let at = self.at;
            let word = self.words.get(at)?;
            if at > self.start
                && (word.separator == Separator::Cut || edge::is_inside(self.words, at))
            {
                return None;
            }
            self.at += 1;
            let written = &self.words[self.start..=at];
            let exact = self.step(&self.readings[at], written);
            let inflected = self.step_by_form(&self.readings[at], written);
            let names = if exact.is_empty() { inflected } else { exact };
            if !names.is_empty() {
                return Some((at, names));
            }
        }
        None
    }
}

impl Names<'_, '_> {
    /// Reads a word, and returns the names that end with it.
    fn step(&mut self, word: &WordReading, written: &[Word<'_>]) -> Vec<NameMatch> {
        let Some(node) = self.node else { return Vec::new() };
        let step = self.lexicon.names.step(node, word);
        self.node = step.and_then(TrieStep::next);
        self.lexicon.names(node, step, word, written)
    }

    /// Reads the forms of a word, and returns the names that end with one of them.
    fn step_by_form(&mut self, word: &WordReading, written: &[Word<'_>]) -> Vec<NameMatch> {
        let nodes = std::mem::take(&mut self.forms).into_iter();
        let steps: Vec<_> =
            nodes.flat_map(|node| self.lexicon.names.form_steps(node, word)).collect();
        self.forms = steps.iter().filter_map(|step| step.next()).collect();
        self.lexicon.inflected(&steps, written)
    }
}

/// The maximum length of code whose words are read as the beginning of a name, in bytes.
const MAX_CODE: usize = 60;

/// Returns whether the word at `start` continues a name whose beginning is code: `` `Read` quorum ``.
fn is_part_of_code(
    lexicon: &Lexicon<'_>,
    text: &str,
    words: &[Word<'_>],
    readings: &[WordReading],
    start: usize,
) -> bool {
    if words[start].separator != Separator::Cut {
        return false;
    }
    let before = &text[..words[start].range.start().into()];
    let Some(before) = before.trim_end_matches([' ', '-']).strip_suffix('`') else { return false };
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(MAX_CODE))..];
    let Some((_, code)) = near.rsplit_once('`') else { return false };
    let index = lexicon.names;
    let mut code = words_of(code).into_iter();
    let node = code.try_fold(TermIndex::ROOT, |node, word| {
        index.step(node, &index.read(word.text, None))?.next()
    });
    node.filter(|node| *node != TermIndex::ROOT).is_some_and(|node| {
        let longer = Names::new(lexicon, words, readings, start, node);
        { longer }.next().is_some()
    })
}

/// Keeps only the exact matches, if there are any. For example, `BASE` is the acronym and not the
/// word “base” in capitals.
fn exact_first(mut names: Vec<NameMatch>) -> Vec<NameMatch> {
    if names.iter().any(|found| found.key.is_capitals()) {
        names.retain(|found| found.key.is_capitals());
    }
    let nearest = names.iter().map(|found| found.form).min();
    names.retain(|found| Some(found.form) == nearest);
    names.sort_by(|a, b| a.key.cmp(&b.key));
    names.dedup();
    names
}

/// Returns all mentions in a note, from top to bottom, without the declarations.
pub fn in_note(workspace: &Workspace, document: &Document) -> Vec<Mention> {
    in_blocks(workspace, document, |_, _| true)
}

/// Returns the mentions in the selected blocks of a note.
fn in_blocks(
    workspace: &Workspace,
    document: &Document,
    is_worth: impl Fn(&str, &[Segment]) -> bool,
) -> Vec<Mention> {
    let note = &document.note;
    let blocks = prose::blocks(&note.prose).inspect(|_| make_way());
    let blocks = blocks.filter(|block| is_worth(&note.text, block));
    let lexicon = Lexicon::of_document(workspace, document);
    let mentions = blocks.flat_map(|block| lexicon.mentions(note, block));
    let declared = declared_places(note);
    mentions.filter(|mention| !is_declaration(&declared, mention)).collect()
}

/// Returns the mentions in all notes, by note and then by range.
pub fn in_all(workspace: &Workspace) -> Vec<(&Document, Vec<Mention>)> {
    let documents: Vec<_> = workspace.documents().collect();
    let mut found: Vec<_> = documents
        .into_par_iter()
        .map(|document| (document, in_note(workspace, document)))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.location.cmp(&b.location));
    found
}

/// The maximum number of names whose words are checked in a block first. With more names, a full
/// search of the block is faster.
const MANY: usize = 50;

/// Returns all mentions of any of these names in all notes, by note and then by range.
///
/// Notes and blocks without the words of a name are skipped. A lookup of words is much faster than
/// a search for mentions.
pub fn everywhere<'w>(
    workspace: &'w Workspace,
    names: &BTreeSet<TermKey>,
) -> Vec<(&'w Document, Vec<Mention>)> {
    let sought: Option<Vec<_>> =
        (names.len() <= MANY).then(|| names.iter().map(SoughtName::new).collect());
    let may_mention = |vocabulary: &Vocabulary| {
        sought.as_ref().is_none_or(|names| names.iter().any(|name| vocabulary.may_mention(name)))
    };
    let documents: Vec<_> = workspace.documents().collect();
    let mut found: Vec<_> = documents
        .into_par_iter()
        .inspect(|_| make_way())
        .filter(|document| may_mention(document.vocabulary()))
        .map(|document| {
            let is_worth = |text: &str, block: &[Segment]| {
                let language = document.note.language;
                sought.as_ref().is_none_or(|it| block_may_mention(text, block, language, it))
            };
            let mut mentions = in_blocks(workspace, document, is_worth);
            mentions.retain(|mention| mention.is_of(names));
            (document, mentions)
        })
        .filter(|(_, mentions)| !mentions.is_empty())
        .collect();
    found.sort_by(|(a, _), (b, _)| a.location.cmp(&b.location));
    found
}

/// Returns the notes that mention a name: all, or the first `most` that are found.
pub fn notes_with(workspace: &Workspace, name: &TermKey, most: usize) -> Vec<NoteId> {
    let sought = [SoughtName::new(name)];
    let documents: Vec<_> = workspace.documents().collect();
    let documents = documents.into_par_iter().inspect(|_| make_way());
    let mentioning = documents.filter(|document| {
        let is_worth = |text: &str, block: &[Segment]| {
            block_may_mention(text, block, document.note.language, &sought)
        };
        document.vocabulary().may_mention(&sought[0])
            && in_blocks(workspace, document, is_worth).iter().any(|it| it.is_named(name))
    });
    mentioning.map(|document| document.id).take_any(most).collect()
}

/// Returns the disjoint ranges where a note declares names, with the keys of their terms.
fn declared_places(note: &Note) -> Vec<(TextRange, &Term)> {
    let places = note.terms.iter().flat_map(|term| {
        let places = term.declared_aliases().filter_map(|alias| alias.range);
        let apart = places.filter(|place| !term.name_range.contains_range(*place));
        std::iter::once(term.name_range).chain(apart).map(move |place| (place, term))
    });
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|(place, _)| (place.start(), place.end()));
    places
}

/// Returns whether a name is inside its declaration, which is not a mention.
fn is_declaration(places: &[(TextRange, &Term)], mention: &Mention) -> bool {
    let from = places.partition_point(|(place, _)| place.end() < mention.range.end());
    let mut around = places[from..].iter().take_while(|(p, _)| p.start() <= mention.range.start());
    around.any(|(_, term)| term.keys().any(|key| mention.is_named(key)))
}

impl Mention {
    /// Returns whether this name is mentioned.
    pub fn is_named(&self, name: &TermKey) -> bool {
        self.names.iter().any(|found| found.key == *name)
    }

    /// Returns whether one of these names is mentioned.
    pub fn is_of(&self, names: &BTreeSet<TermKey>) -> bool {
        self.names.iter().any(|found| names.contains(&found.key))
    }

    /// Returns the relation of the mention to its names. All have the same one.
    pub fn form(&self) -> NameForm {
        self.names.first().map_or(NameForm::Same, |found| found.form)
    }
}

/// Returns the mention that contains or touches an offset of a document.
pub fn at(workspace: &Workspace, document: &Document, offset: TextSize) -> Option<Mention> {
    let block = prose::block_at(&document.note.prose, offset)?;
    let lexicon = Lexicon::of_document(workspace, document);
    let mentions = lexicon.mentions(&document.note, block);
    mentions.into_iter().find(|mention| mention.range.contains_inclusive(offset))
}

#[cfg(test)]
mod tests;
