//! Terms declared by headings: each is a heading whose section has a passage that defines it.

use text_size::{TextRange, TextSize};

use crate::note::comment;
use crate::note::markdown::BlockKind;
use crate::note::section::{Section, SectionStatus, own_blocks};
use crate::note::term::asked_name::asked_name;
use crate::note::term::clue::Clue;
use crate::note::term::evidence::{Evidence, Verdict};
use crate::note::term::reason::{Reason, Weighing};
use crate::note::term::source::{Declaration, Source};
use crate::note::term::{Alias, AliasSource, Style, Term, passage, title};

/// The terms that headings declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let candidates = candidates(note);
    let habits = Habits::new(note, &candidates);
    let declared = candidates.into_iter().filter(|candidate| habits.accept(note, candidate));
    declared.filter_map(|candidate| term(note, candidate)).collect()
}

/// Why the heading of the section at `index` declares a term or not.
pub(super) fn reason(note: &Source<'_>, index: usize) -> Reason {
    let candidate = match candidate(note, index) {
        Ok(candidate) => candidate,
        Err(reason) => return reason,
    };
    let habits = Habits::new(note, &candidates(note));
    let counts = habits.0[usize::from(note.sections[index].heading.level)];
    Reason::Weighed(Weighing {
        is_term: habits.accept(note, &candidate),
        passage: candidate.passage,
        evidence: candidate.evidence,
        headings: counts.all(),
        defining: counts.defines,
    })
}

fn candidates(note: &Source<'_>) -> Vec<Candidate> {
    (0..note.sections.len()).filter_map(|index| candidate(note, index).ok()).collect()
}

/// A heading that may declare a term.
struct Candidate {
    /// The index of its section.
    section: usize,
    /// The name in the heading, if the heading is a question.
    asked: Option<TextRange>,
    passage: TextRange,
    evidence: Evidence,
    /// The names in a comment below the heading, which say that it is a term.
    aliases: Vec<Alias>,
}

/// The candidate of the section at `index`, or the reason why it cannot declare a term.
fn candidate(note: &Source<'_>, index: usize) -> Result<Candidate, Reason> {
    let section = &note.sections[index];
    let heading = &section.heading;
    if heading.level == 1 && sole_title(note) == Some(index) {
        return Err(Reason::NoteTitle);
    }
    if section.state.is_gap() {
        return Err(Reason::Gap);
    }
    if !may_declare(note, heading.level) {
        return Err(Reason::Level);
    }
    if heading.is_code {
        return Err(Reason::Title("the title is code"));
    }
    let asked = asked_name(&heading.name).map(|range| &heading.name[range]);
    // Markup inside the name hides it.
    let asked = asked.and_then(|name| {
        let at = note.text[heading.name_range].rfind(name)?;
        let start = heading.name_range.start() + TextSize::of(&note.text[heading.name_range][..at]);
        Some(TextRange::at(start, TextSize::of(name)))
    });
    let objection = title::objection(&heading.name).filter(|_| asked.is_none());
    objection.map_or(Ok(()), |objection| Err(Reason::Title(objection)))?;
    let name = asked.map_or(heading.name.as_str(), |asked| &note.text[asked]);
    let (passage, evidence) = passage_of(note, index, name).ok_or(Reason::NoPassage)?;
    let aliases = comment_aliases(note, index);
    Ok(Candidate { section: index, asked, passage, evidence, aliases })
}

/// The defining passage of a section: in its own text, or below a subheading such as `Definition`.
fn passage_of(note: &Source<'_>, index: usize, name: &str) -> Option<(TextRange, Evidence)> {
    let section = &note.sections[index];
    let best = |index: usize| {
        let section = &note.sections[index];
        let blocks = own_blocks(section, next_heading(note, index), &note.markdown.blocks);
        passage::best(note, name, blocks)
    };
    let own = best(index);
    if own.is_some_and(|(_, evidence)| evidence.verdict() == Verdict::Defines) {
        return own;
    }
    let below = note.sections[index + 1..].iter().enumerate();
    let mut below =
        below.take_while(|(_, child)| child.heading.range.start() < section.range.end());
    let labeled = below.find(|(_, child)| {
        child.parent == Some(index) && title::is_definition(&child.heading.name)
    });
    let labeled = labeled.and_then(|(offset, _)| best(index + 1 + offset));
    labeled.map(|(range, evidence)| (range, evidence.with(Clue::Labeled))).or(own)
}

/// How the headings of a note are used: for each level, the numbers of leaf headings by verdict.
///
/// Where most headings of a level define a term, the doubtful ones of that level do so too.
#[derive(Default)]
struct Habits([Counts; 7]);

#[derive(Clone, Copy, Default)]
struct Counts {
    defines: usize,
    unclear: usize,
    other: usize,
}

impl Counts {
    fn all(self) -> usize {
        self.defines + self.unclear + self.other
    }
}

impl Habits {
    fn new(note: &Source<'_>, candidates: &[Candidate]) -> Self {
        let mut habits = Self::default();
        for candidate in candidates {
            let section = &note.sections[candidate.section];
            if section.state == SectionStatus::Written {
                let counts = &mut habits.0[usize::from(section.heading.level)];
                match candidate.evidence.verdict() {
                    Verdict::Defines => counts.defines += 1,
                    Verdict::Unclear => counts.unclear += 1,
                    Verdict::Other => counts.other += 1,
                }
            }
        }
        habits
    }

    fn accept(&self, note: &Source<'_>, candidate: &Candidate) -> bool {
        let section = &note.sections[candidate.section];
        let evidence = candidate.evidence;
        if !candidate.aliases.is_empty() {
            return true;
        }
        // The text of a topic usually leads in its subsections.
        if section.state == SectionStatus::Topic {
            let is_clear = evidence.has(Clue::Says) || evidence.has(Clue::Labeled);
            return is_clear && evidence.verdict() == Verdict::Defines;
        }
        let counts = self.0[usize::from(section.heading.level)];
        let Counts { defines, other, .. } = counts;
        let all = counts.all();
        match evidence.verdict() {
            Verdict::Defines => true,
            Verdict::Unclear => {
                let has = |clues: &[Clue]| clues.iter().any(|clue| evidence.has(*clue));
                // Where no heading of the level is clear, the form of the text must be.
                let is_clear = has(&[Clue::NounPhrase, Clue::Refers]);
                let is_usual = has(&[Clue::Fragment, Clue::Subject, Clue::Acts, Clue::Says]);
                let least = if is_usual { 1 } else { all.div_ceil(3) };
                let is_alone = is_usual && other == 0;
                (is_clear || defines >= least) && other * 2 <= all || is_alone
            }
            Verdict::Other => {
                evidence.weight() >= MAYBE && defines * 2 >= all && (all - other) * 4 >= all * 3
            }
        }
    }
}

/// The least weight of a title that counts because almost all others around it define terms.
pub(super) const MAYBE: i32 = -4;

fn term(note: &Source<'_>, candidate: Candidate) -> Option<Term> {
    let section = &note.sections[candidate.section];
    let heading = &section.heading;
    let (headword, key, name_range) = match candidate.asked {
        Some(asked) => (note.text[asked].to_owned(), None, asked),
        None => (heading.name.clone(), heading.key.clone(), heading.name_range),
    };
    note.term(Declaration {
        headword,
        key,
        style: Style::Heading,
        name_range,
        range: section.range,
        definition: passage::definition(note, candidate.passage),
        section: Some(candidate.section),
        evidence: Some(candidate.evidence),
        aliases: candidate.aliases,
    })
}

/// Whether headings of a level declare terms. Several headings of level 1 are treated like level 2.
fn may_declare(note: &Source<'_>, level: u8) -> bool {
    level <= note.options.max_heading_level && note.options.term_levels.contains(&level.max(2))
}

/// The index of the only heading of level 1. `None` if there are several or none.
pub(super) fn sole_title(note: &Source<'_>) -> Option<usize> {
    let mut titles = note.sections.iter().enumerate().filter(|(_, s)| s.heading.level == 1);
    let (index, _) = titles.next()?;
    titles.next().is_none().then_some(index)
}

/// The names in comments below a heading.
pub(super) fn comment_aliases(note: &Source<'_>, index: usize) -> Vec<Alias> {
    let section = &note.sections[index];
    let blocks = own_blocks(section, next_heading(note, index), &note.markdown.blocks);
    let blocks = blocks.iter().take_while(|block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Markup | BlockKind::Rule)
            || matches!(block.kind, BlockKind::Comment | BlockKind::Aliases)
    });
    let blocks = blocks.filter(|block| block.kind == BlockKind::Aliases);
    let names = blocks.flat_map(|block| comment::aliases_in(note.text, block.range));
    names
        .filter_map(|range| Alias::new(&note.text[range], AliasSource::Comment, Some(range)))
        .collect()
}

/// The section after the one at `index`, if it is inside it. It ends the section's own content.
fn next_heading<'n>(note: &Source<'n>, index: usize) -> Option<&'n Section> {
    let section = &note.sections[index];
    let next = note.sections.get(index + 1);
    next.filter(|next| next.heading.range.start() < section.range.end())
}
