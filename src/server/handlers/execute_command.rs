//! workspace/executeCommand.

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, LSPAny};

use crate::server::context::Context;
use crate::server::handlers::{choose, listings, next_gap};
use crate::server::protocol::{CHOOSE, GAPS, NEXT_GAP, TERMS, USES_OF_NOTE};

pub(in crate::server) async fn execute_command(
    server: &Context,
    params: ExecuteCommandParams,
) -> Result<Option<LSPAny>> {
    match params.command.as_str() {
        NEXT_GAP => next_gap::show(server, params.arguments).await,
        CHOOSE => choose::ask(server, params.arguments).await,
        TERMS => listings::terms(server).await,
        GAPS => listings::gaps(server, params.arguments).await,
        USES_OF_NOTE => listings::uses_of_note(server, params.arguments).await,
        unknown => Err(Error::invalid_params(format!("unknown command {unknown}"))),
    }
}
