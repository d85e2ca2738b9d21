//! The guard: stands between the transport and tower-lsp, and keeps the protocol's promises where
//! tower-lsp does not.
//!
//! The law: each request gets exactly one response, and no message ends the server. In detail:
//!
//! - Before `initialize` has been answered and after `shutdown`, the guard alone decides what gets
//!   through. Tower-lsp forgets unknown methods there, lets a second `initialize` in while the
//!   first still runs, and takes a `shutdown` without id for one.
//! - An unknown `$/` request is answered; tower-lsp drops it.
//! - A panic, in the call or in any poll, costs the one request: it gets -32603, and its id is
//!   free again. A panicking notification is logged.
//! - Params that the types would refuse are mended, see [`repair_params`].
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

/// `ServerNotInitialized` of the protocol.
const NOT_INITIALIZED: ErrorCode = ErrorCode::ServerError(-32002);

/// What comes out of a call: a response for each request, nothing for a notification.
pub(crate) type Outcome = Result<Option<Response>, ExitedError>;

/// Where a server stands between start and exit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lifecycle {
    /// Nothing but `initialize` and `exit` is served.
    #[default]
    Fresh,
    /// The `initialize` request is being answered.
    Initializing,
    /// Everything is served.
    Running,
    /// After `shutdown`: nothing but `exit` is served.
    ShutDown,
}

/// What the guard and the futures it gave out both write.
#[derive(Debug, Default)]
struct State {
    lifecycle: Lifecycle,
    /// Requests that ended in a panic; tower-lsp still thinks they run.
    panicked: Vec<Id>,
}

/// A service that answers every request once, whatever the one inside does.
#[derive(Debug)]
pub(crate) struct Guard<S> {
    inner: S,
    state: Arc<Mutex<State>>,
}

impl<S> Guard<S> {
    /// Puts the guard before a fresh service.
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, state: Arc::default() }
    }

    /// Where the server stands.
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
    type Future = BoxFuture<'static, Outcome>;

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
        match panic::catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) {
            Err(panic) => future::ready(ending.outcome(Err(panic))).boxed(),
            Ok(future) => AssertUnwindSafe(future)
                .catch_unwind()
                .map(move |caught| ending.outcome(caught))
                .boxed(),
        }
    }
}

impl<S> Guard<S>
where
    S: Service<Request>,
    S::Future: Send + 'static,
{
    /// Tells tower-lsp that panicked requests no longer run: it would refuse their ids.
    fn release_panicked(&mut self) {
        let panicked = std::mem::take(&mut lock(&self.state).panicked);
        for id in panicked {
            let cancel = Request::build("$/cancelRequest").params(json!({ "id": id })).finish();
            let _ = self.inner.call(cancel).now_or_never();
        }
    }
}

impl Lifecycle {
    /// Lets a message through, and takes the step that it means, or says why not.
    fn admit(&mut self, method: &str, is_request: bool) -> Result<(), Error> {
        let invalid = |why: &str| Err(describe(ErrorCode::InvalidRequest, why.to_owned()));
        match (*self, method) {
            (_, "exit") if is_request => invalid("exit is a notification"),
            (_, "initialize" | "shutdown") if !is_request => invalid("this is a request"),
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

/// What is known of a message until its call ends.
struct Ending {
    method: Cow<'static, str>,
    id: Option<Id>,
    state: Arc<Mutex<State>>,
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

    /// Makes one response of whatever came out, where one is due.
    fn outcome(self, caught: Result<Outcome, Box<dyn Any + Send>>) -> Outcome {
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
            // Only of a `$/` method that tower-lsp does not know.
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

/// Nothing panics while it holds this lock, and what it guards is valid at every moment.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Sends panics to the log, with their place; never to stdout, which carries the protocol only.
pub(crate) fn log_panics() {
    panic::set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        error!(place, panic = panic_text(panic.payload()), "panic");
    }));
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use tower_lsp::ls_types::{
        CompletionItem, DidChangeTextDocumentParams, DidSaveTextDocumentParams, Hover, HoverParams,
        InitializeParams, InitializeResult,
    };
    use tower_lsp::{LanguageServer, LspService, jsonrpc};

    use super::*;

    /// Fails in every way a handler can.
    #[derive(Default)]
    struct Clumsy {
        initialize_fails: AtomicBool,
    }

    impl LanguageServer for Clumsy {
        async fn initialize(&self, _: InitializeParams) -> jsonrpc::Result<InitializeResult> {
            tokio::task::yield_now().await;
            assert!(!self.initialize_fails.swap(false, Ordering::SeqCst), "initialize");
            Ok(InitializeResult::default())
        }
        async fn shutdown(&self) -> jsonrpc::Result<()> {
            Ok(())
        }
        async fn did_save(&self, _: DidSaveTextDocumentParams) {
            panic!("notification");
        }
        async fn did_change(&self, _: DidChangeTextDocumentParams) {
            tokio::task::yield_now().await;
            panic!("notification, later");
        }
        async fn hover(&self, params: HoverParams) -> jsonrpc::Result<Option<Hover>> {
            match params.text_document_position_params.position.line {
                1 => panic!("at once"),
                2 => {
                    tokio::task::yield_now().await;
                    panic!("after an await");
                }
                3 => future::pending().await,
                _ => Ok(None),
            }
        }
        async fn completion_resolve(&self, _: CompletionItem) -> jsonrpc::Result<CompletionItem> {
            future::pending().await
        }
    }

    struct Session(Guard<LspService<Clumsy>>);

    impl Session {
        fn fresh() -> Self {
            Self(Guard::new(LspService::new(|_| Clumsy::default()).0))
        }

        async fn running() -> Self {
            let mut session = Self::fresh();
            session.request("initialize", json!({ "capabilities": {} })).await.unwrap();
            session
        }

        fn start(
            &mut self,
            id: Option<i64>,
            method: &'static str,
            params: Value,
        ) -> BoxFuture<'static, Outcome> {
            let mut request = Request::build(method).params(params);
            if let Some(id) = id {
                request = request.id(id);
            }
            self.0.call(request.finish())
        }

        async fn request(&mut self, method: &'static str, params: Value) -> Result<Value, i64> {
            let response = self.start(Some(1), method, params).await.unwrap();
            answer(response)
        }

        async fn notify(&mut self, method: &'static str, params: Value) {
            assert_eq!(self.start(None, method, params).await, Ok(None), "{method}");
        }
    }

    fn answer(response: Option<Response>) -> Result<Value, i64> {
        let (_, result) = response.expect("every request is answered").into_parts();
        result.map_err(|error| error.code.code())
    }

    fn hover(line: u32) -> Value {
        json!({ "textDocument": { "uri": "file:///a.md" }, "position": { "line": line, "character": 0 } })
    }

    #[tokio::test]
    async fn before_initialize_nothing_is_served() {
        let mut session = Session::fresh();
        for method in ["textDocument/hover", "shutdown", "no/such", "$/no/such"] {
            assert_eq!(session.request(method, hover(0)).await, Err(-32002), "{method}");
        }
        session
            .notify("textDocument/didSave", json!({ "textDocument": { "uri": "file:///a" } }))
            .await;
        session.notify("shutdown", Value::Null).await;
        session.notify("initialize", json!({ "capabilities": {} })).await;
        assert_eq!(session.0.lifecycle(), Lifecycle::Fresh);
    }

    #[tokio::test]
    async fn initialize_is_served_once() {
        let mut session = Session::fresh();
        let capabilities = json!({ "capabilities": {} });
        let first = session.start(Some(1), "initialize", capabilities.clone());
        assert_eq!(session.0.lifecycle(), Lifecycle::Initializing);
        assert_eq!(session.request("initialize", capabilities.clone()).await, Err(-32600));
        assert_eq!(session.request("textDocument/hover", hover(0)).await, Err(-32002));
        answer(first.await.unwrap()).unwrap();
        assert_eq!(session.request("initialize", capabilities).await, Err(-32600));
        assert_eq!(session.request("textDocument/hover", hover(0)).await, Ok(Value::Null));
    }

    #[tokio::test]
    async fn initialize_may_be_tried_again_after_a_failure() {
        let mut session = Session::fresh();
        session.0.inner.inner().initialize_fails.store(true, Ordering::SeqCst);
        let capabilities = json!({ "capabilities": {} });
        assert_eq!(session.request("initialize", json!([7])).await, Err(-32602));
        assert_eq!(session.request("initialize", capabilities.clone()).await, Err(-32603));
        session.request("initialize", capabilities).await.unwrap();
    }

    #[tokio::test]
    async fn after_shutdown_nothing_is_served() {
        let mut session = Session::running().await;
        session.notify("shutdown", Value::Null).await;
        assert_eq!(session.request("exit", Value::Null).await, Err(-32600));
        assert_eq!(session.0.lifecycle(), Lifecycle::Running);
        assert_eq!(session.request("shutdown", json!({})).await, Ok(Value::Null));
        for method in ["textDocument/hover", "shutdown", "initialize", "no/such"] {
            assert_eq!(session.request(method, hover(0)).await, Err(-32600), "{method}");
        }
        session.notify("exit", Value::Null).await;
        assert_eq!(session.0.lifecycle(), Lifecycle::ShutDown);
    }

    #[tokio::test]
    async fn unknown_methods_and_bad_params_are_told() {
        let mut session = Session::running().await;
        assert_eq!(session.request("no/such", Value::Null).await, Err(-32601));
        assert_eq!(session.request("$/no/such", Value::Null).await, Err(-32601));
        assert_eq!(session.request("textDocument/hover", json!({})).await, Err(-32602));
        assert_eq!(session.request("textDocument/hover", Value::Null).await, Err(-32602));
        assert_eq!(session.request("textDocument/didSave", json!({})).await, Err(-32600));
        session.notify("no/such", json!([1])).await;
        session.notify("$/no/such", json!({})).await;
        session.notify("textDocument/didSave", json!({})).await;
        session.notify("textDocument/hover", hover(1)).await;
    }

    #[tokio::test]
    async fn a_panic_costs_one_request() {
        let mut session = Session::running().await;
        for line in [1, 2] {
            let response = session.start(Some(1), "textDocument/hover", hover(line)).await;
            let response = response.unwrap().unwrap();
            assert_eq!(response.error().unwrap().code, ErrorCode::InternalError);
            assert_eq!(response.error().unwrap().message, "internal error in textDocument/hover");
            // The same id again: tower-lsp would refuse it.
            assert_eq!(session.request("textDocument/hover", hover(0)).await, Ok(Value::Null));
        }
        let document = json!({ "uri": "file:///a.md", "version": 1 });
        session.notify("textDocument/didSave", json!({ "textDocument": document })).await;
        let change = json!({ "textDocument": document, "contentChanges": [] });
        session.notify("textDocument/didChange", change).await;
        assert_eq!(session.request("textDocument/hover", hover(0)).await, Ok(Value::Null));
    }

    #[tokio::test]
    async fn a_cancelled_request_is_answered() {
        let mut session = Session::running().await;
        let pending = session.start(Some(7), "completionItem/resolve", json!({ "label": "" }));
        session.notify("$/cancelRequest", json!({ "id": "7" })).await;
        session.notify("$/cancelRequest", json!({ "id": 8 })).await;
        session.notify("$/cancelRequest", json!({})).await;
        session.notify("$/cancelRequest", json!({ "id": 7 })).await;
        assert_eq!(answer(pending.await.unwrap()), Err(-32800));
    }

    #[tokio::test]
    async fn odd_uris_reach_the_handler() {
        let mut session = Session::running().await;
        for uri in
            ["file:///日本 [x].md", "term://~/x//1:/bin/zsh;#toggleterm#1", "file:///100%.md"]
        {
            let mut params = hover(0);
            params["textDocument"]["uri"] = uri.into();
            assert_eq!(
                session.request("textDocument/hover", params).await,
                Ok(Value::Null),
                "{uri}"
            );
        }
    }
}
