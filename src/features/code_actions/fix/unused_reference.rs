//! Repair of `unused-reference`: the definition goes. That of a link is safe to lose; a footnote is
//! text that somebody wrote.

use text_size::{TextRange, TextSize};

use super::Remark;
use crate::features::code_actions::Action;
use crate::note::reference::Family;
use crate::text::lines;
use crate::workspace::edit::{Group, Promise, TextEdit, WorkspaceEdit};

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    removal(it).into_iter().collect()
}

fn removal(it: &Remark<'_>) -> Option<Action> {
    let mut references = it.document.note.references.iter();
    let found = references.find(|found| found.is_definition && found.label == it.found.range)?;
    let range = lines(&it.document.text.to_string(), found.range)?;
    let mut edit = WorkspaceEdit::default();
    edit.push(it.document.id, TextEdit { range, new_text: String::new(), group: Group::Certain });
    let promise = Promise { dropped: vec![(it.document.id, range)], ..Promise::default() };
    let label = it.document.text.slice(found.label);
    Some(match found.family {
        Family::Link => Action::fix(format!("Remove “[{label}]”"), edit, promise).safe(),
        Family::Footnote => Action::fix(format!("Remove the footnote “[^{label}]”"), edit, promise),
    })
}

/// The lines of a definition, if nothing else stands on them, with a blank one below if there is
/// one above, so that one is left.
fn lines(text: &str, range: TextRange) -> Option<TextRange> {
    let written = text[range].trim_end();
    let before = &text[..usize::from(range.start())];
    let first = lines::start(text, range.start());
    let start = usize::from(first);
    let end = lines::next(text, range.start() + TextSize::of(written));
    let is_quote = |c: char| c.is_whitespace() || c == '>';
    let line = text[TextRange::new(range.start(), end)].trim_end();
    let is_alone = before[start..].chars().all(is_quote) && line == written;
    is_alone.then_some(())?;
    let above = before[..start].trim_end_matches(lines::ENDS);
    let is_apart = before[..start].matches('\n').count() - above.matches('\n').count() != 1;
    let below = lines::next(text, end);
    let is_blank = text[TextRange::new(end, below)].trim().is_empty();
    let end = if is_apart && is_blank { below } else { end };
    Some(TextRange::new(first, end))
}
