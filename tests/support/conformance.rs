//! The rules for all messages of the server, in every test.
//!
//! Each message is valid by the meta-model ([`super::model`]) and JSON-RPC. The other rules are in
//! these modules:
//!
//! - [`gate`]: the client supports the message, and the server may already send it.
//! - [`registration`]: a method is registered once, and only if the client allows it.
//! - [`progress`]: progress is created, begun, reported and ended, in this order.
//! - [`edits`]: edits are inside the workspace, for the right version, without overlaps.
//! - [`results`]: a result fits its request, in a form that the client supports.
//! - [`diagnostics`]: diagnostics are never out of date, and either pushed or pulled.

mod agreed;
mod completion;
mod diagnostics;
mod edits;
mod gate;
mod places;
mod progress;
mod registration;
mod results;

use std::collections::HashMap;

use serde_json::Value;

use self::agreed::{Agreed, Versions};
pub(crate) use self::agreed::{at, items, offers, plain};
use self::diagnostics::SentDiagnostics;
use self::progress::Progress;
use self::registration::Registrations;
use super::model::{Model, Part};

/// The violations in a message, as sentences.
type Wrong = Vec<String>;

/// A checker that follows a conversation and finds violations by the server.
pub(crate) struct Conformance {
    model: &'static Model,
    agreed: Agreed,
    /// The versions of open documents at the time of each request, by its id.
    asked: HashMap<String, Versions>,
    registrations: Registrations,
    progress: Progress,
    diagnostics: SentDiagnostics,
    ignores_faults: bool,
}

impl Conformance {
    /// Creates the checker at the start of a conversation.
    pub(crate) fn new() -> Self {
        Self {
            model: Model::get(),
            agreed: Agreed::default(),
            asked: HashMap::new(),
            registrations: Registrations::default(),
            progress: Progress::default(),
            diagnostics: SentDiagnostics::default(),
            ignores_faults: false,
        }
    }

    /// Ignores violations from now on.
    pub(crate) fn ignore_faults(&mut self) {
        self.ignores_faults = true;
    }

    /// Records a message of the client.
    pub(crate) fn sent(&mut self, message: &Value) {
        self.agreed.sent(message);
        self.progress.sent(&message["params"]);
        self.diagnostics.sent(message);
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            self.asked.insert(id.to_string(), self.agreed.open.clone());
        }
    }

    /// Records the client's response to a request of the server.
    pub(crate) fn answered(&mut self, request: &Value, succeeded: bool) {
        if request["method"] == "window/workDoneProgress/create" {
            self.progress.answered(&request["params"]["token"], succeeded);
        }
    }

    /// The violations in a message of the server. `request` is the request that it responds to.
    pub(crate) fn received(&mut self, message: &Value, request: Option<&Value>) -> Vec<String> {
        let mut wrong = Wrong::new();
        if message.is_array() {
            wrong.push("a batch, which the protocol does not have".to_owned());
            return wrong;
        }
        if message["jsonrpc"] != "2.0" {
            wrong.push("jsonrpc is not 2.0".to_owned());
        }
        let id = message.get("id").map(ToString::to_string).unwrap_or_default();
        let is_call = message.get("method").is_some();
        let known: &[&str] = if is_call {
            self.call(message, &mut wrong);
            &["jsonrpc", "id", "method", "params"]
        } else {
            self.response(message, request, &mut wrong);
            &["jsonrpc", "id", "result", "error"]
        };
        let members = message.as_object().into_iter().flatten();
        wrong.extend(
            members
                .filter(|(name, _)| !known.contains(&name.as_str()))
                .map(|(name, _)| format!("unknown member {name}")),
        );
        places::check(message, &mut wrong);
        let now = &self.agreed.open;
        let before = if is_call { None } else { self.asked.remove(&id) };
        let before = before.as_ref().unwrap_or(now);
        edits::Session { agreed: &self.agreed, before }.check(message, &mut wrong);
        if self.ignores_faults { Vec::new() } else { wrong }
    }

    fn response(&mut self, message: &Value, request: Option<&Value>, wrong: &mut Wrong) {
        let error = match (message.get("result"), message.get("error")) {
            (Some(_), None) => None,
            (None, Some(error)) => Some(error),
            _ => return wrong.push("neither result nor error, or both".to_owned()),
        };
        if !message.get("id").is_some_and(|id| id.is_i64() || id.is_string() || id.is_null()) {
            wrong.push("a response needs the id of its request".to_owned());
        }
        if let Some(error) = error
            && !(error["code"].is_i64() && error["message"].is_string())
        {
            wrong.push("an error needs a code and a message".to_owned());
        }
        let Some(request) = request else { return };
        let Some(result) = message.get("result") else {
            return self.progress.finished(&request["params"], &Value::Null, wrong);
        };
        self.progress.finished(&request["params"], result, wrong);
        let method = request["method"].as_str().unwrap_or_default();
        if self.model.method(method).is_some() {
            wrong.extend(self.model.errors(method, Part::Result, Some(result)));
        }
        if method == "initialize" {
            let offered = &result["capabilities"];
            gate::offer(&self.agreed, offered, wrong);
            self.agreed.offered = Some(offered.clone());
        }
        results::check(&self.agreed, request, result, wrong);
        self.diagnostics.pulled(&self.agreed, request, result, wrong);
    }

    /// Checks a request or notification of the server.
    fn call(&mut self, message: &Value, wrong: &mut Wrong) {
        let name = message["method"].as_str().unwrap_or_default();
        let params = &message["params"];
        match name {
            "client/registerCapability" => {
                self.registrations.register(&self.agreed, self.model, params, wrong);
            }
            "client/unregisterCapability" => self.registrations.unregister(params, wrong),
            "window/workDoneProgress/create" => self.progress.created(&params["token"], wrong),
            "$/progress" => self.progress.report(self.model, params, wrong),
            "textDocument/publishDiagnostics" => {
                self.diagnostics.pushed(&self.agreed, params, wrong);
            }
            _ => {}
        }
        wrong.extend(self.model.errors(name, Part::Params, message.get("params")));
        gate::call(&self.agreed, self.model, message, wrong);
    }
}
