//! Lines of a paragraph that are not prose: attributes, tags, breadcrumbs, images, …
//!
//! Markdown treats them as text. The definition of a term is the prose after them.

use std::borrow::Cow;

use crate::note::markdown::{Block, BlockKind};
use crate::note::word_list::{WordList, words};

/// Labels of lines that describe a note, folded.
static LABELS: WordList = words!("metadata_labels");

/// Parts of speech, folded.
static PARTS_OF_SPEECH: WordList = words!("parts_of_speech");

/// First words of a line that leads back to another page, folded.
static BACK_LINKS: WordList = words!("back_links");

/// Words before the number of a figure, folded.
static CAPTIONS: WordList = words!("captions");

/// Texts that hold the place of a text still to be written, folded.
static PLACEHOLDERS: WordList = words!("placeholders");

/// The most bytes of a placeholder.
const MAX_PLACEHOLDER: usize = 80;

/// The most words of a value after a label.
const MAX_VALUE: usize = 6;

/// The most words in parentheses before a definition.
const MAX_ORIGIN: usize = 5;

/// The most words of a label before a value.
const MAX_LABEL: usize = 3;

/// Marks the paragraphs and lists without content.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    for block in blocks {
        let written = text[block.range].trim();
        match block.kind {
            BlockKind::Paragraph if is_placeholder(written) => block.kind = BlockKind::Placeholder,
            BlockKind::Paragraph if written.lines().all(is_markup) => {
                block.kind = BlockKind::Markup;
            }
            // kramdown replaces a list with this attribute by a table of contents.
            BlockKind::List if written.ends_with("{:toc}") => block.kind = BlockKind::Markup,
            _ => {}
        }
    }
}

/// Whether a paragraph holds the place of a text still to be written: `TBD`, `TODO: …`,
/// `_To be written._`.
fn is_placeholder(paragraph: &str) -> bool {
    if paragraph.len() > MAX_PLACEHOLDER {
        return false;
    }
    let bare = paragraph.trim_matches(['*', '_', '[', ']', '(', ')', '<', '>', ' ']);
    let folded = bare.to_lowercase();
    let opens = ["todo:", "tbd:", "fixme:", "todo ", "wip:"];
    let is_known = |text: &str| PLACEHOLDERS.contains(text.trim());
    is_known(&folded)
        || is_known(folded.trim_end_matches(['.', '!', '…', '。', ' ']))
        || opens.iter().any(|word| folded.starts_with(word))
}

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineForm {
    /// A line for the tool that renders the note. It has no content for the reader.
    Markup,
    /// Content without prose: links, tags, images, a date.
    Aside,
    /// Anything else.
    Prose,
}

/// The form of a line, which has no line end.
pub(super) fn form(line: &str) -> LineForm {
    let line = line.trim();
    if is_markup(line) {
        LineForm::Markup
    } else if is_aside(line) {
        LineForm::Aside
    } else {
        LineForm::Prose
    }
}

fn is_markup(line: &str) -> bool {
    let is_between = |open: &str, close: &str| {
        line.len() >= open.len() + close.len() && line.starts_with(open) && line.ends_with(close)
    };
    let folded = || line.to_lowercase();
    line.is_empty()
        // kramdown: block attribute lists, `{:toc}`; Pandoc and MyST: attributes.
        || (is_between("{", "}") && line[1..].starts_with([':', '.', '#']))
        || is_fence(line)
        || (is_between("{/*", "*/}"))
        || (line.starts_with('[') && matches!(folded().as_str(), "[toc]" | "[[toc]]" | "[[_toc_]]"))
        || (line.starts_with('^') && is_name(&line[1..]))
        || (is_between("(", ")=") && is_name(&line[1..line.len() - 2]))
        || is_module_line(line)
        || abbreviation(line).is_some()
}

/// Splits the line of an abbreviation into its name and meaning.
pub(super) fn abbreviation(line: &str) -> Option<(&str, &str)> {
    let (name, meaning) = line.trim_start().strip_prefix("*[")?.split_once("]:")?;
    let (name, meaning) = (name.trim(), meaning.trim());
    let is_emphasis = meaning.ends_with('*');
    (!name.is_empty() && !meaning.is_empty() && !is_emphasis).then_some((name, meaning))
}

/// Whether a line opens or closes a container: `::: note`, `::`.
pub(super) fn is_fence(line: &str) -> bool {
    line.starts_with("::")
}

/// Whether a line is an `import` or `export` of MDX.
fn is_module_line(line: &str) -> bool {
    let imports = line.strip_prefix("import ").is_some_and(|rest| {
        rest.starts_with(['\'', '"']) || rest.contains(" from '") || rest.contains(" from \"")
    });
    let exports = line.strip_prefix("export ").is_some_and(|rest| {
        ["const ", "default ", "function ", "let "].iter().any(|word| rest.starts_with(word))
    });
    imports || exports
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

fn is_aside(line: &str) -> bool {
    is_shortcode(line)
        || is_field(line)
        || is_dictionary_note(line)
        || is_tags(line)
        || is_caption(line)
        || is_labeled(line)
        || is_links(line)
        || is_row(line)
}

/// Whether a line is a shortcode without a text.
fn is_shortcode(line: &str) -> bool {
    (line.starts_with("{%") && line.ends_with("%}"))
        || (line.starts_with("{{") && line.ends_with("}}") && !line.contains('"'))
}

/// Whether a line is an inline field of Dataview: `up:: [[Wood]]`.
fn is_field(line: &str) -> bool {
    let line = line.trim_start_matches(['-', '*', ' ', '(', '[']);
    line.split_once("::").is_some_and(|(key, value)| {
        !key.is_empty()
            && key.split_whitespace().count() <= 3
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            && (value.is_empty() || value.starts_with(' '))
    })
}

/// Whether a line has what dictionaries write before a definition: a pronunciation, a part of
/// speech, an origin in parentheses. `*/kæʃ/*, noun`, `*(from Latin)*`.
fn is_dictionary_note(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    let inner = line.trim_matches(['*', '_', '`']);
    let is_inside = |open: char, close: char| {
        let inside = inner.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        let words = inside.map(|inside| inside.split_whitespace().count());
        words.is_some_and(|words| (1..=MAX_ORIGIN).contains(&words))
            && inside.is_some_and(|inside| !inside.contains([open, close]))
    };
    let marks = ['*', '_', '`', '(', ')', ' '];
    let mut parts = inner.split([',', ';', '|', '·']).map(|part| part.trim_matches(marks));
    let is_sound = |part: &str| part.len() > 2 && part.starts_with('/') && part.ends_with('/');
    is_inside('(', ')')
        || parts.all(|part| is_sound(part) || PARTS_OF_SPEECH.contains(&part.to_lowercase()))
}

/// Whether a line is the caption of a figure: `*Figure 1: An oak.*`.
fn is_caption(line: &str) -> bool {
    let mut words = line.trim_matches(['*', '_']).split_whitespace();
    let first = words.next().map(str::to_lowercase);
    let second = words.next().unwrap_or_default();
    first.is_some_and(|first| CAPTIONS.contains(&first))
        && second.starts_with(|c: char| c.is_ascii_digit())
        && second.ends_with([':', '.', '：'])
}

/// Whether a line is a row of labels with values, links and short texts:
/// `Status: draft | Level: 3`, `[Wiki](a) · [Docs](b) · 5 minutes`.
fn is_row(line: &str) -> bool {
    const SEPARATORS: [&str; 3] = [" | ", " · ", " • "];
    let Some(separator) = SEPARATORS.into_iter().find(|mark| line.contains(mark)) else {
        return false;
    };
    let is_link = |part: &str| part.contains("](") && words_outside_links(part) == 0;
    let known = line.split(separator).filter(|part| is_link(part) || has_value(part)).count();
    let all = line.split(separator).count();
    let is_short = |part: &str| words_outside_links(part) <= MAX_VALUE;
    known * 2 >= all && line.split(separator).all(is_short)
}

/// Whether all lines of a paragraph, two or more, are labels with values.
pub(super) fn is_metadata(paragraph: &str) -> bool {
    let mut lines = paragraph.lines().filter(|line| !line.trim().is_empty());
    paragraph.trim().contains('\n') && lines.all(has_value)
}

/// Whether a text is a label with a value: `Level: 3`, `**Level**: hard`.
fn has_value(text: &str) -> bool {
    let text = text.trim();
    let Some((label, value)) = text.split_once([':', '：']) else { return false };
    let label = label.trim_matches(['*', '_', '-', ' ']);
    let value = value.trim_matches(['*', '_', ' ']);
    let is_short = |text: &str, most: usize| {
        let count = text.split_whitespace().count();
        count > 0 && count <= most && text.chars().count() <= most * 12
    };
    is_short(label, MAX_LABEL)
        && is_short(value, MAX_VALUE)
        && !value.starts_with("//")
        && !value.ends_with(['.', '。', ';', ',', '!', '?'])
}

/// Whether a line has only tags, perhaps in HTML: `#tree #wood`, `<span>#tree</span>`.
fn is_tags(line: &str) -> bool {
    let line = without_html(line);
    let is_tag = |word: &str| {
        let word = word.trim_end_matches([',', ';']);
        word.starts_with('#') && word[1..].starts_with(|c: char| c.is_alphabetic() || c == '/')
    };
    !line.is_empty() && line.split_whitespace().all(is_tag)
}

/// Whether a line begins with a label such as `Tags:`, and then has a few words, links, or dates.
fn is_labeled(line: &str) -> bool {
    let Some(at) = line.find([':', '：']) else { return false };
    let label = line[..at].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let rest = line[at..].trim_start_matches([':', '：']).trim_matches(['*', '_', ' ']);
    LABELS.contains(&label) && words_outside_links(rest) <= 8 && !rest.ends_with(['.', '。'])
}

/// Whether a line has only links and images, with separators or a short label before them.
fn is_links(line: &str) -> bool {
    let has_link = line.contains("](") || line.contains("[[") || line.contains("<img");
    if !has_link {
        return false;
    }
    let label_end = line.find(['[', '<', '!']).unwrap_or(0);
    let label = line[..label_end].trim().trim_end_matches(['*', '_']).trim();
    let outside = words_outside_links(&line[label_end..]);
    let is_image = line.starts_with("![") || line.starts_with("[![") || line.starts_with("<img");
    let has_label = label.ends_with([':', '：']) && label.split_whitespace().count() <= 6;
    let rest_is_links = outside == 0;
    let leads_back = BACK_LINKS.contains(&label.trim_matches(['*', '_', '(']).to_lowercase());
    // One link alone may be a reference to another entry, which is the definition then.
    let links = line.matches("](").count() + line.matches("[[").count();
    rest_is_links && (is_image || has_label || leads_back || (links > 1 && label.is_empty()))
}

/// A line without tags of HTML.
fn without_html(line: &str) -> Cow<'_, str> {
    if !line.contains('<') {
        return line.into();
    }
    let mut is_inside = false;
    let is_shown = |c: &char| {
        is_inside = *c == '<' || (is_inside && *c != '>');
        !is_inside && *c != '>'
    };
    line.chars().filter(is_shown).collect::<String>().into()
}

/// The number of words outside links, images and tags of HTML.
fn words_outside_links(text: &str) -> usize {
    let mut outside = String::new();
    let mut depth = 0_u32;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut skip = c.len_utf8();
        match c {
            '[' | '<' => depth += 1,
            ']' | '>' => {
                depth = depth.saturating_sub(1);
                if rest.starts_with("](") {
                    skip = rest.find(')').map_or(rest.len(), |end| end + 1);
                }
            }
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
        rest = &rest[skip..];
    }
    let words = outside.split_whitespace().filter(|word| !word.starts_with('#'));
    words.filter(|word| word.contains(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::LineForm::{Aside, Markup, Prose};
    use super::{form, is_metadata};

    #[test]
    fn lines_for_tools_are_markup() {
        let lines = [
            "{: .no_toc }",
            "{:toc}",
            "{#id}",
            "{.glossary}",
            "[TOC]",
            "[[_TOC_]]",
            ":::note",
            "::",
            "^oak",
            "(umbu)=",
            "import Tabs from '@theme/Tabs';",
            "import './a.css'",
            "export const sweet = true;",
            "{/* later */}",
        ];
        for line in lines {
            assert_eq!(form(line), Markup, "{line}");
        }
    }

    #[test]
    fn lines_of_links_tags_and_dates_are_asides() {
        let lines = [
            "up:: [[Wood]]",
            "status:: seed",
            "#tree #wood",
            "<span class=\"tags\">#tree</span>",
            "Tags: #tree, #wood",
            "Created: 2024-01-02",
            "**Source**: [Somebody](http://a.b)",
            "Parents: [[db]], scaling",
            "_Read this in other languages:_ [_日本語_](ja.md) [_Deutsch_](de.md)",
            "*/kæʃ/*",
            "/kæʃ/, noun",
            "*noun*",
            "*(from Latin)*",
            "Back to [Trees](trees.md)",
            "← [Trees](trees.md)",
            "Kategorie: Baum | Status: Entwurf",
            "[Wiki](a) · [Docs](b) · 5 min read",
            "*Figure 1: An oak in winter.*",
            "Also known as: holm oak",
            "{{< toc >}}",
            "{% include a.html %}",
            "[Home](/) > [Trees](/trees) > [Oak](/oak)",
            "![An oak](oak.png)",
            "标签: #树",
            "[![build](b.svg)](b) [![docs](d.svg)](d)",
            "[[a]] | [[b]]",
        ];
        for line in lines {
            assert_eq!(form(line), Aside, "{line}");
        }
    }

    #[test]
    fn lines_of_labels_are_metadata() {
        assert!(is_metadata("Level: hard\n**Age**: 200 years\n"));
        for text in ["Level: hard", "Level: hard\nA tree.", "Oak: a tree that bears acorns.\nB: c."]
        {
            assert!(!is_metadata(text), "{text}");
        }
    }

    #[test]
    fn other_lines_are_prose() {
        let lines = [
            "A tree by the water.",
            "See [Oak](oak.md).",
            "[Oak](oak.md)",
            "#1 of all trees",
            "<b>#tree</b> is a tag",
            "a < b > c",
            "Type: a set of values and of operations on them.",
            "import duties on wood",
            "A [tree](tree.md) with a [leaf](leaf.md).",
            "std::vec is a module",
            "A noun",
            "(An oak) is a tree (mostly).",
            "(Oaks are the trees with the acorns)",
            "Figure 1 shows an oak.",
            "Either bark | wood, or both of them in one tree",
            "Back to the [trees](trees.md) of home.",
        ];
        for line in lines {
            assert_eq!(form(line), Prose, "{line}");
        }
    }
}
