//! workspace/executeCommand.

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, LSPAny};

use crate::server::context::Context;
use crate::server::handlers::{choose, next_gap};
use crate::server::protocol::{CHOOSE, NEXT_GAP};

pub(in crate::server) async fn execute_command(
    server: &Context,
    params: ExecuteCommandParams,
) -> Result<Option<LSPAny>> {
    match params.command.as_str() {
        NEXT_GAP => next_gap::show(server, params.arguments).await,
        CHOOSE => choose::ask(server, params.arguments).await,
        unknown => Err(Error::invalid_params(format!("unknown command {unknown}"))),
    }
}
