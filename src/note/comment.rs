//! Comments: HTML's `<!-- … -->`, Obsidian's `%% … %%` and MDX's `{/* … */}`, and those that Headword
//! reads.
//!
//! `<!-- aliases: a, b -->` and `%% aka: c %%` below a heading name its term;
//! [`suppression`](crate::note::suppression) comments switch diagnostics off.

use text_size::TextRange;

use crate::note::front_matter::ALIAS_KEYS;
use crate::note::prose::{self, Join, Segment};
use crate::text::lines;
use crate::text::range::{self, text_range};

/// The opening and closing marks of a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    open: &'static str,
    close: &'static str,
}

/// The marks of comments in HTML.
pub(super) const HTML: Marks = Marks { open: "<!--", close: "-->" };

/// The marks of comments in Obsidian.
const OBSIDIAN: Marks = Marks { open: "%%", close: "%%" };

/// The marks of comments in MDX.
const MDX: Marks = Marks { open: "{/*", close: "*/}" };

/// The first word of a suppression comment, to which its scope is added.
pub(super) const SUPPRESSION: &str = "headword-ignore";

/// A comment in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment<'t> {
    /// The text between the marks.
    pub(super) inside: &'t str,
    /// The text after the comment.
    pub(super) rest: &'t str,
    /// Whether the comment has a closing mark. Without one, it extends to the end of the text.
    pub(super) is_closed: bool,
}

impl Marks {
    /// The comment that `text` begins with.
    pub(super) fn comment_at_start(self, text: &str) -> Option<Comment<'_>> {
        let after = text.strip_prefix(self.open)?;
        Some(match after.split_once(self.close) {
            Some((inside, rest)) => Comment { inside, rest, is_closed: true },
            None => Comment { inside: after, rest: "", is_closed: false },
        })
    }

    /// All comments in `text`, in source order.
    pub(super) fn comments(self, text: &str) -> impl Iterator<Item = Comment<'_>> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let found = self.comment_at_start(&rest[rest.find(self.open)?..])?;
            rest = found.rest;
            Some(found)
        })
    }
}

/// The ranges of comments in running text with their marks, in source order: `%% … %%` and
/// `{/* … */}`.
pub(super) fn in_prose(text: &str, prose: &[Segment]) -> Vec<TextRange> {
    let mut comments = of_obsidian(text, prose);
    let is_apart = |comment: &TextRange| {
        let before = comments.partition_point(|other| other.end() <= comment.start());
        comments.get(before).is_none_or(|other| comment.end() <= other.start())
    };
    let others: Vec<_> = of_mdx(text, prose).into_iter().filter(is_apart).collect();
    comments.extend(others);
    comments.sort_by_key(|comment| comment.start());
    comments
}

/// The comment in running text that `text` begins with.
pub(super) fn at_start(text: &str) -> Option<Comment<'_>> {
    OBSIDIAN.comment_at_start(text).or_else(|| MDX.comment_at_start(text))
}

/// The ranges of `{/* … */}` comments. A comment with a blank line must begin its line.
fn of_mdx(text: &str, prose: &[Segment]) -> Vec<TextRange> {
    let mut comments: Vec<TextRange> = Vec::new();
    let mut end = 0;
    // The parser may read the star as emphasis, so it is not in the running text.
    for (_, start) in prose::find(text, prose, "{/") {
        let Some(comment) = MDX.comment_at_start(&text[start..]).filter(|_| start >= end) else {
            continue;
        };
        if !comment.is_closed {
            break;
        }
        let has_blank = comment.inside.trim().lines().any(|line| line.trim().is_empty());
        if has_blank && !opens_line(text, start) {
            continue;
        }
        end = text.len() - comment.rest.len();
        comments.push(text_range(&(start..end)));
    }
    comments
}

/// The ranges of `%% … %%` comments. A comment of several blocks must begin its line. No comment
/// begins after a digit (`100%%`).
fn of_obsidian(text: &str, prose: &[Segment]) -> Vec<TextRange> {
    let mut block = 0;
    let mut counted = 0;
    // The number of the block that a mark is in, and the mark's offset.
    let mut marks = prose::find(text, prose, OBSIDIAN.open)
        .map(|(segment, at)| {
            let opened = prose[counted..=segment].iter().filter(|s| s.join == Join::Block).count();
            (block, counted) = (block + opened, segment + 1);
            (block, at)
        })
        .peekable();
    let mut comments = Vec::new();
    while let Some((block, start)) = marks.next() {
        if text[..start].ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if let Some((_, end)) =
            marks.next_if(|(other, _)| *other == block || opens_line(text, start))
        {
            comments.push(text_range(&(start..end + OBSIDIAN.close.len())));
        }
    }
    comments
}

fn opens_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(lines::ENDS) || before.ends_with('\u{feff}')
}

/// Whether Headword reads a comment with this text between its marks. Other comments are notes of
/// the author.
pub(super) fn is_for_us(inside: &str) -> bool {
    alias_list(inside).is_some() || is_suppression(inside)
}

/// Whether a comment with this text between its marks suppresses diagnostics.
pub(super) fn is_suppression(inside: &str) -> bool {
    inside.trim_start().starts_with(SUPPRESSION)
}

/// The names after the key of a comment that lists aliases.
fn alias_list(inside: &str) -> Option<&str> {
    let (key, names) = inside.split_once(':')?;
    ALIAS_KEYS.iter().any(|known| key.trim().eq_ignore_ascii_case(known)).then_some(names)
}

/// The ranges of the names in a block of comments that list aliases.
pub(super) fn aliases_in(text: &str, block: TextRange) -> Vec<TextRange> {
    let source = &text[block];
    let is_of = |marks: &&Marks| source.trim_start().starts_with(marks.open);
    let comments = [OBSIDIAN, MDX].iter().find(is_of).unwrap_or(&HTML).comments(source);
    let lists = comments.filter_map(|comment| alias_list(comment.inside));
    let names = lists.flat_map(|names| names.split(',')).map(str::trim);
    names.filter(|name| !name.is_empty()).filter_map(|name| range::of(name, text)).collect()
}
