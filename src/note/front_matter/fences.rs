//! The start and end of front matter, found without a parser.
//!
//! A thematic break at the top of a note looks like a fence, so the lines below decide.

use std::ops::Range;

use super::Syntax;
use super::outline::{Head, head, key_at};
use super::scan::{Line, lines};

/// A front matter block, not yet read.
#[derive(Debug)]
pub(super) struct FencedBlock {
    pub(super) syntax: Syntax,
    pub(super) opening: Line,
    pub(super) content: Range<usize>,
    pub(super) closing: Option<Line>,
}

impl FencedBlock {
    /// From the start of the opening fence through the line break of the closing one.
    pub(super) fn range(&self) -> Range<usize> {
        self.opening.start..self.closing.map_or(self.content.end, |line| line.next)
    }
}

/// Finds the front matter of a note.
pub(super) fn find(text: &str) -> Option<FencedBlock> {
    u32::try_from(text.len()).ok()?;
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut rest = lines(text, start..text.len());
    let opening = rest.by_ref().find(|line| !line.is_blank(text))?;
    let syntax = match without_blanks(opening.of(text)) {
        "---" => Syntax::Yaml,
        "+++" => Syntax::Toml,
        _ => return None,
    };
    let closing = rest.find(|line| closes(syntax, line.of(text)));
    let end = match closing {
        Some(line) => line.start,
        None => unclosed_end(text, opening.next),
    };
    let block = FencedBlock { syntax, opening, content: opening.next..end, closing };
    is_front_matter(text, &block).then_some(block)
}

/// A line without trailing spaces and tabs, which may follow a fence.
fn without_blanks(line: &str) -> &str {
    line.trim_end_matches([' ', '\t'])
}

fn closes(syntax: Syntax, line: &str) -> bool {
    match syntax {
        Syntax::Yaml => matches!(without_blanks(line), "---" | "..."),
        Syntax::Toml => without_blanks(line) == "+++",
    }
}

/// The end of front matter without a closing fence.
fn unclosed_end(text: &str, start: usize) -> usize {
    lines(text, start..text.len())
        .find(|line| line.is_blank(text) || is_heading(line.of(text)))
        .map_or(text.len(), |line| line.start)
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len()))
        && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Whether the content looks like front matter rather than like prose between two rules.
fn is_front_matter(text: &str, block: &FencedBlock) -> bool {
    let mut shown = lines(text, block.content.clone()).skip_while(|line| !line.has_content(text));
    let closed = block.closing.is_some();
    match (shown.next(), block.syntax) {
        (None, _) => closed,
        (Some(_), Syntax::Toml) if closed => true,
        (Some(line), Syntax::Toml) => !matches!(head(text, line, Syntax::Toml), Head::None),
        (Some(line), Syntax::Yaml) if closed => {
            let half_typed = |next| key(text, next).is_some() && is_word(line.of(text));
            looks_like_yaml(text, line) || shown.next().is_some_and(half_typed)
        }
        (Some(line), Syntax::Yaml) => looks_like_short_key(text, line),
    }
}

/// Whether a line looks like a key, a list item or a flow map, and not like Markdown or a template
/// tag.
fn looks_like_yaml(text: &str, line: Line) -> bool {
    if key(text, line).is_some() {
        return true;
    }
    let line = line.of(text).trim();
    if let Some((key, value)) = line.split_once(':')
        && is_word(key)
        && value.starts_with(['[', '"', '\''])
    {
        // `tags:[a]`, without the required space.
        return true;
    }
    if let Some(item) = line.strip_prefix('-') {
        let markdown = ['*', '_', '`', '[', '!', '<'];
        return item.is_empty()
            || item.starts_with([' ', '\t']) && !item.trim_start().starts_with(markdown);
    }
    match line.strip_prefix('{') {
        Some(rest) => !rest.starts_with(['{', '%']),
        None => line.starts_with('[') && !["](", "][", "]:", "[["].iter().any(|m| line.contains(m)),
    }
}

/// Whether a line may be a key without its colon.
fn is_word(line: &str) -> bool {
    let line = line.trim_end();
    !line.is_empty() && line.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
}

/// Whether a line has a key of at most three words.
///
/// Without a closing fence, the evidence must be stronger, because prose may contain a colon too.
fn looks_like_short_key(text: &str, line: Line) -> bool {
    key(text, line).is_some_and(|key| text[key].split_whitespace().count() <= 3)
}

fn key(text: &str, line: Line) -> Option<Range<usize>> {
    let start = line.start + line.indent(text);
    Some(key_at(text, start..line.end)?.range)
}

#[cfg(test)]
mod tests {
    use super::find;

    /// The content between the fences, with `!` after it if unclosed.
    fn content(text: &str) -> Option<String> {
        let block = find(text)?;
        let unclosed = if block.closing.is_none() { "!" } else { "" };
        Some(format!("{}{unclosed}", &text[block.content]))
    }

    #[test]
    fn front_matter_is_between_two_fences() {
        for (text, expected) in [
            ("---\na: b\n---\nText", "a: b\n"),
            ("---\r\na: b\r\n---\r\nText", "a: b\r\n"),
            ("---\ra: b\r---\rText", "a: b\r"),
            ("--- \t\na: b\n...", "a: b\n"),
            ("\u{feff}\n \n---\na: b\n---\n", "a: b\n"),
            ("+++\na = 1\n+++\n", "a = 1\n"),
            ("+++\n+++\n", ""),
            ("---\n---\n", ""),
            ("---\n# only a comment\n\n---\n", "# only a comment\n\n"),
            ("---\n{a: b}\n---\n", "{a: b}\n"),
            ("---\n- a\n---\n", "- a\n"),
            ("---\nti\ntags: [a]\n---\n", "ti\ntags: [a]\n"),
            ("---\ntags:[a]\n---\n", "tags:[a]\n"),
            ("---\na: b\n----\n---\n", "a: b\n----\n"),
        ] {
            assert_eq!(content(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn thematic_breaks_are_not_fences() {
        for text in [
            "",
            "Text\n---\na: b\n---\n",
            "----\na: b\n----\n",
            " ---\na: b\n---\n",
            "---\nProse.\n\n---\n",
            "---\nHeading\n---\n",
            "---\nProse goes on\nand on: like this\n---\n",
            "---\nhttps://example.org\n---\n",
            "---\n**Note**: prose\n---\n",
            "---\n- **Term**: what it is\n---\n",
            "---\n- [ ] a task\n---\n",
            "---\n[Home](/) and more\n---\n",
            "---\n[[link]]\n---\n",
            "---\n{{< toc >}}\n---\n",
            "---\n",
            "---\n\na: b\n",
        ] {
            assert_eq!(content(text), None, "{text:?}");
        }
    }

    #[test]
    fn without_a_closing_fence_it_ends_at_a_blank_line_or_heading() {
        for (text, expected) in [
            ("---\ntags: [a", "tags: [a!"),
            ("---\ntags: [a\n\nText", "tags: [a\n!"),
            ("---\ntags:\n- a\n# Head\n", "tags:\n- a\n!"),
            ("+++\ntags = [\n", "tags = [\n!"),
        ] {
            assert_eq!(content(text).as_deref(), Some(expected), "{text:?}");
        }
        assert_eq!(content("---\nThis is prose with a colon: here\n"), None);
    }
}
