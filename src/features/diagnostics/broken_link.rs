//! `broken-link`: a link to a note or file that is not there.

use std::path::Path;

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::features::link::destination_range;
use crate::note::link::{Link, LinkKind};
use crate::workspace::config::Level;
use crate::workspace::is_note;
use crate::workspace::links::{Destination, decoded};

pub(super) const RULE: Rule = Rule {
    code: "broken-link",
    default_level: Level::Warning,
    documentation: "\
A link to a note, an image or another file that is not in the folder. A path is taken from the \
note that it stands in, with or without its extension; a folder leads to its index. A wiki link \
names a note by its file, its title or another name. Addresses that only the generator of a site \
can know are left alone: those that begin with a slash or end with `.html` and name no Markdown \
file, and those with a template in them. So are wiki links to files that are no notes.",
    check,
};

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let own = check.document.location.path();
    if own.is_none_or(|own| !check.workspace.folders().contain(own)) {
        // What lies beside the note is not known.
        return;
    }
    let links = check.document.note.links.iter();
    // What a reference leads to is said once, at its definition.
    for link in links.filter(|link| link.kind != LinkKind::Reference) {
        let message = match check.resolver.destination(check.document, link) {
            Destination::Nowhere => format!("Note “{}” not found.", link.path.trim()),
            Destination::File(path) if !is_route(link) && !check.workspace.has_file(&path) => {
                let what = if is_note(&path) { "note" } else { "file" };
                format!("There is no {what} “{}”.", decoded(&link.path))
            }
            _ => continue,
        };
        findings.push(Finding::new(destination_range(link), message));
    }
}

/// Whether a path may be an address that a generator makes.
fn is_route(link: &Link) -> bool {
    let path = link.path.split(['?', '#']).next().unwrap_or_default();
    let is_page = Path::new(path).extension().is_some_and(|extension| extension == "html");
    let is_named = is_note(decoded(path).as_ref().as_ref());
    (path.starts_with('/') || is_page) && !is_named
}
