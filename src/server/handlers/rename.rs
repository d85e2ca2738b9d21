//! textDocument/rename, textDocument/prepareRename.

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    MessageType, PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
    error_codes,
};

use crate::features::rename::{self, Rename};
use crate::note::plural::counted;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::outgoing::Outgoing;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::range;
use crate::server::workspace_edit::workspace_edit;
use crate::text::visible::strip_control_chars;
use crate::workspace::edit::{Refusal, VerifiedEdit};

pub(in crate::server) async fn prepare_rename(
    server: &Context,
    params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let TextDocumentPositionParams { text_document, position } = params;
    let asked = server.for_document(text_document.uri, Wait::Scanned, move |snapshot, document| {
        let position = snapshot.file_position(document, position);
        Some(rename::prepare(&snapshot.workspace, position).map(|found| {
            PrepareRenameResponse::RangeWithPlaceholder {
                range: range(&document.note.text, found.range, snapshot.client.encoding),
                placeholder: found.info,
            }
        }))
    });
    asked.await?.transpose().map_err(refused)
}

pub(in crate::server) async fn rename(
    server: &Context,
    params: RenameParams,
) -> Result<Option<WorkspaceEdit>> {
    let name = params.new_name;
    let TextDocumentPositionParams { text_document, position } = params.text_document_position;
    let asked = server.for_document(text_document.uri, Wait::Scanned, move |snapshot, document| {
        let position = snapshot.file_position(document, position);
        // Without confirmation, ambiguous mentions are not changed.
        let can_confirm = snapshot.client.confirms_renames;
        let found = rename::rename(&snapshot.workspace, position, &name, can_confirm);
        Some(found.and_then(|found| {
            let edit = workspace_edit(&found.edit, snapshot, can_confirm);
            let edit = edit.ok_or_else(|| {
                Refusal("Cannot send this edit: the path of a note is not a valid URI.".to_owned())
            })?;
            Ok((edit, messages(&found, snapshot)))
        }))
    });
    let Some((edit, messages)) = asked.await?.transpose().map_err(refused)? else {
        return Ok(None);
    };
    for message in messages {
        server.outbox.send(Outgoing::Show(MessageType::INFO, message));
    }
    Ok(Some(edit))
}

/// Converts a refusal to an error that editors show.
pub(super) fn refused(refusal: Refusal) -> Error {
    Error {
        code: ErrorCode::ServerError(error_codes::REQUEST_FAILED),
        message: strip_control_chars(refusal.0).into(),
        data: None,
    }
}

/// Returns messages for the user: mentions that were not changed, names that now match, and the extent
/// of the rename.
fn messages(found: &Rename, snapshot: &Snapshot) -> Vec<String> {
    let mut messages: Vec<_> = found.remark.clone().into_iter().collect();
    if let Some((note, range)) = found.left_out.first() {
        let place = snapshot.workspace.document(*note).map(|document| {
            let line =
                document.note.text.line_col(range.start(), snapshot.client.encoding).line + 1;
            format!("line {line} of “{}”", document.title())
        });
        let place = place.unwrap_or_default();
        messages.push(match found.left_out.len() {
            1 => format!("One mention of “{}” is not changed: {place}.", found.old),
            count => {
                let old = &found.old;
                format!("{count} mentions of “{old}” are not changed. The first: {place}.")
            }
        });
    }
    if let count @ 1.. = found.edit.captured() {
        let places = counted(count, "place");
        let (new, these) =
            (&found.new, if count == 1 { "this now refers" } else { "these now refer" });
        messages
            .push(format!("“{new}” already occurred in {places}; {these} to the renamed term."));
    }
    messages.extend(lost_terms(&found.edit));
    messages.extend(extent(found));
    messages
}

/// Returns a message with the extent of a rename that changes other notes, which the user may not
/// see.
fn extent(found: &Rename) -> Option<String> {
    let changed: Vec<_> = found.edit.edit().notes().map(|(_, edits)| edits.len()).collect();
    let notes = changed.iter().filter(|edits| **edits > 0).count();
    let places = counted(changed.iter().sum(), "place");
    (notes > 1).then(|| format!("Renaming “{}” changes {places} in {notes} notes.", found.old))
}

/// Returns a message for the user about headings that are no longer terms after an edit.
pub(super) fn lost_terms(edit: &VerifiedEdit) -> Option<String> {
    let names: Vec<_> = edit.lost_terms().iter().map(|name| format!("“{name}”")).collect();
    let message = match names.as_slice() {
        [] => return None,
        [name] => format!("{name} is no longer a term here."),
        [name, other] => format!("{name} and {other} are no longer terms here."),
        [name, others @ ..] => {
            let count = others.len();
            format!("{name} and {count} other headings are no longer terms here.")
        }
    };
    Some(strip_control_chars(message))
}
