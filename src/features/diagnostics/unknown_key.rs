//! `unknown-key`: a misspelled front matter key.

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::keys::KnownKeys;
use crate::note::front_matter::{Entry, FrontMatter};
use crate::note::spelling::distance;
use crate::workspace::Workspace;
use crate::workspace::config::Level;
use crate::workspace::document::Document;

pub(in crate::features) const RULE: Rule = Rule {
    code: "unknown-key",
    default_level: Level::Warning,
    documentation: "\
A front matter key that looks like a misspelling of a known key: `tgas`, `catagories`. The known keys \
are those of your tool (`frontMatter.profile`), of your schema (`frontMatter.schema`) and of your \
other notes. Custom keys are not reported.",
    check,
};

/// The minimum number of notes with a custom key. In fewer notes, the key may be a misspelling.
const MIN_OWN: usize = 3;

/// The minimum number of notes with a key that is suggested.
const MIN_MEANT: usize = 5;

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let Some(front) = &check.document.note.front_matter else { return };
    let candidates = KeyCandidates::new(check.workspace, check.document, front);
    for entry in &front.entries {
        if let Some(probable_key) = candidates.probable_key(entry) {
            let message = format!("Unknown key `{}`. Did you mean `{probable_key}`?", entry.key);
            findings.push(Finding::new(entry.key_range, message));
        }
    }
}

/// Returns the probable spelling of an unknown key, or `None` if the key is known or unlike others.
pub(in crate::features) fn probable_key(
    workspace: &Workspace,
    document: &Document,
    entry: &Entry,
) -> Option<String> {
    let front = document.note.front_matter.as_ref()?;
    KeyCandidates::new(workspace, document, front).probable_key(entry).map(str::to_owned)
}

/// The keys that a tool, a schema or other notes use.
struct KeyCandidates<'w> {
    workspace: &'w Workspace,
    known: KnownKeys<'w>,
    /// The known keys that the note does not have: candidates for suggestions.
    missing: Vec<&'w str>,
}

impl<'w> KeyCandidates<'w> {
    fn new(workspace: &'w Workspace, document: &Document, front: &FrontMatter) -> Self {
        let known = KnownKeys::of(workspace, document);
        let names = known.iter().filter(|key| key.parent.is_empty()).map(|key| key.name.as_str());
        let keys = workspace.index().front.keys.iter();
        let used = keys.filter(|(_, notes)| *notes >= MIN_MEANT).map(|(key, _)| &**key);
        let missing = names.chain(used).filter(|name| front.get(name).is_none()).collect();
        Self { workspace, known, missing }
    }

    /// Returns the probable spelling of an unknown key.
    fn probable_key(&self, entry: &Entry) -> Option<&'w str> {
        let key = entry.key.as_str();
        let is_own = || self.workspace.index().front.keys.count(&key.into()) >= MIN_OWN;
        if self.known.get("", key).is_some() || is_own() {
            return None;
        }
        let near = self
            .missing
            .iter()
            .filter_map(|other| Some((misspelling_distance(key, other)?, *other)));
        near.min().map(|(_, probable_key)| probable_key)
    }
}

/// Returns the edit distance of two keys, or `None` if one is not a misspelling of the other.
/// A plural is not a misspelling.
fn misspelling_distance(key: &str, other: &str) -> Option<usize> {
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
