//! Repairs of `empty-section`: what another note says, a comment, or no section at all.

use text_size::TextRange;

use super::Remark;
use crate::features::code_actions::refactor::removal;
use crate::features::code_actions::{Action, below};
use crate::note::section::SectionStatus;
use crate::text::lines;
use crate::workspace::edit::moves::Structure;
use crate::workspace::edit::{Group, TextEdit, WorkspaceEdit};

/// What is written into a section that is left for later.
const PARKED: &str = "<!-- to be written -->";

/// More definitions of one term are no choice.
const MAX_DEFINITIONS: usize = 3;

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    let sections = it.document.note.sections.iter();
    let is_it = |range: TextRange| range.contains_range(it.found.range);
    let Some(index) = sections.clone().position(|section| is_it(section.heading.range)) else {
        return Vec::new();
    };
    let name = &it.document.note.sections[index].heading.name;
    let shown = if name.is_empty() { "the section".to_owned() } else { format!("“{name}”") };
    let mut repairs = filled(it, index);
    let template = &it.workspace.config_of(&it.document.location).section_template;
    repairs.extend(from_template(it, index, &format!("Fill {shown} from the template"), template));
    let parked = written(it, index, PARKED, SectionStatus::Deferred, Structure::default());
    repairs.push(Action::fix(format!("Leave {shown} for later"), parked.0, parked.1.into()));
    repairs.extend(removed(it, index, &format!("Remove {shown}")));
    repairs
}

/// With the definitions that the term of this name has elsewhere.
fn filled(it: &Remark<'_>, index: usize) -> Vec<Action> {
    let heading = &it.document.note.sections[index].heading;
    let Some(key) = &heading.key else { return Vec::new() };
    let mut declared = it.workspace.declarations(key, Some(it.document.id));
    declared.retain(|found| found.term.see.is_none() && found.term.key == *key);
    let fill = |found: &crate::workspace::Declaration<'_>| {
        let definition = found.document.definition(found.term);
        let text = it.document.text.to_string();
        let lines: Vec<_> = definition.lines().map(str::trim).collect();
        let definition = lines.join(lines::ending(&text));
        // A link would lead elsewhere from here.
        let is_plain = !definition.contains(['[', '<']) && !definition.trim().is_empty();
        let structure = Structure { repeated: vec![key.clone()], ..Structure::default() };
        let (edit, structure) = written(it, index, &definition, SectionStatus::Written, structure);
        let (name, note) = (&heading.name, found.document.title());
        let title = format!("Fill “{name}” with the definition in “{note}”");
        is_plain.then(|| Action::fix(title, edit, structure.into()))
    };
    declared.iter().filter_map(fill).take(MAX_DEFINITIONS).collect()
}

/// With the text that the settings have for empty sections.
fn from_template(it: &Remark<'_>, index: usize, title: &str, template: &str) -> Option<Action> {
    let end = lines::ending(&it.document.text.to_string());
    let template = template.trim().lines().map(str::trim_end).collect::<Vec<_>>().join(end);
    let is_comment = template.starts_with("<!--") && template.ends_with("-->");
    let state = if is_comment { SectionStatus::Deferred } else { SectionStatus::Written };
    (!template.is_empty()).then_some(())?;
    let (edit, structure) = written(it, index, &template, state, Structure::default());
    Some(Action::fix(title.to_owned(), edit, structure.into()))
}

/// With this text below the heading, one blank line between them as it is if there is one.
fn written(
    it: &Remark<'_>,
    index: usize,
    text: &str,
    state: SectionStatus,
    mut structure: Structure,
) -> (WorkspaceEdit, Structure) {
    let (document, note) = (it.document, &it.document.note);
    let whole = document.text.to_string();
    let heading = note.sections[index].heading.range;
    let at = below(&whole, heading);
    let end = lines::ending(&whole);
    let lead =
        if whole[..usize::from(at)].ends_with('\n') { end.to_owned() } else { end.repeat(2) };
    let new_text = format!("{lead}{text}{end}");
    let mut edit = WorkspaceEdit::default();
    edit.push(
        document.id,
        TextEdit { range: TextRange::empty(at), new_text, group: Group::Certain },
    );
    structure.states.insert((document.id, index), state);
    (edit, structure)
}

/// Without the section, if it holds nothing at all.
fn removed(it: &Remark<'_>, index: usize, title: &str) -> Option<Action> {
    let section = &it.document.note.sections[index];
    let below = TextRange::new(section.heading.range.end(), section.range.end());
    it.document.text.slice(below).trim().is_empty().then_some(())?;
    let gone = removal(it.document, index);
    let mut edit = WorkspaceEdit::default();
    edit.push(
        it.document.id,
        TextEdit { range: gone, new_text: String::new(), group: Group::Certain },
    );
    let dropped = vec![(it.document.id, section.range)];
    let structure = Structure { dropped, ..Structure::default() };
    Some(Action::fix(title.to_owned(), edit, structure.into()))
}
