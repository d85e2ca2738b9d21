//! Fixes of `empty-section`: fill it with a definition or template, defer it or remove it.

use text_size::TextRange;

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::code_actions::refactor::section_ranges::removal;
use crate::features::edit_builder::EditBuilder;
use crate::features::fill_section::filled_section;
use crate::note::section::SectionStatus;
use crate::text::lines;
use crate::workspace::edit::Expect;

/// The comment in a parked section.
const PARKED: &str = "<!-- to be written -->";

/// The maximum number of definitions to offer. A longer menu is hard to read.
const MAX_DEFINITIONS: usize = 3;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    let sections = ctx.document.note.sections.iter();
    let is_it = |range: TextRange| range.contains_range(ctx.found.range);
    let Some(index) = sections.clone().position(|section| is_it(section.heading.range)) else {
        return Vec::new();
    };
    let name = &ctx.document.note.sections[index].heading.name;
    let shown = if name.is_empty() { "section".to_owned() } else { format!("“{name}”") };
    let mut fixes = filled(ctx, index);
    let template = &ctx.workspace.config_of(&ctx.document.location).section_template;
    fixes.extend(from_template(ctx, index, &format!("Fill {shown} from template"), template));
    let parked = filled_section(ctx.document, index, PARKED, SectionStatus::Deferred);
    fixes.push(Action::fix(format!("Leave {shown} for later"), parked));
    fixes.extend(removed(ctx, index, &format!("Remove {shown}")));
    fixes
}

/// Returns the fixes that copy the definitions of a term with this name from other notes.
fn filled(ctx: &FixContext<'_>, index: usize) -> Vec<Action> {
    let heading = &ctx.document.note.sections[index].heading;
    let Some(key) = &heading.key else { return Vec::new() };
    let mut declared = ctx.workspace.declarations(key, Some(ctx.document.id));
    declared.retain(|found| found.term.see.is_none() && found.term.key == *key);
    let fill = |found: &crate::workspace::Declaration<'_>| {
        let definition = found.document.definition(found.term);
        let text = &ctx.document.note.text;
        let lines: Vec<_> = definition.lines().map(str::trim).collect();
        let definition = lines.join(lines::ending(text));
        // A relative link would have another target in this note.
        let is_plain = !definition.contains(['[', '<']) && !definition.trim().is_empty();
        let mut edit = filled_section(ctx.document, index, &definition, SectionStatus::Written);
        edit.expect(Expect::Redeclared(key.clone()));
        let (name, note) = (&heading.name, found.document.title());
        let title = format!("Fill “{name}” with the definition in “{note}”");
        is_plain.then(|| Action::fix(title, edit))
    };
    declared.iter().filter_map(fill).take(MAX_DEFINITIONS).collect()
}

/// Returns the fix that inserts the setting `sectionTemplate`.
fn from_template(
    ctx: &FixContext<'_>,
    index: usize,
    title: &str,
    template: &str,
) -> Option<Action> {
    let end = lines::ending(&ctx.document.note.text);
    let template = template.trim().lines().map(str::trim_end).collect::<Vec<_>>().join(end);
    let is_comment = template.starts_with("<!--") && template.ends_with("-->");
    let state = if is_comment { SectionStatus::Deferred } else { SectionStatus::Written };
    (!template.is_empty()).then_some(())?;
    let edit = filled_section(ctx.document, index, &template, state);
    Some(Action::fix(title.to_owned(), edit))
}

/// Returns the fix that removes the section, if it is completely empty.
fn removed(ctx: &FixContext<'_>, index: usize, title: &str) -> Option<Action> {
    let section = &ctx.document.note.sections[index];
    let below = TextRange::new(section.heading.range.end(), section.range.end());
    ctx.document.note.text.slice(below).trim().is_empty().then_some(())?;
    let gone = removal(ctx.document, index);
    let mut edit = EditBuilder::default();
    edit.remove(ctx.document.id, gone);
    edit.drop_text(ctx.document.id, section.range);
    Some(Action::fix(title.to_owned(), edit))
}
