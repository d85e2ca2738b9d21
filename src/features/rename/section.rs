//! Rename of a heading that does not declare a term, or of the title of a note, with its links.
//!
//! A title in front matter and an equal first heading are one title.

use std::collections::BTreeSet;

use text_size::{TextRange, TextSize};

use crate::features::cursor_target::heading_line;
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::keep_links;
use crate::features::rename::outcome::Rename;
use crate::features::{FilePosition, RangeInfo};
use crate::note::section::Section;
use crate::note::term::{Term, objection};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::edit::{Expect, Refusal, TextEdit, WorkspaceEdit};

/// The rename of a heading or title.
struct TitleChange {
    name: String,
    /// The range of the name at the cursor.
    range: TextRange,
    /// The index of the section that the heading opens.
    section: Option<usize>,
    /// Whether the front matter contains the same title.
    in_front_matter: bool,
}

/// Returns the heading or title at a position.
pub(super) fn prepare(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<String>> {
    let document = workspace.document(position.note)?;
    let titled = titled(document, position)?;
    Some(RangeInfo { range: titled.range, info: titled.name })
}

/// Returns whether the heading at a position is one of several in its note with this name.
pub(super) fn is_repeated(workspace: &Workspace, position: FilePosition) -> bool {
    let Some(document) = workspace.document(position.note) else { return false };
    let sections = &document.note.sections;
    let own = titled(document, position).and_then(|titled| titled.section);
    let key = own.and_then(|index| sections[index].heading.key.as_ref());
    let same = |it: &Section| it.heading.key.as_ref() == key;
    key.is_some() && sections.iter().filter(|it| same(it)).nth(1).is_some()
}

/// Renames the heading or title at a position.
pub(super) fn rename(
    workspace: &Workspace,
    position: FilePosition,
    new: &str,
) -> Result<Rename, Refusal> {
    let nothing = || Refusal("No heading to rename here.".to_owned());
    let document = workspace.document(position.note).ok_or_else(nothing)?;
    let titled = titled(document, position).ok_or_else(nothing)?;
    let new = new.trim();
    if new.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(Refusal("A name must be on one line.".to_owned()));
    }
    if ["|", "[[", "]]"].iter().any(|mark| new.contains(mark)) {
        return Err(Refusal(
            "A name must not contain “|”, “[[” or “]]”, because links cannot contain these."
                .to_owned(),
        ));
    }
    if !new.contains(char::is_alphanumeric) {
        return Err(Refusal("A name must contain a letter or a digit.".to_owned()));
    }
    let mut edit = WorkspaceEdit::default();
    if let Some(section) = titled.section {
        let name = document.note.sections[section].heading.name_range;
        let range = with_marks(document, name);
        let written = with_code(document.note.text.slice(range), new);
        edit.push(document.id, TextEdit::certain(range, written));
    }
    if titled.in_front_matter {
        let text = &document.note.text;
        let title = document.note.front_matter_title();
        let front = document.note.front_matter.as_ref().zip(title);
        let (range, written) = front
            .and_then(|(front, title)| front.rewrite(text, title.text_range, new))
            .ok_or_else(|| Refusal(format!("“{new}” cannot be written in the front matter.")))?;
        edit.push(document.id, TextEdit::certain(range, written));
    }
    let mut edit = EditBuilder::of(keep_links(workspace, &edit, &titled.name, new));
    let own = titled.section.into_iter().flat_map(|section| {
        let terms = document.note.terms.iter();
        terms.filter(move |term| term.section == Some(section)).flat_map(Term::keys)
    });
    for name in own.cloned().chain(TermKey::new(new)).collect::<BTreeSet<_>>() {
        edit.expect(Expect::FreeName(name));
    }
    if let Some(section) = titled.section {
        edit.expect(Expect::RenamedHeading { note: document.id, section });
    }
    let edit = edit.finish(workspace)?;
    let after = edit.edit().apply(workspace);
    let stopped = titled.section.is_some_and(|section| {
        declares(workspace, document, section)
            && !after.document(document.id).is_some_and(|it| declares(&after, it, section))
    });
    Ok(Rename {
        edit,
        left_out: Vec::new(),
        // Back, the name is that of another heading.
        is_reversible: !is_repeated(workspace, position),
        old: titled.name,
        new: new.to_owned(),
        remark: stopped.then(|| unrecognized(new)),
    })
}

/// Returns whether the heading of a section declares a term.
fn declares(workspace: &Workspace, document: &Document, section: usize) -> bool {
    let note = &document.note;
    let mut terms = note.terms.iter().filter(|term| note.own_section(term) == Some(section));
    terms.any(|term| !workspace.is_rejected(term))
}

/// Returns the message that a new name is not recognized as a term.
pub(super) fn unrecognized(new: &str) -> String {
    let reason = objection(new).unwrap_or("the text does not define this name");
    format!("“{new}” is not recognized as a term: {reason}.")
}

/// Returns the range of a name with the marks of emphasis and code at its edges.
pub(super) fn with_marks(document: &Document, name: TextRange) -> TextRange {
    let text = &document.note.text;
    let is_mark = |c: char| matches!(c, '*' | '_' | '`' | '~');
    let before = &text[..usize::from(name.start())];
    let after = &text[usize::from(name.end())..];
    let start = TextSize::of(before.trim_end_matches(is_mark));
    let marks = after.len() - after.trim_start_matches(is_mark).len();
    TextRange::new(start, name.end() + TextSize::of(&after[..marks]))
}

/// Returns the new text of a heading, in which words that were code in the old one are still code. A
/// heading that is only code stays code.
pub(super) fn with_code(old: &str, new: &str) -> String {
    let spans: Vec<_> = old.split('`').skip(1).step_by(2).collect();
    if new.contains('`') || old.contains("``") || spans.is_empty() {
        return new.to_owned();
    }
    if old.strip_prefix('`').and_then(|old| old.strip_suffix('`')) == Some(spans[0]) {
        return format!("`{new}`");
    }
    let mut written = String::new();
    let mut rest = new;
    for span in spans {
        let is_word = |at: &usize| {
            let before = rest[..*at].chars().next_back();
            let after = rest[at + span.len()..].chars().next();
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        };
        let places = rest.match_indices(span).map(|(at, _)| at);
        if let Some(at) = places.filter(|_| !span.is_empty()).find(is_word) {
            written.extend([&rest[..at], "`", span, "`"]);
            rest = &rest[at + span.len()..];
        }
    }
    written + rest
}

fn titled(document: &Document, position: FilePosition) -> Option<TitleChange> {
    let note = &document.note;
    let title = note.front_matter_title();
    let first = note.sections.first().filter(|section| section.heading.level == 1);
    let is_both =
        first.zip(title.as_ref()).is_some_and(|(first, title)| first.heading.name == title.text);
    if let Some(title) = title.filter(|it| it.text_range.contains_inclusive(position.offset)) {
        let section = is_both.then_some(0);
        return Some(TitleChange {
            name: title.text,
            range: title.text_range,
            section,
            in_front_matter: true,
        });
    }
    let (section, line) = heading_line(document, position.offset)?;
    let heading = &note.sections[section].heading;
    (!heading.name.is_empty()).then(|| TitleChange {
        name: heading.name.clone(),
        range: if heading.name_range.contains_inclusive(position.offset) {
            heading.name_range
        } else {
            line
        },
        section: Some(section),
        in_front_matter: is_both && section == 0,
    })
}
