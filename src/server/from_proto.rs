//! Conversion from the protocol's types to ours.

use std::path::PathBuf;

use text_size::TextRange;
use tower_lsp::ls_types::{InitializeParams, Position, Range, TextDocumentContentChangeEvent, Uri};

use crate::text::{Change, Encoding, LineCol, Text};
use crate::workspace::document::Location;

/// Converts a position. The column stays in the client's encoding.
pub(super) fn line_col(position: Position) -> LineCol {
    LineCol { line: position.line, col: position.character }
}

/// Converts a range to bytes. If it ends before its start, the two are swapped.
pub(super) fn range(range: Range, text: &Text, encoding: Encoding) -> TextRange {
    let start = text.offset(line_col(range.start), encoding);
    let end = text.offset(line_col(range.end), encoding);
    TextRange::new(start.min(end), start.max(end))
}

/// Converts a change of a document.
pub(super) fn change(event: TextDocumentContentChangeEvent) -> Change {
    let range = event.range.map(|range| (line_col(range.start), line_col(range.end)));
    Change { range, text: event.text }
}

/// Returns the location of a document. Different spellings of a file's URI give the same location.
pub(super) fn location(uri: &Uri) -> Location {
    path(uri).map_or_else(|| Location::Other(uri.as_str().to_owned()), Location::File)
}

/// Returns the path of a `file` URI. `None` for other schemes and relative paths.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    let path = is_file.then(|| uri.to_file_path()).flatten()?;
    path.is_absolute().then(|| path.into_owned())
}

/// Returns the workspace folders of the client at `initialize`.
pub(super) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = &params.workspace_folders {
        return folders.iter().filter_map(|folder| path(&folder.uri)).collect();
    }
    #[expect(deprecated, reason = "clients from before workspace folders send only these")]
    let root =
        params.root_uri.as_ref().map_or_else(|| params.root_path.as_ref().map(PathBuf::from), path);
    root.into_iter().filter(|root| root.is_absolute()).collect()
}
