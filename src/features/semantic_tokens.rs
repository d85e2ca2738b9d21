//! Semantic tokens: declarations and mentions of terms, tags, and front matter keys.
//!
//! By default, only the first mention of each term in a section is a token. In the section of the
//! term itself, mentions are not tokens. Encyclopedias link terms in this way.
//!
//! LSP: textDocument/semanticTokens.

use std::collections::HashSet;

use text_size::{TextRange, TextSize};

use crate::features::declarations::Declarations;
use crate::note::front_matter::{Entry, ValueKind};
use crate::note::term_key::TermKey;
use crate::text::{lines, range};
use crate::workspace::Workspace;
use crate::workspace::config::Highlight;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::mention::{self, Mention};

/// A range of text with a color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The range, on one line.
    pub range: TextRange,
    /// The kind.
    pub kind: TokenKind,
}

/// The kind of a token. If two tokens overlap, the kind that is first here wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A front matter key.
    Key,
    /// A tag or category.
    Tag,
    /// The name of a term in its declaration.
    Declaration,
    /// A mention of a term.
    Mention,
}

/// Returns the tokens of a note in order. They do not overlap.
pub fn semantic_tokens(workspace: &Workspace, id: NoteId) -> Vec<Token> {
    let document = workspace.document(id).filter(|document| document.is_note());
    let Some(document) = document else { return Vec::new() };
    let mut tokens: Vec<Token> = Vec::new();
    let mut add = |kind, range| tokens.push(Token { range, kind });
    if let Some(block) = &document.note.front_matter {
        keys(&block.entries, &mut |range| add(TokenKind::Key, range));
    }
    for tag in document.note.tags().iter().chain(document.note.categories()) {
        add(TokenKind::Tag, tag.text_range);
    }
    for tag in &document.note.inline_tags {
        add(TokenKind::Tag, tag.range);
    }
    let terms = document.note.terms.iter().filter(|term| !workspace.is_rejected(term));
    for term in terms.filter(|term| !term.name_range.is_empty()) {
        add(TokenKind::Declaration, term.name_range);
    }
    for mention in mentions(workspace, document) {
        add(TokenKind::Mention, mention.range);
    }
    apart(&document.note.text, tokens)
}

/// Collects the ranges of keys at every depth. The front matter reader limits the depth.
fn keys(entries: &[Entry], add: &mut impl FnMut(TextRange)) {
    for entry in entries {
        add(entry.key_range);
        values(&entry.value, add);
    }
}

fn values(value: &crate::note::front_matter::Value, add: &mut impl FnMut(TextRange)) {
    match &value.kind {
        ValueKind::Map(entries) => keys(entries, add),
        ValueKind::List(items) => items.iter().for_each(|item| values(item, add)),
        ValueKind::Null | ValueKind::Scalar(_) => {}
    }
}

/// Returns the mentions to color, by the settings.
fn mentions(workspace: &Workspace, document: &Document) -> Vec<Mention> {
    let which = workspace.config_of(&document.location).highlight_mentions;
    if which == Highlight::Off {
        return Vec::new();
    }
    let mut mentions = mention::in_note(workspace, document);
    let mut declarations = Declarations::new(workspace, document.id);
    mentions.retain(|mention| declarations.has_certain(&document.note.text, mention));
    if which == Highlight::First {
        let mut seen = SeenTerms::new(workspace, document);
        mentions.retain(|mention| seen.is_first(mention));
    }
    mentions
}

/// The terms that each section has mentioned so far.
struct SeenTerms<'w> {
    document: &'w Document,
    /// Sections by their index, with the headwords.
    terms: HashSet<(Option<usize>, TermKey)>,
    declarations: Declarations<'w>,
    /// The number of declarations before the current mention.
    declared: usize,
}

impl<'w> SeenTerms<'w> {
    fn new(workspace: &'w Workspace, document: &'w Document) -> Self {
        let declarations = Declarations::new(workspace, document.id);
        Self { document, terms: HashSet::new(), declarations, declared: 0 }
    }

    /// Returns whether a mention is the first of one of its terms in its section. Call this with
    /// mentions from top to bottom.
    fn is_first(&mut self, mention: &Mention) -> bool {
        let note = &self.document.note;
        let start = mention.range.start();
        // A declaration counts as a mention before all later mentions.
        while let Some(term) = note.terms.get(self.declared)
            && term.name_range.start() <= start
        {
            let section = note.section_at(term.name_range.start());
            self.terms.insert((section, term.key.clone()));
            self.declared += 1;
        }
        let section = note.section_at(start);
        let mut is_first = false;
        for name in &mention.names {
            let declared = self.declarations.of(&name.key);
            let headword = declared.first().map_or(&name.key, |found| &found.term.key).clone();
            is_first |= self.terms.insert((section, headword));
        }
        is_first
    }
}

/// Returns the tokens in order, each on one line, without overlaps.
fn apart(text: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    tokens.sort_by_key(|token| (token.range.start(), token.kind));
    let mut end = TextSize::new(0);
    let mut apart = Vec::with_capacity(tokens.len());
    for Token { range, kind } in tokens {
        if range.start() < end {
            continue;
        }
        end = range.end();
        apart.extend(lines(text, range).map(|range| Token { range, kind }));
    }
    apart
}

/// Returns the parts of a range on each of its lines, without indentation and quote marks.
fn lines(text: &str, range: TextRange) -> impl Iterator<Item = TextRange> {
    let written = &text[range];
    let lines = written.split(lines::ENDS).enumerate().map(move |(number, line)| {
        let skipped = if number == 0 { "" } else { "> \t" };
        let kept = line.trim_start_matches(|c| skipped.contains(c));
        range::of(kept.trim_end(), written).map(|part| part + range.start())
    });
    lines.flatten().filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{TokenKind, semantic_tokens};
    use crate::features::fixture::Fixture;
    use crate::workspace::config::{Config, Highlight};

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(which: Highlight, fixture: &str, expected: Expect) {
        let mut fixture = Fixture::new(fixture);
        let config = Config { highlight_mentions: which, ..Config::default() };
        fixture.workspace.set_config(config);
        let note = fixture.notes[0];
        let shown: String = semantic_tokens(&fixture.workspace, note)
            .iter()
            .map(|token| {
                let kind = match token.kind {
                    TokenKind::Key => "key",
                    TokenKind::Tag => "tag",
                    TokenKind::Declaration => "declaration",
                    TokenKind::Mention => "mention",
                };
                format!("{}: {kind}\n", fixture.place(note, token.range))
            })
            .collect();
        expected.assert_eq(&shown);
    }

    const NOTE: &str = "\
//- /note.md
---
title: Of caches
tags: [store, 'a b']
extra:
  category: Core
---
# Caches
A cache, a cache and a disk #store.
## Disk
A disk needs caches; a cache needs
pages.
## Data lake
Of a data
lake and
> a data
> lake too.
//- /other.md
## Cache
Fast.
## Page
It is a cache.
";

    #[test]
    fn the_first_mention_in_each_section_is_colored() {
        check(
            Highlight::First,
            NOTE,
            expect![[r#"
                /note.md:2: title: key
                /note.md:2: Of caches: declaration
                /note.md:3: tags: key
                /note.md:3: store: tag
                /note.md:3: a b: tag
                /note.md:4: extra: key
                /note.md:5: category: key
                /note.md:7: Caches: mention
                /note.md:8: disk: mention
                /note.md:8: #store: tag
                /note.md:9: Disk: declaration
                /note.md:10: caches: mention
                /note.md:11: pages: mention
                /note.md:12: Data lake: declaration
            "#]],
        );
    }

    #[test]
    fn a_setting_colors_all_or_no_mentions() {
        let note =
            "## Disk\nA disk, a page of a\n> page\n## Page\nA page.\n## Data lake\nData\n lake.\n";
        check(
            Highlight::All,
            note,
            expect![[r#"
                /note.md:1: Disk: declaration
                /note.md:2: disk: mention
                /note.md:2: page: mention
                /note.md:3: page: mention
                /note.md:4: Page: declaration
                /note.md:5: page: mention
                /note.md:6: Data lake: declaration
                /note.md:7: Data: mention
                /note.md:8: lake: mention
            "#]],
        );
        check(
            Highlight::Off,
            note,
            expect![[r#"
                /note.md:1: Disk: declaration
                /note.md:4: Page: declaration
                /note.md:6: Data lake: declaration
            "#]],
        );
    }

    #[test]
    fn tokens_do_not_overlap() {
        check(
            Highlight::All,
            "## Data\nFacts.\n## Flow of #data\nA [data](data) `data`.\n",
            expect![[r#"
                /note.md:1: Data: declaration
                /note.md:3: Flow of: declaration
                /note.md:3: #data: tag
                /note.md:4: data: mention
            "#]],
        );
    }
}
