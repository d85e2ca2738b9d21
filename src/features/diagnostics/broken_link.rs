//! `broken-link`: a link to a note or file that does not exist.

use std::collections::HashMap;
use std::path::Path;

use text_size::TextSize;

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::link::destination_range;
use crate::features::wanted_notes::is_unreadable;
use crate::note::link::{Link, LinkKind};
use crate::note::plural::counted;
use crate::note::words::fold;
use crate::workspace::config::Level;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::is_note;
use crate::workspace::links::{Destination, decoded};

pub(super) const RULE: Rule = Rule {
    code: "broken-link",
    default_level: Level::Warning,
    documentation: "\
A link to a note, an image or another file that does not exist. A path is relative to the note that \
contains the link, with or without its extension. A path of a folder leads to its index note. A wiki \
link names a note by its file name, its title or an alias. All wiki links to one missing note are \
reported once, at the first one; `headword gaps` lists the missing notes. Some links are not checked: URLs with a \
leading slash or the extension `.html`, unless they name a Markdown file, URLs with a template, and \
wiki links to files other than notes.",
    check,
};

/// The diagnostic about a missing note.
struct MissingNoteReport {
    /// The note and the start of the link that is reported.
    at: Option<(NoteId, TextSize)>,
    message: String,
}

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let own = check.document.location.path();
    if own.is_none_or(|own| !check.workspace.folders().contain(own)) {
        // The files next to the note are unknown.
        return;
    }
    let links = check.document.note.links.iter();
    let mut missing: HashMap<String, Option<MissingNoteReport>> = HashMap::new();
    // A broken target of a reference is reported once, at its definition.
    for link in links.filter(|link| link.kind != LinkKind::Reference) {
        let message = match check.resolver.destination(check.document, link) {
            Destination::Nowhere => {
                let name = fold(link.path.trim()).into_owned();
                let missing = missing.entry(name).or_insert_with(|| {
                    let is_unreadable = is_unreadable(check.workspace, check.document, link);
                    (!is_unreadable).then(|| report(check, link))
                });
                let Some(MissingNoteReport { at, message }) = missing else { continue };
                let is_repeated =
                    at.is_some_and(|at| at != (check.document.id, link.range.start()));
                let found = Finding::new(destination_range(link), message.clone());
                findings.push(Finding { is_repeated, ..found });
                continue;
            }
            Destination::File(path) if !is_route(link) && !check.workspace.has_file(&path) => {
                let what = if is_note(&path) { "Note" } else { "File" };
                format!("{what} “{}” not found.", decoded(&link.path))
            }
            _ => continue,
        };
        findings.push(Finding::new(destination_range(link), message));
    }
}

/// Returns where the links to one missing note are reported, and the message. The first link that may
/// be reported represents all.
fn report(check: &RuleContext<'_>, link: &Link) -> MissingNoteReport {
    let (workspace, name) = (check.workspace, link.path.trim());
    let missing = workspace.missing_note(name);
    let is_reported = |(document, link): &(&Document, &Link)| {
        let start = destination_range(link).start();
        let mut suppressions = document.note.suppressions.iter();
        let path = document.location.path();
        path.is_some_and(|path| workspace.folders().contain(path))
            && !workspace.is_generated(&document.location)
            && !suppressions.any(|it| it.covers(RULE.code, start))
            && RULE.level(workspace, document) != Level::Off
    };
    let first = workspace.links_to(&missing).find(is_reported);
    let at = first.map(|(document, link)| (document.id, link.range.start()));
    let message = if missing.links.len() > 1 {
        let links = counted(missing.links.len(), "link");
        let notes = counted(missing.notes, "note");
        format!("Note “{name}” not found. {links} in {notes} lead to it.")
    } else {
        format!("Note “{name}” not found.")
    };
    MissingNoteReport { at, message }
}

/// Returns whether a path may be a URL of the generated site.
fn is_route(link: &Link) -> bool {
    let path = link.path.split(['?', '#']).next().unwrap_or_default();
    let is_page = Path::new(path).extension().is_some_and(|extension| extension == "html");
    let is_named = is_note(decoded(path).as_ref().as_ref());
    (path.starts_with('/') || is_page) && !is_named
}
