//! Links as a note writes them: to a heading or a note, relative or by name.

use std::path::Path;

use text_size::TextRange;

use crate::note::link::LinkKind;
use crate::note::term::{Style, Term};
use crate::workspace::document::Document;
use crate::workspace::edit::{Group, NewLink, TextEdit};
use crate::workspace::links::{Resolver, Target, encoded, relative_path};
use crate::workspace::mention::Mention;
use crate::workspace::{Declaration, Workspace};

/// Writes links in a note.
pub(super) struct Linker<'w> {
    workspace: &'w Workspace,
    document: &'w Document,
    resolver: Resolver<'w>,
    is_wiki: bool,
}

impl<'w> Linker<'w> {
    pub(super) fn new(workspace: &'w Workspace, document: &'w Document) -> Self {
        let is_wiki = writes_wiki_links(workspace, document);
        Self { workspace, document, resolver: Resolver::new(workspace), is_wiki }
    }

    /// Whether the note's links are wiki links.
    pub(super) fn is_wiki(&self) -> bool {
        self.is_wiki
    }

    /// The ways to make a mention a link to a declaration, the best first.
    pub(super) fn links(
        &self,
        mention: &Mention,
        found: &Declaration<'_>,
    ) -> Vec<(NewLink, [TextEdit; 2])> {
        let target = target(found);
        let is_here = found.document.id == self.document.id;
        if is_here && target.section.is_none() {
            return Vec::new();
        }
        let ways = if self.is_wiki {
            // In a table the bar has to be escaped.
            let inside = self.wiki(found, target);
            let mark = |bar| inside.as_ref().map(|it| (format!("[[{it}{bar}"), "]]".to_owned()));
            [mark("|"), mark("\\|")]
        } else {
            let inside = self.inline(found, target);
            [inside.map(|it| ("[".to_owned(), format!("]({it})"))), None]
        };
        let edit = |range: TextRange, new_text| TextEdit { range, new_text, group: Group::Certain };
        let link = |(before, after)| {
            let (start, end) = (mention.range.start(), mention.range.end());
            let edits = [edit(TextRange::empty(start), before), edit(TextRange::empty(end), after)];
            (NewLink { note: self.document.id, range: mention.range, target }, edits)
        };
        ways.into_iter().flatten().map(link).collect()
    }

    /// A link to a declaration that reads as `shown`; none to what cannot be linked from here.
    pub(super) fn written(&self, found: &Declaration<'_>, shown: &str) -> Option<String> {
        let target = target(found);
        (found.document.id != self.document.id || target.section.is_some()).then_some(())?;
        Some(if self.is_wiki {
            format!("[[{}|{shown}]]", self.wiki(found, target)?)
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
        Some(encoded_path(&self.path_to(found.document)?) + &fragment)
    }

    /// The path from the note to another one in the same folder.
    pub(super) fn path_to(&self, to: &Document) -> Option<String> {
        self.same_folder(to)?;
        relative_path(self.document.location.path()?, to.location.path()?)
    }

    /// The path from the folder to a note in it, with a slash before it.
    pub(super) fn absolute_path(&self, to: &Document) -> Option<String> {
        let below = to.location.path()?.strip_prefix(self.same_folder(to)?).ok()?;
        Some(format!("/{}", below.to_str()?.replace('\\', "/")))
    }

    /// The shortest name by which a wiki link of the note means another one.
    pub(super) fn wiki_name(&self, to: &Document) -> Option<String> {
        let below = to.location.path()?.strip_prefix(self.same_folder(to)?).ok()?;
        let path = below.with_extension("").to_str()?.replace('\\', "/");
        let means = |name: &str| self.resolver.note_named(self.document, name) == Some(to.id);
        [to.location.name(), path].into_iter().find(|name| is_plain(name) && means(name))
    }

    /// The workspace folder that both notes lie in.
    fn same_folder(&self, to: &Document) -> Option<&'w Path> {
        let (from, to) = (self.document.location.path()?, to.location.path()?);
        let folder = self.workspace.folders().of(to)?;
        (self.workspace.folders().of(from)? == folder).then_some(folder)
    }

    /// What stands in the brackets: the shortest name of the note that means it, and the heading.
    fn wiki(&self, found: &Declaration<'_>, target: Target) -> Option<String> {
        let heading = target.section.map(|at| &found.document.note.sections[at].heading.name);
        let fragment = match heading {
            Some(name) if is_plain(name) => format!("#{name}"),
            Some(_) => format!("#{}", self.resolver.anchor(target)?),
            None => String::new(),
        };
        if found.document.id == self.document.id {
            return Some(fragment);
        }
        Some(self.wiki_name(found.document)? + &fragment)
    }
}

/// Whether a name may stand in a wiki link as it is.
fn is_plain(name: &str) -> bool {
    !name.contains(['|', '#', '^', '[', ']', '\n'])
}

/// A path as it may stand in a link's destination.
pub(super) fn encoded_path(path: &str) -> String {
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}

/// The section that declares a term; of a note about one term, the note itself.
fn target(found: &Declaration<'_>) -> Target {
    let is_whole = |term: &Term| term.style == Style::Note;
    let section = found.term.section.filter(|_| !is_whole(found.term));
    Target { section, ..Target::of(found.document.id) }
}

/// Whether a note's links are wiki links, or those of most notes if it has none.
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
