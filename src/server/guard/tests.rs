//! Tests of the guard.

use std::sync::atomic::{AtomicBool, Ordering};

use tower_lsp::ls_types::{
    CompletionItem, DidChangeTextDocumentParams, DidSaveTextDocumentParams, Hover, HoverParams,
    InitializeParams, InitializeResult,
};
use tower_lsp::{LanguageServer, LspService, jsonrpc};

use super::*;

/// A server whose handlers fail in every possible way.
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
    ) -> BoxFuture<'static, CallResult> {
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
    session.notify("textDocument/didSave", json!({ "textDocument": { "uri": "file:///a" } })).await;
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
async fn unknown_methods_and_bad_params_get_errors() {
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
async fn a_panic_affects_only_its_request() {
    let mut session = Session::running().await;
    for line in [1, 2] {
        let response = session.start(Some(1), "textDocument/hover", hover(line)).await;
        let response = response.unwrap().unwrap();
        assert_eq!(response.error().unwrap().code, ErrorCode::InternalError);
        assert_eq!(response.error().unwrap().message, "internal error in textDocument/hover");
        // Tower-lsp alone would refuse to use the id again.
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
    for uri in ["file:///日本 [x].md", "term://~/x//1:/bin/zsh;#toggleterm#1", "file:///100%.md"]
    {
        let mut params = hover(0);
        params["textDocument"]["uri"] = uri.into();
        assert_eq!(session.request("textDocument/hover", params).await, Ok(Value::Null), "{uri}");
    }
}
