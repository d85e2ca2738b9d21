//! Terms in lists whose items all have one shape: `- Term: …`, `- Term — …`, `- *Term*: …`.
//!
//! Most such lists define nothing: settings, steps, people, days, pros and cons. So all items must
//! have the shape, and the evidence of most items must speak for a definition.

use std::collections::HashSet;

use text_size::{TextRange, TextSize};

use crate::note::markdown::BlockKind;
use crate::note::term::evidence::{Evidence, Verdict};
use crate::note::term::lead_name::is_lead_in;
use crate::note::term::list_items::{ListItem, items};
use crate::note::term::source::{Declaration, Source};
use crate::note::term::title_form::{TitleForm, has_day};
use crate::note::term::weighing::weigh;
use crate::note::term::word_class::{self, WordClass, split};
use crate::note::term::{Definition, Style, Term, title};
use crate::note::word_list::{WordList, words};
use crate::note::words::count_words;

/// Names of days, folded.
static DAYS: WordList = words!("weekdays");

/// The most items of a list.
const MAX_ITEMS: usize = 500;

/// The fewest items of a list with plain names.
const MIN_ITEMS: usize = 3;

/// The most words of a name.
const MAX_NAME: usize = 4;

/// The fewest words of a definition.
const MIN_MEANING: usize = 3;

/// What separates a name from its definition.
const SEPARATORS: [&str; 6] = [": ", " — ", " – ", " -- ", " - ", "："];

/// An item with the shape of a definition.
struct PlainEntry {
    name: TextRange,
    meaning: TextRange,
    whole: TextRange,
    separator: &'static str,
    is_marked: bool,
    /// Whether the text clearly defines the name.
    is_clear: bool,
    evidence: Evidence,
}

/// The terms that lists declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let lists = note.markdown.blocks.iter().filter(|block| block.kind == BlockKind::List);
    let entries = lists.filter_map(|list| entries(note, list.range));
    entries.flatten().filter_map(|entry| term(note, &entry)).collect()
}

/// The items of a list, if all of them have the shape and most define their name.
fn entries(note: &Source<'_>, list: TextRange) -> Option<Vec<PlainEntry>> {
    let items = items(note, list, MAX_ITEMS);
    let in_glossary = is_in_glossary(note, list.start());
    let least = if in_glossary { 2 } else { MIN_ITEMS };
    (items.len() >= least).then_some(())?;
    let entries: Vec<_> = items.iter().map(|item| entry(note, item)).collect::<Option<_>>()?;
    let first = entries.first()?;
    let is_alike =
        |it: &PlainEntry| it.separator == first.separator && it.is_marked == first.is_marked;
    let names: HashSet<_> = entries.iter().map(|it| note.text[it.name].to_lowercase()).collect();
    let count = |has: fn(&PlainEntry) -> bool| entries.iter().filter(|it| has(it)).count();
    let clear = count(|it| it.is_clear);
    let other = count(|it| it.evidence.verdict() == Verdict::Other);
    // A colon after plain words is the most usual form of a value.
    let needed = if in_glossary {
        0
    } else if first.is_marked {
        entries.len().div_ceil(2)
    } else {
        (entries.len() * 2).div_ceil(3)
    };
    let is_accepted = entries.iter().all(is_alike)
        && names.len() == entries.len()
        && clear >= needed
        && other * 5 <= entries.len();
    is_accepted.then_some(entries)
}

fn entry(note: &Source<'_>, item: &ListItem) -> Option<PlainEntry> {
    let text = &note.text[item.text];
    let first = text.lines().next()?;
    let (at, separator) = SEPARATORS
        .iter()
        .filter_map(|separator| Some((first.find(separator)?, *separator)))
        .min_by_key(|(at, _)| *at)?;
    let written = first[..at].trim_end();
    let name = written.trim_matches(['*', '_']);
    let marks = written.len() - written.trim_start_matches(['*', '_']).len();
    let start = item.text.start() + TextSize::of(&written[..marks]);
    let name_range = TextRange::at(start, TextSize::of(name));
    let after = item.text.start() + TextSize::of(&first[..at]) + TextSize::of(separator);
    let meaning = note.trim(TextRange::new(after, item.text.end()));
    let is_bold = written.starts_with("**");
    if is_bold || !may_name(note, name, name_range) || !explains(note, meaning) {
        return None;
    }
    let evidence = weigh(&TitleForm::new(name), &note.text[meaning]);
    let is_clear = evidence.verdict() == Verdict::Defines
        && (count_words(name) > 1 || !tells_of_actor(&note.text[meaning]));
    Some(PlainEntry {
        name: name_range,
        meaning,
        whole: item.whole,
        separator,
        is_marked: marks > 0,
        is_clear,
        evidence,
    })
}

/// Whether a text is a name: plain text of few words that begins with a letter.
fn may_name(note: &Source<'_>, name: &str, range: TextRange) -> bool {
    let is_plain = note.prose(range).any(|segment| segment.range == range && !segment.in_link);
    is_plain
        && name.starts_with(char::is_alphabetic)
        && !name.contains(['[', '`', '"', '=', '/'])
        && count_words(name) <= MAX_NAME
        && title::is_name(name)
        && !title::is_instruction(name)
        && !is_lead_in(name)
        && !has_day(&name.to_lowercase())
        && !DAYS.contains(&name.to_lowercase())
}

/// Whether a text begins with a verb, as the tasks of a person do: `brings the bread`.
fn tells_of_actor(meaning: &str) -> bool {
    let folded = word_class::folded(meaning);
    let first = split(&folded).next();
    first.is_some_and(|word| word.is(WordClass::Acting))
}

/// Whether a text may define a name: running text, not a value.
fn explains(note: &Source<'_>, meaning: TextRange) -> bool {
    let prose = note.prose(meaning).filter(|segment| !segment.in_link);
    let words: usize = prose.map(|segment| count_words(&note.text[segment.range])).sum();
    words >= MIN_MEANING
}

/// Whether the heading above an offset is the title of a list of terms: `Glossary`.
fn is_in_glossary(note: &Source<'_>, offset: TextSize) -> bool {
    let section = note.section_at(offset);
    section.is_some_and(|index| title::is_glossary(&note.sections[index].heading.name))
}

fn term(note: &Source<'_>, entry: &PlainEntry) -> Option<Term> {
    note.term(Declaration {
        headword: note.text[entry.name].to_owned(),
        key: None,
        style: Style::BoldLead,
        name_range: entry.name,
        range: entry.whole,
        definition: Definition { range: entry.meaning, reads: None },
        section: note.section_at(entry.name.start()),
        evidence: Some(entry.evidence),
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
    fn lists_whose_items_all_define_a_name_declare_terms() {
        check(
            "- Weir: a low wall across a river.\n- Lock: a basin with two gates\n  for ships.\n- Leat: an artificial channel to a mill.\n",
            &expect![[r#"
                [bold] Weir: a low wall across a river.
                [bold] Lock: a basin with two gates⏎  for ships.
                [bold] Leat: an artificial channel to a mill.
            "#]],
        );
        check(
            "* Weir — a low wall across a river\n* Lock — a basin with two gates\n* Leat — an artificial channel\n",
            &expect![[r#"
                [bold] Weir: a low wall across a river
                [bold] Lock: a basin with two gates
                [bold] Leat: an artificial channel
            "#]],
        );
        check(
            "- *Weir*: a low wall across a river.\n\n- *Lock*: basin for ships.\n\n- *Leat*: an artificial channel.\n",
            &expect![[r#"
                [bold] Weir: a low wall across a river.
                [bold] Lock: basin for ships.
                [bold] Leat: an artificial channel.
            "#]],
        );
        check(
            "## Glossary\n\n1. Weir: low wall across a river\n2. Lock: basin with two gates\n",
            &expect![[r#"
                [bold] Weir: low wall across a river
                [bold] Lock: basin with two gates
            "#]],
        );
    }

    #[test]
    fn other_lists_declare_nothing() {
        for text in [
            "- Weir: a low wall across a river.\n- Lock: a basin with gates.\n- and so on\n",
            "- Width: set it to the size of the page\n- Height: keep it below the width\n- Depth: leave it as it is\n",
            "- Pros: simple and fast to build\n- Cons: it leaks a lot of water\n- Cost: depends on the river\n",
            "- Anna: brings bread and cheese\n- Ben: brings the boat\n- Cleo: looks after the dog\n",
            "- Monday: a walk along the river\n- Tuesday: a day at the lock\n- Friday: the way home\n",
            "- Open: click on the file in the list\n- Save: press the key for it\n- Close: choose it in the menu\n",
            "- `weir`: a low wall across a river\n- `lock`: a basin with two gates\n- `leat`: an artificial channel\n",
            "- 10:30: a talk about weirs\n- 11:30: a talk about locks\n- 12:30: a walk to the river\n",
            "- Fixed: a crash at the start of the pump\n- Added: a new gate for the lock\n- Changed: the color of the wall\n",
            "- Input: a list of all rivers\n- Output: the longest of them\n- Example: a walk by the Rhine\n",
        ] {
            assert_eq!(render::terms(text), "", "{text}");
        }
    }
}
