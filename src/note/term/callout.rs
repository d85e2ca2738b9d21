//! Terms in callouts: `> [!definition] Quorum`, and below it the definition.
//!
//! Syntax: Obsidian. Callouts of other kinds (`[!tip]`) define nothing.

use text_size::TextRange;

use crate::note::markdown::BlockKind;
use crate::note::term::source::{Declaration, Source};
use crate::note::term::{Definition, Style, Term, title};
use crate::note::word_list::{WordList, words};
use crate::note::words::count_words;
use crate::text::range;

/// Kinds of callouts that define their title, folded.
static KINDS: WordList = words!("definition_callouts");

/// The most words of a title. A longer one is a sentence.
const MAX_WORDS: usize = 8;

/// The terms that callouts declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let blocks = note.markdown.blocks.iter().filter(|block| block.kind == BlockKind::Quote);
    blocks.filter_map(|block| term(note, note.trim(block.range))).collect()
}

fn term(note: &Source<'_>, whole: TextRange) -> Option<Term> {
    let mut lines = note.text[whole].lines();
    let name = title_of(lines.next()?)?;
    let is_name = title::is_word(name) && count_words(name) <= MAX_WORDS;
    is_name.then_some(())?;
    let lines = lines.map(inside).skip_while(|line| line.is_empty());
    let lines: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    let (first, last) =
        (range::of(lines.first()?, note.text)?, range::of(lines.last()?, note.text)?);
    let name_range = range::of(name, note.text)?;
    note.term(Declaration {
        key: None,
        headword: name.to_owned(),
        style: Style::DefinitionList,
        name_range,
        range: whole,
        // The source of several lines has the marks of the quote between them.
        definition: Definition {
            range: first.cover(last),
            reads: (lines.len() > 1).then(|| lines.join("\n")),
        },
        section: note.section_at(name_range.start()),
        evidence: None,
        aliases: Vec::new(),
    })
}

/// Returns the title in the first line of a callout that defines it, without markup around it.
fn title_of(line: &str) -> Option<&str> {
    let (kind, title) = inside(line).strip_prefix("[!")?.split_once(']')?;
    // A mark folds the callout, and `|` begins metadata.
    let kind = kind.split('|').next().unwrap_or_default().trim().to_lowercase();
    let title = title.strip_prefix(['+', '-']).unwrap_or(title);
    KINDS.contains(&kind).then(|| title.trim().trim_matches(['*', '_']).trim())
}

/// Returns a line of a quote without its mark.
fn inside(line: &str) -> &str {
    line.trim_start().strip_prefix('>').unwrap_or(line).trim()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::note::render;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&render::terms(text));
    }

    #[test]
    fn a_callout_declares_its_title() {
        check(
            "> [!definition] Quorum\n> More than half\n> of the votes.\n>\n> More of it.\n\n> [!DEF]- **Weir**\n>\n> A wall in a river.\n\n> [!term|wide]+ Dam\n> A wall across a river.\n",
            &expect![[r#"
                [definition-list] Quorum: More than half⏎of the votes.
                [definition-list] Weir: A wall in a river.
                [definition-list] Dam: A wall across a river.
            "#]],
        );
    }

    #[test]
    fn other_callouts_and_quotes_declare_nothing() {
        check(
            "> [!tip] Quorum\n> More than half.\n\n> [!definition]\n> More than half.\n\n> [!definition] Quorum\n\n> Quorum\n> More than half.\n\n> [!definition] `code` and a whole sentence of very many words here\n> More.\n",
            &expect![[r#""#]],
        );
    }
}
