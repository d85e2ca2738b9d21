//! The outline of a note: its topics, terms and empty sections.
//!
//! LSP: textDocument/documentSymbol.

use std::collections::HashMap;

use text_size::TextRange;

use crate::note::excerpt;
use crate::note::plural::counted;
use crate::note::section::{Section, SectionStatus};
use crate::note::term::{Style, Term};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// An item of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// The name; never blank.
    pub name: String,
    /// A short description after the name.
    pub detail: Option<String>,
    /// The kind.
    pub kind: OutlineKind,
    /// The full range, with all children.
    pub range: TextRange,
    /// The range of the name, inside `range`.
    pub name_range: TextRange,
    /// The items inside, in the order of the note.
    pub children: Vec<OutlineItem>,
}

/// The kind of an outline item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineKind {
    /// The note itself, with the title in its front matter.
    Note,
    /// A section with subsections.
    Topic,
    /// A declaration of a term: a section or a part of one.
    Term,
    /// A section with content that does not declare a term.
    Section,
    /// An empty or parked section.
    EmptySection,
}

impl OutlineKind {
    /// Returns the name of the kind in text and JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Topic => "topic",
            Self::Term => "term",
            Self::Section => "section",
            Self::EmptySection => "gap",
        }
    }
}

/// The name of an item whose heading is empty. The protocol forbids empty names.
const UNNAMED: &str = "(no name)";

/// The maximum length of a detail, in characters.
const DETAIL_CHARS: usize = 60;

/// Returns the outline of a note. Without a heading of level 1, the title in the front matter is
/// the root.
pub fn document_symbols(workspace: &Workspace, id: NoteId) -> Vec<OutlineItem> {
    let Some(document) = workspace.document(id) else { return Vec::new() };
    let sections = &document.note.sections;
    // Backward, so that the children of a section are complete before their parent.
    let mut parts: Vec<Vec<OutlineItem>> = vec![Vec::new(); sections.len()];
    let mut roots = Vec::new();
    let mut terms = text_terms(workspace, document);
    let headed = heading_terms(document);
    for (index, section) in sections.iter().enumerate().rev() {
        let mut children = std::mem::take(&mut parts[index]);
        children.reverse();
        children.splice(0..0, terms.remove(&Some(index)).into_iter().flatten());
        let own = headed.get(&index).copied();
        let made = item(workspace, document, section, own, children);
        section.parent.map_or(&mut roots, |parent| &mut parts[parent]).push(made);
    }
    roots.reverse();
    roots.splice(0..0, terms.remove(&None).into_iter().flatten());
    match document.note.front_matter_title() {
        Some(title) if !sections.iter().any(|section| section.heading.level == 1) => {
            vec![OutlineItem {
                name: title.text,
                detail: None,
                kind: OutlineKind::Note,
                range: document.note.text.range(),
                name_range: title.text_range,
                children: roots,
            }]
        }
        _ => roots,
    }
}

/// Returns the terms that text declares, by section. The text of a section comes before its
/// subsections.
fn text_terms(
    workspace: &Workspace,
    document: &Document,
) -> HashMap<Option<usize>, Vec<OutlineItem>> {
    let mut found: HashMap<_, Vec<OutlineItem>> = HashMap::new();
    let terms = document.note.terms.iter().filter(|term| !is_of_heading(term));
    for term in terms.filter(|term| !workspace.is_rejected(term)) {
        found.entry(term.section).or_default().push(OutlineItem {
            name: term.headword.clone(),
            detail: Some(meaning(document, term)),
            kind: OutlineKind::Term,
            range: term.range,
            name_range: term.name_range,
            children: Vec::new(),
        });
    }
    found
}

/// Returns the first term that the heading of each section declares, by section.
fn heading_terms(document: &Document) -> HashMap<usize, &Term> {
    let mut found = HashMap::new();
    for term in document.note.terms.iter().filter(|term| is_of_heading(term)) {
        if let Some(section) = term.section {
            found.entry(section).or_insert(term);
        }
    }
    found
}

/// Returns the beginning of the definition of a term.
fn meaning(document: &Document, term: &Term) -> String {
    beginning(&excerpt::plain(&document.definition(term)))
}

fn item(
    workspace: &Workspace,
    document: &Document,
    section: &Section,
    own: Option<&Term>,
    children: Vec<OutlineItem>,
) -> OutlineItem {
    let (kind, detail) = describe(workspace, document, section.state, own, &children);
    let Section { heading, range, .. } = section;
    OutlineItem {
        name: if heading.name.is_empty() { UNNAMED.to_owned() } else { heading.name.clone() },
        detail,
        kind,
        range: *range,
        name_range: heading.name_range,
        children,
    }
}

fn describe(
    workspace: &Workspace,
    document: &Document,
    state: SectionStatus,
    own: Option<&Term>,
    children: &[OutlineItem],
) -> (OutlineKind, Option<String>) {
    match state {
        SectionStatus::Topic => (OutlineKind::Topic, coverage(children)),
        SectionStatus::Empty => (OutlineKind::EmptySection, Some("empty".to_owned())),
        SectionStatus::Deferred => (OutlineKind::EmptySection, Some("parked".to_owned())),
        SectionStatus::Written => match own {
            Some(term) if !workspace.is_rejected(term) => {
                (OutlineKind::Term, Some(meaning(document, term)))
            }
            _ => (OutlineKind::Section, coverage(children)),
        },
    }
}

/// Returns whether a heading declares the term: its own one, or the term of the whole note.
fn is_of_heading(term: &Term) -> bool {
    matches!(term.style, Style::Heading | Style::Note)
}

/// Returns the counts of terms and gaps in a topic: "9 terms, 2 gaps".
fn coverage(children: &[OutlineItem]) -> Option<String> {
    let counts = [(OutlineKind::Term, "term"), (OutlineKind::EmptySection, "gap")];
    let counts = counts.map(|(kind, noun)| (count(children, kind), noun));
    let parts = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts.map(|(count, noun)| counted(*count, noun)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Counts the items of a kind. The tree has at most seven levels, so recursion is safe.
fn count(items: &[OutlineItem], kind: OutlineKind) -> usize {
    items.iter().map(|item| usize::from(item.kind == kind) + count(&item.children, kind)).sum()
}

/// Returns the beginning of a definition on one line.
fn beginning(definition: &str) -> String {
    let line = definition.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(DETAIL_CHARS) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::{OutlineItem, document_symbols};
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let items = document_symbols(&fixture.workspace, fixture.notes[0]);
        let mut shown = String::new();
        show(&items, &fixture, 0, &mut shown);
        expected.assert_eq(&shown);
    }

    fn show(items: &[OutlineItem], fixture: &Fixture, depth: usize, shown: &mut String) {
        for item in items {
            assert!(item.range.contains_range(item.name_range), "{}: name in range", item.name);
            let detail = item.detail.as_ref().map(|detail| format!(" ({detail})"));
            let selected = fixture.slice(fixture.notes[0], item.name_range);
            let (indent, kind, name) = ("  ".repeat(depth), item.kind.name(), &item.name);
            let detail = detail.unwrap_or_default();
            let _ = writeln!(shown, "{indent}{kind} {name}{detail} *{selected}*");
            show(&item.children, fixture, depth + 1, shown);
        }
    }

    #[test]
    fn topics_terms_and_gaps_have_their_kinds() {
        check(
            "\
## Stores
### Fast
#### Cache
A *fast* copy that may be wrong, and usually is at the worst of all moments.
#### Plan
- a list
### Slow
## Later
<!-- soon -->
",
            expect![[r#"
                topic Stores (1 term, 1 gap) *Stores*
                  topic Fast (1 term) *Fast*
                    term Cache (A fast copy that may be wrong, and usually is at the worst o…) *Cache*
                    section Plan *Plan*
                  gap Slow (empty) *Slow*
                gap Later (parked) *Later*
            "#]],
        );
    }

    #[test]
    fn terms_of_every_style_are_in_their_section() {
        check(
            "---\ntitle: Stores\n---\n**Store**: what keeps things.\n\n## Kinds\n\n- **Cache**: a copy that is fast.\n- **Disk**: a store that is slow.\n\n### More\n\nTape\n: A long store.\n\n## Disk\n\nIs here.\n",
            expect![[r#"
                note Stores *Stores*
                  term Store (what keeps things.) *Store*
                  topic Kinds (3 terms) *Kinds*
                    term Cache (a copy that is fast.) *Cache*
                    term Disk (a store that is slow.) *Disk*
                    section More (1 term) *More*
                      term Tape (A long store.) *Tape*
                  term Disk (Is here.) *Disk*
            "#]],
        );
        check(
            "# Cache\n\nA copy.\n",
            expect![[r#"
            term Cache (A copy.) *Cache*
        "#]],
        );
    }

    #[test]
    fn the_title_is_the_root_without_a_heading_of_level_1() {
        check(
            "---\ntitle: \"My notes\"\n---\n## One\n## Two\n",
            expect![[r#"
            note My notes *My notes*
              gap One (empty) *One*
              gap Two (empty) *Two*
        "#]],
        );
        check(
            "---\ntitle: My notes\n---\n# One\n## Two\n",
            expect![[r#"
            topic One (1 gap) *One*
              gap Two (empty) *Two*
        "#]],
        );
    }

    #[test]
    fn skipped_levels_and_empty_names_are_in_the_outline() {
        check(
            "#### Deep\nText.\n##\n# High\n",
            expect![[r#"
            term Deep (Text.) *Deep*
            gap (no name) (empty) **
            gap High (empty) *High*
        "#]],
        );
    }

    #[test]
    fn a_note_without_headings_has_an_empty_outline() {
        check("Just text.\n", expect![[""]]);
        check("", expect![[""]]);
    }
}
