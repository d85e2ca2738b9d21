//! A fix of `unused-reference`: remove the definition. This is safe for a link, but not for a
//! footnote, which contains text.

use text_size::{TextRange, TextSize};

use super::FixContext;
use crate::features::code_actions::Action;
use crate::features::edit_builder::EditBuilder;
use crate::note::reference::Family;
use crate::text::lines;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    removal(ctx).into_iter().collect()
}

fn removal(ctx: &FixContext<'_>) -> Option<Action> {
    let mut references = ctx.document.note.references.iter();
    let found = references.find(|found| found.is_definition && found.label == ctx.found.range)?;
    let range = lines(&ctx.document.text.to_string(), found.range)?;
    let mut edit = EditBuilder::default();
    edit.remove(ctx.document.id, range);
    edit.drop_text(ctx.document.id, range);
    let label = ctx.document.text.slice(found.label);
    Some(match found.family {
        Family::Link => Action::fix(format!("Remove “[{label}]”"), edit).safe(),
        Family::Footnote => Action::fix(format!("Remove footnote “[^{label}]”"), edit),
    })
}

/// Returns the lines of a definition, or `None` if they contain other text. A blank line after
/// them is included if there is one before, so that one remains.
pub(in crate::features::code_actions) fn lines(text: &str, range: TextRange) -> Option<TextRange> {
    let written = text[range].trim_end();
    let before = &text[..usize::from(range.start())];
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = lines::next(text, range.start() + TextSize::of(written));
    let is_quote = |c: char| c.is_whitespace() || c == '>';
    let line = text[TextRange::new(range.start(), end)].trim_end();
    let is_alone = before[start..].chars().all(is_quote) && line == written;
    is_alone.then_some(())?;
    let above = before[..start].trim_end_matches(['\n', '\r']);
    let is_apart = before[..start].matches('\n').count() - above.matches('\n').count() != 1;
    let below = lines::next(text, end);
    let is_blank = text[TextRange::new(end, below)].trim().is_empty();
    let end = if is_apart && is_blank { below } else { end };
    Some(TextRange::new(TextSize::of(&text[..start]), end))
}
