//! The language server: the only floor with the protocol, its types and the client.
//!
//! The `transport` passes each message to the `language_server`. A notification becomes an event of
//! the `session`. A request goes to its handler, which calls a feature with a snapshot. Messages
//! that the server sends on its own go through `outgoing`.

mod answering;
mod blocking;
mod capabilities;
mod checking;
mod client_capabilities;
mod clock;
mod context;
mod event;
mod event_loop;
mod framing;
mod from_proto;
mod guard;
mod handlers;
mod inbox;
mod job;
mod job_queue;
mod language_server;
mod markup;
mod message;
mod outgoing;
#[cfg(any(test, debug_assertions))]
mod paranoia;
mod parent;
mod preparation;
mod protocol;
mod published;
mod publishing;
mod query;
mod reader;
mod registration;
mod repair;
mod session;
mod setting_requests;
mod settings;
mod snapshot;
mod state;
mod threads;
mod to_proto;
mod tokens;
mod transport;
mod user_messages;
mod workspace_edit;

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use tokio::sync::watch;
use tower_lsp::LspService;

use crate::server::context::{Context, ServerOptions};

/// The maximum number of requests that are answered at the same time. Others wait.
const MAX_BLOCKING_THREADS: usize = 64;

/// Serves one client on stdin and stdout until it ends. Returns the exit code of the process: 0
/// after `shutdown`, else 1.
///
/// `client` is the process id of the client, if it was given on the command line. The server exits
/// when that process ends.
pub fn run(client: Option<u32>) -> ExitCode {
    guard::log_panics();
    if let Some(id) = client {
        parent::exit_with(id);
    }
    let output = match unbuffered_stdout() {
        Ok(output) => output,
        Err(error) => {
            tracing::error!(%error, "cannot write to stdout");
            return ExitCode::FAILURE;
        }
    };
    match serve(io::stdin(), output, ServerOptions { on_client: parent::exit_with }) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            tracing::error!(%error, "cannot start the runtime");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client on these streams until it exits or closes its end. Returns the exit code as
/// [`run`] does. No process is watched: the caller handles the end of the client.
///
/// This runs the whole server inside another program, for example a fuzzer.
///
/// # Errors
///
/// Fails if the system cannot start the threads or the runtime.
pub fn serve_streams(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> io::Result<u8> {
    serve(input, output, ServerOptions { on_client: |_| () })
}

fn serve(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    options: ServerOptions,
) -> io::Result<u8> {
    start_pool()?;
    let session = threads::start()?;
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.max_blocking_threads(MAX_BLOCKING_THREADS).enable_time().build()?;
    let ended = runtime.block_on(async {
        let (count, unwritten) = watch::channel(0);
        let new = |client| Context::new(client, session, unwritten, options);
        let (service, socket) = LspService::new(new);
        transport::serve(service, socket, input, output, count).await
    });
    // Blocking work may still run, but nothing waits for its answer.
    runtime.shutdown_background();
    Ok(ended.exit_code())
}

/// Starts the threads that parse and search notes in parallel. Without this call they would start
/// at their first use, where a failure cannot be reported.
fn start_pool() -> io::Result<()> {
    static STARTED: OnceLock<Result<(), String>> = OnceLock::new();
    let start = || {
        let all = rayon::ThreadPoolBuilder::new().build_global();
        // If the system limits threads, one is enough.
        let one = || rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
        all.or_else(|_| one()).map_err(|error| error.to_string())
    };
    STARTED.get_or_init(start).clone().map_err(io::Error::other)
}

/// Returns stdout without the line buffer of the standard library. That buffer would write a
/// message in two pieces, and the end of the process could separate them.
fn unbuffered_stdout() -> io::Result<File> {
    #[cfg(unix)]
    let stdout = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let stdout = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    Ok(File::from(stdout))
}
