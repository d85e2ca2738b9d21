//! Folding ranges of sections, lists, comments and regions.
//!
//! A section folds to its heading, and a list item to its first line. The blank lines after a
//! section stay visible to separate the headings.
//!
//! LSP: textDocument/foldingRange.

use std::collections::HashSet;

use text_size::{TextRange, TextSize};

use crate::note::blocks::{SyntaxKind, SyntaxNode, blocks};
use crate::text::Encoding;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// A range of lines that can be folded. The first line stays visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The first and the last line, from 0.
    pub lines: (u32, u32),
    /// The kind in the protocol, or `None` for a section or list.
    pub kind: Option<FoldKind>,
}

/// A kind whose ranges editors can fold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// A comment.
    Comment,
    /// The text between `<!-- #region -->` and `<!-- #endregion -->`.
    Region,
}

/// Returns the folding ranges of a note by their first lines, which are all different. If there are
/// more than `limit`, the longest are returned.
pub fn folding_ranges(workspace: &Workspace, note: NoteId, limit: Option<usize>) -> Vec<Fold> {
    let document = workspace.document(note).filter(|document| document.is_note());
    let Some(document) = document else { return Vec::new() };
    let blocks = blocks(&document.note);
    let mut folds = sections(document);
    folds.extend(regions(document, &blocks));
    folds.extend(laid_out(document, &blocks));
    let mut taken = HashSet::new();
    folds.retain(|fold| fold.lines.0 < fold.lines.1 && taken.insert(fold.lines.0));
    if let Some(limit) = limit.filter(|limit| *limit < folds.len()) {
        folds.sort_by_key(|fold| std::cmp::Reverse(fold.lines.1 - fold.lines.0));
        folds.truncate(limit);
    }
    folds.sort_by_key(|fold| fold.lines);
    folds
}

fn fold(document: &Document, range: TextRange, kind: Option<FoldKind>) -> Fold {
    let line = |offset| document.note.text.line_col(offset, Encoding::Utf8).line;
    Fold { lines: (line(range.start()), line(range.end())), kind }
}

/// Returns the ranges of the front matter and the sections.
fn sections(document: &Document) -> Vec<Fold> {
    let text = &document.note.text;
    let front = document.note.front_matter.iter().map(|front| front.range);
    let sections = document.note.sections.iter().map(|section| section.range);
    let written =
        |range: TextRange| TextRange::at(range.start(), TextSize::of(text[range].trim_end()));
    front.chain(sections).map(|range| fold(document, written(range), None)).collect()
}

/// Returns the regions that the author has marked in comments.
fn regions(document: &Document, blocks: &[SyntaxNode]) -> Vec<Fold> {
    let text = &document.note.text;
    let (mut open, mut folds) = (Vec::new(), Vec::new());
    for comment in blocks.iter().filter(|block| block.kind == SyntaxKind::Comment) {
        let inside = text[comment.range].trim_start_matches("<!--").trim_start();
        if inside.starts_with("#region") {
            open.push(comment.range.start());
        } else if inside.starts_with("#endregion")
            && let Some(start) = open.pop()
        {
            let range = TextRange::new(start, comment.range.end());
            folds.push(fold(document, range, Some(FoldKind::Region)));
        }
    }
    folds
}

/// Returns list items before their lists, because only the smaller range of two on one line folds.
fn laid_out(document: &Document, blocks: &[SyntaxNode]) -> Vec<Fold> {
    let is_wide = |block: &&SyntaxNode| matches!(block.kind, SyntaxKind::List | SyntaxKind::Quote);
    let (wide, narrow): (Vec<&SyntaxNode>, Vec<&SyntaxNode>) = blocks.iter().partition(is_wide);
    let folded = |block: &SyntaxNode| match block.kind {
        SyntaxKind::Comment => Some(Some(FoldKind::Comment)),
        SyntaxKind::Paragraph | SyntaxKind::Row | SyntaxKind::Cell | SyntaxKind::Span => None,
        _ => Some(None),
    };
    let all = narrow.into_iter().chain(wide);
    all.filter_map(|block| Some(fold(document, block.range, folded(block)?))).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::folding_ranges;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, limit: Option<usize>, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let text = &fixture.document(fixture.notes[0]).note.text;
        let lines: Vec<_> = text.lines().collect();
        let mut out = String::new();
        for fold in folding_ranges(&fixture.workspace, fixture.notes[0], limit) {
            let (first, last) = (fold.lines.0 as usize, fold.lines.1 as usize);
            let kind = fold.kind.map(|kind| format!(" {kind:?}")).unwrap_or_default();
            writeln!(out, "{} … {}{kind}", lines[first].trim(), lines[last].trim()).unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn sections_lists_comments_and_regions_fold() {
        let note = "\
---
title: T
---
# Notes

Intro of
two lines.

## Cache
- one
  goes on
- two
  - inner
    goes on

```rust
fn main() {}
```

<!-- a
comment -->

<!-- #region old -->
| a | b |
|---|---|
| c | d |
<!-- #endregion -->

> a quote
> of two lines

## Disk
";
        check(
            note,
            None,
            expect![[r#"
                --- … ---
                # Notes … ## Disk
                ## Cache … > of two lines
                - one … goes on
                - two … goes on
                - inner … goes on
                ```rust … ```
                <!-- a … comment --> Comment
                <!-- #region old --> … <!-- #endregion --> Region
                | a | b | … | c | d |
                > a quote … > of two lines
            "#]],
        );
        check(
            note,
            Some(2),
            expect![[r#"
                # Notes … ## Disk
                ## Cache … > of two lines
            "#]],
        );
    }

    #[test]
    fn a_list_of_single_lines_folds_as_a_whole() {
        check(
            "- a\n- b\n- c\n\nText\n",
            None,
            expect![[r#"
                - a … - c
            "#]],
        );
    }

    #[test]
    fn empty_sections_do_not_fold() {
        check("", None, expect![[""]]);
        check("## A\n## B\n\n\n", None, expect![[""]]);
    }
}
