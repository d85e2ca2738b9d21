//! Computation on threads where it delays no message.

use tower_lsp::jsonrpc::{Error, Result};

#[cfg(debug_assertions)]
use crate::fault;

/// Runs a computation on a blocking thread. A panic in it continues in the caller.
///
/// # Errors
///
/// Fails if the runtime ends before the computation starts.
pub(super) async fn on_blocking_thread<T: Send + 'static>(
    compute: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let answer = || {
        #[cfg(debug_assertions)]
        fault::point("answer");
        compute()
    };
    match tokio::task::spawn_blocking(answer).await {
        Ok(answer) => Ok(answer),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(Error::request_cancelled()),
    }
}
