//! Fixes of `broken-reference`: change the label to a similar one, or define it.

use text_size::TextSize;

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::LinkWriter;
use crate::note::reference::{Family, LinkReference, key};
use crate::note::spelling::all_nearest;
use crate::note::words::fold;
use crate::text::lines;
use crate::workspace::document::Document;
use crate::workspace::edit::Expect;
use crate::workspace::links::Target;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    let mut references = ctx.document.note.references.iter();
    let Some(used) = references.find(|used| used.label == ctx.found.range) else {
        return Vec::new();
    };
    let mut fixes = renamed(ctx, used);
    fixes.push(defined(ctx, used));
    fixes
}

/// Returns the fixes that change all uses of the label to the most similar defined labels.
fn renamed(ctx: &FixContext<'_>, used: &LinkReference) -> Vec<Action> {
    let references = &ctx.document.note.references;
    let same = references.iter().filter(|found| found.family == used.family);
    let defined = same.clone().filter(|found| found.is_definition);
    let near = all_nearest(&used.key, defined.map(|found| (found.key.as_str(), found)));
    let is_one = near.len() == 1;
    let rename = |meant: &LinkReference| {
        let (old, new) =
            (ctx.document.note.text.slice(used.label), ctx.document.note.text.slice(meant.label));
        let (note, family) = (ctx.document.id, used.family);
        let mut edit = EditBuilder::default();
        for found in same.clone().filter(|found| found.key == used.key) {
            edit.replace(note, found.label, new);
        }
        let (from, to) = (used.key.clone(), meant.key.clone());
        edit.expect(Expect::RenamedLabel { note, family, from, to });
        let mark = mark(used.family);
        let title = format!("Change “[{mark}{old}]” to “[{mark}{new}]”");
        let action = Action::fix(title, edit);
        if is_one { action.preferred() } else { action }
    };
    near.into_iter().map(rename).collect()
}

/// Returns the fix that adds a definition after the others, or at the end of the note. It leads to
/// the note with the name of the label, or has an empty destination.
fn defined(ctx: &FixContext<'_>, used: &LinkReference) -> Action {
    let text = &ctx.document.note.text;
    let label = &text[used.label];
    let (path, target) = match used.family {
        Family::Link => named(ctx, label).unwrap_or_else(|| ("<>".to_owned(), None)),
        Family::Footnote => (String::new(), None),
    };
    let mark = mark(used.family);
    let line = format!("[{mark}{label}]: {path}");
    let leads = target.map(|_| format!(" as “{path}”")).unwrap_or_default();
    let (at, lead) = place(ctx.document, used.family);
    let end = lines::ending(text);
    let new_text = format!("{}{line}{end}", end.repeat(lead));
    let (note, family, key) = (ctx.document.id, used.family, key(label));
    let mut edit = EditBuilder::default();
    edit.insert(note, at, new_text);
    edit.expect(Expect::NewDefinition { note, family, key, target });
    Action::fix(format!("Define “[{mark}{label}]”{leads}"), edit)
}

/// Returns the path to the note with the name of a label, or `None` if there is not exactly one.
fn named(ctx: &FixContext<'_>, label: &str) -> Option<(String, Option<Target>)> {
    let names = &ctx.workspace.index().names;
    let name = fold(label);
    let found: Vec<_> = names.files(&name).collect();
    let found = if found.is_empty() { names.titles(&name).collect() } else { found };
    let [note] = found.as_slice() else { return None };
    let to = ctx.workspace.document(*note).filter(|to| to.id != ctx.document.id)?;
    let path = LinkWriter::new(ctx.workspace, ctx.document).path_to(to)?;
    Some((path, Some(Target::of(*note))))
}

/// Returns the offset of a new definition, and the number of line ends before it.
fn place(document: &Document, family: Family) -> (TextSize, usize) {
    let text = &document.note.text;
    let mut references = document.note.references.iter();
    let last = references.rfind(|found| found.is_definition && found.family == family);
    let (at, apart) = match last {
        Some(last) => {
            let end = last.range.start() + TextSize::of(text[last.range].trim_end());
            (lines::next(text, end), 1_usize)
        }
        None => (text.end(), 2),
    };
    let before = &text[..usize::from(at)];
    let written = before.trim_end_matches(['\n', '\r']);
    let line_ends = before[written.len()..].matches('\n').count();
    (at, if before.trim().is_empty() { 0 } else { apart.saturating_sub(line_ends) })
}

fn mark(family: Family) -> &'static str {
    match family {
        Family::Link => "",
        Family::Footnote => "^",
    }
}
