//! The search for the clues in a title and a passage.

use crate::note::term::evidence::Evidence;
use crate::note::term::opening::PassageOpening;
use crate::note::term::title_form::TitleForm;

/// The evidence of a title and the passage below it, as Markdown.
pub(super) fn weigh(title: &TitleForm<'_>, passage: &str) -> Evidence {
    let mut evidence = Evidence::default();
    title.clues(&mut |clue| evidence.insert(clue));
    PassageOpening::new(title, passage).clues(&mut |clue| evidence.insert(clue));
    evidence
}

#[cfg(test)]
mod tests;
