//! Add front matter with the usual keys to a note without any.

use text_size::{TextRange, TextSize};

use super::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::keys::KnownKeys;
use crate::note::front_matter::{Syntax, written_text};
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::edit::Expect;
use crate::workspace::keys::detect::date_of;
use crate::workspace::keys::{KeyType, Profile};

/// Returns the action at the top of a note, if most notes have front matter.
pub(super) fn action(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
) -> Option<Action> {
    let text = &document.note.text;
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let above = text[at..usize::from(selected.start()).max(at).min(text.len())].trim();
    if document.note.front_matter.is_some() || above.contains(['\n', '\r']) {
        return None;
    }
    let (block, keys) = block(workspace, document)?;
    let blank = if text[at..].starts_with(['\n', '\r']) || text.len() == at {
        ""
    } else {
        lines::ending(text)
    };
    let new_text = format!("{block}{blank}");
    let mut edit = EditBuilder::default();
    edit.insert(document.id, TextSize::of(&text[..at]), new_text);
    edit.expect(Expect::NewFrontMatter(document.id));
    let title = format!("Add front matter: {}", keys.join(", "));
    Some(Action::new(title, ActionKind::Rewrite, vec![edit]))
}

/// Returns front matter with the usual keys, for a document without any, and these keys. `None` if
/// there are no usual keys.
pub(super) fn block(workspace: &Workspace, document: &Document) -> Option<(String, Vec<String>)> {
    let known = KnownKeys::of(workspace, document);
    let syntax = match known.profile {
        Some(Profile::Zola) => Syntax::Toml,
        _ => Syntax::Yaml,
    };
    let is_map = |name: &str| known.get("", name).is_some_and(|key| key.kind == KeyType::Map);
    let mut keys = usual_keys(workspace);
    keys.retain(|key| !is_map(key) && line(document, known, key, syntax).is_some());
    let end = lines::ending(&document.note.text);
    let lines = keys.iter().filter_map(|key| line(document, known, key, syntax));
    let lines: String = lines.map(|line| line + end).collect();
    let fence = if syntax == Syntax::Yaml { "---" } else { "+++" };
    (!keys.is_empty()).then(|| (format!("{fence}{end}{lines}{fence}{end}"), keys))
}

/// Returns the keys that at least half of the notes have, the most frequent first.
fn usual_keys(workspace: &Workspace) -> Vec<String> {
    let half = workspace.documents().count().div_ceil(2).max(2);
    let keys = workspace.index().front.keys.iter();
    let mut keys: Vec<_> = keys.filter(|(_, notes)| *notes >= half).collect();
    let order = |key: &str| ["title", "date"].iter().position(|first| *first == key).unwrap_or(2);
    keys.sort_by(|(a, a_notes), (b, b_notes)| (order(a), b_notes, a).cmp(&(order(b), a_notes, b)));
    keys.into_iter().map(|(key, _)| key.to_string()).collect()
}

/// Returns the line of a key, with its value if that is known. `None` if the value is unknown and
/// cannot be empty. In TOML, an empty value is a text, so it cannot be a flag, number or date.
fn line(document: &Document, known: KnownKeys<'_>, key: &str, syntax: Syntax) -> Option<String> {
    let kind = known.get("", key).map(|key| key.kind);
    let is_list = matches!(kind, Some(KeyType::List | KeyType::Texts))
        || ["tags", "categories", "aliases"].contains(&key);
    let named = document.location.path().and_then(date_of);
    let value = match key {
        "title" => written_text(&document.title(), syntax),
        "date" => named.unwrap_or_default().to_owned(),
        _ if is_list => "[]".to_owned(),
        _ => String::new(),
    };
    match syntax {
        Syntax::Yaml => Some(format!("{key}: {value}").trim_end().to_owned()),
        Syntax::Toml if value.is_empty() => {
            let is_choice = known.get("", key).is_some_and(|key| !key.values.is_empty());
            let takes_text =
                !is_choice && matches!(kind, None | Some(KeyType::Any | KeyType::Text));
            takes_text.then(|| format!("{key} = \"\""))
        }
        Syntax::Toml => Some(format!("{key} = {value}")),
    }
}
