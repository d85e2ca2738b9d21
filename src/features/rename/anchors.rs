//! Links to headings and notes whose names change: they are written anew so that they lead where
//! they led.

use text_size::TextRange;

use crate::features::rename::spelling::{Spelling, respell};
use crate::note::heading::Heading;
use crate::note::link::{Link, LinkKind};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Group, TextEdit, WorkspaceEdit};
use crate::workspace::links::{Resolver, Target, decoded, encoded};
use percent_encoding::{CONTROLS, utf8_percent_encode};

/// Adds to an edit what it takes to keep all links where they lead. Links to notes by the name
/// `old` get `new` instead.
pub(super) fn keep_links(
    workspace: &Workspace,
    edit: &WorkspaceEdit,
    old: &str,
    new: &str,
) -> WorkspaceEdit {
    let after = edit.apply(workspace);
    let links = Links {
        before: workspace,
        after: &after,
        edit,
        led_by: Resolver::new(workspace),
        leading_by: Resolver::new(&after),
        old: (Spelling::of(old), TermKey::new(old)),
        new: Spelling::of(new),
    };
    let mut kept = edit.clone();
    for document in workspace.documents() {
        let Some(now) = after.document(document.id) else { continue };
        // A link too many or too few is for the proof to find.
        for (link, new_link) in document.note.links.iter().zip(&now.note.links) {
            for change in links.keep((document, link), (now, new_link)) {
                kept.push(document.id, change);
            }
        }
    }
    kept
}

struct Links<'w> {
    before: &'w Workspace,
    after: &'w Workspace,
    edit: &'w WorkspaceEdit,
    led_by: Resolver<'w>,
    leading_by: Resolver<'w>,
    old: (Spelling, Option<TermKey>),
    new: Spelling,
}

impl Links<'_> {
    fn keep(&self, old: (&Document, &Link), new: (&Document, &Link)) -> Vec<TextEdit> {
        let (document, link) = old;
        let led = self.led_by.resolve(document, link);
        let (Some(led), Some(place)) = (led, link.place) else { return Vec::new() };
        let leads = self.leading_by.resolve(new.0, new.1);
        let mut changes = Vec::new();
        if leads.is_none_or(|leads| leads.note != led.note) {
            let path = self.path(link).filter(|path| *path != link.path);
            changes.extend(path.map(|path| (place.path, path, Group::Certain)));
        }
        if leads != Some(led)
            && let (Some(range), Some(fragment)) = (place.fragment, &link.fragment)
            && let Some((anchor, group)) = self.fragment(link, fragment, led)
            && anchor != *fragment
        {
            changes.push((range, anchor, group));
        }
        let change = |(range, new_text, group): (TextRange, String, Group)| TextEdit {
            range,
            new_text,
            group,
        };
        changes.into_iter().map(change).collect()
    }

    /// The path of a link that names a note by the old name.
    fn path(&self, link: &Link) -> Option<String> {
        (link.kind == LinkKind::Wiki && TermKey::new(&link.path) == self.old.1).then(|| {
            respell(&Spelling::of(&link.path), &self.old.0, &self.new, false).spelling.text()
        })
    }

    /// How a section is called now, in the way in which the link called it, and how sure it is
    /// that it will be called so.
    fn fragment(&self, link: &Link, fragment: &str, led: Target) -> Option<(String, Group)> {
        let heading = |workspace: &'_ Workspace| -> Option<Heading> {
            let section = workspace.document(led.note)?.note.sections.get(led.section?)?;
            Some(section.heading.clone())
        };
        let (old, new) = (heading(self.before)?, heading(self.after)?);
        let by_anchor = self.led_by.anchor(led).as_deref() == Some(&*decoded(fragment));
        let written = if by_anchor {
            self.leading_by.anchor(led)?
        } else {
            as_fragment(&decoded(fragment), &old.name, &new.name)
        };
        let is_encoded = link.kind != LinkKind::Wiki && !by_anchor || fragment.contains('%');
        let written = if is_encoded { percent(&written, fragment) } else { written };
        Some((written, self.group(led.note, old.range)))
    }

    /// A link to a heading changes if the heading does.
    fn group(&self, note: NoteId, heading: TextRange) -> Group {
        let edits = self.edit.of(note).iter();
        let here = edits.filter(|edit| heading.contains_range(edit.range));
        here.map(|edit| edit.group).max().unwrap_or(Group::Certain)
    }
}

/// A heading's text as a fragment, where the old text was written so: with the path of headings
/// before it, and in its case.
fn as_fragment(fragment: &str, old: &str, new: &str) -> String {
    let start = fragment.rfind('#').map_or(0, |at| at + 1);
    let (before, last) = fragment.split_at(start);
    let clean = |name: &str| {
        let spaced = name.replace(['#', '|', '^', ':', '[', ']', '%'], " ");
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (old, new) = (clean(old), clean(new));
    let written = if last == old {
        new
    } else {
        respell(&Spelling::of(last), &Spelling::of(&old), &Spelling::of(&new), false)
            .spelling
            .text()
    };
    format!("{before}{written}")
}

/// A fragment percent-encoded as the old one was: all that is not ASCII, or only what must be.
fn percent(text: &str, old: &str) -> String {
    let text = encoded(text);
    if old.is_ascii() && old.contains('%') && !decoded(old).is_ascii() {
        // Nothing of ASCII is left to encode.
        return utf8_percent_encode(&text, CONTROLS).to_string();
    }
    text
}
