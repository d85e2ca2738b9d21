//! Repairs of `skipped-level`: the level that comes next, for all that stand beside each other.

use super::Remark;
use crate::features::code_actions::Action;
use crate::features::code_actions::refactor::marks;
use crate::features::diagnostics::skipped_run;
use crate::workspace::edit::WorkspaceEdit;
use crate::workspace::edit::moves::Structure;

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    repair(it).into_iter().collect()
}

fn repair(it: &Remark<'_>) -> Option<Action> {
    let sections = &it.document.note.sections;
    let is_it = |range: text_size::TextRange| range.contains_range(it.found.range);
    let first = sections.iter().position(|section| is_it(section.heading.range))?;
    let (run, parent) = (skipped_run(sections, first), sections[first].parent?);
    let highest = run.iter().map(|index| sections[*index].heading.level).min()?;
    let level = sections[parent].heading.level + 1;
    let by = i8::try_from(level).ok()? - i8::try_from(highest).ok()?;
    let (mut edit, mut structure) = (WorkspaceEdit::default(), Structure::default());
    for index in &run {
        for change in marks(it.document, *index, by, &mut structure)? {
            edit.push(it.document.id, change);
        }
    }
    let name = &sections[first].heading.name;
    let what = match run.len() {
        1 => format!("“{name}”"),
        2 => format!("“{name}” and the section beside it"),
        count => format!("“{name}” and {} sections beside it", count - 1),
    };
    let title = format!("Make {what} level {level}");
    Some(Action::fix(title, edit, structure.into()).preferred())
}
