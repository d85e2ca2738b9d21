//! Terms in abbreviations: a line `*[LSN]: Log sequence number`.
//!
//! Syntax: PHP Markdown Extra, Python-Markdown, kramdown.

use text_size::TextRange;

use crate::note::line_form::abbreviation;
use crate::note::markdown::BlockKind;
use crate::note::term::source::{Declaration, Source};
use crate::note::term::{Definition, Style, Term, title};
use crate::text::range;

/// The terms that abbreviations declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let blocks = note.markdown.blocks.iter();
    let blocks = blocks.filter(|it| matches!(it.kind, BlockKind::Paragraph | BlockKind::Markup));
    let lines = blocks.flat_map(|block| note.text[block.range].lines());
    lines.filter_map(|line| term(note, line)).collect()
}

fn term(note: &Source<'_>, line: &str) -> Option<Term> {
    let (name, meaning) = abbreviation(line)?;
    title::is_word(name).then_some(())?;
    let name_range = range::of(name, note.text)?;
    let definition = range::of(meaning, note.text)?;
    note.term(Declaration {
        key: None,
        headword: name.to_owned(),
        style: Style::DefinitionList,
        name_range,
        range: TextRange::new(name_range.start(), definition.end()),
        definition: Definition { range: definition, reads: None },
        section: note.section_at(name_range.start()),
        evidence: None,
        aliases: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::note::render;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&render::terms(text));
    }

    #[test]
    fn each_line_of_an_abbreviation_declares_a_term() {
        check(
            "The LSN.\n\n*[LSN]: Log sequence number\n*[WAL]: A log that is written first.\n",
            &expect![[r#"
                [definition-list] LSN = Log sequence number (the acronym's expansion): Log sequence number
                [definition-list] WAL: A log that is written first.
            "#]],
        );
    }

    #[test]
    fn a_heading_is_not_defined_by_abbreviations() {
        check(
            "## Log\n\n*[LSN]: Log sequence number\n\nA log is a list of records.\n",
            &expect![[r#"
                Log: A log is a list of records.
                [definition-list] LSN = Log sequence number (the acronym's expansion): Log sequence number
            "#]],
        );
    }

    #[test]
    fn emphasis_code_and_empty_ones_are_no_abbreviations() {
        check(
            "*[a link]: of emphasis*\n\n`*[LSN]: Log`\n\n*[LSN]:\n\n*[]: nothing here\n\n```\n*[A]: in code\n```\n",
            &expect![""],
        );
    }
}
