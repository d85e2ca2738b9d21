//! textDocument/semanticTokens/full, full/delta and range.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Range, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult, Uri,
};

use crate::features::semantic_tokens::semantic_tokens;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::{from_proto, tokens};

pub(in crate::server) async fn full(
    server: &Context,
    params: SemanticTokensParams,
) -> Result<Option<SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let Some(data) = ask(server, uri.clone(), None).await? else { return Ok(None) };
    let result_id = Some(server.tokens.put(&uri, data.clone()));
    Ok(Some(SemanticTokensResult::Tokens(SemanticTokens { result_id, data })))
}

pub(in crate::server) async fn delta(
    server: &Context,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let Some(data) = ask(server, uri.clone(), None).await? else { return Ok(None) };
    let before = server.tokens.get(&uri, &params.previous_result_id);
    let edits = before.map(|before| tokens::edits(&before, &data));
    let result_id = Some(server.tokens.put(&uri, data.clone()));
    Ok(Some(match edits {
        Some(edits) => {
            SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
        }
        None => SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id, data }),
    }))
}

pub(in crate::server) async fn range(
    server: &Context,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let found = ask(server, params.text_document.uri, Some(params.range)).await?;
    let tokens = |data| SemanticTokens { result_id: None, data };
    Ok(found.map(|data| SemanticTokensRangeResult::Tokens(tokens(data))))
}

/// Returns the tokens of a document, or of a range of it. Waits for the scan, because terms of
/// other notes determine the mentions.
async fn ask(
    server: &Context,
    uri: Uri,
    range: Option<Range>,
) -> Result<Option<Vec<tower_lsp::ls_types::SemanticToken>>> {
    let found = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let encoding = snapshot.client.encoding;
            let mut found = semantic_tokens(&snapshot.workspace, document.id);
            if let Some(range) = range {
                let range = from_proto::range(range, &document.note.text, encoding);
                found.retain(|token| token.range.intersect(range).is_some());
            }
            Some(tokens::relative(&found, &document.note.text, encoding))
        })
        .await?;
    Ok(found.map(|found| server.limited(found, "semantic tokens", uri)))
}
