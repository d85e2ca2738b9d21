//! New links to terms, in the link style of a note.

use std::cell::OnceCell;

use text_size::TextRange;

use super::fragments::is_path;
use super::paths::{Paths, encoded_path};
use crate::note::link::LinkKind;
use crate::note::term::{Style, Term};
use crate::workspace::document::Document;
use crate::workspace::edit::{NewLink, TextEdit};
use crate::workspace::links::{Resolver, Target, encoded};
use crate::workspace::mention::Mention;
use crate::workspace::{Declaration, Workspace};

/// Writes links in a note.
pub(in crate::features) struct LinkWriter<'w> {
    workspace: &'w Workspace,
    document: &'w Document,
    resolver: Resolver<'w>,
    is_wiki: OnceCell<bool>,
}

impl<'w> LinkWriter<'w> {
    pub(in crate::features) fn new(workspace: &'w Workspace, document: &'w Document) -> Self {
        let resolver = Resolver::new(workspace);
        Self { workspace, document, resolver, is_wiki: OnceCell::new() }
    }

    /// Whether the note uses wiki links.
    pub(in crate::features) fn is_wiki(&self) -> bool {
        *self.is_wiki.get_or_init(|| writes_wiki_links(self.workspace, self.document))
    }

    /// The paths to other notes.
    pub(in crate::features) fn paths(&self) -> Paths<'_, 'w> {
        Paths { workspace: self.workspace, resolver: &self.resolver, from: self.document }
    }

    /// Returns the path to another note as a destination, or `None` if the notes are in different
    /// workspace folders.
    pub(in crate::features) fn path_to(&self, to: &Document) -> Option<String> {
        Some(encoded_path(&self.paths().relative(to)?))
    }

    /// Returns the possible edits that link a mention to a declaration, the best first.
    pub(in crate::features) fn links(
        &self,
        mention: &Mention,
        found: &Declaration<'_>,
    ) -> Vec<(NewLink, [TextEdit; 2])> {
        let target = target(found);
        let is_here = found.document.id == self.document.id;
        if is_here && target.section.is_none() {
            return Vec::new();
        }
        let candidates = if self.is_wiki() {
            // In a table, escape the bar.
            let inside = self.wiki(found.document, target);
            let mark = |bar| inside.as_ref().map(|it| (format!("[[{it}{bar}"), "]]"));
            [mark("|"), mark("\\|")]
        } else {
            let inside = self.inline(found, target);
            return inside
                .map(|it| self.link(mention, target, ("[", &format!("]({it})"))))
                .into_iter()
                .collect();
        };
        let candidates = candidates.into_iter().flatten();
        candidates.map(|(before, after)| self.link(mention, target, (&before, after))).collect()
    }

    fn link(
        &self,
        mention: &Mention,
        target: Target,
        (before, after): (&str, &str),
    ) -> (NewLink, [TextEdit; 2]) {
        let insert = |at, text: &str| TextEdit::certain(TextRange::empty(at), text);
        let range = mention.range;
        let link = NewLink { note: self.document.id, text: Some(range), target };
        (link, [insert(range.start(), before), insert(range.end(), after)])
    }

    /// Returns a link to a declaration with the text `shown`, or `None` if it cannot be linked.
    pub(in crate::features) fn written(
        &self,
        found: &Declaration<'_>,
        shown: &str,
    ) -> Option<String> {
        let target = target(found);
        (found.document.id != self.document.id || target.section.is_some()).then_some(())?;
        Some(if self.is_wiki() {
            format!("[[{}|{shown}]]", self.wiki(found.document, target)?)
        } else {
            format!("[{shown}]({})", self.inline(found, target)?)
        })
    }

    fn inline(&self, found: &Declaration<'_>, target: Target) -> Option<String> {
        let fragment = self.resolver.anchor(target).map(|it| format!("#{}", encoded(&it)));
        let fragment = fragment.unwrap_or_default();
        if found.document.id == self.document.id {
            return Some(fragment);
        }
        Some(self.path_to(found.document)? + &fragment)
    }

    /// Returns the texts of headings that lead to a section, if a wiki link can contain them.
    pub(in crate::features) fn heading_path(&self, target: Target) -> Option<String> {
        self.resolver.heading_path(target).filter(|path| is_path(path))
    }

    /// Returns the text in the brackets: the shortest unambiguous name of the note, and the heading.
    pub(in crate::features) fn wiki(&self, to: &Document, target: Target) -> Option<String> {
        let fragment = match target.section {
            Some(_) => {
                let path = self.heading_path(target).or_else(|| self.resolver.anchor(target))?;
                format!("#{path}")
            }
            None => String::new(),
        };
        if to.id == self.document.id {
            return Some(fragment);
        }
        Some(self.paths().wiki_name(to)? + &fragment)
    }
}

/// Returns the section that declares a term, or `None` if the term is the note itself.
pub(in crate::features) fn target(found: &Declaration<'_>) -> Target {
    let is_whole = |term: &Term| term.style == Style::Note;
    let section = found.term.section.filter(|_| !is_whole(found.term));
    Target { section, ..Target::of(found.document.id) }
}

/// Returns whether a note uses wiki links. A note without links follows most other notes.
fn writes_wiki_links(workspace: &Workspace, document: &Document) -> bool {
    let count = |document: &Document| {
        let own = document.note.links.iter().filter(|link| !link.embeds && !link.is_external());
        let wiki = own.clone().filter(|link| link.kind == LinkKind::Wiki).count();
        (wiki, own.count() - wiki)
    };
    let (wiki, other) = count(document);
    if wiki != other {
        return wiki > other;
    }
    let all = workspace.documents().map(count);
    let (wiki, other) = all.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    wiki > other
}
