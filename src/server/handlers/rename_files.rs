//! workspace/willRenameFiles.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{MessageType, RenameFilesParams, WorkspaceEdit};

use crate::features::move_files::{LostName, MovedFiles, move_files};
use crate::note::plural::counted;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::outgoing::Outgoing;
use crate::server::snapshot::Snapshot;
use crate::server::workspace_edit::workspace_edit;
use crate::text::visible::strip_control_chars;

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
            Ok(found) => (workspace_edit(&found.edit, snapshot, false), messages(&found, snapshot)),
            // The client moves the files anyway, so a refusal is only shown.
            Err(refusal) => (None, vec![format!("No links were updated. {}", refusal.0)]),
        })
    });
    let (edit, messages) = asked.await??;
    for message in messages {
        server.outbox.send(Outgoing::Show(MessageType::WARNING, message));
    }
    Ok(edit.filter(|edit| edit.changes.is_some() || edit.document_changes.is_some()))
}

/// Returns messages about links and mentions that are not updated.
fn messages(moved: &MovedFiles, snapshot: &Snapshot) -> Vec<String> {
    let lost = moved.lost_names.first().map(|lost| {
        let LostName { name, mentions, notes } = lost;
        let (places, notes) = (counted(*mentions, "mention"), counted(*notes, "note"));
        let others = match moved.lost_names.len() {
            1 => String::new(),
            count => format!(" The same is true of {}.", counted(count - 1, "other name")),
        };
        format!("“{name}” is no longer the name of a note, but is still mentioned: {places} in {notes}.{others}")
    });
    let messages = broken_links(moved, snapshot).into_iter().chain(lost);
    messages.map(strip_control_chars).collect()
}

/// Returns a message about links that cannot be updated.
fn broken_links(moved: &MovedFiles, snapshot: &Snapshot) -> Option<String> {
    let (note, range) = moved.left_out.first()?;
    let document = snapshot.workspace.document(*note)?;
    let line = document.note.text.line_col(range.start(), snapshot.client.encoding).line + 1;
    let place = format!("line {line} of “{}”", document.title());
    Some(match moved.left_out.len() {
        1 => format!("One link cannot be updated: {place}."),
        count => format!("{count} links cannot be updated. The first: {place}."),
    })
}
