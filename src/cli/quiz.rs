//! `headword quiz`: asks for the terms on the terminal, each when it is due again.

mod progress;
mod round;
mod schedule;
mod screen;

use std::io;
use std::path::PathBuf;

use anstyle::Style;
use chrono::{DateTime, Utc};
use clap::Args;

use crate::cli::arguments::or_here;
use crate::cli::cards::CardKinds;
use crate::cli::filter::TermFilter;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::print_error;
use crate::features::cards::{Card, CardKind, cards};
use crate::features::glossary::{Glossary, topic_name};
use crate::features::reading_order::order;
use crate::note::plural::counted;

use self::progress::{CardProgress, default_path};
use self::round::{Round, RoundCards, choose};
use self::schedule::{Grade, Review, span};
use self::screen::{QuizKey, Screen};

#[derive(Args)]
pub(super) struct QuizOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    filter: TermFilter,
    #[command(flatten)]
    kinds: CardKinds,
    /// Ask only cards that are due again, and no new ones.
    #[arg(long)]
    due: bool,
    /// The most cards to ask.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// The file with your grades [default: `headword/quiz.json` in your data folder]
    #[arg(long, value_name = "FILE")]
    progress: Option<PathBuf>,
}

/// A quiz at work.
struct Quiz<'q> {
    notes: &'q Notes,
    cards: &'q [Card],
    screen: Screen,
    progress: CardProgress,
    /// How often each grade was given.
    given: [usize; 4],
}

pub(super) fn run(options: &QuizOptions) -> io::Result<Outcome> {
    let screen = Screen::open()?;
    let path = options.progress.clone().map_or_else(default_path, Ok)?;
    let progress = CardProgress::read(path)?;
    let notes = notes::read(&or_here(&options.paths))?;
    let cards = in_reading_order(&notes, options);
    if cards.is_empty() {
        print_error("No term fits. `headword terms` lists all terms.");
        return Ok(Outcome::Findings);
    }
    let now = Utc::now();
    let dues: Vec<_> = cards.iter().map(|card| progress.memory(&card.guid).due()).collect();
    let choice = choose(&dues, now, !options.due, options.limit);
    let mut quiz = Quiz { notes: &notes, cards: &cards, screen, progress, given: [0; 4] };
    quiz.ask_all(&choice)?;
    quiz.sum_up(&choice, now)?;
    Ok(Outcome::Fine)
}

/// Returns the cards in the order in which to learn them: first what others are made of.
fn in_reading_order(notes: &Notes, options: &QuizOptions) -> Vec<Card> {
    let glossary = Glossary::new(&notes.workspace);
    let mut found = cards(&glossary, options.kinds.kinds(), options.filter.entries(notes));
    let entries = found.iter().map(|card| card.entry).collect();
    let steps = order(&glossary.mentioned(), &entries);
    let mut places = vec![0; glossary.entries.len()];
    for (place, entry) in steps.into_iter().flatten().enumerate() {
        places[entry] = place;
    }
    found.sort_by_key(|card| places[card.entry]);
    found
}

impl Quiz<'_> {
    /// Asks the cards until the round or the user ends.
    fn ask_all(&mut self, choice: &RoundCards) -> io::Result<()> {
        let mut round = Round::new(&choice.cards);
        while let Some(index) = round.next(Utc::now()) {
            let card = &self.cards[index];
            let Some(grade) = self.ask(card, round.len())? else { break };
            let now = Utc::now();
            let review = Review { at: now, grade };
            self.progress.add(&card.guid, review)?;
            self.given[grade as usize] += 1;
            if let Some(due) = self.progress.memory(&card.guid).due() {
                let line = format!("{}: again in {}\n", grade.name(), span(due - now));
                self.screen.print(Style::new().dimmed(), &line)?;
                round.put_back(index, due, now);
            }
        }
        Ok(())
    }

    /// Asks a card. Returns the grade, or `None` if the user ends the quiz.
    fn ask(&self, card: &Card, left: usize) -> io::Result<Option<Grade>> {
        let (plain, bold, dim) = (Style::new(), Style::new().bold(), Style::new().dimmed());
        let what = match card.kind {
            CardKind::Definition => "what is it?",
            CardKind::Reverse => "which term is it?",
            CardKind::Cloze => "what is missing?",
        };
        let topic = topic_name(&card.deck);
        let topic = if topic.is_empty() { topic } else { format!("{topic}: ") };
        self.screen.print(dim, &format!("[{} left] {topic}{what}", left + 1))?;
        let question = if card.kind == CardKind::Definition { bold } else { plain };
        self.screen.print(question, &card.question)?;
        self.screen.print(dim, "space: show, q: end")?;
        loop {
            match self.screen.key()? {
                QuizKey::Show => break,
                QuizKey::End => return Ok(None),
                QuizKey::Char(_) | QuizKey::Other => {}
            }
        }
        let answer = if card.kind == CardKind::Definition { plain } else { bold };
        self.screen.print(answer, &format!("\n{}", card.answer))?;
        self.screen.print(dim, &format!("{}\n", self.place(card)))?;
        self.screen.print(plain, &self.grades(card))?;
        loop {
            match self.screen.key()? {
                QuizKey::Char(key @ '1'..='4') => {
                    return Ok(Some(Grade::ALL[key as usize - '1' as usize]));
                }
                QuizKey::End => return Ok(None),
                QuizKey::Show | QuizKey::Char(_) | QuizKey::Other => {}
            }
        }
    }

    /// Returns the place of the term.
    fn place(&self, card: &Card) -> String {
        self.notes.workspace.document(card.note).map_or_else(String::new, |document| {
            let (line, _) = notes::line_col(&document.note.text, card.range.start());
            format!("{}:{line}", notes::path(document))
        })
    }

    /// Returns the keys of the grades, each with the time until the card is due again. Two lines, so
    /// that they fit in a narrow terminal.
    fn grades(&self, card: &Card) -> String {
        let (memory, now) = (self.progress.memory(&card.guid), Utc::now());
        let keys = (1..).zip(Grade::ALL).map(|(key, grade)| {
            let due = memory.after(Review { at: now, grade }).due().unwrap_or(now);
            format!("{key} {} ({})", grade.name(), span(due - now))
        });
        let keys: Vec<_> = keys.collect();
        format!("{:<20}{}\n{:<20}{}", keys[0], keys[1], keys[2], keys[3])
    }

    /// Prints what was done, and what is left.
    fn sum_up(&self, choice: &RoundCards, now: DateTime<Utc>) -> io::Result<()> {
        let graded: usize = self.given.iter().sum();
        let mut lines = Vec::new();
        if graded > 0 {
            let given = Grade::ALL.into_iter().zip(self.given).filter(|(_, count)| *count > 0);
            let given: Vec<_> =
                given.map(|(grade, count)| format!("{count} {}", grade.name())).collect();
            lines.push(format!("{}: {}.", counted(graded, "answer"), given.join(", ")));
        }
        if choice.cards.is_empty() {
            lines.push("No card is due.".to_owned());
        }
        if let Some(next) = choice.next.filter(|_| choice.due == 0) {
            lines.push(format!("The next card is due in {}.", span(next - now)));
        }
        if choice.due > 0 {
            lines.push(format!("{} more due.", choice.due));
        }
        if choice.new > 0 {
            lines.push(format!("{} more new.", counted(choice.new, "card")));
        }
        self.screen.print(Style::new(), &lines.join("\n"))
    }
}
