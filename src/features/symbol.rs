//! What stands at a place: the one answer that hover, definition and all that follow begin with.
//!
//! Whatever is asked of a term is asked of [`Meant`]: it does not matter then whether the question
//! came from a mention or from a declaration, nor in which style that is.

use std::collections::{BTreeSet, HashSet};
use std::{iter, ptr, slice};

use text_size::{TextRange, TextSize};

use crate::features::FilePosition;
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Declaration, Workspace, mention};

/// Something in a note that can be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// Terms, mentioned in running text under one of these names.
    Mention(Vec<TermKey>),
    /// The heading of the section with this index, whether or not it declares a term.
    Heading(usize),
    /// A name of the term with this index where it is declared otherwise than by a heading.
    Term(usize),
    /// A tag, in front matter or running text.
    Tag(String),
    /// A category.
    Category(String),
}

/// The terms that a place means.
#[derive(Clone, Debug)]
pub struct Meant<'w> {
    /// What stands there, in the note that was asked about.
    pub range: TextRange,
    /// The names under which they are meant: several where a mention may be of either.
    pub names: Vec<TermKey>,
    /// All their declarations, the nearest first; never none.
    pub declared: Vec<Declaration<'w>>,
    /// Whether the place is a declaration, or a heading that could be one, and no mention.
    pub is_declaration: bool,
    /// Where the headword stands whose declaration the place is.
    own: Option<(NoteId, TextSize)>,
}

impl Meant<'_> {
    /// Every name of these terms: a mention under any of them is a mention of the term.
    pub fn all_names(&self) -> BTreeSet<TermKey> {
        self.declared.iter().flat_map(|found| found.term.keys()).cloned().collect()
    }
}

impl<'w> Meant<'w> {
    /// The declaration that the place is, or else all of them.
    pub fn nearest(&self) -> &[Declaration<'w>] {
        let is_here = |found: &Declaration<'_>| {
            self.own == Some((found.document.id, found.term.name_range.start()))
        };
        let here = self.declared.iter().position(is_here);
        here.map_or(self.declared.as_slice(), |at| &self.declared[at..=at])
    }
}

/// The terms that are mentioned or declared at a place.
///
/// A term that is declared several times, under the same headword, is one. A heading that
/// declares nothing means the term of its name if that is declared elsewhere.
pub fn terms_at(workspace: &Workspace, position: FilePosition) -> Option<Meant<'_>> {
    let document = workspace.document(position.note)?;
    let (symbol, range) = symbol_at(workspace, position)?;
    let terms = &document.note.terms;
    let own = match symbol {
        Symbol::Heading(index) => {
            let place = document.note.sections[index].heading.name_range;
            terms.iter().find(|term| term.name_range == place)
        }
        Symbol::Term(index) => Some(&terms[index]),
        _ => None,
    };
    let is_declaration = !matches!(symbol, Symbol::Mention(_));
    let (names, range) = match (own, symbol) {
        (Some(term), _) => declared_name(term, position.offset, range),
        (None, Symbol::Mention(names)) => (names, range),
        (None, Symbol::Heading(index)) => {
            (vec![document.note.sections[index].heading.key.clone()?], range)
        }
        (None, _) => return None,
    };
    let wanted = own.map_or(names.as_slice(), |term| slice::from_ref(&term.key));
    let mut known = HashSet::new();
    let found = wanted.iter().flat_map(|key| workspace.declarations(key, Some(position.note)));
    let declared: Vec<_> = found.filter(|it| known.insert(ptr::from_ref(it.term))).collect();
    let own = own.map(|term| (position.note, term.name_range.start()));
    (!declared.is_empty()).then_some(Meant { range, names, declared, is_declaration, own })
}

/// The name that a term declares at a place, and where it stands. In `Name (ALIAS)` the alias has
/// a place within that of the headword.
fn declared_name(term: &Term, offset: TextSize, range: TextRange) -> (Vec<TermKey>, TextRange) {
    let places = declared_aliases(term).filter(|(_, place)| place.contains_inclusive(offset));
    let narrowest = places.min_by_key(|(_, place)| place.len());
    let (name, range) = narrowest.unwrap_or((&term.key, range));
    (vec![name.clone()], range)
}

/// The aliases that a term's author declares, with where they stand.
fn declared_aliases(term: &Term) -> impl Iterator<Item = (&TermKey, TextRange)> {
    let declared = term.aliases.iter().filter(|alias| alias.source.is_declared());
    declared.filter_map(|alias| Some((&alias.key, alias.range?)))
}

/// The symbol that a place stands in or at the edge of, and its range.
pub fn symbol_at(workspace: &Workspace, position: FilePosition) -> Option<(Symbol, TextRange)> {
    let document = workspace.document(position.note)?;
    let offset = position.offset;
    if let Some(label) = label_at(document, offset) {
        return Some(label);
    }
    let declared = heading_at(document, offset).or_else(|| term_at(document, offset));
    let Some((keys, range)) = mention_at(workspace, document, offset) else { return declared };
    // A name where it is declared is not a mention of it.
    let is_own = match declared {
        Some((Symbol::Heading(index), _)) => {
            let heading = &document.note.sections[index].heading;
            let terms = document.note.terms.iter();
            let mut own = terms
                .filter(|term| term.name_range == heading.name_range)
                .flat_map(Term::keys)
                .chain(&heading.key);
            own.any(|own| keys.contains(own))
        }
        Some((Symbol::Term(index), _)) => {
            document.note.terms[index].keys().any(|own| keys.contains(own))
        }
        _ => false,
    };
    if is_own { declared } else { Some((Symbol::Mention(keys), range)) }
}

fn label_at(document: &Document, offset: TextSize) -> Option<(Symbol, TextRange)> {
    let note = &document.note;
    let tag = note.tags().iter().find(|tag| tag.text_range.contains_inclusive(offset));
    if let Some(tag) = tag {
        return Some((Symbol::Tag(tag.text.clone()), tag.text_range));
    }
    let category =
        note.categories().iter().find(|label| label.text_range.contains_inclusive(offset));
    if let Some(category) = category {
        return Some((Symbol::Category(category.text.clone()), category.text_range));
    }
    let tag = note.inline_tags.iter().find(|tag| tag.range.contains_inclusive(offset))?;
    Some((Symbol::Tag(tag.text.clone()), tag.range))
}

fn heading_at(document: &Document, offset: TextSize) -> Option<(Symbol, TextRange)> {
    let index = document.note.section_at(offset)?;
    let heading = &document.note.sections[index].heading;
    if heading.name_range.contains_inclusive(offset) {
        return Some((Symbol::Heading(index), heading.name_range));
    }
    let marks = TextRange::new(heading.range.start(), heading.name_range.start());
    let all = marks.cover(heading.name_range);
    marks.contains_inclusive(offset).then_some((Symbol::Heading(index), all))
}

/// The term that declares a name at a place, and where that name stands.
fn term_at(document: &Document, offset: TextSize) -> Option<(Symbol, TextRange)> {
    document.note.terms.iter().enumerate().find_map(|(index, term)| {
        let aliases = declared_aliases(term).map(|(_, place)| place);
        let mut places = iter::once(term.name_range).chain(aliases);
        let place = places.find(|place| place.contains_inclusive(offset))?;
        Some((Symbol::Term(index), place))
    })
}

fn mention_at(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<(Vec<TermKey>, TextRange)> {
    let mention = mention::at(workspace, document, offset)?;
    Some((mention.names.into_iter().map(|found| found.key).collect(), mention.range))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::terms_at;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let Some(meant) = terms_at(&fixture.workspace, fixture.position()) else {
            return expected.assert_eq("nothing\n");
        };
        let text = fixture.slice(fixture.position().note, meant.range);
        let what = if meant.is_declaration { "declares" } else { "mentions" };
        let places: String = meant
            .declared
            .iter()
            .map(|found| format!("{}\n", fixture.place(found.document.id, found.term.name_range)))
            .collect();
        let names: Vec<_> = meant.all_names().iter().map(|name| name.as_str().to_owned()).collect();
        expected.assert_eq(&format!("*{text}* {what} {:?} of {names:?}\n{places}", meant.names));
    }

    const NOTES: &str = "\
//- /a.md
#### Change Data Capture (CDC)
The process.
//- /b.md
#### Centers of Dull Coffee (CDC)
The places.
//- /c.md
";

    #[test]
    fn a_mention_means_all_that_have_the_name() {
        check(
            &format!("{NOTES}Of the CD$0C."),
            expect![[r#"
                *CDC* mentions ["CDC"] of ["CDC", "centers of dull coffee", "centers of dull coffee ( cdc )", "change data capture", "change data capture ( cdc )"]
                /a.md:1: Change Data Capture (CDC)
                /b.md:1: Centers of Dull Coffee (CDC)
            "#]],
        );
    }

    #[test]
    fn a_declaration_means_itself() {
        for mark in ["#$0### Own (OWN)", "#### O$0wn (OWN)", "#### Own (O$0WN)"] {
            let fixture = Fixture::new(&format!("{NOTES}{mark}\nText.\n"));
            let meant = terms_at(&fixture.workspace, fixture.position()).expect("a term");
            assert!(meant.is_declaration, "{mark}");
            assert_eq!(meant.declared.len(), 1, "{mark}");
            assert_eq!(meant.declared[0].term.headword, "Own (OWN)", "{mark}");
        }
    }

    #[test]
    fn a_gap_means_what_is_declared_elsewhere() {
        check(
            &format!("{NOTES}## Change data cap$0ture\n"),
            expect![[r#"
                *Change data capture* declares ["change data capture"] of ["CDC", "change data capture", "change data capture ( cdc )"]
                /a.md:1: Change Data Capture (CDC)
            "#]],
        );
        check(&format!("{NOTES}## Not$0hing\n"), expect![["nothing\n"]]);
    }
}
