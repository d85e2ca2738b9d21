//! Work on threads where it holds up no message.

use tower_lsp::jsonrpc::{Error, Result};

use crate::fault;

/// Runs what computes on a thread where it holds up nothing. A panic goes on as one.
pub(super) async fn on_blocking_thread<T: Send + 'static>(
    compute: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let answer = || {
        fault::point("answer");
        compute()
    };
    match tokio::task::spawn_blocking(answer).await {
        Ok(answer) => Ok(answer),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(Error::request_cancelled()),
    }
}
