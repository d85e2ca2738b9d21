//! workspace/willRenameFiles.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{MessageType, RenameFilesParams, WorkspaceEdit};

use crate::features::move_files::{MovedFiles, move_files};
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::outgoing::Outgoing;
use crate::server::snapshot::Snapshot;
use crate::server::workspace_edit::workspace_edit;

pub(in crate::server) async fn will_rename_files(
    server: &Context,
    params: RenameFilesParams,
) -> Result<Option<WorkspaceEdit>> {
    let path = |uri: &str| from_proto::path(&uri.parse().ok()?);
    let moves = params.files.iter().filter_map(|it| Some((path(&it.old_uri)?, path(&it.new_uri)?)));
    let moves: Vec<_> = moves.collect();
    let asked = server.for_workspace(Wait::Scanned, move |snapshot| {
        let folders = snapshot.workspace.folders();
        let own = moves.into_iter().map(|(old, new)| (folders.own(old), folders.own(new)));
        Ok(match move_files(&snapshot.workspace, own.collect()) {
            Ok(found) => (workspace_edit(&found.edit, snapshot, false), message(&found, snapshot)),
            // The client moves the files anyway, so a refusal is only shown.
            Err(refusal) => (None, Some(format!("No links were updated. {}", refusal.0))),
        })
    });
    let (edit, message) = asked.await??;
    if let Some(message) = message {
        server.outbox.send(Outgoing::Show(MessageType::WARNING, message));
    }
    Ok(edit.filter(|edit| edit.changes.is_some() || edit.document_changes.is_some()))
}

/// Returns a message about links that cannot be updated.
fn message(moved: &MovedFiles, snapshot: &Snapshot) -> Option<String> {
    let (note, range) = moved.left_out.first()?;
    let document = snapshot.workspace.document(*note)?;
    let line = document.note.text.line_col(range.start(), snapshot.client.encoding).line + 1;
    let place = format!("line {line} of “{}”", document.title());
    Some(match moved.left_out.len() {
        1 => format!("One link cannot be updated: {place}."),
        count => format!("{count} links cannot be updated. The first: {place}."),
    })
}
