//! Running text of documents that are not notes: the comments of source code, or the whole text.
//!
//! Terms of notes are mentioned there, but nothing is declared. The form follows from the language
//! that the editor gives a document. The marks of comments are in `data/comments/marks.txt`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use text_size::TextRange;

use crate::note::prose::{Join, Segment};
use crate::text::range::text_range;

/// The languages of notes, by their identifiers in editors, apart from those that begin with
/// `markdown`.
const NOTES: [&str; 11] = [
    "",
    "gfm",
    "liquid",
    "md",
    "mdx",
    "pandoc",
    "quarto",
    "rmarkdown",
    "rmd",
    "telekasten",
    "vimwiki",
];

/// Where a document that is not a note has running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// Everywhere.
    Text,
    /// In the comments.
    Comments(&'static CommentMarks),
}

/// The marks of the comments of a language.
#[derive(Debug, PartialEq, Eq)]
pub struct CommentMarks {
    /// The marks of comments that end with the line.
    line: Vec<&'static str>,
    /// The marks before and after other comments.
    block: Vec<(&'static str, &'static str)>,
    /// The quotes of strings.
    quotes: &'static str,
}

static FORMS: LazyLock<HashMap<&'static str, TextForm>> = LazyLock::new(|| {
    let lines = include_str!("../../data/comments/marks.txt").lines();
    let lines = lines.filter(|line| !line.starts_with("# ")).filter_map(|it| it.split_once(':'));
    let forms = lines.flat_map(|(languages, marks)| {
        let marks = CommentMarks::read(marks);
        let form = if marks.line.is_empty() && marks.block.is_empty() {
            TextForm::Text
        } else {
            // A few values that live as long as the table.
            TextForm::Comments(Box::leak(Box::new(marks)))
        };
        languages.split_whitespace().map(move |language| (language, form))
    });
    forms.collect()
});

impl TextForm {
    /// The form of a document in a language, by its identifier in editors. `None` for Markdown.
    pub fn of(language: &str) -> Option<Self> {
        let language = language.to_ascii_lowercase();
        let is_note = language.starts_with("markdown") || NOTES.contains(&&*language);
        (!is_note).then(|| FORMS.get(&*language).copied().unwrap_or(Self::Text))
    }

    /// The running text. The segments have byte offsets in `text`.
    pub(super) fn prose(self, text: &str) -> Vec<Segment> {
        let mut prose = Prose { text, segments: Vec::new(), last_line: None };
        match self {
            Self::Text => prose.add(0..text.len()),
            Self::Comments(marks) => marks.comments(text).into_iter().for_each(|comment| {
                if !comment.is_line {
                    prose.last_line = None;
                }
                prose.add(comment.text);
            }),
        }
        prose.segments
    }
}

impl CommentMarks {
    fn read(marks: &'static str) -> Self {
        let mut read = Self { line: Vec::new(), block: Vec::new(), quotes: "\"'`" };
        for mark in marks.split('|').map(str::trim) {
            match mark.split_once(' ') {
                Some(("quotes", quotes)) => read.quotes = quotes,
                Some((before, after)) => read.block.push((before, after)),
                None => read.line.extend((!mark.is_empty()).then_some(mark)),
            }
        }
        read
    }

    /// All comments, in source order.
    fn comments(&self, text: &str) -> Vec<SourceComment> {
        let (mut comments, mut code) = (Vec::new(), SourceCode::new(self.quotes));
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let block = self.block.iter().find(|(before, _)| rest.starts_with(before));
            let line = self.line.iter().find(|mark| rest.starts_with(**mark));
            if let Some((before, after)) = block {
                let start = at + before.len();
                let end = text[start..].find(after).map(|end| start + end);
                let range = start..end.unwrap_or(text.len());
                comments.push(SourceComment { text: range, is_line: false });
                at = end.map_or(text.len(), |end| end + after.len());
            } else if let Some(mark) = line {
                let end = rest.find('\n').map_or(text.len(), |end| at + end);
                comments.push(SourceComment { text: at + mark.len()..end, is_line: true });
                at = end;
            } else {
                at = code.end(text, at);
            }
        }
        comments
    }
}

/// A comment in source code.
struct SourceComment {
    /// The text without the marks around it, in byte offsets.
    text: Range<usize>,
    /// Whether it ends with the line. Then the next one may continue it.
    is_line: bool,
}

/// The code between comments.
struct SourceCode {
    quotes: &'static str,
    /// The quotes that nothing closes before a byte offset, so that no text is searched twice.
    unclosed: HashMap<char, usize>,
}

impl SourceCode {
    fn new(quotes: &'static str) -> Self {
        Self { quotes, unclosed: HashMap::new() }
    }

    /// The end of the piece of code at a byte offset: a string on one line, or a character.
    fn end(&mut self, text: &str, at: usize) -> usize {
        let rest = &text[at..];
        let Some(first) = rest.chars().next() else { return text.len() };
        let next = at + first.len_utf8();
        let is_quote = self.quotes.contains(first);
        if !is_quote || self.unclosed.get(&first).is_some_and(|end| at < *end) {
            return next;
        }
        let mut is_escaped = false;
        for (offset, c) in rest.char_indices().skip(1) {
            if c == first && !is_escaped {
                return at + offset + c.len_utf8();
            }
            if c == '\n' {
                self.unclosed.insert(first, at + offset);
                return next;
            }
            is_escaped = c == '\\' && !is_escaped;
        }
        // The quote closes nothing, as in a lifetime of Rust.
        self.unclosed.insert(first, text.len());
        next
    }
}

/// The running text that was found so far.
struct Prose<'t> {
    text: &'t str,
    segments: Vec<Segment>,
    /// The end of the last line with text.
    last_line: Option<usize>,
}

impl Prose<'_> {
    /// Adds the lines of a comment. A blank line or code between two lines begins another block.
    fn add(&mut self, comment: Range<usize>) {
        let mut start = comment.start;
        for line in self.text[comment].split_inclusive('\n') {
            let end = start + line.trim_end().len();
            let text = line.trim_start_matches(is_decoration);
            let from = start + line.len() - text.len();
            if from < end {
                let before = self.last_line.and_then(|last| self.text.get(last..start));
                let follows = before.is_some_and(|it| it.matches('\n').count() <= 1)
                    && before.is_some_and(|it| !it.contains(char::is_alphanumeric));
                self.add_line(from..end, if follows { Join::Space } else { Join::Block });
                self.last_line = Some(end);
            }
            start += line.len();
        }
    }

    /// Adds a line without the code and the addresses in it.
    fn add_line(&mut self, line: Range<usize>, mut join: Join) {
        let mut at = line.start;
        for (index, part) in self.text[line].split('`').enumerate() {
            let start = at;
            at += part.len() + 1;
            // Between two backticks is code.
            if index % 2 == 1 {
                join = join.max(Join::Cut);
                continue;
            }
            let mut from = start;
            for word in part.split_inclusive(char::is_whitespace) {
                let end = from + word.len();
                if word.contains("://") {
                    join = join.max(Join::Cut);
                } else {
                    join = self.add_word(from..end, join);
                }
                from = end;
            }
        }
    }

    /// Adds a word, to the last segment if it follows directly. Returns how the next one continues.
    fn add_word(&mut self, word: Range<usize>, join: Join) -> Join {
        let range = text_range(&word);
        match self.segments.last_mut() {
            Some(last) if join == Join::Glued && last.range.end() == range.start() => {
                last.range = TextRange::new(last.range.start(), range.end());
            }
            _ => self.segments.push(Segment { range, join, in_link: false }),
        }
        Join::Glued
    }
}

/// Whether a character at the beginning of a line belongs to the frame of a comment.
fn is_decoration(c: char) -> bool {
    c.is_whitespace() || "*/!#;-=~%<>|".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::TextForm;
    use crate::note::prose::blocks;

    /// The blocks of running text, with `|` between segments that are apart.
    fn shown(language: &str, text: &str) -> Vec<String> {
        let prose = TextForm::of(language).expect("it is no note").prose(text);
        let block = |block: &[crate::note::prose::Segment]| {
            let parts = block.iter().map(|it| format!("{:?} {}", it.join, text[it.range].trim()));
            parts.collect::<Vec<_>>().join(" | ")
        };
        blocks(&prose).map(block).collect()
    }

    #[test]
    fn notes_have_another_form() {
        assert!(
            ["markdown", "", "MDX", "markdown.pandoc"].iter().all(|it| TextForm::of(it).is_none())
        );
        assert_eq!(TextForm::of("some-new-language"), Some(TextForm::Text));
    }

    #[test]
    fn comments_of_source_code_are_text() {
        let text = "//! A weir\n//! and a mill.\n\nlet a = \"// no\"; // The pond\n/* One\n * two.\n\n three */\n";
        assert_eq!(
            shown("rust", text),
            [
                "Block A weir | Space and a mill.",
                "Block The pond",
                "Block One | Space two.",
                "Block three"
            ]
        );
        assert_eq!(shown("python", "x = '#'\n\"\"\"A weir.\"\"\"\n"), ["Block A weir."]);
        assert_eq!(shown("rust", "fn f<'a>(b: &'a str) {} // Weir\n"), ["Block Weir"]);
        assert_eq!(shown("html", "<p>no</p><!-- Weir -->"), ["Block Weir"]);
        assert_eq!(shown("lua", "x = 1 -- Weir\n--[[ Mill\n]]"), ["Block Weir", "Block Mill"]);
    }

    #[test]
    fn a_quote_that_nothing_closes_is_no_string() {
        assert_eq!(
            shown("rust", "a: &'a B; // Weir's\nc = \"//\"; // Mill\n"),
            ["Block Weir's", "Block Mill"]
        );
        assert_eq!(shown("rust", "\"\\\" // no\" // Weir"), ["Block Weir"]);
        let long = format!("\"{}", "\\\"".repeat(1_000_000));
        assert_eq!(shown("rust", &long), [""; 0]);
    }

    #[test]
    fn code_and_addresses_in_comments_are_not_text() {
        assert_eq!(
            shown("rust", "// Use `weir` or https://example.org/mill there.\n"),
            ["Block Use | Cut or | Cut there."]
        );
    }

    proptest! {
        #[test]
        fn segments_of_any_text_are_in_order(
            text in "([a-z\"'`\\\\/*#\\-{}|\n é]|//|/\\*|\\*/|://|\"\"\"){0,40}",
            language in 0..6_usize,
        ) {
            let language = ["rust", "python", "lua", "html", "haskell", "text"][language];
            let prose = TextForm::of(language).expect("it is no note").prose(&text);
            let mut end = 0.into();
            for segment in &prose {
                prop_assert!(!segment.range.is_empty() && segment.range.start() >= end);
                prop_assert!(text.get(segment.range.start().into()..segment.range.end().into()).is_some());
                end = segment.range.end();
            }
        }
    }

    #[test]
    fn plain_text_is_text() {
        assert_eq!(
            shown("gitcommit", "mill: new weir\n\nThe old one\nbroke.\n"),
            ["Block mill: new weir", "Block The old one | Space broke."]
        );
        assert_eq!(shown("plaintext", ""), [""; 0]);
        assert_eq!(shown("rust", "// A 😀 weir\r\n// here\r\n"), ["Block A 😀 weir | Space here"]);
    }
}
