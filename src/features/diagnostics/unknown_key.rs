//! `unknown-key`: a key of front matter that is one letter off.

use crate::features::diagnostics::{Check, Finding, Rule};
use crate::features::keys::Known;
use crate::note::front_matter::{Entry, FrontMatter};
use crate::note::spelling::distance;
use crate::workspace::Workspace;
use crate::workspace::config::Level;
use crate::workspace::document::Document;

pub(in crate::features) const RULE: Rule = Rule {
    code: "unknown-key",
    default_level: Level::Warning,
    documentation: "\
A key of front matter that nobody reads, but that is a slip away from one that is read: `tgas`, \
`catagories`. Which keys are read is told by the tool that the notes are for (`frontMatter.profile`), \
by your schema (`frontMatter.schema`) and by the other notes. Keys of your own are none of this.",
    check,
};

/// A key that as many notes have is there on purpose.
const MIN_OWN: usize = 3;

/// A key that as many notes have may be what was meant.
const MIN_MEANT: usize = 5;

fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let readable = Readable::new(check.workspace, check.document, front);
    for entry in &front.entries {
        if let Some(meant) = readable.meant(entry) {
            let message = format!("`{}` is no known key; did you mean `{meant}`?", entry.key);
            findings.push(Finding::new(entry.key_range, message));
        }
    }
}

/// The key that was meant by one that is unknown.
pub(in crate::features) fn meant(
    workspace: &Workspace,
    document: &Document,
    entry: &Entry,
) -> Option<String> {
    let front = document.note.front_matter.as_ref()?;
    Readable::new(workspace, document, front).meant(entry).map(str::to_owned)
}

/// The keys that are read by somebody.
struct Readable<'w> {
    workspace: &'w Workspace,
    known: Known<'w>,
    /// Those that the note does not have: one of these may have been meant.
    missing: Vec<&'w str>,
}

impl<'w> Readable<'w> {
    fn new(workspace: &'w Workspace, document: &Document, front: &FrontMatter) -> Self {
        let known = Known::of(workspace, document);
        let names = known.iter().filter(|key| key.parent.is_empty()).map(|key| key.name.as_str());
        let keys = workspace.index().front.keys.iter();
        let used = keys.filter(|(_, notes)| *notes >= MIN_MEANT).map(|(key, _)| &**key);
        let missing = names.chain(used).filter(|name| front.get(name).is_none()).collect();
        Self { workspace, known, missing }
    }

    /// The key that was meant by one that is unknown.
    fn meant(&self, entry: &Entry) -> Option<&'w str> {
        let key = entry.key.as_str();
        let is_own = || self.workspace.index().front.keys.count(&key.into()) >= MIN_OWN;
        if self.known.get("", key).is_some() || is_own() {
            return None;
        }
        let near = self.missing.iter().filter_map(|other| Some((slip(key, other)?, *other)));
        near.min().map(|(_, meant)| meant)
    }
}

/// How far two keys are apart, if one may be a slip of the other: not if it is its plural.
fn slip(key: &str, other: &str) -> Option<usize> {
    let (a, b) = (key.to_lowercase(), other.to_lowercase());
    let is_plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    if a == b || is_plural(&a, &b) || is_plural(&b, &a) {
        return None;
    }
    let length = a.chars().count().min(b.chars().count());
    let far = distance(&a, &b, if length < 9 { 1 } else { 2 })?;
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    (length >= 5 || letters(&a) == letters(&b)).then_some(far)
}
