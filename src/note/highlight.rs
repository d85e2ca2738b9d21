//! Marks of emphasis that CommonMark does not know: `==highlight==`, `++insertion++`, and the same in
//! braces, as in CriticMarkup. To Markdown, they are text.

use text_size::TextRange;

use crate::note::prose::{self, Join, Segment};
use crate::note::words::is_unspaced;
use crate::text::range::text_range;

/// A mark in running text.
struct Mark {
    start: usize,
    end: usize,
    opens: bool,
    closes: bool,
}

/// The ranges of the marks in running text, each with its brace. A mark counts only with its
/// counterpart in the same block: `a == b` and `C++` have none.
pub(super) fn marks(text: &str, prose: &[Segment]) -> Vec<TextRange> {
    let mut found = Vec::new();
    for sign in ["==", "++"] {
        let mut open: Option<Mark> = None;
        let mut last = 0;
        for (segment, at) in prose::find(text, prose, sign) {
            let is_other_block =
                prose[last..=segment].iter().skip(1).any(|it| it.join == Join::Block);
            last = segment;
            open = open.filter(|_| !is_other_block);
            let Some(mark) = mark(text, at, sign) else { continue };
            match open.take() {
                Some(first) if mark.closes && is_emphasis(&text[first.end..mark.start], sign) => {
                    found.extend([first, mark].map(|it| text_range(&(it.start..it.end))));
                }
                before => open = if mark.opens { Some(mark) } else { before },
            }
        }
    }
    found.sort_by_key(|range| range.start());
    found
}

/// The mark at a byte offset. `None` if it is a part of a longer run of signs, such as a rule.
fn mark(text: &str, at: usize, sign: &str) -> Option<Mark> {
    let (before, after) = (&text[..at], &text[at + sign.len()..]);
    let (last, next) = (before.chars().next_back(), after.chars().next());
    let same = sign.chars().next();
    (last != same && next != same).then_some(())?;
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || is_unspaced(c));
    let (has_brace, has_end) = (last == Some('{'), next == Some('}'));
    Some(Mark {
        start: at - usize::from(has_brace),
        end: at + sign.len() + usize::from(has_end),
        opens: !is_space(next) && is_apart(last),
        closes: !is_space(last) && is_apart(next),
    })
}

/// Whether a text between two marks is emphasized. In `++i and C++`, the signs are operators.
fn is_emphasis(inside: &str, sign: &str) -> bool {
    let last = inside.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    sign == "==" || last.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions};

    /// Shows the running text, with a bar between the segments.
    fn prose(text: &str) -> String {
        let note = Note::read(text, &ReadOptions::default());
        let parts: Vec<_> = note.prose.iter().map(|segment| &text[segment.range]).collect();
        parts.join("|")
    }

    #[test]
    fn marks_of_emphasis_are_no_text() {
        assert_eq!(prose("A ==tide mill== here.\n"), "A |tide mill| here.");
        assert_eq!(
            prose("==Tide== mill, {==weir==} and {++dam++}.\n"),
            "Tide| mill, |weir| and |dam|."
        );
        assert_eq!(prose("(==*tide* mill==)\n"), "(|tide| mill|)");
        assert_eq!(prose("- ++weir++\n"), "weir");
        assert_eq!(prose("==水車==は\n"), "水車|は");
    }

    #[test]
    fn operators_and_names_are_text() {
        for text in [
            "If a == b or c == d.",
            "A ++i and C++ too.",
            "x==y==z",
            "== no",
            "C++",
            "a ==== b",
            "++i++",
        ] {
            assert_eq!(prose(&format!("{text}\n")), text);
        }
    }

    #[test]
    fn marks_do_not_match_across_blocks() {
        assert_eq!(prose("One ==two\n\nthree== four\n"), "One ==two|three== four");
    }
}
