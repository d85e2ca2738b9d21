//! The passage that defines a section or note: the first prose in it.
//!
//! The prose is often not first. Comments, images, lines of tags or links, quotes, tables and code
//! may come before it, and so may a label such as `**Definition**:`.

use text_size::{TextRange, TextSize};

use crate::note::html;
use crate::note::line_form::{self, LineForm};
use crate::note::markdown::{Block, BlockKind};
use crate::note::term::Definition;
use crate::note::term::clue::Clue;
use crate::note::term::evidence::{Evidence, Verdict};
use crate::note::term::label::{self, About, informal_heading, split_label};
use crate::note::term::list_items::items;
use crate::note::term::passage_text::is_only_link;
use crate::note::term::source::Source;
use crate::note::term::title;
use crate::note::term::title_form::TitleForm;
use crate::note::term::weighing::weigh;
use crate::note::term::word_class::{self, ClassedWord, WordClass};
use crate::note::words::count_words;

/// The most words of a paragraph that is only a label for the block after it.
const MAX_LABEL: usize = 4;

/// The most passages of a section that are looked at.
const MAX_PASSAGES: usize = 12;

/// The most words of a text that only leads in what follows.
const MAX_LEAD_IN: usize = 6;

/// The most items of a list that are looked at.
const MAX_ITEMS: usize = 6;

/// The fewest words of a text in HTML that is a passage.
const MIN_HTML: usize = 4;

/// The defining passage of a title in these blocks, in byte offsets of the note, and its evidence.
///
/// This is the passage that a label calls so, or else the first passage, unless only a later one
/// says what the title is.
pub(super) fn best(
    note: &Source<'_>,
    title: &str,
    blocks: &[Block],
) -> Option<(TextRange, Evidence)> {
    let title = TitleForm::new(title);
    let passages = Passages { note, blocks, title: &title, heading: About::Unknown };
    let weighed = |passage: PassageText| {
        let evidence = weigh(&title, &note.text[passage.range]);
        let is_labeled = passage.about == About::Title;
        (passage, if is_labeled { evidence.with(Clue::Labeled) } else { evidence })
    };
    let found: Vec<_> = passages.take(MAX_PASSAGES).map(weighed).collect();
    let labeled = found.iter().find(|(passage, evidence)| {
        passage.about == About::Title && evidence.verdict() != Verdict::Other
    });
    let chosen = labeled.or_else(|| unlabeled(&title, &found));
    chosen.map(|(passage, evidence)| (passage.range, *evidence))
}

/// The defining passage, if no label says which one it is.
fn unlabeled<'p>(
    title: &TitleForm<'_>,
    found: &'p [(PassageText, Evidence)],
) -> Option<&'p (PassageText, Evidence)> {
    let says = |(_, evidence): &&(PassageText, Evidence)| {
        evidence.has(Clue::Says) && evidence.verdict() == Verdict::Defines
    };
    let mut candidates = found.iter().filter(|(passage, _)| passage.about != About::Other);
    let first = candidates.clone().find(|(_, evidence)| !evidence.has(Clue::HasNoText));
    let Some(first) = first.or_else(|| candidates.next()) else {
        return found.iter().find(says);
    };
    let is_enough = match first.1.verdict() {
        Verdict::Defines => true,
        // Without lists of verbs, each sentence that begins with the title seems to define it.
        Verdict::Unclear => !title.has_known_verbs(),
        Verdict::Other => false,
    };
    if is_enough {
        return Some(first);
    }
    // The code after a lead-in is not a part of the passage.
    let is_better = |(passage, evidence): &&(PassageText, Evidence)| {
        first.0.is_lead_in
            && evidence.has(Clue::NounPhrase)
            && passage.about != About::Other
            && evidence.verdict() == Verdict::Defines
    };
    let mut later = found.iter().filter(|it| it.0.range.start() > first.0.range.start());
    let weightier = |it: &&(PassageText, Evidence)| it.1.weight() > first.1.weight();
    later.find(|it| (says(it) || is_better(it)) && weightier(it)).or(Some(first))
}

/// A definition with the text of a passage. HTML is shown without its tags.
pub(super) fn definition(note: &Source<'_>, range: TextRange) -> Definition {
    let written = &note.text[range];
    let reads = is_shown(written).then(|| html::without_tags(written));
    Definition { range, reads }
}

/// A text that may define the title.
struct PassageText {
    range: TextRange,
    about: About,
    /// Whether it is a few words that lead in code, math or a table: `For example:`.
    is_lead_in: bool,
}

/// The passages in blocks, in source order.
struct Passages<'n> {
    note: &'n Source<'n>,
    blocks: &'n [Block],
    title: &'n TitleForm<'n>,
    /// What the last informal heading says of the passages below it.
    heading: About,
}

impl Iterator for Passages<'_> {
    type Item = PassageText;

    fn next(&mut self) -> Option<PassageText> {
        while let Some((block, rest)) = self.blocks.split_first() {
            self.blocks = rest;
            let found = match block.kind {
                BlockKind::Paragraph => self.paragraph(block.range),
                BlockKind::List => self.item(block.range),
                BlockKind::Quote => self.quote(block.range),
                BlockKind::Html if is_shown(&self.note.text[block.range]) => {
                    Some(self.passage(self.note.trim(block.range), About::Unknown))
                }
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

impl Passages<'_> {
    /// A passage. Its own label counts before the informal heading above it.
    fn passage(&self, range: TextRange, label: About) -> PassageText {
        let about = if label == About::Unknown { self.heading } else { label };
        PassageText { range, about, is_lead_in: false }
    }

    /// The passage that a paragraph begins: with the quote that it labels, or the list or quote
    /// that it leads in.
    fn paragraph(&mut self, range: TextRange) -> Option<PassageText> {
        let note = self.note;
        let whole = &note.text[note.trim(range)];
        if let Some(about) = informal_heading(whole, self.title) {
            self.heading = about;
            return None;
        }
        let (prose, label) = split_label(note, self.title, prose(note, range)?);
        if !note.has_words(prose) {
            return None;
        }
        let written = &note.text[prose];
        let next = self.blocks.first().copied();
        let leads_in = written.ends_with([':', '：']);
        match next.map(|next| (next.kind, note.trim(next.range))) {
            Some((BlockKind::Quote, quote)) if is_label(written) && !is_unfinished(written) => {
                self.blocks = &self.blocks[1..];
                Some(self.passage(quote, label::of_words(written)))
            }
            Some((BlockKind::Quote, quote)) if leads_in && !self.completes(written) => {
                self.blocks = &self.blocks[1..];
                Some(self.passage(quote, label))
            }
            Some((BlockKind::List | BlockKind::Quote, next)) if leads_in => {
                self.blocks = &self.blocks[1..];
                Some(self.passage(prose.cover(next), label))
            }
            _ => {
                let is_lead_in = leads_in && count_words(written) <= MAX_LEAD_IN;
                Some(PassageText { is_lead_in, ..self.passage(prose, label) })
            }
        }
    }

    /// Whether a lead-in and the text after it are one definition: `An oak is:`, `Grimm defines an
    /// oak as follows:`.
    fn completes(&self, lead_in: &str) -> bool {
        is_unfinished(lead_in) || word_class::folded(lead_in).contains(&self.title.folded)
    }

    /// The first item of a list that is a sentence, or the one with a label.
    fn item(&self, list: TextRange) -> Option<PassageText> {
        let items = items(self.note, list, MAX_ITEMS);
        let labeled = items.iter().find_map(|item| {
            let (range, about) = split_label(self.note, self.title, item.text);
            (about == About::Title).then(|| self.passage(range, about))
        });
        labeled.or_else(|| {
            let is_prose = |range: &TextRange| {
                let item = &self.note.text[*range];
                line_form::form(item) == LineForm::Prose && !is_only_link(item)
            };
            let first = items.iter().map(|item| item.text).find(is_prose)?;
            let item = &self.note.text[first];
            let is_sentence = item.split_whitespace().count() >= 4 || !item.is_ascii();
            let is_task = item.starts_with("[ ]") || item.starts_with("[x]");
            (is_sentence && !is_task && !is_entry(item))
                .then(|| self.passage(first, About::Unknown))
        })
    }

    /// The text of a quote whose first line says that it is the definition. Other quotes are
    /// context.
    fn quote(&self, range: TextRange) -> Option<PassageText> {
        let quote = self.note.trim(range);
        let written = &self.note.text[quote];
        let (first, rest) = written.split_once('\n').unwrap_or((written, ""));
        if label::of_quote(first, self.title) != About::Title {
            return None;
        }
        let is_callout = first.trim_start_matches(['>', ' ']).starts_with("[!");
        let text = if is_callout { rest } else { written };
        let text = text.trim_start_matches(['>', ' ', '\n']);
        let range = TextRange::at(quote.end() - TextSize::of(text), TextSize::of(text));
        let (range, _) = split_label(self.note, self.title, range);
        (!range.is_empty()).then(|| self.passage(range, About::Title))
    }
}

/// The prose of a paragraph: without lines of another form.
/// `None` if the paragraph has no prose.
fn prose(note: &Source<'_>, paragraph: TextRange) -> Option<TextRange> {
    if !note.has_words(paragraph) || line_form::is_metadata(&note.text[paragraph]) {
        return None;
    }
    let mut found: Option<TextRange> = None;
    let mut start = paragraph.start();
    for line in note.text[paragraph].split_inclusive('\n') {
        let range = TextRange::at(start, TextSize::of(line));
        start = range.end();
        match line_form::form(line) {
            LineForm::Prose => found = Some(found.map_or(range, |found| found.cover(range))),
            LineForm::Markup if found.is_some() => break,
            LineForm::Markup | LineForm::Aside => {
                if found.is_some() {
                    found = found.map(|found| found.cover(range));
                }
            }
        }
    }
    Some(note.trim(found?))
}

/// Whether a lead-in is the beginning of the sentence that ends after it: `An oak is:`.
fn is_unfinished(lead_in: &str) -> bool {
    let lead_in = lead_in.trim_end_matches([':', '：', '*', '_', ' ']);
    let last = lead_in.rsplit(char::is_whitespace).next().unwrap_or_default();
    let last = word_class::folded(last);
    let last = ClassedWord::new(&last);
    last.is(WordClass::Being) || matches!(last.text, "if" | "when")
}

fn is_label(paragraph: &str) -> bool {
    paragraph.split_whitespace().count() <= MAX_LABEL && !paragraph.ends_with(['.', '。', '?', '!'])
}

/// Returns whether a list item has a name of its own: `**Name**: text`. A label such as
/// `**Definition**:` is not a name.
fn is_entry(item: &str) -> bool {
    let Some((name, text)) = item.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
        return false;
    };
    let separators = [':', '：', '—', '–'];
    let is_separated = name.ends_with(separators) || text.trim_start().starts_with(separators);
    is_separated && !title::introduces(name.trim_end_matches([':', '：', ' ']))
}

/// Whether a block of HTML is a text: a paragraph, or a container with a sentence.
fn is_shown(html: &str) -> bool {
    const CONTAINERS: [&str; 5] = ["p", "div", "section", "article", "center"];
    let html = html.trim_start();
    let is_tag = |name: &&str| {
        let rest = html.get(1..=name.len()).filter(|tag| tag.eq_ignore_ascii_case(name));
        html.starts_with('<')
            && rest.is_some()
            && html[name.len() + 1..].starts_with(|c: char| c == '>' || c.is_whitespace())
    };
    let Some(name) = CONTAINERS.iter().find(|name| is_tag(name)) else { return false };
    let text = html::without_tags(html);
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let least = if *name == "p" { 1 } else { MIN_HTML };
    words >= least && line_form::form(&text) == LineForm::Prose
}

#[cfg(test)]
mod tests;
