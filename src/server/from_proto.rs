//! From the protocol's types to ours.

use std::path::PathBuf;

use text_size::TextRange;
use tower_lsp::ls_types::{InitializeParams, Position, Range, TextDocumentContentChangeEvent, Uri};

use crate::text::{Change, Encoding, LineCol, Text};
use crate::workspace::document::Location;

/// A place, in the client's encoding.
pub(super) fn line_col(position: Position) -> LineCol {
    LineCol { line: position.line, col: position.character }
}

/// A range of a text; one that ends before it starts is turned round.
pub(super) fn range(range: Range, text: &Text, encoding: Encoding) -> TextRange {
    let start = text.offset(line_col(range.start), encoding);
    let end = text.offset(line_col(range.end), encoding);
    TextRange::new(start.min(end), start.max(end))
}

/// A change of a document.
pub(super) fn change(event: TextDocumentContentChangeEvent) -> Change {
    let range = event.range.map(|range| (line_col(range.start), line_col(range.end)));
    Change { range, text: event.text }
}

/// Where the document with this URI lives. Two spellings of one file's URI are one location.
pub(super) fn location(uri: &Uri) -> Location {
    path(uri).map_or_else(|| Location::Other(uri.as_str().to_owned()), Location::File)
}

/// The path of a file's URI.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    let path = is_file.then(|| uri.to_file_path()).flatten()?;
    path.is_absolute().then(|| path.into_owned())
}

/// The folders that the client opens with.
pub(super) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = &params.workspace_folders {
        return folders.iter().filter_map(|folder| path(&folder.uri)).collect();
    }
    #[expect(deprecated, reason = "clients from before workspace folders send only these")]
    let root =
        params.root_uri.as_ref().map_or_else(|| params.root_path.as_ref().map(PathBuf::from), path);
    root.into_iter().filter(|root| root.is_absolute()).collect()
}
