//! Completion of tags and categories, in front matter and in running text.
//!
//! What may stand at the cursor is read from the text before it, never from a parse: half-typed
//! Markdown parses as something else. What is offered comes from the indexes.
//!
//! LSP: textDocument/completion.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use text_size::{TextRange, TextSize};

use crate::features::FilePosition;
use crate::note::front_matter::{CursorContext, LabelKind, Slot, cursor_context};
use crate::note::tag::{is_tag_char, tag_name};
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::index::Labels;

/// More than this are not looked through by anyone; the editor asks again as more is typed.
const MAX_ITEMS: usize = 200;

/// What can be completed at a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The best first.
    pub items: Vec<Item>,
    /// Whether there are more than these.
    pub is_incomplete: bool,
}

/// One thing to insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The label itself.
    pub label: String,
    /// What kind of label it is.
    pub kind: LabelKind,
    /// How many notes have it.
    pub notes: usize,
    /// What is replaced: on one line, with the cursor in it.
    pub range: TextRange,
    /// What is inserted: the label as it must be written there.
    pub new_text: String,
    /// What the editor is to compare with what stands in `range`.
    pub filter_text: String,
}

/// Labels that fit what is typed at a position. `None` where nothing of ours belongs.
pub fn completion(workspace: &Workspace, position: FilePosition) -> Option<Completion> {
    let document = workspace.document(position.note)?;
    let text = document.text.to_string();
    let offset = TextSize::of(&text[..text.floor_char_boundary(position.offset.into())]);
    match cursor_context(&text, offset) {
        CursorContext::Label(slot) => Some(labels(workspace, document, &text, &slot)),
        CursorContext::Inside => None,
        CursorContext::Outside => inline_tags(workspace, document, &text, offset),
    }
}

fn labels(workspace: &Workspace, document: &Document, text: &str, slot: &Slot) -> Completion {
    let labels = match slot.kind {
        LabelKind::Tag => &workspace.index().tags,
        LabelKind::Category => &workspace.index().categories,
    };
    let written = &text[slot.range];
    let quote: String = written.chars().take_while(|c| matches!(c, '"' | '\'')).take(1).collect();
    let current = written.trim_matches(['"', '\'', ' ']);
    let taken: Vec<_> = slot.taken.iter().map(|label| fold(label)).collect();
    let offered =
        offered(labels, document.id, current).filter(|(label, _)| !taken.contains(&fold(label)));
    rank(offered, &slot.typed, |label, notes| {
        Some(Item {
            label: label.to_owned(),
            kind: slot.kind,
            notes,
            range: slot.range,
            new_text: slot.write(label)?,
            filter_text: format!("{quote}{label}"),
        })
    })
}

fn inline_tags(
    workspace: &Workspace,
    document: &Document,
    text: &str,
    offset: TextSize,
) -> Option<Completion> {
    let range = inline_slot(document, text, offset)?;
    let current = tag_name(&text[range][1..]);
    let typed = &text[usize::from(range.start()) + 1..usize::from(offset)];
    // A tag with a space in it cannot be written here. One that stands elsewhere in the text may
    // well stand here too.
    let offered = offered(&workspace.index().tags, document.id, current)
        .filter(|(label, _)| label.chars().all(is_tag_char));
    Some(rank(offered, typed, |label, notes| {
        Some(Item {
            label: label.to_owned(),
            kind: LabelKind::Tag,
            notes,
            range,
            new_text: format!("#{label}"),
            filter_text: format!("#{label}"),
        })
    }))
}

/// The inline tag that is being typed, with its `#`.
fn inline_slot(document: &Document, text: &str, offset: TextSize) -> Option<TextRange> {
    let before = &text[..offset.into()];
    let marked = before.trim_end_matches(is_tag_char);
    let line = marked.strip_suffix('#')?;
    let typed = before.len() > marked.len();
    let opens_line = line.is_empty() || line.ends_with(['\n', '\r']);
    // At the start of a line a lone `#` is far more often a heading on its way.
    let fits = if opens_line { typed } else { line.ends_with([' ', '\t', '(', '[']) };
    let start = TextSize::of(line);
    let is_prose = document
        .note
        .prose
        .iter()
        .any(|segment| !segment.in_link && segment.range.contains_inclusive(start));
    let rest = tag_name(&text[offset.into()..]);
    (fits && is_prose).then(|| TextRange::new(start, offset + TextSize::of(rest)))
}

/// The labels worth offering: not the one that is just being typed and stands nowhere else.
fn offered<'w>(
    labels: &'w Labels,
    here: NoteId,
    current: &str,
) -> impl Iterator<Item = (&'w str, usize)> {
    let only_here = labels.is_only_in(current, here).then(|| current.to_owned());
    labels.iter().filter(move |(label, _)| only_here.as_deref() != Some(*label))
}

/// Orders what is offered by how well it fits what is typed, then by how many notes have it.
fn rank<'w>(
    offered: impl Iterator<Item = (&'w str, usize)>,
    typed: &str,
    item: impl Fn(&str, usize) -> Option<Item>,
) -> Completion {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut buffer = Vec::new();
    let mut ranked: Vec<_> = offered
        .filter_map(|(label, notes)| {
            let score = pattern.score(Utf32Str::new(label, &mut buffer), &mut matcher)?;
            Some((std::cmp::Reverse((score, notes)), label))
        })
        .collect();
    ranked.sort();
    Completion {
        is_incomplete: ranked.len() > MAX_ITEMS,
        items: ranked
            .into_iter()
            .take(MAX_ITEMS)
            .filter_map(|(std::cmp::Reverse((_, notes)), label)| item(label, notes))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::completion;
    use crate::features::fixture::Fixture;

    const VAULT: &str = "\
//- /one.md
---
tags: [interview prep, storage, C#]
categories: [Core, Data]
---
#storage #area/db
//- /two.md
---
tags: [interview prep, networks]
categories: Core
---
";

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(note: &str, expected: Expect) {
        let fixture = Fixture::new(&format!("{VAULT}//- /note.md\n{note}"));
        let position = fixture.position();
        let Some(found) = completion(&fixture.workspace, position) else {
            return expected.assert_eq("nothing\n");
        };
        let shown: String = found
            .items
            .iter()
            .map(|item| {
                assert!(
                    item.range.contains_inclusive(position.offset),
                    "the edit is at the cursor"
                );
                let replaced = fixture.slice(position.note, item.range);
                assert!(!replaced.contains(['\n', '\r']), "the edit is on one line");
                format!("{} ({}): «{replaced}» → «{}»\n", item.label, item.notes, item.new_text)
            })
            .collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn tags_of_the_workspace_fit_a_list_the_most_used_first() {
        check(
            "---\ntags: [forme, $0]\n---\n",
            expect![[r##"
            interview prep (2): «» → «interview prep»
            C# (1): «» → «C#»
            area/db (1): «» → «area/db»
            networks (1): «» → «networks»
            storage (1): «» → «storage»
        "##]],
        );
    }

    #[test]
    fn what_is_typed_is_matched_loosely_and_replaced_as_a_whole() {
        check(
            "---\ntags: [forme, ip$0]\n---\n",
            expect![[r#"
            interview prep (2): «ip» → «interview prep»
        "#]],
        );
        check(
            "---\ntags:\n  - net$0wo\n---\n",
            expect![[r#"
            networks (1): «netwo» → «networks»
        "#]],
        );
    }

    #[test]
    fn broken_front_matter_completes_too() {
        check(
            "---\ntags: [forme, net$0\n---\n",
            expect![[r#"
            networks (1): «net» → «networks»
        "#]],
        );
        check(
            "---\ntitle: Foo: bar\ntags: [\"net$0\n---\n",
            expect![[r#"
            networks (1): «"net» → «"networks"»
        "#]],
        );
    }

    #[test]
    fn a_tag_that_the_note_has_is_not_offered_again() {
        check("---\ntags: [storage, Networks, s$0]\n---\n", expect![""]);
    }

    #[test]
    fn categories_are_offered_where_they_belong() {
        check(
            "---\ncategories: [$0]\n---\n",
            expect![[r#"
            Core (2): «» → «Core»
            Data (1): «» → «Data»
        "#]],
        );
    }

    #[test]
    fn the_tag_that_is_just_being_typed_is_not_offered_to_itself() {
        check(
            "---\ntags: [netw$0]\n---\n",
            expect![[r#"
            networks (1): «netw» → «networks»
        "#]],
        );
        check(
            "Text #netw$0\n",
            expect![[r##"
            networks (1): «#netw» → «#networks»
        "##]],
        );
    }

    #[test]
    fn nothing_is_offered_for_other_keys_and_in_prose() {
        check("---\ntitle: net$0\n---\n", expect![["nothing\n"]]);
        check("Text net$0\n", expect![["nothing\n"]]);
    }

    #[test]
    fn an_inline_tag_takes_only_what_can_stand_there() {
        check(
            "Text #$0\n",
            expect![[r##"
            area/db (1): «#» → «#area/db»
            networks (1): «#» → «#networks»
            storage (1): «#» → «#storage»
        "##]],
        );
        check(
            "#sto$0\n",
            expect![[r##"
            storage (1): «#sto» → «#storage»
        "##]],
        );
    }

    #[test]
    fn a_heading_on_its_way_code_and_links_get_no_tags() {
        check("#$0\n", expect![["nothing\n"]]);
        check("##$0\n", expect![["nothing\n"]]);
        check("`x #st$0`\n", expect![["nothing\n"]]);
        check("    x #st$0\n", expect![["nothing\n"]]);
        check(
            "[a](b #st$0)\n",
            expect![[r#"
            storage (1): «#st» → «#storage»
        "#]],
        );
        check("word#st$0\n", expect![["nothing\n"]]);
    }
}
