//! Completion of links, labels, front matter keys and values, tags, categories and terms.
//!
//! The context is read from the text before the cursor, since an incomplete construct parses as
//! something else. The items come from the indexes.
//!
//! LSP: textDocument/completion, completionItem/resolve.

mod capitals;
mod case;
mod fit;
mod item;
mod keys;
mod link_context;
mod link_offer;
mod link_targets;
mod links;
mod tags;
mod terms;

use text_size::TextSize;

use crate::features::FilePosition;
use crate::features::definition_card::DefinitionCard;
use crate::note::date::Now;
use crate::note::front_matter::{CursorContext, context_at};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;

pub use self::item::{Completion, CompletionKind, Item};

/// Returns the completion at an offset, or `None` if no context matches. `is_asked` is true if the
/// user requested completion explicitly. `now` is the current time, for dates.
pub fn completion(
    workspace: &Workspace,
    position: FilePosition,
    is_asked: bool,
    now: Option<&Now>,
) -> Option<Completion> {
    let document = workspace.document(position.note)?;
    let text = &document.note.text;
    let offset = TextSize::of(&text[..text.floor_char_boundary(position.offset.into())]);
    if !document.is_note() {
        return terms::terms(workspace, document, offset, is_asked);
    }
    let context = context_at(text, offset);
    if context != CursorContext::Outside
        && let Some(found) = links::in_front_matter(workspace, document, offset)
    {
        return Some(found);
    }
    match context {
        CursorContext::Key(key) => Some(keys::keys(workspace, document, &key)),
        CursorContext::Value(value) => keys::values(workspace, document, &value, now),
        CursorContext::Tag(tag) => Some(tags::in_front_matter(workspace, document, &tag)),
        CursorContext::Inside => None,
        CursorContext::Outside => links::links(workspace, document, offset)
            .or_else(|| tags::inline_tags(workspace, document, offset))
            .or_else(|| terms::terms(workspace, document, offset, is_asked)),
    }
}

/// Returns the nearest declaration of the term of an item.
pub fn documentation(
    workspace: &Workspace,
    name: &str,
    from: Option<NoteId>,
) -> Option<DefinitionCard> {
    let key = TermKey::new(name)?;
    workspace.declarations(&key, from).into_iter().next().map(DefinitionCard::new)
}

#[cfg(test)]
mod tests;
