//! The targets at the cursor. Hover, definition, references and rename start with them.

use std::iter;

use text_size::{TextRange, TextSize};

use crate::features::link::{LinkPart, clickable, link_at, reference_at};
use crate::features::tags::TagName;
use crate::features::{FilePosition, RangeInfo};
use crate::note::front_matter::{self, Entry, TagKind, ValueKind};
use crate::note::link::Link;
use crate::note::reference::LinkReference;
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::workspace::document::Document;
use crate::workspace::links::{Resolver, Target};
use crate::workspace::{Workspace, mention};

/// Something in a note that a feature can be about.
#[derive(Clone, Debug)]
pub(super) enum CursorTarget<'w> {
    /// A tag or category, in front matter or running text.
    Tag(TagName),
    /// The label of a link or footnote, in a use or in its definition.
    LinkLabel(&'w LinkReference),
    /// A link.
    Link {
        /// The link.
        link: &'w Link,
        /// The part at the cursor.
        part: LinkPart,
        /// The target: a note, section or anchor.
        target: Option<Target>,
    },
    /// The title in front matter.
    Title,
    /// The heading of the section with this index, whether or not it declares a term.
    Heading(usize),
    /// A declared name of the term with this index, outside of a heading.
    Term(usize),
    /// A mention of one or more terms in running text, by the keys of their names.
    Mention(Vec<TermKey>),
    /// A front matter key.
    Key {
        /// The key of the surrounding table; empty at the top level.
        table: &'w str,
        /// The key with its value.
        entry: &'w Entry,
    },
}

/// Returns all targets at the cursor in order of precedence, each with the range around the cursor.
/// A mention or a label can be a part of a link. A feature uses the first target that it supports.
pub(super) fn at(
    workspace: &Workspace,
    position: FilePosition,
) -> Vec<RangeInfo<CursorTarget<'_>>> {
    let Some(document) = workspace.document(position.note) else { return Vec::new() };
    let offset = position.offset;
    if let Some(tag) = tag(document, offset) {
        return vec![tag];
    }
    let link = link_at(document, offset).map(|(link, part)| {
        let target = Resolver::new(workspace).resolve(document, link);
        let info = CursorTarget::Link { link, part, target };
        RangeInfo { range: clickable(link, offset), info }
    });
    let found =
        [label(document, offset), link, title(document, offset), name(workspace, document, offset)];
    found.into_iter().flatten().chain(key(document, offset)).collect()
}

fn tag<'w>(document: &Document, offset: TextSize) -> Option<RangeInfo<CursorTarget<'w>>> {
    let note = &document.note;
    let listed = |kind, tags: &[front_matter::TextValue]| {
        let found = tags.iter().find(|it| it.text_range.contains_inclusive(offset))?;
        Some((kind, found.text.clone(), found.text_range))
    };
    let inline = || {
        let found = note.inline_tags.iter().find(|it| it.range.contains_inclusive(offset))?;
        Some((TagKind::Tag, found.text.clone(), found.range))
    };
    let (kind, name, range) = listed(TagKind::Tag, note.tags())
        .or_else(|| listed(TagKind::Category, note.categories()))
        .or_else(inline)?;
    Some(RangeInfo { range, info: CursorTarget::Tag(TagName { kind, name }) })
}

fn label(document: &Document, offset: TextSize) -> Option<RangeInfo<CursorTarget<'_>>> {
    let label = reference_at(document, offset)?;
    // The range includes the brackets.
    let range = label.range.cover_offset(offset);
    Some(RangeInfo { range, info: CursorTarget::LinkLabel(label) })
}

fn title<'w>(document: &Document, offset: TextSize) -> Option<RangeInfo<CursorTarget<'w>>> {
    let title = document.note.front_matter_title()?;
    let range = title.text_range;
    range.contains_inclusive(offset).then_some(RangeInfo { range, info: CursorTarget::Title })
}

/// Returns the heading, declared name or mention at an offset. Another term's name in a heading or
/// in a declared name is a mention; its own name is not.
fn name<'w>(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<RangeInfo<CursorTarget<'w>>> {
    let declared = heading(document, offset).or_else(|| term(document, offset));
    let Some(mention) = mention::at(workspace, document, offset) else { return declared };
    let names: Vec<_> = mention.names.into_iter().map(|found| found.key).collect();
    let note = &document.note;
    let is_own = match declared.as_ref().map(|it| &it.info) {
        Some(CursorTarget::Heading(index)) => {
            let heading = &note.sections[*index].heading;
            let terms =
                note.terms.iter().filter(|term| heading.name_range.contains_range(term.name_range));
            terms.flat_map(Term::keys).chain(&heading.key).any(|own| names.contains(own))
        }
        Some(CursorTarget::Term(index)) => note.terms[*index].keys().any(|it| names.contains(it)),
        _ => false,
    };
    let mention = RangeInfo { range: mention.range, info: CursorTarget::Mention(names) };
    if is_own { declared } else { Some(mention) }
}

fn heading<'w>(document: &Document, offset: TextSize) -> Option<RangeInfo<CursorTarget<'w>>> {
    let index = document.note.section_at(offset)?;
    let heading = &document.note.sections[index].heading;
    let marks = TextRange::new(heading.range.start(), heading.name_range.start());
    let range = if heading.name_range.contains_inclusive(offset) {
        heading.name_range
    } else {
        marks.contains_inclusive(offset).then(|| marks.cover(heading.name_range))?
    };
    Some(RangeInfo { range, info: CursorTarget::Heading(index) })
}

/// Returns the section whose heading has an offset anywhere in its line, and that line.
pub(super) fn heading_line(document: &Document, offset: TextSize) -> Option<(usize, TextRange)> {
    let index = document.note.section_at(offset)?;
    let line = document.note.sections[index].heading.line(&document.note.text);
    line.contains_inclusive(offset).then_some((index, line))
}

/// Returns the term that declares the name at an offset, with the range of that name.
fn term<'w>(document: &Document, offset: TextSize) -> Option<RangeInfo<CursorTarget<'w>>> {
    document.note.terms.iter().enumerate().find_map(|(index, term)| {
        let mut ranges = iter::once(term.name_range).chain(declared_aliases(term));
        let range = ranges.find(|range| !range.is_empty() && range.contains_inclusive(offset))?;
        Some(RangeInfo { range, info: CursorTarget::Term(index) })
    })
}

/// Returns the ranges of the aliases that a term's author declares.
pub(super) fn declared_aliases(term: &Term) -> impl Iterator<Item = TextRange> {
    term.declared_aliases().filter_map(|alias| alias.range)
}

/// Returns the front matter key at an offset, at the top level or in a table.
fn key(document: &Document, offset: TextSize) -> Option<RangeInfo<CursorTarget<'_>>> {
    let entries = &document.note.front_matter.as_ref()?.entries;
    let is_here = |entry: &&Entry| entry.key_range.contains_inclusive(offset);
    let top = entries.iter().find(is_here).map(|entry| ("", entry));
    let nested = || {
        entries.iter().find_map(|table| {
            let ValueKind::Map(inner) = &table.value.kind else { return None };
            Some((table.key.as_str(), inner.iter().find(is_here)?))
        })
    };
    let (table, entry) = top.or_else(nested)?;
    Some(RangeInfo { range: entry.key_range, info: CursorTarget::Key { table, entry } })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{CursorTarget, at};
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let position = fixture.position();
        let note = &fixture.document(position.note).note;
        let shown = at(&fixture.workspace, position).into_iter().map(|found| {
            assert!(found.range.contains_inclusive(position.offset), "the range has the cursor");
            let info = match found.info {
                CursorTarget::Tag(tag) => format!("{:?} {}", tag.kind, tag.name),
                CursorTarget::LinkLabel(label) => format!("{:?} label {}", label.family, label.key),
                CursorTarget::Link { part, target: Some(_), .. } => format!("{part:?} of link"),
                CursorTarget::Link { part, .. } => format!("{part:?} of broken link"),
                CursorTarget::Title => "title".to_owned(),
                CursorTarget::Heading(index) => format!("heading {index}"),
                CursorTarget::Term(index) => format!("term {}", note.terms[index].headword),
                CursorTarget::Mention(names) => format!("mention of {names:?}"),
                CursorTarget::Key { table, entry } => format!("key {table}/{}", entry.key),
            };
            format!("*{}* {info}\n", fixture.slice(position.note, found.range))
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    const CACHE: &str = "//- /a.md\n## Cache\nA fast copy.\n//- /b.md\n";

    #[test]
    fn a_link_precedes_the_mention_in_its_text() {
        check(
            &format!("{CACHE}[the ca$0che](a.md)\n"),
            expect![[r#"
            *[the cache](a.md)* Text of link
            *cache* mention of ["cache"]
        "#]],
        );
        check(
            &format!("{CACHE}[the cache](a$0.md)\n"),
            expect![[r#"
            *[the cache](a.md)* Path of link
        "#]],
        );
        check(
            &format!("{CACHE}[a ca$0che](x.md)\n"),
            expect![[r#"
            *[a cache](x.md)* Text of broken link
            *cache* mention of ["cache"]
        "#]],
        );
    }

    #[test]
    fn a_label_precedes_its_link() {
        check(
            "[x][la$0bel]\n\n[label]: note.md\n",
            expect![[r#"
            *[x][label]* Link label label
            *[x][label]* Path of link
        "#]],
        );
        check(
            "[x$0][label]\n\n[label]: note.md\n",
            expect![[r#"
            *[x][label]* Text of link
        "#]],
        );
        check(
            "[la$0bel]\n\n[label]: note.md\n",
            expect![[r#"
            *[label]* Text of link
        "#]],
        );
        check(
            "[label]\n\n[la$0bel]: note.md\n",
            expect![[r#"
            *[label]: note.md* Link label label
            *[label]: note.md* Path of link
        "#]],
        );
        check(
            "Text[^o$0ne].\n\n[^one]: More.\n",
            expect![[r#"
            *[^one]* Footnote label one
        "#]],
        );
    }

    #[test]
    fn a_heading_is_not_a_mention_of_itself_but_of_other_terms() {
        check(
            &format!("{CACHE}## Ca$0che\n"),
            expect![[r#"
            *Cache* heading 0
        "#]],
        );
        check(
            &format!("{CACHE}#$0# Cache\n"),
            expect![[r#"
            *## Cache* heading 0
        "#]],
        );
        check(
            &format!("{CACHE}## A ca$0che\n"),
            expect![[r#"
            *cache* mention of ["cache"]
        "#]],
        );
    }

    #[test]
    fn a_name_is_declared_in_text_and_in_aliases() {
        check(
            "**St$0ore**: what keeps things.\n",
            expect![[r#"
            *Store* term Store
        "#]],
        );
        check(
            "---\ntitle: Store\naliases: [De$0pot]\n---\nKeeps things.\n",
            expect![[r#"
            *Depot* term Store
        "#]],
        );
    }

    #[test]
    fn front_matter_has_titles_tags_and_keys() {
        check(
            "---\ntitle: My no$0tes\n---\n## One\n## Two\n",
            expect![[r#"
            *My notes* title
        "#]],
        );
        check(
            "---\ntags: [x, o$0ne]\n---\n",
            expect![[r#"
            *one* Tag one
        "#]],
        );
        check(
            "---\nta$0gs: [x]\n---\n",
            expect![[r#"
            *tags* key /tags
        "#]],
        );
        check(
            "+++\n[taxonomies]\ncateg$0ories = [\"x\"]\n+++\n",
            expect![[r#"
            *categories* key taxonomies/categories
        "#]],
        );
    }

    #[test]
    fn other_text_has_no_targets() {
        check(&format!("{CACHE}Noth$0ing\n"), expect![[""]]);
    }
}
