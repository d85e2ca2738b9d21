//! Explanations: what a line of a note is, and why. They cover headings, terms and mentions.

use text_size::TextRange;

use crate::features::declarations::Declarations;
use crate::note::front_matter::TextValue;
use crate::note::plural::counted;
use crate::note::section::Section;
use crate::note::term::Term;
use crate::note::term::clue::Clue;
use crate::note::term::evidence::{Evidence, Verdict};
use crate::note::term::reason::{Reason, Weighing};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::file_role::FileRole;
use crate::workspace::mention::{self, Mention};
use crate::workspace::{Declaration, Workspace};

/// What a part of a line is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The part of the text, in byte offsets of the note.
    pub range: TextRange,
    /// The text as a reader sees it.
    pub name: String,
    /// What it is: `a term`, `not a term`, `a mention of Cache`.
    pub kind: String,
    /// The reasons, each a clause: `the text addresses the reader`.
    pub reasons: Vec<String>,
    /// How to change it. `None` if it needs no change.
    pub advice: Option<String>,
}

/// Explains the heading, the terms and the mentions in a range of a note, in source order.
pub fn explain(workspace: &Workspace, note: NoteId, range: TextRange) -> Vec<Explanation> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let is_here = |other: TextRange| range.contains(other.start());
    let sections = document.note.sections.iter().enumerate();
    let headings = sections.filter(|(_, section)| is_here(section.heading.range));
    let mut found: Vec<_> =
        headings.filter_map(|(index, _)| heading(workspace, document, index)).collect();
    let has_heading =
        |term: &Term| found.iter().any(|other| other.range.contains_range(term.name_range));
    let terms = document.note.terms.iter();
    let terms = terms.filter(|term| is_here(term.name_range) && !has_heading(term));
    let terms: Vec<_> = terms.map(|term| declared(workspace, term)).collect();
    found.extend(terms);
    let title = document.note.front_matter_title();
    let title = title.filter(|title| is_here(title.text_range));
    let is_new = |title: &TextValue| found.iter().all(|other| other.range != title.text_range);
    let title = title.filter(is_new).map(|title| own_title(workspace, document, title));
    found.extend(title);
    let mentions = mention::in_note(workspace, document);
    let mut declarations = Declarations::new(workspace, note);
    let mentions = mentions.iter().filter(|mention| is_here(mention.range));
    found.extend(mentions.filter_map(|mention| mentioned(document, mention, &mut declarations)));
    found.sort_by_key(|explanation| explanation.range.start());
    found
}

/// Explains whether the heading of the section at `index` declares a term.
pub(super) fn heading(
    workspace: &Workspace,
    document: &Document,
    index: usize,
) -> Option<Explanation> {
    let section = document.note.sections.get(index)?;
    let name_range = section.heading.name_range;
    let term = document.note.terms.iter().find(|term| name_range.contains_range(term.name_range));
    let reason = reason(workspace, document, index)?;
    let is_boilerplate = term.is_some_and(|term| workspace.is_rejected(term));
    let (kind, reasons, advice) = match (term, &reason) {
        (Some(term), _) if is_boilerplate => ("not a term", rejection(term), Some(DECLARE.into())),
        (Some(_), Reason::Weighed(weighing)) => ("a term", weighed(weighing), Some(EXCLUDE.into())),
        (Some(term), _) => ("a term", clues(term.evidence, true), Some(EXCLUDE.into())),
        (None, Reason::Gap) => ("an empty section", vec![sentence(&reason, section)], None),
        (None, Reason::Weighed(weighing)) => {
            ("not a term", weighed(weighing), Some(DECLARE.into()))
        }
        (None, _) => {
            let advice = advice(workspace, document, &reason);
            ("not a term", vec![sentence(&reason, section)], Some(advice))
        }
    };
    let name = section.heading.name.clone();
    Some(Explanation { range: name_range, name, kind: kind.into(), reasons, advice })
}

const DECLARE: &str = "To make it a term, begin the text below with what it is, or write another \
                       name in a comment: `<!-- aliases: name -->`.";

const EXCLUDE: &str = "To ignore its mentions, add the name to `terms.never` in `headword.toml`.";

fn reason(workspace: &Workspace, document: &Document, index: usize) -> Option<Reason> {
    let options = workspace.read_options(&document.location);
    document.note.reason(&options, index)
}

/// The reason why a heading declares no term, as a clause.
fn sentence(reason: &Reason, section: &Section) -> String {
    match reason {
        Reason::Level => {
            format!("headings of level {} declare no terms", section.heading.level)
        }
        reason => clause(reason),
    }
}

/// The reason why a title is not a term, as a clause.
fn clause(reason: &Reason) -> String {
    match reason {
        Reason::Style => "headings declare no terms in this note".into(),
        Reason::Entry => "the front matter says that the note as a whole is the term".into(),
        Reason::NoteTitle => "it is the title of the note".into(),
        Reason::Article => "the front matter has the keys of an article".into(),
        Reason::Collection => "the note declares many other terms".into(),
        Reason::Level => "headings of this level declare no terms".into(),
        Reason::Gap => "it has no text yet".into(),
        Reason::Title(objection) => (*objection).into(),
        Reason::NoPassage => "no paragraph below it could define it".into(),
        Reason::Weighed(_) => String::new(),
    }
}

/// How to make a heading a term, if its text is not the reason why it is not one.
fn advice(workspace: &Workspace, document: &Document, reason: &Reason) -> String {
    let advice = match reason {
        Reason::Style if is_boilerplate_file(workspace, document) => {
            "Files with this name or in this folder declare no terms. To include them, set \
             `terms.folders` in `headword.toml`."
        }
        Reason::Style => {
            "See `terms.folders` and `terms.styles` in `headword.toml`, and `headword` in the \
             front matter."
        }
        Reason::Entry => "The aliases or a key such as `term` in the front matter decide this.",
        Reason::Level => "See `terms.levels` and `maxHeadingLevel` in `headword.toml`.",
        Reason::Article | Reason::Collection => {
            "To make it a term, add the key `term` with this name to the front matter."
        }
        Reason::Title(_) => "To make it a term, rename the heading.",
        _ => DECLARE,
    };
    advice.into()
}

fn is_boilerplate_file(workspace: &Workspace, document: &Document) -> bool {
    document.location.path().is_some_and(|path| {
        FileRole::of(path, workspace.folders().of(path)) == FileRole::Boilerplate
    })
}

/// Explains why the title in the front matter is not a term.
fn own_title(workspace: &Workspace, document: &Document, title: TextValue) -> Explanation {
    let options = workspace.read_options(&document.location);
    let reason = document.note.title_reason(&options);
    let reasons = match &reason {
        Reason::Weighed(weighing) => weighed(weighing),
        Reason::Style => vec!["the title declares no term in this note".into()],
        reason => vec![clause(reason)],
    };
    Explanation {
        range: title.text_range,
        name: title.text,
        kind: "not a term".into(),
        reasons,
        advice: Some(advice(workspace, document, &reason)),
    }
}

/// Why the other notes show that a declared term is not a term.
fn rejection(term: &Term) -> Vec<String> {
    let mut reasons = Vec::new();
    if term.judged_by.is_some() {
        if term.evidence.verdict() == Verdict::Defines {
            reasons.push("the note has a date, and its text does not begin with the title".into());
        } else {
            reasons.extend(clues(term.evidence, false));
        }
        reasons.push("few other notes of its folder define their title".into());
    } else {
        let title = "most sections with this title, in three or more notes, do not define it";
        reasons.push(title.into());
    }
    reasons
}

/// The reasons of a decision by evidence.
fn weighed(weighing: &Weighing) -> Vec<String> {
    let mut reasons = clues(weighing.evidence, weighing.is_term);
    let others = weighing.evidence.verdict();
    if weighing.headings > 1 && others != Verdict::Defines {
        let (defining, headings) = (weighing.defining, counted(weighing.headings, "heading"));
        reasons.push(format!("{defining} of {headings} of this level have a definition"));
    }
    reasons
}

/// The clues that speak for a term, or those that speak against it.
fn clues(evidence: Evidence, is_term: bool) -> Vec<String> {
    let speaks = |clue: &Clue| (clue.weight() < 0) != is_term;
    let clues = evidence.clues().filter(speaks).map(Clue::describe).map(str::to_owned);
    let clues: Vec<_> = clues.collect();
    if clues.is_empty() { vec!["the text does not say what it is".into()] } else { clues }
}

/// Explains a term that is not declared by a heading.
fn declared(workspace: &Workspace, term: &Term) -> Explanation {
    let is_boilerplate = workspace.is_rejected(term);
    let style = format!("its style is `{}`", term.style.name());
    let reasons = if is_boilerplate {
        rejection(term)
    } else {
        std::iter::once(style).chain(clues(term.evidence, true)).collect()
    };
    Explanation {
        range: term.name_range,
        name: term.headword.clone(),
        kind: if is_boilerplate { "not a term" } else { "a term" }.into(),
        reasons,
        advice: Some(if is_boilerplate { DECLARE } else { EXCLUDE }.into()),
    }
}

fn mentioned(
    document: &Document,
    mention: &Mention,
    declarations: &mut Declarations<'_>,
) -> Option<Explanation> {
    let text = &document.note.text;
    let doubt = declarations.doubt(&document.note.text, mention);
    let named: Vec<Declaration<'_>> =
        mention.names.iter().flat_map(|name| declarations.of(&name.key).to_vec()).collect();
    let Declaration { document: note, term } = named.first()?;
    Some(Explanation {
        range: mention.range,
        name: text[mention.range].to_owned(),
        kind: format!("a mention of {} in {}", term.headword, note.title()),
        reasons: doubt.map(|doubt| format!("it has no color: {doubt}")).into_iter().collect(),
        advice: None,
    })
}

#[cfg(test)]
mod tests;
