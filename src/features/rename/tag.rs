//! Rename of a tag or category in all notes.
//!
//! Child tags are renamed with their parent. If the new name already exists, the two tags are merged,
//! and a list with both keeps one of them.

use std::collections::{BTreeMap, BTreeSet};

use text_size::{TextRange, TextSize};

use crate::features::edit_builder::EditBuilder;
use crate::features::relink::keep_links;
use crate::features::rename::outcome::Rename;
use crate::features::tags::{self, TagName};
use crate::note::front_matter::{self, FrontMatter, TagKind, is_template};
use crate::note::tag::{belongs, is_inline};
use crate::note::words::fold;
use crate::text::Encoding;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, Refusal};
use crate::workspace::tag_index::in_note;

/// Renames a tag or category in all notes.
pub(super) fn rename(workspace: &Workspace, tag: &TagName, new: &str) -> Result<Rename, Refusal> {
    let found = proposals(workspace, tag, new, None)?;
    let new = checked(tag.kind, new)?;
    let mut edit = Err(Refusal("Nothing to change.".to_owned()));
    for proposal in [found.without_doubles, found.edit] {
        edit = edit.or_else(|_| proposal.clone().finish(workspace)).or_else(|_| {
            // The anchor of a heading contains its tags.
            let kept = keep_links(workspace, proposal.edit(), &tag.name, new);
            proposal.with_edit(kept).finish(workspace)
        });
    }
    let remark = merged(workspace, tag, new);
    // An invalid old name cannot be restored.
    let is_reversible =
        found.is_reversible && remark.is_none() && checked(tag.kind, &tag.name).is_ok();
    let (old, new) = (tag.name.clone(), new.to_owned());
    Ok(Rename { edit: edit?, left_out: Vec::new(), is_reversible, old, new, remark })
}

/// The possible edits of a rename.
pub(in crate::features) struct TagEdits {
    /// The edit that removes duplicates from lists.
    pub(in crate::features) without_doubles: EditBuilder,
    /// The edit that leaves duplicates in lists.
    pub(in crate::features) edit: EditBuilder,
    is_reversible: bool,
}

/// Returns the possible edits that rename a tag or category in all notes or in one.
pub(in crate::features) fn proposals(
    workspace: &Workspace,
    tag: &TagName,
    new: &str,
    only: Option<NoteId>,
) -> Result<TagEdits, Refusal> {
    let new = checked(tag.kind, new)?;
    let mut renaming = TagRenaming {
        old: tag,
        new,
        edit: EditBuilder::default(),
        without_doubles: EditBuilder::default(),
        names: BTreeMap::new(),
        is_lossless: true,
    };
    let notes = tags::notes(workspace, tag.kind, &tag.name).into_iter();
    for document in notes.filter(|note| only.is_none_or(|only| note.id == only)) {
        renaming.note(document)?;
    }
    let TagRenaming { mut edit, mut without_doubles, names, is_lossless, .. } = renaming;
    let spellings = names.values().collect::<BTreeSet<_>>().len();
    let is_same = without_doubles.edit() == edit.edit();
    let is_reversible = is_lossless && spellings == names.len() && is_same;
    for builder in [&mut edit, &mut without_doubles] {
        builder.expect(Expect::UniqueTags(tag.kind));
        for (from, to) in names.clone() {
            builder.expect(Expect::RenamedTag { kind: tag.kind, from, to });
        }
    }
    Ok(TagEdits { without_doubles, edit, is_reversible })
}

/// Returns the new name, if it is valid.
fn checked(kind: TagKind, new: &str) -> Result<&str, Refusal> {
    let refused = |reason: &str| Err(Refusal(reason.to_owned()));
    let new = new.trim();
    let new = if kind == TagKind::Tag { new.trim_start_matches('#').trim_start() } else { new };
    if new.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
        return refused("A name must be on one line.");
    }
    if !new.contains(|c: char| !c.is_whitespace() && !matches!(c, '#' | '/' | ',')) {
        return refused("A tag needs a name.");
    }
    if is_template(new) {
        return refused("A name must not contain the marks of a template.");
    }
    if kind == TagKind::Tag && new.split('/').any(|level| level.trim().is_empty()) {
        return refused("Each level of a tag needs a name.");
    }
    Ok(new)
}

/// Returns a note for the user if the new name already exists.
fn merged(workspace: &Workspace, old: &TagName, new: &str) -> Option<String> {
    let folded = fold(new);
    let own = fold(&old.name);
    let is_other = |tag: &str| match old.kind {
        TagKind::Tag => belongs(tag, &folded) && !belongs(tag, &own),
        TagKind::Category => fold(tag) == folded && folded != own,
    };
    let all = tags::all(workspace, old.kind);
    let known: BTreeSet<_> = all.iter().map(|(tag, _)| tag).filter(|it| is_other(it)).collect();
    let notes: BTreeSet<_> =
        known.iter().flat_map(|tag| all.notes(TagKind::Category, tag)).collect();
    let kind = match old.kind {
        TagKind::Tag => "tag",
        TagKind::Category => "category",
    };
    let count = match notes.len() {
        0 => return None,
        1 => "a note".to_owned(),
        count => format!("{count} notes"),
    };
    Some(format!("“{new}” was already a {kind} of {count}; “{}” is merged into it.", old.name))
}

/// A rename with the changes found so far.
struct TagRenaming<'r> {
    old: &'r TagName,
    new: &'r str,
    edit: EditBuilder,
    /// The changes that also remove duplicates from lists.
    without_doubles: EditBuilder,
    /// The new spelling for each old one.
    names: BTreeMap<String, String>,
    /// Whether renaming back restores every occurrence.
    is_lossless: bool,
}

impl TagRenaming<'_> {
    fn note(&mut self, document: &Document) -> Result<(), Refusal> {
        let note = &document.note;
        let listed = match self.old.kind {
            TagKind::Tag => note.tags(),
            TagKind::Category => note.categories(),
        };
        if let Some(front) = &note.front_matter {
            self.listed(document, front, listed)?;
        }
        let tags = in_note(note, self.old.kind, &self.old.name);
        for tag in tags.filter(|found| found.is_inline) {
            let new = self.renamed(tag.text);
            if !is_inline(&new) {
                return Err(not_inline(document, tag.range, &new));
            }
            let place = TextRange::new(tag.range.start() + TextSize::of('#'), tag.range.end());
            self.change(document, place, new, false);
        }
        Ok(())
    }

    /// Changes the tags or categories in front matter.
    fn listed(
        &mut self,
        document: &Document,
        front: &FrontMatter,
        listed: &[front_matter::TextValue],
    ) -> Result<(), Refusal> {
        let text = &document.note.text;
        let places: BTreeSet<_> = in_note(&document.note, self.old.kind, &self.old.name)
            .map(|found| found.range.start())
            .collect();
        let is_meant = |tag: &&front_matter::TextValue| places.contains(&tag.text_range.start());
        let kept = listed.iter().filter(|tag| !is_meant(tag));
        let mut seen: BTreeSet<_> = kept.map(|tag| fold(&tag.text).into_owned()).collect();
        for tag in listed.iter().filter(is_meant) {
            let new = self.renamed(&tag.text);
            let is_double = !seen.insert(fold(&new).into_owned());
            if new != tag.text {
                let changed = front.rename_tag(text, tag, &new);
                let (range, new_text) =
                    changed.ok_or_else(|| not_listed(document, tag.text_range, &new))?;
                self.is_lossless &= new_text == new && text[range] == tag.text;
                let gone = front.remove_tag(text, tag).filter(|_| is_double);
                self.change(document, range, new_text, gone.is_some());
                if let Some(range) = gone {
                    self.without_doubles.remove(document.id, range);
                }
            }
        }
        Ok(())
    }

    fn change(&mut self, document: &Document, range: TextRange, new_text: String, is_gone: bool) {
        if document.note.text.slice(range) == new_text {
            return;
        }
        if !is_gone {
            self.without_doubles.replace(document.id, range, new_text.as_str());
        }
        self.edit.replace(document.id, range, new_text);
    }

    /// Returns the new name of a tag that is the old one or its child.
    fn renamed(&mut self, tag: &str) -> String {
        let below = match self.old.kind {
            TagKind::Tag => tag.splitn(self.old.name.split('/').count() + 1, '/').last(),
            TagKind::Category => None,
        };
        let below = below.filter(|_| tag.matches('/').count() > self.old.name.matches('/').count());
        let new = below.map_or_else(|| self.new.to_owned(), |it| format!("{}/{it}", self.new));
        self.names.insert(tag.to_owned(), new.clone());
        new
    }
}

fn not_inline(document: &Document, at: TextRange, new: &str) -> Refusal {
    let (written, place) = (document.note.text.slice(at), place(document, at));
    let why = if new.contains(char::is_whitespace) {
        "an inline tag cannot contain spaces"
    } else {
        "it is not a valid inline tag"
    };
    Refusal(format!("“{new}” cannot replace {written} on {place}: {why}."))
}

fn not_listed(document: &Document, at: TextRange, new: &str) -> Refusal {
    let (written, place) = (document.note.text.slice(at), place(document, at));
    let why =
        if new.contains(',') { "it would be cut at the comma" } else { "it is not plain text" };
    Refusal(format!("“{new}” cannot replace “{written}” on {place}: {why}."))
}

fn place(document: &Document, at: TextRange) -> String {
    let line = document.note.text.line_col(at.start(), Encoding::Utf8).line + 1;
    format!("line {line} of “{}”", document.title())
}

#[cfg(test)]
mod tests;
