//! Terms in definition lists in HTML: `<dt>Term</dt><dd>definition</dd>`.

use std::ops::Range;

use text_size::TextRange;

use crate::note::html::without_tags;
use crate::note::term::source::{Declaration, Source};
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, title};
use crate::note::words::count_words;
use crate::text::range::text_range;

/// The most words of a name. A longer one is a sentence.
const MAX_WORDS: usize = 8;

/// The terms that definition lists in HTML declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut names: Vec<ListName> = Vec::new();
    let mut has_definition = false;
    for part in note.markdown.html.iter().flat_map(|html| parts(note.text, (*html).into())) {
        match part {
            ListPart::Name(inner) => {
                if std::mem::take(&mut has_definition) {
                    names.clear();
                }
                names.extend(name(note.text, inner));
            }
            ListPart::End => names.clear(),
            // Only the first definition of an entry is the definition of the term.
            ListPart::Definition(inner) => {
                if !std::mem::replace(&mut has_definition, true) {
                    terms.extend(term(note, &names, inner));
                }
            }
        }
    }
    terms
}

/// A name in a `<dt>`, without markup.
struct ListName {
    text: String,
    range: TextRange,
}

/// The content of an element of a definition list, in byte offsets of the note.
enum ListPart {
    Name(Range<usize>),
    Definition(Range<usize>),
    /// The list ends.
    End,
}

/// Returns the elements of definition lists in a range of HTML. Their end tags may be missing.
fn parts(text: &str, html: Range<usize>) -> Vec<ListPart> {
    let mut parts = Vec::new();
    let mut at = html.start;
    while let Some(open) = text[at..html.end].find('<').map(|found| at + found) {
        at = open + 1;
        if is_tag(&text[at..html.end], "/dl") {
            parts.push(ListPart::End);
            continue;
        }
        let is_name = is_tag(&text[at..html.end], "dt");
        if !is_name && !is_tag(&text[at..html.end], "dd") {
            continue;
        }
        let Some(close) = text[at..html.end].find('>') else { break };
        let start = at + close + 1;
        let end = end_of(text, start..html.end);
        parts.push(if is_name {
            ListPart::Name(start..end)
        } else {
            ListPart::Definition(start..end)
        });
        at = end;
    }
    parts
}

/// Returns the end of the content that begins at the start of a range.
fn end_of(text: &str, range: Range<usize>) -> usize {
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find('<').map(|found| at + found) {
        let tag = &text[open + 1..range.end];
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        if ["dt", "dd", "dl"].iter().any(|name| is_tag(tag, name)) {
            return open;
        }
        at = open + 1;
    }
    range.end
}

/// Whether a text after `<` begins with the name of a tag.
fn is_tag(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
        && text[name.len()..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace())
}

fn name(text: &str, inner: Range<usize>) -> Option<ListName> {
    let source = &text[inner.clone()];
    let name = without_tags(source);
    let at = source.rfind(&name)?;
    let is_name = title::is_word(&name) && count_words(&name) <= MAX_WORDS;
    let start = inner.start + at;
    is_name.then(|| ListName { range: text_range(&(start..start + name.len())), text: name })
}

fn term(note: &Source<'_>, names: &[ListName], inner: Range<usize>) -> Option<Term> {
    let (first, others) = names.split_first()?;
    let range = note.trim(text_range(&inner));
    let source = &note.text[range];
    let plain = without_tags(source);
    plain.contains(char::is_alphanumeric).then_some(())?;
    let alias = |name: &ListName| Alias::new(&name.text, AliasSource::Title, Some(name.range));
    note.term(Declaration {
        key: None,
        headword: first.text.clone(),
        style: Style::DefinitionList,
        name_range: first.range,
        range: first.range.cover(range),
        definition: Definition { range, reads: (plain != source).then_some(plain) },
        section: note.section_at(first.range.start()),
        evidence: None,
        aliases: others.iter().filter_map(alias).collect(),
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
    fn entries_declare_terms() {
        check(
            "<dl>\n  <dt>Weir</dt>\n  <dd>A wall in a river.</dd>\n  <dd>Another meaning.</dd>\n  <dt id=\"dam\"><b>Dam</b></dt>\n  <dt>Barrage</dt>\n  <dd><p>A <em>wall</em>\n  across a river.</p></dd>\n</dl>\n",
            &expect![[r#"
                [definition-list] Weir: A wall in a river.
                [definition-list] Dam = Barrage: A wall across a river.
            "#]],
        );
    }

    #[test]
    fn blank_lines_and_missing_end_tags_do_not_matter() {
        check(
            "<dl>\n\n<DT>Weir\n\n<DD>A wall in a river.\n\n<dt>Dam\n<dd>A wall across a river.\n</dl>\n",
            &expect![[r#"
                [definition-list] Weir: A wall in a river.
                [definition-list] Dam: A wall across a river.
            "#]],
        );
    }

    #[test]
    fn other_html_declares_nothing() {
        check(
            "<dl>\n<dt>Weir</dt>\n</dl>\n\n<dd>A wall.</dd>\n\n<table><td>Dam</td></table>\n\n`<dt>Lock</dt><dd>A basin.</dd>`\n\n<dl>\n<dt></dt><dd>Nothing.</dd>\n<dt>Gate</dt><dd></dd>\n</dl>\n",
            &expect![""],
        );
    }
}
