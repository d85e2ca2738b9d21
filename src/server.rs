//! The language server: the only part that knows the protocol, its types and the client.
//!
//! A message comes in over the `transport` and goes to the `language_server`. A notification becomes
//! an event of the `session`. A request goes to its handler, which asks a feature about a snapshot.
//! Everything that is sent to the client without a request goes through `outgoing`.

mod abilities;
mod blocking;
mod capabilities;
mod checking;
mod clock;
mod context;
mod event;
mod framing;
mod from_proto;
mod guard;
mod handlers;
mod job;
mod language_server;
mod markup;
mod message;
mod notices;
mod outgoing;
mod paranoia;
mod parent;
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
mod workspace_edit;

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use tokio::sync::watch;
use tower_lsp::LspService;

use crate::server::context::{Context, Options};

/// The number of questions that are answered at the same time. Others wait.
const MAX_BLOCKING_THREADS: usize = 64;

/// Serves one client on stdin and stdout until it ends, and says what the process is to exit
/// with: 0 after `shutdown`, 1 without.
///
/// `client` is the process id of the client, if it was given on the command line; with that
/// process this one ends too. Whoever is `paranoid` has all that is kept by difference held
/// against what is made anew.
pub fn run(client: Option<u32>, paranoid: bool) -> ExitCode {
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
    match serve(io::stdin(), output, Options { paranoid, on_client: parent::exit_with }) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            tracing::error!(%error, "cannot start the runtime");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client on these streams until it ends or closes its end; returns the exit code as
/// in [`run`]. No process is watched: what ends when the client is gone is up to the caller.
///
/// This is how the whole server runs inside of another program, such as a fuzzer.
pub fn serve_streams(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> io::Result<u8> {
    serve(input, output, Options { paranoid: false, on_client: |_| () })
}

/// Serves one client.
fn serve(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    options: Options,
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
    // Blocking work may still run, and nobody waits for its answer any more.
    runtime.shutdown_background();
    Ok(ended.exit_code())
}

/// Starts the threads that read notes and search them in parallel. Without this they start when
/// they are first needed, where a failure could not be reported.
fn start_pool() -> io::Result<()> {
    static STARTED: OnceLock<Result<(), String>> = OnceLock::new();
    let start = || {
        let all = rayon::ThreadPoolBuilder::new().build_global();
        // Where threads are few, one is enough.
        let one = || rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
        all.or_else(|_| one()).map_err(|error| error.to_string())
    };
    STARTED.get_or_init(start).clone().map_err(io::Error::other)
}

/// The process's stdout without the buffer of the standard library, which passes on whole lines:
/// it would write a message in two pieces, and one cut off between them if the process ends.
fn unbuffered_stdout() -> io::Result<File> {
    #[cfg(unix)]
    let stdout = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let stdout = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    Ok(File::from(stdout))
}
