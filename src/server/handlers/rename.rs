//! textDocument/rename, textDocument/prepareRename.

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    MessageType, PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
    error_codes,
};

use crate::features::rename::{self, Rename};
use crate::server::backend::Backend;
use crate::server::outgoing::Outgoing;
use crate::server::session::Snapshot;
use crate::server::to_proto::range;
use crate::server::workspace_edit::workspace_edit;
use crate::text::visible::visible;
use crate::workspace::edit::Refusal;

pub(in crate::server) async fn prepare_rename(
    server: &Backend,
    params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let asked = server.ask_all_at(params, |snapshot, document, position| {
        let found = rename::prepare(&snapshot.workspace, position)?;
        Ok(PrepareRenameResponse::RangeWithPlaceholder {
            range: range(&document.text, found.range, snapshot.abilities.encoding),
            placeholder: found.info,
        })
    });
    asked.await?.transpose().map_err(refused)
}

pub(in crate::server) async fn rename(
    server: &Backend,
    params: RenameParams,
) -> Result<Option<WorkspaceEdit>> {
    let name = params.new_name;
    let asked = server.ask_all_at(params.text_document_position, move |snapshot, _, position| {
        // Where nobody is asked, what may mean another term is left alone.
        let can_confirm = snapshot.abilities.confirms_renames;
        let found = rename::rename(&snapshot.workspace, position, &name, can_confirm)?;
        let edit = workspace_edit(&found.edit, snapshot, can_confirm);
        let edit = edit.ok_or_else(|| {
            Refusal("Cannot send this edit: the path of a note is not a valid URI.".to_owned())
        })?;
        Ok((edit, remarks(&found, snapshot)))
    });
    let Some((edit, remarks)) = asked.await?.transpose().map_err(refused)? else {
        return Ok(None);
    };
    for remark in remarks {
        server.outbox.send(Outgoing::Show(MessageType::INFO, remark));
    }
    Ok(Some(edit))
}

/// The reason, as an error that editors show.
pub(super) fn refused(refusal: Refusal) -> Error {
    Error {
        code: ErrorCode::ServerError(error_codes::REQUEST_FAILED),
        message: visible(refusal.0).into(),
        data: None,
    }
}

/// What the user should know besides the changes.
fn remarks(found: &Rename, snapshot: &Snapshot) -> Vec<String> {
    let mut remarks: Vec<_> = found.remark.clone().into_iter().collect();
    if let Some((note, range)) = found.left_out.first() {
        let place = snapshot.workspace.document(*note).map(|document| {
            let line = document.text.line_col(range.start(), snapshot.abilities.encoding).line + 1;
            format!("line {line} of “{}”", document.title())
        });
        let place = place.unwrap_or_default();
        remarks.push(match found.left_out.len() {
            1 => format!("One mention of “{}” is left as it is: {place}.", found.old),
            count => {
                let old = &found.old;
                format!("{count} mentions of “{old}” are left as they are; the first: {place}.")
            }
        });
    }
    if let count @ 1.. = found.edit.captured() {
        let places = if count == 1 { "one place" } else { &format!("{count} places") };
        let new = &found.new;
        remarks.push(format!("“{new}” stood in {places} before, and mentions the term there now."));
    }
    remarks
}
