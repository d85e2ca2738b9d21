//! The guard: a layer between the transport and tower-lsp. It follows the protocol where tower-lsp
//! does not.
//!
//! Each request gets exactly one response, and no message ends the server. In detail:
//!
//! - Before the response to `initialize` and after `shutdown`, only the guard decides which
//!   messages pass. Tower-lsp drops unknown methods there, accepts a second `initialize` while the
//!   first one runs, and treats a `shutdown` without id as a request.
//! - An unknown `$/` request gets an error; tower-lsp drops it.
//! - A panic in the call or in a poll affects only its request: it gets -32603, and its id can be
//!   used again. A panic in a notification is logged.
//! - Params that the types would refuse are repaired, see [`repair_params`].
//!
//! LSP: server lifecycle, `$` notifications and requests.

use std::any::Any;
use std::borrow::Cow;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_util::future::{self, BoxFuture, FutureExt};
use serde_json::{Value, json};
use tower::Service;
use tower_lsp::ExitedError;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tracing::{debug, error};

use super::message::describe;
use super::repair::repair_params;
#[cfg(debug_assertions)]
use crate::fault;

/// `ServerNotInitialized` of the protocol.
const NOT_INITIALIZED: ErrorCode = ErrorCode::ServerError(-32002);

/// The result of a call: a response for each request, `None` for a notification.
pub(crate) type CallResult = Result<Option<Response>, ExitedError>;

/// The state of the server between start and exit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lifecycle {
    /// Only `initialize` and `exit` are served.
    #[default]
    Fresh,
    /// The `initialize` request is being answered.
    Initializing,
    /// Everything is served.
    Running,
    /// After `shutdown`: only `exit` is served.
    ShutDown,
}

/// The state that the guard shares with the futures of its calls.
#[derive(Debug, Default)]
struct GuardState {
    lifecycle: Lifecycle,
    /// The requests that ended in a panic. Tower-lsp still counts them as running.
    panicked: Vec<Id>,
}

/// A service that answers every request once, whatever the inner service does.
#[derive(Debug)]
pub(crate) struct Guard<S> {
    inner: S,
    state: Arc<Mutex<GuardState>>,
}

impl<S> Guard<S> {
    /// Wraps a new service.
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, state: Arc::default() }
    }

    /// Returns the state of the server.
    pub(crate) fn lifecycle(&self) -> Lifecycle {
        lock(&self.state).lifecycle
    }
}

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = BoxFuture<'static, CallResult>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        self.release_panicked();
        let (method, id, params) = request.into_parts();
        if let Err(refusal) = lock(&self.state).lifecycle.admit(&method, id.is_some()) {
            debug!(%method, ?id, %refusal, "refused");
            return future::ok(id.map(|id| Response::from_error(id, refusal))).boxed();
        }
        let ending = Ending { method, id, state: Arc::clone(&self.state) };
        let request = ending.request(params);
        #[cfg(debug_assertions)]
        let place = ending.method.to_string();
        match panic::catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) {
            Err(panic) => future::ready(ending.outcome(Err(panic))).boxed(),
            Ok(future) => {
                #[cfg(debug_assertions)]
                let future = fault::within(place, future);
                let caught = AssertUnwindSafe(future).catch_unwind();
                caught.map(move |caught| ending.outcome(caught)).boxed()
            }
        }
    }
}

impl<S> Guard<S>
where
    S: Service<Request>,
    S::Future: Send + 'static,
{
    /// Cancels panicked requests in tower-lsp, which would refuse their ids otherwise.
    fn release_panicked(&mut self) {
        let panicked = std::mem::take(&mut lock(&self.state).panicked);
        for id in panicked {
            let cancel = Request::build("$/cancelRequest").params(json!({ "id": id })).finish();
            let _ = self.inner.call(cancel).now_or_never();
        }
    }
}

impl Lifecycle {
    /// Checks whether a message is allowed now, and changes the state as it requires.
    fn admit(&mut self, method: &str, is_request: bool) -> Result<(), Error> {
        let invalid = |why: &str| Err(describe(ErrorCode::InvalidRequest, why.to_owned()));
        match (*self, method) {
            (_, "exit") if is_request => invalid("exit is a notification"),
            (_, "initialize" | "shutdown") if !is_request => invalid("this method is a request"),
            (_, "exit" | "$/cancelRequest") => Ok(()),
            (Self::Fresh, "initialize") => {
                *self = Self::Initializing;
                Ok(())
            }
            (_, "initialize") => invalid("initialize may be sent only once"),
            (Self::Fresh | Self::Initializing, _) => {
                Err(describe(NOT_INITIALIZED, "the server is not initialized".to_owned()))
            }
            (Self::ShutDown, _) => invalid("the server has been shut down"),
            (Self::Running, "shutdown") => {
                *self = Self::ShutDown;
                Ok(())
            }
            (Self::Running, _) => Ok(()),
        }
    }
}

/// The data of a message that its response needs.
struct Ending {
    method: Cow<'static, str>,
    id: Option<Id>,
    state: Arc<Mutex<GuardState>>,
}

impl Ending {
    fn request(&self, params: Option<Value>) -> Request {
        let mut request = Request::build(self.method.clone());
        if let Some(params) = repair_params(&self.method, params) {
            request = request.params(params);
        }
        if let Some(id) = self.id.clone() {
            request = request.id(id);
        }
        request.finish()
    }

    /// Converts the result of a call to the one response of a request.
    fn outcome(self, caught: Result<CallResult, Box<dyn Any + Send>>) -> CallResult {
        let response = match caught {
            Ok(outcome) => outcome?,
            Err(panic) => {
                error!(method = %self.method, panic = panic_text(&*panic), "a handler panicked");
                let message = format!("internal error in {}", self.method);
                lock(&self.state).panicked.extend(self.id.clone());
                self.error(describe(ErrorCode::InternalError, message))
            }
        };
        let response = response.or_else(|| {
            // Tower-lsp gives no response to unknown `$/` methods.
            self.error(describe(
                ErrorCode::MethodNotFound,
                format!("method not found: {}", self.method),
            ))
        });
        if self.method == "initialize" {
            let initialized = response.as_ref().is_some_and(Response::is_ok);
            lock(&self.state).lifecycle =
                if initialized { Lifecycle::Running } else { Lifecycle::Fresh };
        }
        Ok(response)
    }

    fn error(&self, error: Error) -> Option<Response> {
        self.id.clone().map(|id| Response::from_error(id, error))
    }
}

/// Locks the state. Poisoning is ignored: no code panics while it holds this lock.
fn lock(state: &Mutex<GuardState>) -> MutexGuard<'_, GuardState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Logs panics with their location. Nothing but the protocol may go to stdout.
pub(crate) fn log_panics() {
    panic::set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        error!(place, panic = panic_text(panic.payload()), "panic");
    }));
}

#[cfg(test)]
mod tests;
