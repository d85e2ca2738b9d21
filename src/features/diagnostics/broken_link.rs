//! `broken-link`: a link to a note or file that does not exist.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::keys::KnownKeys;
use crate::features::link::destination_range;
use crate::features::wanted_notes::is_unreadable;
use crate::note::link::{Link, LinkKind, PageLookup};
use crate::note::plural::counted;
use crate::note::words::fold;
use crate::workspace::config::Level;
use crate::workspace::is_note;
use crate::workspace::keys::Profile;
use crate::workspace::links::{Destination, decoded};

pub(super) const RULE: Rule = Rule {
    code: "broken-link",
    default_level: Level::Warning,
    documentation: "\
A link to a note, an image or another file that does not exist. A path is relative to the note that \
contains the link, with or without its extension. A path of a folder leads to its index note. A wiki \
link names a note by its file name, its title or an alias. The wiki links of \
a note to one missing note are reported once, at the first one; `headword gaps` lists the missing \
notes. A target of one word (`[text](word)`) that ten notes have is a convention of their site, and is \
reported once. Some links are not checked: URLs with a leading slash or the extension `.html`, unless they \
name a Markdown file, URLs with a template, and wiki links to files other than notes. The shortcode \
`ref` of Hugo and the tags `link` and `post_url` of Jekyll are checked in notes for that tool.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let own = check.document.location.path();
    if own.is_none_or(|own| !check.workspace.folders().contain(own)) {
        // The files next to the note are unknown.
        return;
    }
    let links = check.document.note.links.iter();
    let mut missing: HashMap<Cow<'_, str>, Vec<&Link>> = HashMap::new();
    let mut bare: HashMap<&str, Vec<&Link>> = HashMap::new();
    // A broken target of a reference is reported once, at its definition.
    for link in links.filter(|link| link.kind != LinkKind::Reference) {
        match check.resolver.destination(check.document, link) {
            Destination::Nowhere if is_checked(check, link) => {
                missing.entry(fold(link.path.trim())).or_default().push(link);
            }
            Destination::File(path) if !is_route(link) && !check.workspace.has_file(&path) => {
                if is_bare(link) {
                    bare.entry(&link.path).or_default().push(link);
                    continue;
                }
                let what = if is_note(&path) { "Note" } else { "File" };
                let message = format!("{what} “{}” not found.", decoded(&link.path));
                findings.push(Finding::new(destination_range(link), message));
            }
            _ => {}
        }
    }
    for (target, links) in bare {
        bare_target(check, target, &links, findings);
    }
    for links in missing.into_values() {
        missing_note(check, &links, findings);
    }
}

/// Returns whether the notes are those of the site generator whose shortcode the link is.
fn is_checked(check: &RuleContext<'_>, link: &Link) -> bool {
    let profile = || KnownKeys::of(check.workspace, check.document).profile;
    link.lookup.is_none_or(|lookup| {
        let generator = if lookup == PageLookup::Ref { Profile::Hugo } else { Profile::Jekyll };
        profile() == Some(generator)
    })
}

/// Adds the findings for the links of a note to one missing note: the first is shown, and all have
/// fixes.
fn missing_note(check: &RuleContext<'_>, links: &[&Link], findings: &mut Vec<Finding>) {
    if is_unreadable(check.workspace, check.document, links[0]) {
        return;
    }
    let is_suppressed = |link: &Link| {
        let mut suppressions = check.document.note.suppressions.iter();
        suppressions.any(|it| it.covers(RULE.code, destination_range(link).start()))
    };
    let shown = links.iter().position(|link| !is_suppressed(link)).unwrap_or_default();
    for (index, link) in links.iter().enumerate() {
        let mut message = format!("Note “{}” not found.", link.path.trim());
        if links.len() > 1 {
            let _ = write!(message, " {} in this note lead to it.", counted(links.len(), "link"));
        }
        let finding = Finding::new(destination_range(link), message);
        findings.push(Finding { is_repeated: index != shown, ..finding });
    }
}

/// The fewest notes with links to one bare target that make it a convention.
const CONVENTION: usize = 10;

/// The most notes with links to one bare target that are compared, so that a keystroke costs the same
/// in a large folder. With more notes, the target is reported nowhere.
const MAX_COMPARED: usize = 1_000;

/// Adds the findings for the links of a note to one bare target (`[page kind](g)`). A target that
/// many notes have is a convention of their site, and is shown once in all notes.
fn bare_target(
    check: &RuleContext<'_>,
    target: &str,
    links: &[&Link],
    findings: &mut Vec<Finding>,
) {
    let name = fold(target);
    let notes = check.workspace.index().names.linking_to_file(&name);
    let locations = notes.filter_map(|id| check.workspace.document(id)).map(|it| &it.location);
    let locations: Vec<_> = locations.take(MAX_COMPARED + 1).collect();
    let is_convention = locations.len() >= CONVENTION;
    let is_first = locations.len() <= MAX_COMPARED
        && locations.iter().min() == Some(&&check.document.location);
    for (index, link) in links.iter().enumerate() {
        let mut message = format!("File “{}” not found.", decoded(target));
        if is_convention {
            let notes = counted(locations.len(), "note");
            let _ = write!(message, " It is reported once, because {notes} link to it.");
        }
        let is_repeated = is_convention && !(is_first && index == 0);
        let finding = Finding::new(destination_range(link), message);
        findings.push(Finding { is_repeated, ..finding });
    }
}

/// Returns whether a link has a word as its target, without a folder, an extension or a fragment.
fn is_bare(link: &Link) -> bool {
    link.kind == LinkKind::Inline && !link.path.contains(['/', '.', '#', '?', '%'])
}

/// Returns whether a path may be a URL of the generated site.
fn is_route(link: &Link) -> bool {
    let path = link.path.split(['?', '#']).next().unwrap_or_default();
    let is_page = Path::new(path).extension().is_some_and(|extension| extension == "html");
    let is_named = is_note(decoded(path).as_ref().as_ref());
    (path.starts_with('/') || is_page) && !is_named
}
