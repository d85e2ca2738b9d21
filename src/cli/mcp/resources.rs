//! The resources: one for each term, as Markdown.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use rmcp::ErrorData;
use rmcp::model::{
    ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};

use crate::cli::define::definitions;
use crate::cli::notes::Notes;
use crate::cli::terms::TermRecord;
use crate::features::terms::terms;

/// The start of the URIs of terms. The name follows, percent-encoded.
const TERM: &str = "headword://term/";

/// The type of the contents.
const MARKDOWN: &str = "text/markdown";

/// The number of terms on a page.
const PAGE: usize = 200;

/// Returns a page of the terms. A cursor is the number of terms before the page.
pub(super) fn list(notes: &Notes, cursor: Option<&str>) -> Result<ListResourcesResult, ErrorData> {
    let start = cursor.map_or(Ok(0), str::parse::<usize>);
    let start = start.map_err(|_| ErrorData::invalid_params("The cursor is not valid.", None))?;
    let mut names: Vec<_> = terms(&notes.workspace)
        .into_iter()
        .filter(|entry| notes.has(entry.target.note))
        .map(|entry| entry.headword)
        .collect();
    names.dedup();
    let page = names.iter().skip(start).take(PAGE);
    let resources = page.map(|name| Resource::new(uri(name), name).with_mime_type(MARKDOWN));
    let mut result = ListResourcesResult::with_all_items(resources.collect());
    result.next_cursor = (names.len() > start + PAGE).then(|| (start + PAGE).to_string());
    Ok(result)
}

/// Returns the template of the URIs of terms.
pub(super) fn template() -> ResourceTemplate {
    ResourceTemplate::new(format!("{TERM}{{name}}"), "term")
        .with_description("The definition of a term, by any of its names.")
        .with_mime_type(MARKDOWN)
}

/// Returns the definitions of the term with a URI.
pub(super) fn read(notes: &Notes, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let unknown =
        |name: &str| ErrorData::resource_not_found(format!("No note defines “{name}”."), None);
    let name = uri.strip_prefix(TERM).ok_or_else(|| unknown(uri))?;
    let name = percent_decode_str(name).decode_utf8().map_err(|_| unknown(uri))?;
    let found = definitions(notes, &name);
    if found.is_empty() {
        return Err(unknown(&name));
    }
    let text: Vec<_> = found.iter().map(markdown).collect();
    let contents = ResourceContents::text(text.join("\n\n---\n\n"), uri).with_mime_type(MARKDOWN);
    Ok(ReadResourceResult::new(vec![contents]))
}

fn uri(name: &str) -> String {
    format!("{TERM}{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

/// Returns a term with its definition and its place.
fn markdown(term: &TermRecord) -> String {
    let TermRecord { headword, aliases, definition, path, line, .. } = term;
    let also = match &aliases[..] {
        [] => String::new(),
        names => format!("Also: {}\n\n", names.join(", ")),
    };
    format!("# {headword}\n\n{also}{definition}\n\nSource: {path}:{line}\n")
}
