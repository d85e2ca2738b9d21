//! textDocument/codeLens, codeLens/resolve.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command, Uri};

use crate::features::code_lens;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::protocol::SHOW_REFERENCES;
use crate::server::to_proto::range;

pub(in crate::server) async fn code_lens(
    server: &Context,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let uri = params.text_document.uri;
    let data = json!({ "uri": uri.as_str() });
    let found: Option<Vec<_>> = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let lens = |place| CodeLens {
                range: range(&document.note.text, place, snapshot.client.encoding),
                command: None,
                data: Some(data.clone()),
            };
            let found = code_lens::code_lens(&snapshot.workspace, document.id);
            Some(found.into_iter().map(lens).collect())
        })
        .await?;
    Ok(found.map(|found| server.limited(found, "lenses", uri)))
}

pub(in crate::server) async fn resolve(server: &Context, mut lens: CodeLens) -> Result<CodeLens> {
    let uri = lens.data.as_ref().and_then(|data| data["uri"].as_str());
    let uri = uri.and_then(|uri| uri.parse::<Uri>().ok());
    let Some(uri) = uri else { return Ok(lens) };
    let (start, about) = (lens.range.start, uri.clone());
    let shows = server.client().show_references;
    let counted = server.for_document(uri, Wait::Scanned, move |snapshot, document| {
        let place = from_proto::line_col(start);
        let place = document.note.text.offset(place, snapshot.client.encoding);
        code_lens::usage(&snapshot.workspace, document.id, place)
    });
    lens.command = counted.await?.map(|usage| Command {
        title: usage.describe(),
        // With an empty command the lens is text without a click.
        command: if shows { SHOW_REFERENCES.to_owned() } else { String::new() },
        arguments: shows.then(|| arguments(&about, start)),
    });
    Ok(lens)
}

fn arguments(uri: &Uri, start: tower_lsp::ls_types::Position) -> Vec<Value> {
    vec![json!(uri.as_str()), json!({ "line": start.line, "character": start.character })]
}
