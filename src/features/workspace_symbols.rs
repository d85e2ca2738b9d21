//! Workspace symbols: fuzzy search in the terms and headings of all notes.
//!
//! There can be a hundred thousand names, and few of them match. Therefore names are compared
//! without a copy, and text is created only for the results.
//!
//! LSP: workspace/symbol.

use std::cmp::{Ordering, Reverse};

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::features::navigation_target::{Symbol, TermOrSection};
use crate::note::section::SectionStatus;
use crate::note::term::{AliasSource, Term};
use crate::text::letters::Letters;
use crate::workspace::document::{Document, Location};
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
        .into_par_iter()
        .with_min_len(NOTES_AT_ONCE)
        .map_init(
            || (Matcher::new(Config::DEFAULT), Vec::new()),
            |(matcher, buffer), document| {
                let is_empty = pattern.atoms.is_empty();
                let mut fit = |name: &str| {
                    let score = pattern.score(Utf32Str::new(name, buffer), matcher)?;
                    Some((Reverse(score), if is_empty { 0 } else { name.len() }))
                };
                let mut found = terms(workspace, document, letters, &mut fit);
                if !is_empty {
                    found.extend(headings(workspace, document, letters, &mut fit));
                }
                found
            },
        )
        .flatten_iter()
        .collect();
    let (terms, headings) =
        found.into_iter().partition(|it| matches!(it.part, TermOrSection::Term(_)));
    let best = best(terms, MAX_TERMS).into_iter().chain(best(headings, MAX_HEADINGS));
    best.map(|found| show(&found)).collect()
}

fn terms<'w>(
    workspace: &Workspace,
    document: &'w Document,
    letters: Letters,
    fit: &mut impl FnMut(&str) -> Option<MatchRank>,
) -> Vec<SymbolMatch<'w>> {
    let fitting = indexes(&document.name_letters().terms, letters);
    let terms = fitting.filter_map(|index| {
        let term = &document.note.terms[index];
        let names = std::iter::once(term.headword.as_str()).chain(other_names(term));
        let fitting = names.filter_map(|name| Some((fit(name)?, name)));
        // The first of several equal matches counts, and the headword is the first.
        let (fit, name) = fitting.min_by_key(|(fit, _)| fit.0)?;
        let part = TermOrSection::Term(Declaration { document, term });
        (!workspace.is_rejected(term)).then_some(SymbolMatch { fit, name, part })
    });
    terms.collect()
}

/// Returns the indexes of the names that contain some letters.
fn indexes(names: &[Letters], letters: Letters) -> impl Iterator<Item = usize> {
    names.iter().enumerate().filter(move |(_, it)| it.contain(letters)).map(|(index, _)| index)
}

/// Returns the aliases that the headword does not contain.
fn other_names(term: &Term) -> impl Iterator<Item = &str> {
    let aliases = term.aliases.iter().filter(|alias| alias.source != AliasSource::Title);
    aliases.map(|alias| alias.name.as_str())
}

fn headings<'w>(
    workspace: &Workspace,
    document: &'w Document,
    letters: Letters,
    fit: &mut impl FnMut(&str) -> Option<MatchRank>,
) -> Vec<SymbolMatch<'w>> {
    let fitting = indexes(&document.name_letters().sections, letters);
    let fitting = fitting.filter_map(|index| {
        let name = document.note.sections[index].heading.name.as_str();
        let fit = fit(name).filter(|_| !name.is_empty())?;
        let part = TermOrSection::section(workspace, document, index);
        matches!(part, TermOrSection::Section(..)).then_some(SymbolMatch { fit, name, part })
    });
    fitting.collect()
}

/// Returns the best matches in order.
fn best(mut found: Vec<SymbolMatch<'_>>, most: usize) -> Vec<SymbolMatch<'_>> {
    if found.len() > most {
        found.select_nth_unstable_by(most, order);
        found.truncate(most);
    }
    found.sort_unstable_by(order);
    found
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
