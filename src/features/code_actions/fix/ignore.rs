//! Suppress a diagnostic: add a comment for its line, section or note, or extend an existing one.

use text_size::{TextRange, TextSize};

use super::context::FixContext;
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::diagnostics::{Diagnostic, with_repeated};
use crate::features::edit_builder::EditBuilder;
use crate::note::front_matter::Syntax;
use crate::note::suppression::Suppression;
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// The part of a note that a suppression covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Line,
    Section(usize),
    Note,
}

/// Returns the actions that suppress a diagnostic, unless it is about a suppression.
pub(super) fn actions(ctx: &FixContext<'_>) -> Vec<Action> {
    if ctx.found.code == "unknown-rule" {
        return Vec::new();
    }
    let sections = &ctx.document.note.sections;
    let around = ctx.document.note.section_at(ctx.found.range.start());
    // A section that spans the whole note has the same effect as the note.
    let is_part =
        |index: &usize| *index > 0 || sections[*index].range.end() < ctx.document.note.text.end();
    let section = around.filter(is_part).map(Scope::Section);
    let front = ctx.document.note.front_matter.as_ref();
    let is_text = front.is_none_or(|front| front.range.end() <= ctx.found.range.start());
    let scopes = [is_text.then_some(Scope::Line), section, Some(Scope::Note)];
    let action = |scope| {
        let (note, found) = (ctx.document.id, ctx.found.clone());
        let place = match scope {
            Scope::Line => "on this line".to_owned(),
            Scope::Section(index) => format!("in “{}”", sections[index].heading.name),
            Scope::Note => "in this note".to_owned(),
        };
        let title = format!("Ignore `{}` {place}", found.code);
        let make = move |workspace: &Workspace| proposals(workspace, note, &found, scope);
        Action::later(title, ActionKind::QuickFix, make)
    };
    scopes.into_iter().flatten().map(action).collect()
}

/// Returns the possible edits of a suppression that the parser recognizes.
fn proposals(
    workspace: &Workspace,
    note: NoteId,
    found: &Diagnostic,
    scope: Scope,
) -> Vec<EditBuilder> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let changes = merged(document, found, scope).into_iter();
    let changes = changes.chain(added(document, found, scope));
    // If the first of several equal diagnostics is suppressed, the next one is shown.
    let count = |workspace: &Workspace| {
        let all = with_repeated(workspace, note);
        let same = |it: &&Diagnostic| it.code == found.code && it.message == found.message;
        (all.iter().filter(same).count(), all.len())
    };
    let before = count(workspace);
    let proposal = |(at, new_text): (TextSize, String)| {
        let mut edit = EditBuilder::default();
        edit.insert(note, at, new_text);
        let after = count(&edit.edit().apply(workspace));
        let is_silent = after.0 < before.0 && after.1 < before.1;
        is_silent.then_some(edit)
    };
    changes.filter_map(proposal).collect()
}

/// Returns the insertion of the code in an existing suppression for exactly this part of the note.
fn merged(document: &Document, found: &Diagnostic, scope: Scope) -> Option<(TextSize, String)> {
    let text = &document.note.text;
    let part = match scope {
        Scope::Line => lines::whole(text, found.range.start()),
        Scope::Section(index) => document.note.sections[index].range,
        Scope::Note => text.range(),
    };
    let note = &document.note;
    let is_it = |found: &&Suppression| found.range == part && !found.rules.is_empty();
    let last = note.suppressions.iter().find(is_it)?.rules.last()?;
    let front = note.front_matter.as_ref();
    let front = front.filter(|front| front.range.contains_range(last.range));
    let is_outside = |index: &usize| note.section_at(last.range.start()) != Some(*index);
    if matches!(scope, Scope::Section(index) if is_outside(&index)) {
        return None;
    }
    let code = found.code;
    let Some(front) = front else { return Some((last.range.end(), format!(", {code}"))) };
    let line = lines::around(text, last.range.start());
    let quote = text[usize::from(last.range.end())..].chars().next();
    let quote = quote.filter(|c| matches!(c, '"' | '\''));
    let mark = quote.map(String::from).unwrap_or_default();
    let at = last.range.end() + TextSize::of(&*mark);
    let before = &text[TextRange::new(line.start(), last.range.start())];
    let lead = before.trim_end_matches(['"', '\'']);
    if front.syntax == Syntax::Yaml && lead.trim() == "-" {
        return Some((at, format!("{}{lead}{mark}{code}{mark}", lines::ending(text))));
    }
    let is_list = text[usize::from(at)..].trim_start().starts_with([',', ']']);
    is_list.then(|| (at, format!(", {mark}{code}{mark}")))
}

/// Returns the possible insertions of a new comment, the best first.
fn added(document: &Document, found: &Diagnostic, scope: Scope) -> Vec<(TextSize, String)> {
    let text = &document.note.text;
    let (code, end) = (found.code, lines::ending(text));
    match scope {
        Scope::Line => {
            let line = lines::around(text, found.range.start());
            let written = TextSize::of(text[line].trim_end());
            let after = format!(" <!-- headword-ignore-line {code} -->");
            let above = format!("<!-- headword-ignore-next-line {code} -->{end}");
            vec![(line.start() + written, after), (line.start(), above)]
        }
        Scope::Section(index) => {
            let heading = document.note.sections[index].heading.range;
            let at = lines::after(text, heading);
            let lead = if text[..usize::from(at)].ends_with('\n') { "" } else { end };
            vec![(at, format!("{lead}<!-- headword-ignore {code} -->{end}"))]
        }
        Scope::Note => {
            let front = document.note.front_matter.as_ref();
            let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let at = front.map_or(mark, |front| usize::from(front.range.end()));
            let blanks = text[at..].len() - text[at..].trim_start_matches(['\n', '\r']).len();
            let comment = format!("<!-- headword-ignore {code} -->{end}");
            // Separate the comment from the text around it.
            let lead = if front.is_some() && blanks == 0 { end } else { "" };
            let at = TextSize::of(&text[..at + blanks]);
            vec![(at, format!("{lead}{comment}{end}"))]
        }
    }
}
