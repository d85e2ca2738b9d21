//! The targets of links before and after an edit.
//!
//! This checks the verification of edits by other means. A link that no edit touches must lead to
//! the same heading or note. The Markdown parser alone reads the labels of links and footnotes: a
//! label that had a definition must have one.

use std::collections::{BTreeMap, BTreeSet};

use headword::workspace::Workspace;
use headword::workspace::document::{Document, NoteId};
use headword::workspace::edit::{TextEdit, WorkspaceEdit};
use headword::workspace::links::{Resolver, Target};
use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag};
use text_size::TextRange;

use super::top_blocks::place;

/// The targets of all links of a workspace, and the labels without a definition.
pub(crate) struct LinkTargets {
    /// By the note of the link: the range of each link that leads to a note, and its target.
    links: BTreeMap<NoteId, Vec<(TextRange, Target)>>,
    undefined: BTreeSet<String>,
}

impl LinkTargets {
    /// Reads the links of a workspace.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let resolver = Resolver::new(workspace);
        let links = workspace.documents().map(|document| {
            let links = document.note.links.iter();
            let led = links.filter_map(|it| Some((it.range, resolver.resolve(document, it)?)));
            (document.id, led.collect())
        });
        let undefined = workspace.documents().flat_map(|document| undefined(&document.note.text));
        Self { links: links.collect(), undefined: undefined.collect() }
    }

    /// Returns the links that an edit does not touch and that lead elsewhere after it, and the
    /// labels that have lost their definition.
    pub(crate) fn lost(
        &self,
        before: &Workspace,
        after: &Workspace,
        edit: &WorkspaceEdit,
    ) -> Vec<String> {
        let resolver = Resolver::new(after);
        let mut lost = Vec::new();
        for (note, links) in &self.links {
            let (Some(old), Some(new)) = (before.document(*note), after.document(*note)) else {
                continue;
            };
            let is_concerned =
                |target: &Target| target.note == *note || !edit.of(target.note).is_empty();
            let is_edited = !edit.of(*note).is_empty();
            for (range, target) in links.iter().filter(|it| is_edited || is_concerned(&it.1)) {
                let Some(now) = place(&(*range).into(), edit.of(*note)) else { continue };
                let link =
                    new.note.links.iter().find(|it| usize::from(it.range.start()) == now.start);
                let led = link.and_then(|link| resolver.resolve(new, link));
                let is_same = led.is_some_and(|led| is_same(before, *target, after, led, edit));
                if !is_same {
                    lost.push(format!("{}: {}", old.location.name(), &old.note.text[*range]));
                }
            }
        }
        let changed = edit.notes().map(|(note, _)| note).chain(edit.created().map(|new| new.id));
        let changed = changed.filter_map(|note| after.document(note));
        let labels = changed.flat_map(|document| undefined(&document.note.text));
        lost.extend(labels.filter(|label| !self.undefined.contains(label)));
        lost
    }
}

/// Returns whether two targets are the same note, or headings with the same name. A heading that
/// the edit renames may have another name.
fn is_same(
    before: &Workspace,
    old: Target,
    after: &Workspace,
    new: Target,
    edit: &WorkspaceEdit,
) -> bool {
    fn name(document: &Document, target: Target) -> Option<&str> {
        Some(&document.note.sections.get(target.section?)?.heading.name)
    }
    let (Some(then), Some(now)) = (before.document(old.note), after.document(new.note)) else {
        return false;
    };
    let heading = old.section.map(|index| then.note.sections[index].heading.name_range);
    let touches = |edit: &TextEdit| heading.is_some_and(|it| it.intersect(edit.range).is_some());
    let is_renamed = || new.section.is_some() && edit.of(old.note).iter().any(touches);
    match name(then, old) {
        Some(heading) => name(now, new) == Some(heading) || is_renamed(),
        None if old.anchor.is_some() => new.anchor.is_some(),
        // A fragment that led nowhere may lead to a new heading.
        None => then.id == now.id,
    }
}

/// Returns the labels in brackets that have no definition. Other text in brackets is among them.
fn undefined(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut note = |link: BrokenLink<'_>| {
        found.insert(link.reference.to_lowercase());
        None
    };
    // With these options, a footnote without a definition is one too, and not text.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_OLD_FOOTNOTES
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let (mut used, mut defined) = (BTreeSet::new(), BTreeSet::new());
    for event in Parser::new_with_broken_link_callback(text, options, Some(&mut note)) {
        match event {
            Event::FootnoteReference(name) => drop(used.insert(format!("^{name}").to_lowercase())),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                defined.insert(format!("^{name}").to_lowercase());
            }
            _ => {}
        }
    }
    found.extend(used.difference(&defined).cloned());
    found
}
