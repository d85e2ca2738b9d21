//! The test client: one server process and one conversation.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Workspace;
use super::conformance::{Conformance, offers};
use super::pipes::{Event, frame, read_events, read_log};
use super::places::Encoding;

/// The timeout of each wait. It is long, so that no test fails on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The number of messages that a failed test shows.
const SHOWN: usize = 30;

/// The id of a request: an integer or a string.
pub(crate) type Id = Value;

/// A client that behaves like an editor.
///
/// Each wait handles all messages of the server: it keeps notifications until a test waits for
/// them, answers requests, and checks every message. [`Client::finish`], or the end of the scope,
/// shuts the server down and asserts that every request was answered.
pub(crate) struct Client {
    process: Child,
    input: Option<ChildStdin>,
    events: Receiver<Event>,
    log: Arc<Mutex<String>>,
    /// All messages so far, each with its sender.
    transcript: Vec<(&'static str, Value)>,
    conformance: Conformance,
    settings: Value,
    folders: Value,
    offered: Value,
    encoding: Encoding,
    answers: bool,
    /// A method of server requests that the client answers with an error.
    refused: Option<&'static str>,
    /// The answer to questions (`window/showMessageRequest`).
    pub(crate) choice: Option<&'static str>,
    next_id: i64,
    /// Requests without a response, by id as text.
    pending: BTreeMap<String, Value>,
    responses: BTreeMap<String, Value>,
    cancelled: BTreeSet<String>,
    /// Requests and notifications of the server that no test has waited for yet.
    calls: Vec<Value>,
    /// Responses with id null, to invalid messages.
    complaints: Vec<Value>,
    closed: bool,
    finished: bool,
}

impl Client {
    /// Starts the server.
    pub(crate) fn spawn() -> Self {
        Self::spawn_with(&[])
    }

    /// Starts the server with these arguments.
    pub(crate) fn spawn_with(arguments: &[&str]) -> Self {
        Self::spawn_set_up(|command| command.args(arguments))
    }

    /// Starts the server with a set-up of its process.
    pub(crate) fn spawn_set_up(set_up: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut process = set_up(&mut Command::new(env!("CARGO_BIN_EXE_headword")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: process.stdin.take(),
            events: read_events(process.stdout.take().unwrap()),
            log: read_log(process.stderr.take().unwrap()),
            process,
            transcript: Vec::new(),
            conformance: Conformance::new(),
            settings: Value::Null,
            folders: Value::Null,
            offered: Value::Null,
            encoding: Encoding::Utf16,
            answers: true,
            refused: None,
            choice: None,
            next_id: 1,
            pending: BTreeMap::new(),
            responses: BTreeMap::new(),
            cancelled: BTreeSet::new(),
            calls: Vec::new(),
            complaints: Vec::new(),
            closed: false,
            finished: false,
        }
    }

    /// Sets the settings that answer `workspace/configuration`, by section.
    pub(crate) fn with_settings(mut self, settings: Value) -> Self {
        self.settings = settings;
        self
    }

    /// Never answers a request of the server.
    pub(crate) fn never_answering(mut self) -> Self {
        self.answers = false;
        self
    }

    /// Allows invalid messages of the client. Responses are required, but not checked.
    pub(crate) fn sending_anything(mut self) -> Self {
        self.conformance.ignore_faults();
        self
    }

    /// Answers requests of this method with an error.
    pub(crate) fn refusing(mut self, method: &'static str) -> Self {
        self.refused = Some(method);
        self
    }

    /// Opens a workspace: `initialize` and `initialized`.
    pub(crate) fn initialized(mut self, workspace: &Workspace, capabilities: Value) -> Self {
        self.initialize(json!({
            "processId": std::process::id(),
            "clientInfo": { "name": "headword-tests", "version": "1" },
            "rootUri": workspace.root_uri(),
            "workspaceFolders": [{ "uri": workspace.root_uri(), "name": "notes" }],
            "capabilities": capabilities,
        }));
        self
    }

    /// Sends `initialize` with these params and `initialized`. Returns the result.
    pub(crate) fn initialize(&mut self, params: Value) -> Value {
        self.folders = params["workspaceFolders"].clone();
        let result = self.request("initialize", params).expect("initialize succeeds");
        self.offered = result["capabilities"].clone();
        self.encoding = Encoding::named(&result["capabilities"]["positionEncoding"]);
        self.notify("initialized", json!({}));
        result
    }

    /// Whether the initial capabilities of the server include this provider.
    pub(crate) fn offered(&self, provider: &str) -> bool {
        offers(&self.offered, provider)
    }

    /// The position encoding that was agreed on.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Changes the settings that answer `workspace/configuration`.
    pub(crate) fn set_settings(&mut self, settings: Value) {
        self.settings = settings;
    }

    /// Opens a note of the workspace with its text on disk, in version 1.
    pub(crate) fn open(&mut self, workspace: &Workspace, name: &str) {
        self.open_text(&workspace.uri(name), &workspace.read(name));
    }

    /// Opens a document with this text, in version 1.
    pub(crate) fn open_text(&mut self, uri: &str, text: &str) {
        self.open_as(uri, "markdown", text);
    }

    /// Opens a document in a language, in version 1.
    pub(crate) fn open_as(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes an open document.
    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    /// Closes a document.
    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Sends a request and waits for its response: the result, or the error object.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.start(method, params);
        self.response(&id)
    }

    /// Sends a request without a wait. Returns its id.
    pub(crate) fn start(&mut self, method: &str, params: Value) -> Id {
        let id = json!(self.next_id);
        self.next_id += 1;
        self.start_as(id.clone(), method, params);
        id
    }

    /// Sends a request with this id.
    pub(crate) fn start_as(&mut self, id: Id, method: &str, params: Value) {
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.pending.insert(id.to_string(), request.clone());
        self.send(request);
    }

    /// Registers a request that the test writes as raw bytes.
    pub(crate) fn expect_response(&mut self, id: &Id) {
        self.pending.insert(id.to_string(), json!({ "id": id }));
    }

    /// Waits for the response to a request.
    pub(crate) fn response(&mut self, id: &Id) -> Result<Value, Value> {
        let key = id.to_string();
        let mut response =
            self.wait(&format!("a response to {id}"), |client| client.responses.remove(&key));
        match response.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(response["result"].take()),
        }
    }

    /// Whether the response to a request has arrived.
    pub(crate) fn is_answered(&self, id: &Id) -> bool {
        self.responses.contains_key(&id.to_string())
    }

    /// Cancels a request. Its response is still required.
    pub(crate) fn cancel(&mut self, id: &Id) {
        self.cancelled.insert(id.to_string());
        self.notify("$/cancelRequest", json!({ "id": id }));
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a message unchanged.
    pub(crate) fn send(&mut self, message: Value) {
        self.conformance.sent(&message);
        self.raw(&frame(&message));
        self.transcript.push(("client", message));
    }

    /// Writes bytes unchanged.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let Some(input) = &mut self.input else { return };
        // The next wait reports a server that has exited.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    /// Closes the server's input.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits for a notification that matches, and returns its params. Drops earlier ones of this
    /// method.
    pub(crate) fn wait_for_notification(
        &mut self,
        method: &str,
        fits: impl Fn(&Value) -> bool,
    ) -> Value {
        self.wait_for_call(method, fits)
    }

    /// Waits for a request of the server, and returns its params. The client answers it itself.
    pub(crate) fn wait_for_request(
        &mut self,
        method: &str,
        fits: impl Fn(&Value) -> bool,
    ) -> Value {
        self.wait_for_call(method, fits)
    }

    fn wait_for_call(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.wait(method, |client| {
            let is_it = |call: &Value| call["method"] == method && fits(&call["params"]);
            let at = client.calls.iter().position(is_it)?;
            let found = client.calls[at]["params"].take();
            let mut index = 0;
            client.calls.retain(|call| {
                index += 1;
                index > at + 1 || call["method"] != method
            });
            Some(found)
        })
    }

    /// Waits for a response to an invalid message, and returns its error object.
    pub(crate) fn complaint(&mut self) -> Value {
        let mut complaint = self.wait("a complaint", |client| {
            (!client.complaints.is_empty()).then(|| client.complaints.remove(0))
        });
        complaint["error"].take()
    }

    /// Receives messages for a while, to check that some message does not arrive.
    pub(crate) fn listen(&mut self, duration: Duration) -> &[Value] {
        let end = Instant::now() + duration;
        while !self.closed && self.take_event(end) {}
        &self.calls
    }

    /// Waits until the process exits, and returns its exit code.
    pub(crate) fn wait_for_exit(&mut self, patience: Duration) -> Option<i32> {
        let end = Instant::now() + patience;
        while !self.closed && self.take_event(end) {}
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                while !self.closed && self.take_event(Instant::now() + PATIENCE) {}
                self.finished = true;
                return status.code();
            }
            assert!(Instant::now() < end, "the server did not end within {patience:?}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The log of the server.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The params of all messages of the server with this method.
    pub(crate) fn said<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a Value> {
        let is_it =
            move |(who, message): &&(&str, Value)| *who == "server" && message["method"] == method;
        self.transcript.iter().filter(is_it).map(|(_, message)| &message["params"])
    }

    /// Drops all messages so far, so that a long conversation needs no more memory.
    pub(crate) fn forget(&mut self) {
        self.transcript.clear();
        self.calls.clear();
    }

    /// The server's process.
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// All messages so far, each with its sender.
    pub(crate) fn transcript(&self) -> &[(&'static str, Value)] {
        &self.transcript
    }

    /// Shuts the server down, and asserts a clean exit.
    pub(crate) fn finish(mut self) {
        self.shut_down();
    }

    fn shut_down(&mut self) {
        self.finished = true;
        self.wait("every request to be answered", |client| client.pending.is_empty().then_some(()));
        let answer = self.request("shutdown", Value::Null);
        assert_eq!(answer, Ok(Value::Null), "the answer to shutdown");
        self.notify("exit", Value::Null);
        assert_eq!(self.wait_for_exit(PATIENCE), Some(0), "the exit code after shutdown");
        assert!(self.complaints.is_empty(), "not asked for: {:?}", self.complaints);
        assert!(self.responses.is_empty(), "not waited for: {:?}", self.responses.keys());
    }

    /// Handles events until `found` returns a value.
    fn wait<T>(&mut self, what: &str, mut found: impl FnMut(&mut Self) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = found(self) {
                return found;
            }
            assert!(!self.closed, "the server ended before {what}");
            assert!(self.take_event(end), "nothing for {PATIENCE:?} while waiting for {what}");
        }
    }

    /// Handles one event. Returns whether there was one before the timeout.
    fn take_event(&mut self, end: Instant) -> bool {
        let left = end.saturating_duration_since(Instant::now());
        match self.events.recv_timeout(left) {
            Ok(Event::Message(message)) => self.take_message(message),
            Ok(Event::Garbage(what)) => panic!("stdout carries more than the protocol: {what}"),
            Ok(Event::Closed) => self.closed = true,
            Err(_) => return false,
        }
        true
    }

    fn take_message(&mut self, message: Value) {
        self.transcript.push(("server", message.clone()));
        let is_call = message.get("method").is_some();
        let id = message.get("id").map(ToString::to_string);
        let request = id.as_ref().filter(|_| !is_call).and_then(|id| self.pending.remove(id));
        let wrong = self.conformance.received(&message, request.as_ref());
        assert!(wrong.is_empty(), "the server broke the protocol: {wrong:#?}\nin {message:#}");
        if is_call {
            if id.is_some() && self.answers {
                self.answer(&message);
            }
            self.calls.push(message);
        } else if message["id"].is_null() {
            self.complaints.push(message);
        } else {
            let id = id.unwrap_or_default();
            assert!(request.is_some(), "a response to nothing, or a second one: {message}");
            self.responses.insert(id, message);
        }
    }

    fn answer(&mut self, request: &Value) {
        let params = &request["params"];
        let result = match request["method"].as_str().unwrap_or_default() {
            method if self.refused == Some(method) => {
                Err(json!({ "code": -32803, "message": "not now" }))
            }
            "workspace/configuration" => {
                let items = params["items"].as_array().into_iter().flatten();
                Ok(items.map(|item| self.setting(item["section"].as_str())).collect())
            }
            "workspace/workspaceFolders" => Ok(self.folders.clone()),
            "window/showMessageRequest" => {
                Ok(self.choice.map_or(Value::Null, |title| json!({ "title": title })))
            }
            "workspace/applyEdit" => Ok(json!({ "applied": true })),
            "window/showDocument" => Ok(json!({ "success": true })),
            "client/registerCapability"
            | "client/unregisterCapability"
            | "window/workDoneProgress/create" => Ok(Value::Null),
            method if method.ends_with("/refresh") => Ok(Value::Null),
            method => Err(json!({ "code": -32601, "message": format!("unknown: {method}") })),
        };
        self.conformance.answered(request, result.is_ok());
        let id = &request["id"];
        self.send(match result {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(error) => json!({ "jsonrpc": "2.0", "id": id, "error": error }),
        });
    }

    fn setting(&self, section: Option<&str>) -> Value {
        let mut keys = section.into_iter().flat_map(|section| section.split('.'));
        let found = keys.try_fold(&self.settings, |value, key| value.get(key));
        found.cloned().unwrap_or_default()
    }

    /// Prints the last messages of a failed test.
    fn show(&self) {
        let skipped = self.transcript.len().saturating_sub(SHOWN);
        for (who, message) in &self.transcript[skipped..] {
            eprintln!("{who}: {:.2000}", message.to_string());
        }
        eprintln!("the server's log:\n{}", self.log());
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let ended = if self.finished || thread::panicking() {
            Ok(())
        } else {
            panic::catch_unwind(AssertUnwindSafe(|| self.shut_down()))
        };
        // The process has exited already, unless the test failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if ended.is_err() || thread::panicking() {
            self.show();
        }
        if let Err(panic) = ended {
            panic::resume_unwind(panic);
        }
    }
}
