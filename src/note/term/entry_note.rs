//! Notes about one term, whose title is the headword.
//!
//! The title is in the front matter, the only heading of level 1, or the name of the file. Front
//! matter can declare a note as an entry of a glossary. The headings of such a note declare no
//! terms. A note with a date is usually an article: its title is a term only if the text says what
//! it is.

use std::path::Path;
use std::sync::Arc;

use text_size::TextRange;

use crate::note::front_matter::{ALIAS_KEYS, Entry, FrontMatter, TextValue, ValueKind};
use crate::note::term::clue::Clue;
use crate::note::term::evidence::{Evidence, Verdict};
use crate::note::term::folder_habit::{FolderEntry, FolderHabit};
use crate::note::term::heading::{MAYBE, comment_aliases, sole_title};
use crate::note::term::reason::{Reason, Weighing};
use crate::note::term::source::{Declaration, Source};
use crate::note::term::title::introduces;
use crate::note::term::title_form::TitleForm;
use crate::note::term::weighing::weigh;
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, passage, title};
use crate::note::term_key::TermKey;

/// Keys with a definition. The first that is set counts.
const DEFINITIONS: [&str; 5] =
    ["definition", "short_description", "hoverText", "description", "summary"];

/// Keys that only entries of glossaries have.
const OF_ENTRIES: [&str; 4] = ["term", "short_description", "hoverText", "related_terms"];

/// Kinds of notes that are entries of glossaries, folded.
const ENTRY_KINDS: [&str; 4] = ["definition", "glossary", "glossary-term", "term"];

/// The most sections of a note that are looked at for one that introduces the term.
const MAX_SECTIONS: usize = 8;

/// Keys that articles have.
const OF_ARTICLES: [&str; 3] = ["author", "authors", "permalink"];

/// Keys that articles have, but also dated notes.
const DATES: [&str; 3] = ["date", "pubdate", "published"];

/// Layouts of articles and other pages, folded.
const PAGE_LAYOUTS: [&str; 8] =
    ["archive", "article", "blog", "home", "page", "post", "posts", "search"];

/// The term that a whole note is about.
#[derive(Default)]
pub(super) struct OwnTerm {
    pub(super) term: Option<Term>,
    pub(super) entry: Option<FolderEntry>,
    /// Whether the front matter declares the note as an entry of a glossary, by a key or by
    /// aliases.
    pub(super) is_explicit: bool,
}

/// Reads a note as the declaration of one term.
pub(super) fn read(note: &Source<'_>) -> OwnTerm {
    let aliases = aliases(note);
    let is_explicit = is_explicit(note, &aliases);
    let Ok(candidate) = candidate(note, aliases) else {
        return OwnTerm { is_explicit, ..OwnTerm::default() };
    };
    let defines = is_explicit
        || candidate.evidence.verdict() == Verdict::Defines
        || candidate.evidence.verdict() == Verdict::Unclear && has_any(candidate.evidence, &FORMS);
    let entry = candidate.folder.clone().map(|folder| FolderEntry { folder, defines });
    OwnTerm { term: candidate.into_term(note), entry, is_explicit }
}

/// Why the title of a note is a term or not.
pub(super) fn reason(note: &Source<'_>) -> Reason {
    let candidate = match candidate(note, aliases(note)) {
        Ok(candidate) => candidate,
        Err(reason) => return reason,
    };
    let (passage, evidence) = (candidate.definition.range, candidate.evidence);
    let is_term = candidate.into_term(note).is_some();
    Reason::Weighed(Weighing { is_term, passage, evidence, headings: 0, defining: 0 })
}

/// A title and a text that may define it.
struct TitleCandidate {
    title: NoteTitle,
    aliases: Vec<Alias>,
    definition: Definition,
    evidence: Evidence,
    folder: Option<Arc<Path>>,
    is_explicit: bool,
}

/// The title of a note with its text, or the reason why it cannot be a term.
fn candidate(note: &Source<'_>, mut aliases: Vec<Alias>) -> Result<TitleCandidate, Reason> {
    let is_explicit = is_explicit(note, &aliases);
    if !is_explicit && note.front_matter.is_some_and(is_article) {
        return Err(Reason::Article);
    }
    let sole = sole_title(note).filter(|index| *index == 0);
    let title = NoteTitle::of(note, sole, &mut aliases)?;
    let (definition, evidence) =
        definition(note, &title.name, title.section, is_explicit).ok_or(Reason::NoPassage)?;
    let folder = note.options.path.as_deref().and_then(Path::parent).map(Arc::from);
    Ok(TitleCandidate { title, aliases, definition, evidence, folder, is_explicit })
}

impl TitleCandidate {
    fn into_term(self, note: &Source<'_>) -> Option<Term> {
        let Self { title, mut aliases, definition, evidence, folder, is_explicit } = self;
        let habit = |has_form| folder.map(|folder| FolderHabit { folder, has_form });
        let judged_by = match title.verdict(note, evidence) {
            _ if is_explicit => None,
            Verdict::Defines => None,
            Verdict::Unclear => habit(true),
            Verdict::Other if may_be_defined(note, evidence) => Some(habit(false)?),
            Verdict::Other => return None,
        };
        aliases.extend(title.section.into_iter().flat_map(|index| comment_aliases(note, index)));
        let whole = match (note.front_matter, title.section) {
            (None, Some(index)) => note.sections[index].range,
            (block, _) => {
                let start = block.map_or_else(|| note.start(), |block| block.range.start());
                TextRange::new(start, note.end())
            }
        };
        let term = note.term(Declaration {
            key: None,
            headword: title.name,
            style: Style::Note,
            name_range: title.range,
            range: whole,
            definition,
            section: title.section,
            evidence: Some(evidence),
            aliases,
        })?;
        Some(Term { judged_by, ..term })
    }
}

/// The title of a note.
struct NoteTitle {
    name: String,
    /// Its range in byte offsets of the note. Empty if it is the name of the file.
    range: TextRange,
    /// The index of the section whose heading it is.
    section: Option<usize>,
}

impl NoteTitle {
    /// The title of a note: in its front matter, the `sole` heading of level 1, or the name of its
    /// file, if it is a name. An alias with that name, or the first one instead of a number,
    /// has a place in the text, and becomes the title.
    fn of(
        note: &Source<'_>,
        sole: Option<usize>,
        aliases: &mut Vec<Alias>,
    ) -> Result<Self, Reason> {
        let own = note.front_matter.and_then(own_title);
        let heading = sole.map(|index| (index, &note.sections[index].heading));
        let title = match (own, heading) {
            (Some(own), _) => Self { name: own.text, range: own.text_range, section: sole },
            (None, Some((index, heading))) => {
                Self { name: heading.name.clone(), range: heading.name_range, section: Some(index) }
            }
            (None, None) => return Self::of_file(note, aliases).ok_or(Reason::NoPassage),
        };
        if heading.is_some_and(|(_, heading)| heading.is_code) {
            return Err(Reason::Title("the title is code"));
        }
        match title::objection(&title.name) {
            Some(objection) => Err(Reason::Title(objection)),
            None => Ok(title),
        }
    }

    fn of_file(note: &Source<'_>, aliases: &mut Vec<Alias>) -> Option<Self> {
        let stem = note.options.path.as_deref().and_then(Path::file_stem);
        let file = stem.and_then(|stem| name_of_file(&stem.to_string_lossy()));
        let key = file.as_deref().and_then(TermKey::new);
        let is_same = |alias: &Alias| key.as_ref().is_none_or(|key| alias.key == *key);
        let alias = aliases.iter().position(is_same).filter(|at| aliases[*at].range.is_some());
        if let Some(alias) = alias.map(|at| aliases.remove(at)) {
            let range = alias.range?;
            return Some(Self { name: alias.name, range, section: None });
        }
        Some(Self { name: file?, range: TextRange::empty(note.start()), section: None })
    }

    /// Whether the text of the note defines its title: `Unclear` if most other notes of the folder
    /// must do so.
    fn verdict(&self, note: &Source<'_>, evidence: Evidence) -> Verdict {
        const SAYING: [Clue; 2] = [Clue::Says, Clue::Expands];
        const POSSIBLE: [Clue; 5] =
            [Clue::Says, Clue::Expands, Clue::Acts, Clue::SubjectInPart, Clue::Refers];
        let is_dated = is_dated(note);
        match evidence.verdict() {
            Verdict::Defines if is_dated && !has_any(evidence, &SAYING) => Verdict::Other,
            Verdict::Unclear if is_dated || self.range.is_empty() => Verdict::Other,
            Verdict::Unclear if has_any(evidence, &POSSIBLE) => Verdict::Defines,
            Verdict::Unclear if has_any(evidence, &FORMS) => Verdict::Unclear,
            Verdict::Unclear => Verdict::Other,
            verdict => verdict,
        }
    }
}

/// The clues in the form of a text that is usual for a definition.
const FORMS: [Clue; 2] = [Clue::Fragment, Clue::NounPhrase];

fn has_any(evidence: Evidence, clues: &[Clue]) -> bool {
    clues.iter().any(|clue| evidence.has(*clue))
}

/// Whether a text may define its title, if most other notes of the folder define theirs.
fn may_be_defined(note: &Source<'_>, evidence: Evidence) -> bool {
    let verdict = evidence.verdict();
    verdict == Verdict::Defines || !is_dated(note) && evidence.weight() >= MAYBE
}

/// Whether the front matter declares a note as an entry of a glossary.
fn is_explicit(note: &Source<'_>, aliases: &[Alias]) -> bool {
    note.front_matter.is_some_and(|block| !aliases.is_empty() || is_entry(block))
}

fn is_dated(note: &Source<'_>) -> bool {
    note.front_matter.is_some_and(|block| DATES.iter().any(|key| block.get(key).is_some()))
}

/// The name that the name of a file writes. `None` if the file is named by a date or number, or by
/// a title that structures notes.
fn name_of_file(stem: &str) -> Option<String> {
    // `bloom-filter`, `bloom_filter`
    let name = if stem.contains(' ') { stem.to_owned() } else { stem.replace(['-', '_'], " ") };
    let is_named = name.split(' ').all(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    (is_named && name.chars().count() > 1 && title::is_name(&name)).then_some(name)
}

/// The title in the front matter.
fn own_title(block: &FrontMatter) -> Option<TextValue> {
    block.text_value("term").or_else(|| block.title())
}

/// The names in the front matter.
fn aliases(note: &Source<'_>) -> Vec<Alias> {
    let Some(block) = note.front_matter else { return Vec::new() };
    let names = block.text_values(note.text, &ALIAS_KEYS).into_iter();
    let alias =
        |name: TextValue| Alias::new(&name.text, AliasSource::FrontMatter, Some(name.text_range));
    names.filter(|name| !is_address(&name.text)).filter_map(alias).collect()
}

/// Whether an alias is a former URL of the note: `/old/`, `2019/old.html`, but not `TCP/IP`.
fn is_address(alias: &str) -> bool {
    let has_sign = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    alias.starts_with('/')
        || alias.ends_with('/')
        || alias.contains("//")
        || alias.to_lowercase().ends_with(".html")
        || (alias.contains('/') && !alias.contains(' ') && alias.contains(has_sign))
}

fn is_entry(block: &FrontMatter) -> bool {
    OF_ENTRIES.iter().any(|key| block.get(key).is_some())
        || has_value(block, &["type", "layout", "kind"], &ENTRY_KINDS)
}

fn is_article(block: &FrontMatter) -> bool {
    OF_ARTICLES.iter().any(|key| block.get(key).is_some())
        || has_value(block, &["layout", "type"], &PAGE_LAYOUTS)
}

fn has_value(block: &FrontMatter, keys: &[&str], values: &[&str]) -> bool {
    let labels = keys.iter().filter_map(|key| block.text_value(key));
    labels.into_iter().any(|label| values.contains(&label.text.to_lowercase().as_str()))
}

/// The definition in the front matter, or else in the text, with its evidence.
fn definition(
    note: &Source<'_>,
    title: &str,
    sole: Option<usize>,
    is_explicit: bool,
) -> Option<(Definition, Evidence)> {
    let said = note.front_matter.and_then(|block| {
        DEFINITIONS.iter().filter_map(|key| block.get(key)).find_map(|entry| said(note, entry))
    });
    if let Some(said) = said {
        let meaning = said.reads.as_deref().unwrap_or(&note.text[said.range]);
        let evidence = weigh(&TitleForm::new(title), meaning);
        return Some((said, evidence));
    }
    let (range, evidence) = passage_of(note, title, sole, is_explicit)?;
    Some((passage::definition(note, range), evidence))
}

fn said(note: &Source<'_>, entry: &Entry) -> Option<Definition> {
    let ValueKind::Scalar(scalar) = &entry.value.kind else { return None };
    let reads = scalar.text.trim();
    reads.contains(char::is_alphanumeric).then_some(())?;
    let is_verbatim = note.text[scalar.text_range] == *reads;
    Some(Definition { range: scalar.text_range, reads: (!is_verbatim).then(|| reads.to_owned()) })
}

/// The defining passage of a note: before its first heading (except the title), or below a heading
/// that introduces the term (`## What it is`).
fn passage_of(
    note: &Source<'_>,
    title: &str,
    sole: Option<usize>,
    is_explicit: bool,
) -> Option<(TextRange, Evidence)> {
    let first = sole.map_or(0, |index| index + 1);
    let headings = |at: usize| note.sections.get(at).map(|section| section.heading.range);
    let end = |at: usize| headings(at).map_or_else(|| note.end(), TextRange::start);
    let title_line = sole.and_then(headings);
    let above = title_line.map_or_else(|| note.start(), TextRange::end);
    // If the front matter has the title, the text may begin above the first heading.
    let is_titled = note.front_matter.and_then(own_title).is_some();
    let before = title_line
        .filter(|_| is_titled)
        .and_then(|line| passage_in(note, title, TextRange::new(note.start(), line.start())));
    let below = || passage_in(note, title, TextRange::new(above, end(first).max(above)));
    let opening = before.or_else(below);
    let weight = |found: &(TextRange, Evidence)| found.1.weight();
    if opening.is_some_and(|(_, evidence)| evidence.verdict() == Verdict::Defines) {
        return opening;
    }
    let in_section = |at: usize| {
        let name = &note.sections[at].heading.name;
        let start = headings(at)?.end();
        let (range, evidence) =
            passage_in(note, title, TextRange::new(start, end(at + 1).max(start)))?;
        let is_labeled = title::is_definition(name);
        Some((range, if is_labeled { evidence.with(Clue::Labeled) } else { evidence }))
    };
    let last = note.sections.len().min(first + MAX_SECTIONS);
    let introduced = (first..last).find(|at| {
        note.sections[*at].parent == sole && introduces(&note.sections[*at].heading.name)
    });
    // Any other heading begins another subject.
    let introduced =
        introduced.or_else(|| (is_explicit && opening.is_none() && first < last).then_some(first));
    let introduced = introduced.and_then(in_section);
    match (opening, introduced) {
        (Some(opening), Some(introduced)) if weight(&introduced) > weight(&opening) => {
            Some(introduced)
        }
        (opening, introduced) => opening.or(introduced),
    }
}

/// The defining passage in a range, with its evidence, if the range has one.
fn passage_in(note: &Source<'_>, title: &str, range: TextRange) -> Option<(TextRange, Evidence)> {
    let blocks = &note.markdown.blocks;
    let from = blocks.partition_point(|block| block.range.start() < range.start());
    let to = blocks.partition_point(|block| block.range.start() < range.end());
    passage::best(note, title, &blocks[from..to.max(from)])
}

#[cfg(test)]
mod tests;
