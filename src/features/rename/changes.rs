//! The changes of a rename: declarations of the name, and mentions in running text.

use std::collections::BTreeMap;
use std::ops::Range;

use text_size::TextRange;

use crate::features::rename::section::{with_code, with_marks};
use crate::features::rename::spelling::{Spelling, in_base_form, respell};
use crate::features::rename::target::TermName;
use crate::note::front_matter::ALIAS_KEYS;
use crate::note::link::{Link, LinkKind};
use crate::note::marked_reference::is_name_of_page;
use crate::note::prose::{self, Segment};
use crate::note::term::{Alias, AliasSource, Style, Term};
use crate::note::term_key::TermKey;
use crate::note::words::words;
use crate::text::interval_sweep::IntervalSweep;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{self, Group, Refusal, TextEdit, WorkspaceEdit};
use crate::workspace::links::Resolver;
use crate::workspace::mention::{self, Mention};
use crate::workspace::term_index::NameForm;
use crate::workspace::{Declaration, Workspace};

/// A rename with the changes found so far.
pub(super) struct TermRenaming<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) old: TermName,
    /// The new name as it is read.
    pub(super) new: String,
    /// The new name as typed, which may contain markup.
    pub(super) typed: String,
    /// The headings whose whole text is replaced.
    pub(super) headings: Vec<(NoteId, usize)>,
    old_spelling: Spelling,
    new_spelling: Spelling,
    /// The renamed keys: the name itself, and titles that contain it.
    pub(super) names: BTreeMap<TermKey, TermKey>,
    pub(super) edit: WorkspaceEdit,
    /// Whether renaming back restores all declarations.
    pub(super) is_reversible: bool,
    /// The mentions that are not changed.
    pub(super) left_out: Vec<(NoteId, TextRange)>,
    /// The note of the cursor.
    home: NoteId,
    is_declared_at_home: bool,
}

impl<'w> TermRenaming<'w> {
    pub(super) fn new(
        workspace: &'w Workspace,
        old: TermName,
        (new, typed): (&str, &str),
        key: TermKey,
        home: NoteId,
    ) -> Self {
        Self {
            workspace,
            old_spelling: Spelling::of(&old.declared),
            new_spelling: Spelling::of(new),
            names: BTreeMap::from([(old.key.clone(), key)]),
            old,
            new: new.to_owned(),
            typed: typed.to_owned(),
            headings: Vec::new(),
            edit: WorkspaceEdit::default(),
            is_reversible: true,
            left_out: Vec::new(),
            home,
            is_declared_at_home: false,
        }
    }

    /// Finds all changes except those to links.
    pub(super) fn collect(&mut self) -> Result<(), Refusal> {
        let workspace = self.workspace;
        let declarations = workspace.declarations(&self.old.key, None);
        self.is_declared_at_home = declarations.iter().any(|it| it.document.id == self.home);
        for found in declarations.chunk_by(|a, b| a.document.id == b.document.id) {
            for found in found {
                self.declaration(found)?;
                self.edit.check_size()?;
            }
        }
        for gap in workspace.gaps(&self.old.key, Some(self.home)) {
            self.is_declared_at_home |= gap.document.id == self.home;
            self.declared_at(gap.document, gap.section.heading.name_range)?;
        }
        let names = self.names.keys().cloned().collect();
        let resolver = Resolver::new(workspace);
        for (document, mentions) in mention::everywhere(workspace, &names) {
            let text = &document.note.text;
            let mut blocks = Blocks::new(text, &document.note.prose);
            let note = &document.note;
            let mut names =
                IntervalSweep::new(note.terms.iter().map(|term| (term.name_range, term)));
            let mut links = IntervalSweep::new(note.links.iter().map(|link| (link.range, link)));
            for mention in &mentions {
                let links: Vec<_> = links.of(mention.range).map(|(_, link)| *link).collect();
                let is_other = names.of(mention.range).any(|(_, term)| self.is_other(term));
                let is_other = is_other || self.is_in_gap(document, mention);
                if !is_other && !is_foreign(&resolver, document, &links, mention) {
                    self.mention(document, &mut blocks, &links, mention);
                    self.edit.check_size()?;
                }
            }
        }
        Ok(())
    }

    /// Changes the name where a term declares it.
    fn declaration(&mut self, found: &Declaration<'_>) -> Result<(), Refusal> {
        let (document, term) = (found.document, found.term);
        if term.key == self.old.key {
            self.declared_at(document, term.name_range)?;
            self.repetitions(document, term)?;
        }
        let key = self.old.key.clone();
        for alias in term.declared_aliases().filter(|alias| alias.key == key) {
            let Some(range) = alias.range else {
                let reason = if alias.source == AliasSource::Settings {
                    format!("“{}” is an alias from the settings. Change it there.", alias.name)
                } else {
                    self.interrupted(document)
                };
                return Err(Refusal(reason));
            };
            self.declared_at(document, range)?;
            if alias.source == AliasSource::Title {
                self.titles(term, alias);
            }
        }
        Ok(())
    }

    /// Changes the name in the aliases of the front matter.
    fn repetitions(&mut self, document: &Document, term: &Term) -> Result<(), Refusal> {
        let text = &document.note.text;
        let front = document.note.front_matter.as_ref().filter(|_| term.style == Style::Note);
        let labels = front.map(|front| front.text_values(text, &ALIAS_KEYS));
        for label in labels.into_iter().flatten() {
            if TermKey::new(&label.text).as_ref() == Some(&self.old.key) {
                self.declared_at(document, label.text_range)?;
            }
        }
        Ok(())
    }

    /// Adds the titles that contain an alias: they are renamed with it.
    fn titles(&mut self, term: &Term, part: &Alias) {
        let whole = [(&term.headword, &term.key)].into_iter();
        let others = term.aliases.iter().filter(|alias| alias.source == AliasSource::Title);
        let titles = whole.chain(others.map(|alias| (&alias.name, &alias.key)));
        let titles = titles.filter(|(_, key)| **key != self.old.key);
        let new = self.respelled(&Spelling::of(&part.name), false).0.text();
        for (title, key) in titles {
            let Some(at) = title.rfind(&part.name) else { continue };
            let renamed = [&title[..at], &new, &title[at + part.name.len()..]].concat();
            if let Some(renamed) = TermKey::new(&renamed) {
                self.names.insert(key.clone(), renamed);
            }
        }
    }

    /// Changes a name that is declared at `range`.
    fn declared_at(&mut self, document: &Document, range: TextRange) -> Result<(), Refusal> {
        let text = &document.note.text;
        if let Some(front) = &document.note.front_matter
            && front.content.contains_range(range)
        {
            let written = Spelling::of(&text[range]);
            let (new, is_lossless) = self.respelled(&written, false);
            self.is_reversible &= is_lossless;
            let Some((range, new_text)) = front.rewrite(text, range, &new.text()) else {
                let title = document.title();
                return Err(Refusal(format!(
                    "The name cannot be changed in the front matter of “{title}”."
                )));
            };
            if self.edit.of(document.id).iter().all(|edit| edit.range != range) {
                let group = self.group(document);
                self.edit.push(document.id, TextEdit { range, new_text, group });
            }
            return Ok(());
        }
        let block = prose::block_at(&document.note.prose, range.start()).unwrap_or_default();
        let places = if block.is_empty() {
            Spelling::of(&text[range]).places(text, range)
        } else {
            places(text, block, range)
        };
        let written = Spelling::new(text, &places);
        let is_whole = TermKey::new(&written.words.join(" ")).as_ref() == Some(&self.old.key);
        let new = self.respelled(&written, false);
        let edits = replacements(new, &written, &places, block);
        let edits = edits.filter(|_| is_whole && self.typed == self.new);
        let heading = heading_named(document, range).filter(|_| edits.is_none());
        if let Some(index) = heading {
            // Markup is inside the old or the new name, so the heading is replaced as a whole.
            let range = with_marks(document, range);
            let written = with_code(&text[range], &self.typed);
            self.is_reversible &= text[range] == self.old.declared;
            self.headings.push((document.id, index));
            let edit = TextEdit { range, new_text: written, group: self.group(document) };
            self.edit.push(document.id, edit);
            return Ok(());
        }
        let Some((edits, is_lossless)) = edits else {
            return Err(Refusal(self.interrupted(document)));
        };
        self.is_reversible &= is_lossless;
        for (range, new_text) in edits {
            let group = self.group(document);
            self.edit.push(document.id, TextEdit { range, new_text, group });
        }
        Ok(())
    }

    /// Returns the group of the changes to declarations in a note. Another note may mean another term.
    fn group(&self, document: &Document) -> Group {
        if document.id == self.home || !self.is_declared_at_home {
            Group::Certain
        } else {
            Group::OtherNote
        }
    }

    fn interrupted(&self, document: &Document) -> String {
        let (name, title) = (&self.old.declared, document.title());
        format!("Markup interrupts the name “{name}” where “{title}” declares it.")
    }

    /// Changes a mention, or leaves it unchanged if the new spelling is not clear.
    fn mention(
        &mut self,
        document: &Document,
        blocks: &mut Blocks<'_>,
        links: &[&Link],
        mention: &Mention,
    ) {
        let edits = self.edit.of(document.id);
        // They are in order and disjoint.
        let before = edits.partition_point(|edit| edit.range.end() <= mention.range.start());
        if edits[before..].first().is_some_and(|edit| edit.range.start() < mention.range.end()) {
            return;
        }
        let text = blocks.text;
        let Some((block, mut places)) = blocks.places(mention.range) else { return };
        if is_label(links, text) || is_name_of_page(text, mention.range) {
            self.left_out.push((document.id, mention.range));
            return;
        }
        if !mention.is_named(&self.old.key) {
            places = part_of(text, &places, &self.old.key);
        }
        let written = Spelling::new(text, &places);
        let opens = places.first().is_some_and(|first| opens_sentence(text, block, first.start));
        let new = if mention.form() == NameForm::Inflected {
            (in_base_form(&written, &self.new_spelling, opens), false)
        } else {
            self.respelled(&written, opens)
        };
        let Some((edits, is_lossless)) = replacements(new, &written, &places, block) else {
            self.left_out.push((document.id, mention.range));
            return;
        };
        let is_other = |name: &TermKey| !self.names.contains_key(name);
        let group = if mention.names.iter().any(|found| is_other(&found.key)) {
            Group::Ambiguous
        } else if mention.form() == NameForm::Inflected {
            Group::OtherForm
        } else if !is_lossless {
            Group::Lossy
        } else if mention.form() == NameForm::Number {
            Group::Inflected
        } else {
            Group::Likely
        };
        for (range, new_text) in edits {
            self.edit.push(document.id, TextEdit { range, new_text, group });
        }
    }

    /// Returns the spelling of the new name there, and whether renaming back restores the old one.
    fn respelled(&self, written: &Spelling, opens: bool) -> (Spelling, bool) {
        let found = respell(written, &self.old_spelling, &self.new_spelling, opens);
        (found.spelling, found.is_lossless)
    }

    /// Returns whether a mention is a part of the heading of another gap.
    fn is_in_gap(&self, document: &Document, mention: &Mention) -> bool {
        document.note.section_at(mention.range.start()).is_some_and(|index| {
            let heading = &document.note.sections[index].heading;
            let is_other =
                |key: &TermKey| !self.names.contains_key(key) && self.workspace.is_gap(key);
            heading.name_range.contains_range(mention.range)
                && heading.key.as_ref().is_some_and(is_other)
        })
    }

    /// Returns whether a term is another one, so that its declared name only contains the old name.
    fn is_other(&self, term: &Term) -> bool {
        !term.keys().any(|key| self.names.contains_key(key))
    }
}

/// Returns the changes that replace the words at these ranges by the new name, and whether renaming
/// back restores the old one. `None` if the new name has no place for the markup between the words.
fn replacements(
    (new, is_lossless): (Spelling, bool),
    written: &Spelling,
    places: &[Range<usize>],
    block: &[Segment],
) -> Option<(Vec<(TextRange, String)>, bool)> {
    let whole = edit::range(places.first()?.start..places.last()?.end);
    let is_break = |gap: &String| gap.chars().all(|c| c.is_whitespace() || c == '-');
    let is_bare = block.is_empty() || block.iter().any(|it| it.range.contains_range(whole));
    if is_bare || (new.separators != written.separators && written.separators.iter().all(is_break))
    {
        let changed = new != *written;
        return Some((changed.then(|| (whole, new.text())).into_iter().collect(), is_lossless));
    }
    (new.separators == written.separators).then_some(())?;
    let pairs = places.iter().zip(&new.words).zip(&written.words);
    let changed = pairs.filter(|((_, new), old)| new != old);
    let edits = changed.map(|((place, new), _)| (edit::range(place.clone()), new.clone()));
    Some((edits.collect(), is_lossless))
}

/// Returns the section whose heading has this range as its whole name.
fn heading_named(document: &Document, range: TextRange) -> Option<usize> {
    let index = document.note.section_at(range.start())?;
    (document.note.sections[index].heading.name_range == range).then_some(index)
}

impl Spelling {
    /// Returns the ranges of the words of the old name in a range with the same words.
    fn places(&self, text: &str, range: TextRange) -> Vec<Range<usize>> {
        let mut at = usize::from(range.start());
        let mut places = Vec::new();
        for word in &self.words {
            let Some(found) = text[at..usize::from(range.end())].find(word.as_str()) else { break };
            places.push(at + found..at + found + word.len());
            at += found + word.len();
        }
        places
    }
}

/// The blocks of a note with the words of the last used one, since a block may have many mentions.
struct Blocks<'t> {
    text: &'t str,
    prose: &'t [Segment],
    last: &'t [Segment],
    words: Vec<Range<usize>>,
}

impl<'t> Blocks<'t> {
    fn new(text: &'t str, prose: &'t [Segment]) -> Self {
        Self { text, prose, last: &[], words: Vec::new() }
    }

    /// Returns the block in which a range begins, and the ranges of the words in the range.
    fn places(&mut self, range: TextRange) -> Option<(&'t [Segment], Vec<Range<usize>>)> {
        let (first, last) = (self.last.first(), self.last.last());
        let is_last = first.is_some_and(|first| first.range.start() <= range.start())
            && last.is_some_and(|last| range.end() <= last.range.end());
        if !is_last {
            self.last = prose::block_at(self.prose, range.start())?;
            let words = words(self.text, self.last).into_iter();
            self.words = words.map(|word| word.range.into()).collect();
        }
        let start = self.words.partition_point(|word| word.start < usize::from(range.start()));
        let words = self.words[start..].iter();
        let words = words.take_while(|word| word.end <= usize::from(range.end()));
        Some((self.last, words.cloned().collect()))
    }
}

/// Returns the ranges of the words in a part of a block.
fn places(text: &str, block: &[Segment], range: TextRange) -> Vec<Range<usize>> {
    let words = words(text, block).into_iter().map(|word| word.range);
    words.filter(|word| range.contains_range(*word)).map(Range::from).collect()
}

/// Returns those of the words that are the name.
fn part_of(text: &str, words: &[Range<usize>], name: &TermKey) -> Vec<Range<usize>> {
    for start in 0..words.len() {
        for end in start + 1..=words.len() {
            let part = Spelling::new(text, &words[start..end]);
            if TermKey::new(&part.text()).as_ref() == Some(name) {
                return words[start..end].to_vec();
            }
        }
    }
    Vec::new()
}

/// Returns whether an offset is the start of its block or of a sentence.
fn opens_sentence(text: &str, block: &[Segment], at: usize) -> bool {
    let start = block.first().map_or(at, |first| first.range.start().into());
    let before = text[start.min(at)..at].trim_end_matches(['*', '_', '"', '“', '(', '[']);
    let spoken = before.trim_end();
    spoken.is_empty()
        || (spoken.len() < before.len() && spoken.ends_with(['.', '!', '?', ':', '。']))
}

/// Returns whether a mention is only a part of the text of an external link. Such a text is often
/// the title of the external page.
fn is_foreign(
    resolver: &Resolver<'_>,
    document: &Document,
    links: &[&Link],
    mention: &Mention,
) -> bool {
    let is_text_of = |link: &&&Link| link.text.is_some_and(|it| it.contains_range(mention.range));
    let link = links.iter().find(is_text_of).filter(|_| mention.in_link);
    link.is_some_and(|link| {
        let shown = link.text.map(|text| document.note.text.slice(text).trim().len());
        shown != Some(usize::from(mention.range.len()))
            && resolver.resolve(document, link).is_none()
    })
}

/// Returns whether a mention is both the text and the label of one of these links: `[label]`,
/// `[label][]`.
fn is_label(links: &[&Link], text: &str) -> bool {
    links.iter().find(|link| link.kind == LinkKind::Reference).is_some_and(|link| {
        let shown = link.text.map_or(link.range.start(), TextRange::end);
        !text[usize::from(shown)..usize::from(link.range.end())].starts_with("][")
    })
}
