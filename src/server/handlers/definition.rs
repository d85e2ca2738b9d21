//! textDocument/definition.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink};

use crate::features::RangeInfo;
use crate::features::definition::{self, Target};
use crate::server::backend::Backend;
use crate::server::session::Snapshot;
use crate::server::to_proto::range;
use crate::text::Text;

pub(in crate::server) async fn definition(
    server: &Backend,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    server
        .ask_at(params.text_document_position_params, |snapshot, document, position| {
            let found = definition::definition(&snapshot.workspace, position)?;
            Some(to_proto(&found, &document.text, snapshot))
        })
        .await
}

/// Places to go to, with the word that leads there where the client can show it.
fn to_proto(
    found: &RangeInfo<Vec<Target>>,
    text: &Text,
    snapshot: &Snapshot,
) -> GotoDefinitionResponse {
    let encoding = snapshot.abilities.encoding;
    let targets = found.info.iter().filter_map(|target| {
        let text = &snapshot.workspace.document(target.note)?.text;
        let uri = snapshot.uri(target.note)?;
        let place = range(text, target.name_range, encoding);
        Some((uri, range(text, target.range, encoding), place))
    });
    if !snapshot.abilities.definition_links {
        let places = targets.map(|(uri, _, place)| Location::new(uri, place));
        return GotoDefinitionResponse::Array(places.collect());
    }
    let origin = range(text, found.range, encoding);
    let links = targets.map(|(target_uri, target_range, target_selection_range)| LocationLink {
        origin_selection_range: Some(origin),
        target_uri,
        target_range,
        target_selection_range,
    });
    GotoDefinitionResponse::Link(links.collect())
}
