//! `headword mcp`: the dictionary for agents, by the Model Context Protocol.
//!
//! All tools only read, and only the notes of the vault. Edits are proposed, never made. The results have the shape of the JSON
//! output of the commands. Each call reads the notes again, so it sees their current state.

mod proposals;
mod resources;
mod tools;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use rmcp::handler::server::router::tool::ToolRouter;
use rmcp::model::{
    Implementation, ListResourceTemplatesResult, ListResourcesResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt as _, tool_handler};
use tokio::runtime;
use tokio::task::spawn_blocking;

use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;

/// What an agent reads first.
const INSTRUCTIONS: &str = "A dictionary of the terms that these notes define. Look up a term with \
    `define`, find terms by a part of their name with `search_terms`, and see where a term is used \
    with `mentions`. `gaps` lists what is not written yet, `check` the problems in the notes, and \
    `path` what to read before a term. To change notes, ask for a verified edit with \
    `propose_rename` or `propose_definition`, and apply the changes yourself: no tool writes.";

#[derive(Args)]
pub(super) struct McpOptions {
    /// Files or folders to serve [default: the vault around the current directory]
    paths: Vec<PathBuf>,
}

/// The server for one agent.
#[derive(Clone)]
pub(super) struct McpServer {
    paths: Arc<[PathBuf]>,
    tool_router: ToolRouter<Self>,
}

/// Serves until the agent closes stdin.
pub(super) fn run(options: McpOptions) -> io::Result<Outcome> {
    // A wrong path is an error of the command, not of each call.
    notes::read_vault(&options.paths)?;
    let server = McpServer { paths: options.paths.into(), tool_router: McpServer::tool_router() };
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let running = server.serve(rmcp::transport::stdio()).await.map_err(io::Error::other)?;
        running.waiting().await.map_err(io::Error::other)?;
        Ok(Outcome::Fine)
    })
}

impl McpServer {
    /// Reads the notes and asks them. Runs on a thread of its own, because a large vault takes
    /// seconds.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Notes) -> Result<T, ErrorData> + Send + 'static,
    ) -> Result<T, ErrorData> {
        let paths = Arc::clone(&self.paths);
        let asked = spawn_blocking(move || {
            let notes = notes::load_vault(&paths).map_err(|error| internal(&error))?;
            question(&notes)
        });
        asked.await.map_err(|error| internal(&error))?
    }
}

fn internal(error: &dyn std::error::Error) -> ErrorData {
    ErrorData::internal_error(error.to_string(), None)
}

#[tool_handler(router = self.tool_router)]
impl ServerHandler for McpServer {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("headword", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        self.ask(move |notes| resources::list(notes, cursor.as_deref())).await
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(vec![resources::template()]))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.ask(move |notes| resources::read(notes, &request.uri)).await.map(Into::into)
    }
}
