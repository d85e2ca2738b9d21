//! Call hierarchy: which definitions use which terms.
//!
//! A definition, with its full entry, calls each term that it mentions. If one entry is inside
//! another, a mention belongs to the inner one. All declarations of a mentioned term are called. A
//! term does not call itself.
//!
//! LSP: textDocument/prepareCallHierarchy, callHierarchy/incomingCalls, callHierarchy/outgoingCalls.

use std::collections::HashMap;
use std::ptr;

use text_size::TextRange;

use crate::features::FilePosition;
use crate::features::navigation_target::{Symbol, TermOrSection};
use crate::features::resolved_terms::ResolvedTerms;
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::text::interval_sweep::IntervalSweep;
use crate::workspace::document::Document;
use crate::workspace::mention::{self, Mention};
use crate::workspace::{Declaration, Workspace};

/// The most uses in an answer; after that each term gets only its first use. A definition can use
/// a name thousands of times, and the name can have as many declarations.
const MAX_USES: usize = 20_000;

/// A term that uses the other one, or is used by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The term.
    pub symbol: Symbol,
    /// The mentions, in the using definition.
    pub ranges: Vec<TextRange>,
}

/// Returns the declarations of the term at a position. In a declaration, only this one is returned.
pub fn prepare(workspace: &Workspace, position: FilePosition) -> Option<Vec<Symbol>> {
    let terms = ResolvedTerms::at(workspace, position)?;
    Some(terms.nearest().iter().map(|found| TermOrSection::Term(*found).symbol()).collect())
}

/// Returns the terms that a definition uses, in the order of their first use.
pub fn outgoing(workspace: &Workspace, from: Declaration<'_>) -> Vec<Call> {
    // The uses of each name, in the order of the first ones.
    let mut uses: Vec<(TermKey, Vec<TextRange>)> = Vec::new();
    let mut places = HashMap::new();
    let mentions = mention::in_note(workspace, from.document);
    for (mention, inner) in with_innermost(workspace, from.document, mentions) {
        if !inner.is_some_and(|inner| ptr::eq(inner, from.term)) {
            continue;
        }
        for name in mention.names {
            let at = *places.entry(name.key.clone()).or_insert(uses.len());
            if at == uses.len() {
                uses.push((name.key, Vec::new()));
            }
            uses[at].1.push(mention.range);
        }
    }
    let mut calls = Calls::default();
    for (name, ranges) in &uses {
        let declared = workspace.declarations(name, Some(from.document.id)).into_iter();
        for to in declared.filter(|to| to.term.key != from.term.key) {
            calls.add(to, ranges);
        }
    }
    calls.finish()
}

/// Returns the definitions that use a term, by their notes' paths and then from top to bottom.
pub fn incoming(workspace: &Workspace, to: Declaration<'_>) -> Vec<Call> {
    let names = to.term.keys().cloned().collect();
    let mut calls = Calls::default();
    for (document, mentions) in mention::everywhere(workspace, &names) {
        for (mention, from) in with_innermost(workspace, document, mentions) {
            if let Some(term) = from.filter(|from| from.key != to.term.key) {
                calls.add(Declaration { document, term }, &[mention.range]);
            }
        }
    }
    calls.finish()
}

/// Adds to each mention in a note the innermost term whose entry contains it. The mentions must be
/// in the order of the text.
fn with_innermost<'d>(
    workspace: &Workspace,
    document: &'d Document,
    mentions: Vec<Mention>,
) -> Vec<(Mention, Option<&'d Term>)> {
    let terms = document.note.terms.iter().filter(|term| !workspace.is_rejected(term));
    let mut entries = IntervalSweep::new(terms.map(|term| (term.range, term)));
    let with_inner = |mention: Mention| {
        let around = entries.of(mention.range);
        let inner = around.min_by_key(|(entry, _)| entry.len()).map(|(_, term)| *term);
        (mention, inner)
    };
    mentions.into_iter().map(with_inner).collect()
}

/// Calls, grouped by term.
#[derive(Default)]
struct Calls<'w> {
    found: Vec<(Declaration<'w>, Vec<TextRange>)>,
    /// The index of each term in `found`.
    places: HashMap<*const Term, usize>,
    /// The number of uses so far.
    uses: usize,
}

impl<'w> Calls<'w> {
    fn add(&mut self, end: Declaration<'w>, ranges: &[TextRange]) {
        let next = self.found.len();
        let at = *self.places.entry(ptr::from_ref(end.term)).or_insert(next);
        if at == next {
            self.found.push((end, Vec::new()));
        }
        // Each term keeps its first use.
        let most = MAX_USES.saturating_sub(self.uses).max(usize::from(at == next));
        let ranges = &ranges[..most.min(ranges.len())];
        self.uses += ranges.len();
        self.found[at].1.extend(ranges);
    }

    fn finish(self) -> Vec<Call> {
        let call = |(end, mut ranges): (_, Vec<TextRange>)| {
            // One mention can be of two names of the term.
            ranges.sort_by_key(|range| range.start());
            ranges.dedup();
            Call { symbol: TermOrSection::Term(end).symbol(), ranges }
        };
        self.found.into_iter().map(call).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::{Call, incoming, outgoing, prepare};
    use crate::features::fixture::Fixture;
    use crate::features::navigation_target::{Symbol, TermOrSection};
    use crate::workspace::Declaration;

    fn found<'f>(fixture: &'f Fixture, symbol: &Symbol) -> Declaration<'f> {
        let near = symbol.target.name_range.start();
        match TermOrSection::find(&fixture.workspace, symbol.target.note, &symbol.name, near) {
            Some(TermOrSection::Term(found)) => found,
            other => panic!("{} is {other:?}", symbol.name),
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let symbols = prepare(&fixture.workspace, fixture.position()).unwrap_or_default();
        let mut shown = String::new();
        for symbol in &symbols {
            let place = fixture.place(symbol.target.note, symbol.target.name_range);
            let _ = writeln!(shown, "{place} in {}", symbol.target.place());
            let declared = found(&fixture, symbol);
            for (arrow, calls, note) in [
                ("->", outgoing(&fixture.workspace, declared), Some(symbol.target.note)),
                ("<-", incoming(&fixture.workspace, declared), None),
            ] {
                for Call { symbol, ranges } in calls {
                    let note = note.unwrap_or(symbol.target.note);
                    let uses: Vec<_> =
                        ranges.iter().map(|range| fixture.slice(note, *range)).collect();
                    let place = fixture.place(symbol.target.note, symbol.target.name_range);
                    let _ = writeln!(shown, "  {arrow} {place} {uses:?}");
                }
            }
        }
        expected.assert_eq(&shown);
    }

    const NOTES: &str = "\
//- /a.md
# Storage
## Stores
### Cache
Holds pages of the disk; a disk's page. A cache of caches.

It is faster than a disk.
### Disk
It spins.
## Use
- of a cache
";

    #[test]
    fn definitions_use_and_are_used() {
        check(
            &format!("{NOTES}//- /b.md\n## Page\nA part of a dis$0k.\n"),
            expect![[r#"
                /a.md:7: Disk in Storage › Stores
                  <- /a.md:3: Cache ["disk", "disk", "disk"]
                  <- /b.md:1: Page ["disk"]
            "#]],
        );
        check(
            &format!("{NOTES}//- /b.md\n## Page\nA part of a cac$0he.\n"),
            expect![[r#"
                /a.md:3: Cache in Storage › Stores
                  -> /b.md:1: Page ["pages", "page"]
                  -> /a.md:7: Disk ["disk", "disk", "disk"]
                  <- /b.md:1: Page ["cache"]
            "#]],
        );
    }

    #[test]
    fn from_a_declaration_only_that_one_is_asked_for() {
        check(
            &format!("{NOTES}//- /b.md\n## Dis$0k\nA plate, no cache.\n"),
            expect![[r#"
                /b.md:1: Disk in b
                  -> /a.md:3: Cache ["cache"]
                  <- /a.md:3: Cache ["disk", "disk", "disk"]
            "#]],
        );
        check("## Nothing\n- he$0re\n", expect![[""]]);
    }

    #[test]
    fn who_uses_is_used_by() {
        let fixture = Fixture::new(&format!(
            "{NOTES}//- /b.md\n## Page\nOf a disk or cache (CDC).\n## Change Data Capture (CDC)\nPages.\n## Disk\nOther page.\n$0"
        ));
        let workspace = &fixture.workspace;
        let all: Vec<_> = workspace
            .documents()
            .flat_map(|document| {
                document.note.terms.iter().map(move |term| Declaration { document, term })
            })
            .collect();
        let symbol = |found: &Declaration<'_>| TermOrSection::Term(*found).symbol();
        for one in &all {
            for other in &all {
                let calls =
                    outgoing(workspace, *one).into_iter().find(|c| c.symbol == symbol(other));
                let called =
                    incoming(workspace, *other).into_iter().find(|c| c.symbol == symbol(one));
                assert_eq!(calls.map(|it| it.ranges), called.map(|it| it.ranges));
            }
        }
    }
}
