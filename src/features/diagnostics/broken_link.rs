//! `broken-link`: a link to a note or file that does not exist.

use std::path::Path;

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::link::destination_range;
use crate::note::link::{Link, LinkKind};
use crate::workspace::config::Level;
use crate::workspace::is_note;
use crate::workspace::links::{Destination, decoded};

pub(super) const RULE: Rule = Rule {
    code: "broken-link",
    default_level: Level::Warning,
    documentation: "\
A link to a note, an image or another file that does not exist. A path is relative to the note that \
contains the link, with or without its extension. A path of a folder leads to its index note. A wiki \
link names a note by its file name, its title or an alias. Some links are not checked: URLs with a \
leading slash or the extension `.html`, unless they name a Markdown file, URLs with a template, and \
wiki links to files other than notes.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let own = check.document.location.path();
    if own.is_none_or(|own| !check.workspace.folders().contain(own)) {
        // The files next to the note are unknown.
        return;
    }
    let links = check.document.note.links.iter();
    // A broken target of a reference is reported once, at its definition.
    for link in links.filter(|link| link.kind != LinkKind::Reference) {
        let message = match check.resolver.destination(check.document, link) {
            Destination::Nowhere if is_unreadable(check, link) => continue,
            Destination::Nowhere => format!("Note “{}” not found.", link.path.trim()),
            Destination::File(path) if !is_route(link) && !check.workspace.has_file(&path) => {
                let what = if is_note(&path) { "Note" } else { "File" };
                format!("{what} “{}” not found.", decoded(&link.path))
            }
            _ => continue,
        };
        findings.push(Finding::new(destination_range(link), message));
    }
}

/// Returns whether a wiki link names a file that exists beside the note or in the workspace folder,
/// but is not read as a note: its text is not UTF-8, or it is too long.
fn is_unreadable(check: &RuleContext<'_>, link: &Link) -> bool {
    let Some(own) = check.document.location.path() else { return false };
    let name = format!("{}.md", link.path.trim().trim_end_matches(".md"));
    let folders = [own.parent(), check.workspace.folders().of(own)];
    let mut paths = folders.into_iter().flatten().map(|folder| folder.join(&name));
    paths.any(|path| check.workspace.has_file(&path))
}

/// Returns whether a path may be a URL of the generated site.
fn is_route(link: &Link) -> bool {
    let path = link.path.split(['?', '#']).next().unwrap_or_default();
    let is_page = Path::new(path).extension().is_some_and(|extension| extension == "html");
    let is_named = is_note(decoded(path).as_ref().as_ref());
    (path.starts_with('/') || is_page) && !is_named
}
