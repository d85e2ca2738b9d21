//! A fix of `skipped-level`: raise the heading and its siblings to the next level.

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::code_actions::refactor::levels::marks;
use crate::features::diagnostics::skipped_level;
use crate::features::edit_builder::EditBuilder;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    repair(ctx).into_iter().collect()
}

fn repair(ctx: &FixContext<'_>) -> Option<Action> {
    let sections = &ctx.document.note.sections;
    let is_it = |range: text_size::TextRange| range.contains_range(ctx.found.range);
    let first = sections.iter().position(|section| is_it(section.heading.range))?;
    let (run, parent) = (skipped_level::run(sections, first), sections[first].parent?);
    let highest = run.iter().map(|index| sections[*index].heading.level).min()?;
    let level = sections[parent].heading.level + 1;
    let by = i8::try_from(level).ok()? - i8::try_from(highest).ok()?;
    let mut edit = EditBuilder::default();
    for index in &run {
        let marks = marks(ctx.document, *index, by, &mut edit)?;
        edit.push_all(ctx.document.id, marks);
    }
    let name = &sections[first].heading.name;
    let what = match run.len() {
        1 => format!("“{name}”"),
        2 => format!("“{name}” and 1 sibling"),
        count => format!("“{name}” and {} siblings", count - 1),
    };
    let title = format!("Make {what} level {level}");
    Some(Action::fix(title, edit).preferred())
}
