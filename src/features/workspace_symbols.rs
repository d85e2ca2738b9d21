//! Workspace symbols: fuzzy search in the terms and headings of all notes.
//!
//! There can be a hundred thousand names, and few of them match. Therefore names are compared
//! without a copy, and text is created only for the results.
//!
//! LSP: workspace/symbol.

use std::cmp::{Ordering, Reverse};

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use crate::features::navigation_target::{Symbol, TermOrSection};
use crate::note::section::SectionStatus;
use crate::note::term::{AliasSource, Term};
use crate::text::letters::Letters;
use crate::workspace::document::{Document, Location, NameLetters};
use crate::workspace::{Declaration, Workspace};

/// The maximum number of terms in a result. Users type more letters instead of reading further.
const MAX_TERMS: usize = 200;

/// The maximum number of headings. They have their own limit, so that terms do not displace them.
const MAX_HEADINGS: usize = 100;

/// The number of notes in a batch. Each batch needs a matcher of its own.
const NOTES_AT_ONCE: usize = 512;

/// The rank of a match: by score, then by length, the shorter name first.
type MatchRank = (Reverse<u32>, usize);

/// A match of a query.
struct SymbolMatch<'w> {
    fit: MatchRank,
    /// The matched name: the headword, an alias, or the name of a heading.
    name: &'w str,
    part: TermOrSection<'w>,
}

/// Returns the matches of a query, terms before headings, each the best first. An alias is shown
/// with its headword, an empty section with its status. An empty query returns all terms by name.
pub fn workspace_symbols(workspace: &Workspace, query: &str) -> Vec<Symbol> {
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let letters = Letters::asked_by(query);
    let documents: Vec<_> = workspace.documents().collect();
    let found: Vec<_> = documents
        .par_chunks(NOTES_AT_ONCE)
        .map(|documents| {
            let mut search = SymbolSearch::new(&pattern, letters);
            for document in documents {
                search.read(document);
            }
            // Few matches are results, so the others are not kept until all notes are read.
            [
                best(workspace, search.terms, MAX_TERMS),
                best(workspace, search.headings, MAX_HEADINGS),
            ]
        })
        .collect();
    let (mut terms, mut headings) = (Vec::new(), Vec::new());
    for [some_terms, some_headings] in found {
        terms.extend(some_terms);
        headings.extend(some_headings);
    }
    let terms = best(workspace, terms, MAX_TERMS);
    let headings = best(workspace, headings, MAX_HEADINGS);
    terms.iter().chain(&headings).map(show).collect()
}

/// A search in some notes.
struct SymbolSearch<'w, 'q> {
    pattern: &'q Pattern,
    letters: Letters,
    matcher: Matcher,
    buffer: Vec<char>,
    terms: Vec<SymbolMatch<'w>>,
    headings: Vec<SymbolMatch<'w>>,
}

impl<'w, 'q> SymbolSearch<'w, 'q> {
    fn new(pattern: &'q Pattern, letters: Letters) -> Self {
        let (terms, headings) = (Vec::new(), Vec::new());
        let matcher = Matcher::new(Config::DEFAULT);
        Self { pattern, letters, matcher, buffer: Vec::new(), terms, headings }
    }

    /// Adds the matches in a note.
    fn read(&mut self, document: &'w Document) {
        let letters = self.letters;
        let NameLetters { terms, headings } = document.name_letters();
        for (index, _) in terms.iter().enumerate().filter(|(_, it)| it.contain(letters)) {
            self.read_term(document, &document.note.terms[index]);
        }
        if self.pattern.atoms.is_empty() {
            return;
        }
        for (index, _) in headings.iter().filter(|(_, it)| it.contain(letters)) {
            let index = *index as usize;
            let name = document.note.sections[index].heading.name.as_str();
            if let Some(fit) = self.fit(name).filter(|_| !name.is_empty()) {
                self.headings.push(SymbolMatch::of_heading(document, index, fit));
            }
        }
    }

    fn read_term(&mut self, document: &'w Document, term: &'w Term) {
        let own = self.fit(&term.headword);
        let section = own.and_then(|fit| Some((document.note.section_by_name(term)?, fit)));
        if let Some((index, fit)) = section.filter(|_| !self.pattern.atoms.is_empty()) {
            self.headings.push(SymbolMatch::of_heading(document, index, fit));
        }
        let own = own.map(|fit| (fit, term.headword.as_str()));
        let others = other_names(term).filter_map(|name| Some((self.fit(name)?, name)));
        // The first of several equal matches counts, and the headword is the first.
        let fitting = own.into_iter().chain(others).min_by_key(|(fit, _)| fit.0);
        self.terms.extend(fitting.map(|(fit, name)| {
            let part = TermOrSection::Term(Declaration { document, term });
            SymbolMatch { fit, name, part }
        }));
    }

    fn fit(&mut self, name: &str) -> Option<MatchRank> {
        let chars = Utf32Str::new(name, &mut self.buffer);
        let score = self.pattern.score(chars, &mut self.matcher)?;
        Some((Reverse(score), if self.pattern.atoms.is_empty() { 0 } else { name.len() }))
    }
}

impl<'w> SymbolMatch<'w> {
    fn of_heading(document: &'w Document, index: usize, fit: MatchRank) -> Self {
        let name = &document.note.sections[index].heading.name;
        Self { fit, name, part: TermOrSection::Section(document, index) }
    }

    /// Returns whether this is a term, or a heading that does not declare one.
    fn counts(&self, workspace: &Workspace) -> bool {
        match self.part {
            TermOrSection::Term(found) => !workspace.is_rejected(found.term),
            TermOrSection::Section(document, index) => {
                TermOrSection::section(workspace, document, index).term().is_none()
            }
        }
    }
}

/// Returns the aliases that the headword does not contain.
fn other_names(term: &Term) -> impl Iterator<Item = &str> {
    let aliases = term.aliases.iter().filter(|alias| alias.source != AliasSource::Title);
    aliases.map(|alias| alias.name.as_str())
}

/// Returns the best matches that [count](SymbolMatch::counts), in order. Others are not checked.
fn best<'w>(
    workspace: &Workspace,
    mut found: Vec<SymbolMatch<'w>>,
    most: usize,
) -> Vec<SymbolMatch<'w>> {
    let mut best = Vec::new();
    // Twice as many each time, so that the work does not grow with the square of the matches.
    let mut count = most;
    while best.len() < most && !found.is_empty() {
        let next = found.len().saturating_sub(count);
        count *= 2;
        if next > 0 {
            // The best ones are at the end, where they are cheap to remove.
            found.select_nth_unstable_by(next, |one, other| order(other, one));
        }
        let mut next = found.split_off(next);
        next.sort_unstable_by(order);
        best.extend(next.into_iter().filter(|it| it.counts(workspace)));
    }
    best.truncate(most);
    best
}

fn order(one: &SymbolMatch<'_>, other: &SymbolMatch<'_>) -> Ordering {
    fn place<'w>(found: &SymbolMatch<'w>) -> (&'w Location, u32) {
        (&found.part.document().location, found.part.name_range().start().into())
    }
    fn letters(found: &SymbolMatch<'_>) -> impl Iterator<Item = u8> {
        found.name.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    let by_name = || letters(one).cmp(letters(other)).then_with(|| one.name.cmp(other.name));
    one.fit.cmp(&other.fit).then_with(by_name).then_with(|| place(one).cmp(&place(other)))
}

fn show(found: &SymbolMatch<'_>) -> Symbol {
    let mut item = found.part.symbol();
    match found.part {
        TermOrSection::Term(term) if term.term.headword != found.name => {
            item.name = format!("{} → {}", found.name, item.name);
        }
        TermOrSection::Term(_) => {}
        TermOrSection::Section(document, index) => match document.note.sections[index].state {
            SectionStatus::Empty => item.name.push_str(" (empty)"),
            SectionStatus::Deferred => item.name.push_str(" (parked)"),
            SectionStatus::Topic | SectionStatus::Written => {}
        },
    }
    item
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{MAX_HEADINGS, MAX_TERMS, workspace_symbols};
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(query: &str, expected: Expect) {
        let fixture = Fixture::new(
            "\
//- /a.md
# Storage
## Stores
### Cache
Fast.
### Cascading queue
### Plan for caches
- a list
## Cold
<!-- later -->
//- /b.md
## Change Data Capture (CDC)
The process.
## Clean cache
No dirt.
",
        );
        let found = workspace_symbols(&fixture.workspace, query);
        let shown: String = found
            .iter()
            .map(|item| {
                let place = fixture.place(item.target.note, item.target.name_range);
                let (kind, name, container) = (item.kind.name(), &item.name, &item.target.place());
                format!("{kind} {name} in {container} ({place})\n")
            })
            .collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn terms_come_first_then_headings_and_gaps_are_marked() {
        check(
            "cac",
            expect![[r#"
                term Cache in Storage › Stores (/a.md:3: Cache)
                term Clean cache in b (/b.md:3: Clean cache)
                term Change Data Capture (CDC) in b (/b.md:1: Change Data Capture (CDC))
                section Plan for caches in Storage › Stores (/a.md:6: Plan for caches)
                gap Cascading queue (empty) in Storage › Stores (/a.md:5: Cascading queue)
            "#]],
        );
        check(
            "col",
            expect![[r#"
                gap Cold (parked) in Storage (/a.md:8: Cold)
            "#]],
        );
        check(
            "stor",
            expect![[r#"
                topic Stores in Storage (/a.md:2: Stores)
                topic Storage in Storage (/a.md:1: Storage)
            "#]],
        );
    }

    #[test]
    fn an_acronym_is_found_by_its_letters() {
        check(
            "cdc",
            expect![[r#"
                term Change Data Capture (CDC) in b (/b.md:1: Change Data Capture (CDC))
            "#]],
        );
    }

    #[test]
    fn an_empty_query_returns_all_terms() {
        check(
            "",
            expect![[r#"
                term Cache in Storage › Stores (/a.md:3: Cache)
                term Change Data Capture (CDC) in b (/b.md:1: Change Data Capture (CDC))
                term Clean cache in b (/b.md:3: Clean cache)
            "#]],
        );
        check("no such thing", expect![[""]]);
    }

    #[test]
    fn the_number_of_results_is_limited() {
        let terms: String = (0..500).map(|it| format!("## Widget {it}\nA thing.\n")).collect();
        let gaps: String = (0..500).map(|it| format!("## Widget gap {it}\n")).collect();
        let fixture = Fixture::new(&(terms + &gaps));
        let found = workspace_symbols(&fixture.workspace, "widget");
        assert_eq!(found.len(), MAX_TERMS + MAX_HEADINGS);
        let found = workspace_symbols(&fixture.workspace, "");
        assert_eq!(found.len(), MAX_TERMS);
    }
}
