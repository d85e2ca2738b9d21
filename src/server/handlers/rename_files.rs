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
            Ok(found) => (workspace_edit(&found.edit, snapshot, false), remark(&found, snapshot)),
            // The files are moved all the same: nothing can be refused here.
            Err(refusal) => (None, Some(format!("No link was changed. {}", refusal.0))),
        })
    });
    let (edit, remark) = asked.await??;
    if let Some(remark) = remark {
        server.outbox.send(Outgoing::Show(MessageType::WARNING, remark));
    }
    Ok(edit.filter(|edit| edit.changes.is_some() || edit.document_changes.is_some()))
}

/// What the user should know besides the changes.
fn remark(moved: &MovedFiles, snapshot: &Snapshot) -> Option<String> {
    let (note, range) = moved.left_out.first()?;
    let document = snapshot.workspace.document(*note)?;
    let line = document.text.line_col(range.start(), snapshot.client.encoding).line + 1;
    let place = format!("line {line} of “{}”", document.title());
    Some(match moved.left_out.len() {
        1 => format!("One link will not lead where it leads now: {place}."),
        count => format!("{count} links will not lead where they lead now; the first: {place}."),
    })
}
