//! The language server: the only part that knows the protocol, its types and the client.
//!
//! A message comes in over the `transport` and goes to the `backend`, which translates it,
//! hands what changes something to the `session`, and asks the features about a snapshot of it
//! for what is a question. Everything sent to the client unasked goes through `outgoing`.

mod abilities;
mod ask;
mod backend;
mod capabilities;
mod checking;
mod clock;
mod framing;
mod from_proto;
mod guard;
mod handlers;
mod markup;
mod message;
mod notices;
mod outgoing;
mod paranoia;
mod parent;
mod publishing;
mod registration;
mod repair;
mod scan;
mod session;
mod settings;
mod state;
mod to_proto;
mod tokens;
mod transport;
mod workspace_edit;

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use tokio::sync::watch;
use tower_lsp::LspService;

use crate::server::backend::Backend;

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

/// How to serve.
#[derive(Clone, Copy)]
struct Options {
    /// Whether the state is audited.
    paranoid: bool,
    /// Hears the id of the client's process.
    on_client: fn(u32),
}

/// Serves one client.
fn serve(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    options: Options,
) -> io::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build()?;
    let ended = runtime.block_on(async {
        let (count, unwritten) = watch::channel(0);
        let new = |client| Backend::new(client, unwritten, options);
        let (service, socket) = LspService::new(new);
        transport::serve(service, socket, input, output, count).await
    });
    // Blocking work may still run, and nobody waits for its answer any more.
    runtime.shutdown_background();
    Ok(ended.exit_code())
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
