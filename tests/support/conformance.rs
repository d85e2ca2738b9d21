//! What no message of the server may break, whatever the test is about.
//!
//! - Its shape is the meta-model's.
//! - It is sent only if the client said that it can take it, and not too early.
//! - A method is registered once: when starting or later, and later only if the client allows it.
//! - Progress is asked for, begins, goes on and ends, in this order.
//! - Its edits are what they have to be, see [`Session`].

use std::collections::HashMap;

use serde_json::{Value, json};

use super::edits::Session;
use super::model::{Method, Model, Part};

/// Methods whose client capability says how to use them, not whether.
const ALWAYS_ALLOWED: &[&str] =
    &["window/showMessage", "window/showMessageRequest", "textDocument/publishDiagnostics"];

/// What may be sent before `initialize` is answered.
const EARLY: &[&str] =
    &["window/showMessage", "window/logMessage", "window/showMessageRequest", "telemetry/event"];

/// Follows a conversation and finds what is wrong with the server's part.
pub(crate) struct Conformance {
    model: &'static Model,
    capabilities: Value,
    server_capabilities: Option<Value>,
    folders: Vec<String>,
    /// The version of each open document.
    open: HashMap<String, i64>,
    /// The method of each registration, by its id.
    registrations: HashMap<String, String>,
    progress: HashMap<Value, Progress>,
}

/// How far a progress token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Requested,
    Created,
    Begun,
    Ended,
    /// For parts of a result: no kinds.
    Partial,
}

impl Conformance {
    /// At the start of a conversation.
    pub(crate) fn new() -> Self {
        Self {
            model: Model::get(),
            capabilities: json!({}),
            server_capabilities: None,
            folders: Vec::new(),
            open: HashMap::new(),
            registrations: HashMap::new(),
            progress: HashMap::new(),
        }
    }

    /// Takes note of a message of the client.
    pub(crate) fn sent(&mut self, message: &Value) {
        let params = &message["params"];
        let uri = || params["textDocument"]["uri"].as_str().unwrap_or_default().to_owned();
        let version = || params["textDocument"]["version"].as_i64().unwrap_or_default();
        for (key, state) in
            [("workDoneToken", Progress::Created), ("partialResultToken", Progress::Partial)]
        {
            if let Some(token) = params.get(key).filter(|token| !token.is_null()) {
                self.progress.insert(token.clone(), state);
            }
        }
        match message["method"].as_str().unwrap_or_default() {
            "initialize" => {
                self.capabilities = params["capabilities"].clone();
                self.folders = uris(&params["workspaceFolders"]);
                if self.folders.is_empty() {
                    self.folders.extend(params["rootUri"].as_str().map(str::to_owned));
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                let removed = uris(&params["event"]["removed"]);
                self.folders.retain(|folder| !removed.contains(folder));
                self.folders.extend(uris(&params["event"]["added"]));
            }
            "textDocument/didOpen" | "textDocument/didChange" => {
                self.open.insert(uri(), version());
            }
            "textDocument/didClose" => {
                self.open.remove(&uri());
            }
            _ => {}
        }
    }

    /// Takes note of the client's answer to a request of the server.
    pub(crate) fn answered(&mut self, request: &Value, succeeded: bool) {
        let token = &request["params"]["token"];
        if request["method"] == "window/workDoneProgress/create" {
            if succeeded {
                self.progress.insert(token.clone(), Progress::Created);
            } else {
                self.progress.remove(token);
            }
        }
    }

    /// What is wrong with a message of the server. `request` is what it responds to.
    pub(crate) fn received(&mut self, message: &Value, request: Option<&Value>) -> Vec<String> {
        let mut wrong = Vec::new();
        if message["jsonrpc"] != "2.0" {
            wrong.push("jsonrpc is not 2.0".to_owned());
        }
        let known: &[&str] = if message.get("method").is_some() {
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
        let session = Session {
            workspace_edit: &self.capabilities["workspace"]["workspaceEdit"],
            folders: &self.folders,
            open: &self.open,
        };
        session.check(message, &mut wrong);
        wrong
    }

    fn response(&mut self, message: &Value, request: Option<&Value>, wrong: &mut Vec<String>) {
        let error = match (message.get("result"), message.get("error")) {
            (Some(_), None) => None,
            (None, Some(error)) => Some(error),
            _ => return wrong.push("neither result nor error, or both".to_owned()),
        };
        if let Some(error) = error
            && !(error["code"].is_i64() && error["message"].is_string())
        {
            wrong.push("an error needs a code and a message".to_owned());
        }
        let Some(request) = request else { return };
        self.progress.remove(&request["params"]["workDoneToken"]);
        self.progress.remove(&request["params"]["partialResultToken"]);
        let method = request["method"].as_str().unwrap_or_default();
        let Some(result) = message.get("result") else { return };
        if self.model.method(method).is_some() {
            wrong.extend(self.model.errors(method, Part::Result, Some(result)));
        }
        if method == "textDocument/codeAction"
            && !offers(&self.capabilities, "textDocument.codeAction.isPreferredSupport")
            && result.as_array().into_iter().flatten().any(|it| it.get("isPreferred").is_some())
        {
            wrong.push("isPreferred is for clients with isPreferredSupport".to_owned());
        }
        if method == "initialize" {
            self.offer(&result["capabilities"], wrong);
        }
    }

    /// Checks what the server says it can do.
    fn offer(&mut self, offered: &Value, wrong: &mut Vec<String>) {
        self.server_capabilities = Some(offered.clone());
        for (offer, needed) in [
            ("renameProvider.prepareProvider", "textDocument.rename.prepareSupport"),
            (
                "codeActionProvider.codeActionKinds",
                "textDocument.codeAction.codeActionLiteralSupport",
            ),
        ] {
            if offers(offered, offer) && !offers(&self.capabilities, needed) {
                wrong.push(format!("{offer} is for clients with {needed}"));
            }
        }
        let encodings = &self.capabilities["general"]["positionEncodings"];
        let encoding = offered.get("positionEncoding").cloned().unwrap_or(json!("utf-16"));
        let named = encodings.as_array().is_some_and(|all| all.contains(&encoding));
        if !named && encoding != "utf-16" {
            wrong.push(format!("the client did not offer {encoding}"));
        }
    }

    /// A request or notification of the server.
    fn call(&mut self, message: &Value, wrong: &mut Vec<String>) {
        let name = message["method"].as_str().unwrap_or_default();
        let params = &message["params"];
        match name {
            "client/registerCapability" => self.register(params, wrong),
            "client/unregisterCapability" => {
                for registration in params["unregisterations"].as_array().into_iter().flatten() {
                    let id = registration["id"].as_str().unwrap_or_default();
                    if self.registrations.remove(id).is_none() {
                        wrong.push(format!("{id} was not registered"));
                    }
                }
            }
            "window/workDoneProgress/create" => {
                let token = params["token"].clone();
                if self.progress.insert(token, Progress::Requested).is_some() {
                    wrong.push("this progress token is in use".to_owned());
                }
            }
            "$/progress" => self.report(params, wrong),
            "textDocument/publishDiagnostics" => self.diagnostics(params, wrong),
            _ => {}
        }
        if self.server_capabilities.is_none() && !EARLY.contains(&name) {
            wrong.push(format!("{name} before initialize was answered"));
        }
        wrong.extend(self.model.errors(name, Part::Params, message.get("params")));
        if let Some(method) = self.model.method(name) {
            self.gate(name, method, wrong);
        }
    }

    /// Whether the client wants to be told this at all.
    fn gate(&self, name: &str, method: &Method, wrong: &mut Vec<String>) {
        if method.direction == "clientToServer" {
            wrong.push(format!("{name} is sent by clients"));
        }
        let Some(needed) = &method.client_capability else { return };
        let needed = if name.ends_with("/refresh") && !needed.ends_with("refreshSupport") {
            format!("{needed}.refreshSupport")
        } else {
            needed.clone()
        };
        if !ALWAYS_ALLOWED.contains(&name) && !offers(&self.capabilities, &needed) {
            wrong.push(format!("{name} is for clients with {needed}"));
        }
    }

    fn register(&mut self, params: &Value, wrong: &mut Vec<String>) {
        for registration in params["registrations"].as_array().into_iter().flatten() {
            let text = |key: &str| registration[key].as_str().unwrap_or_default().to_owned();
            let method = text("method");
            if self.registrations.values().any(|registered| *registered == method) {
                wrong.push(format!("{method} is registered twice"));
            }
            if self.registrations.insert(text("id"), method.clone()).is_some() {
                wrong.push(format!("{} is the id of two registrations", text("id")));
            }
            let Some((name, known)) = self.model.registered(&method) else {
                continue;
            };
            if !self.registers(&method, known) {
                wrong.push(format!("the client does not let {method} be registered"));
            }
            let provider = known.server_capability.as_deref();
            let offered = self.server_capabilities.as_ref().zip(provider);
            if offered.is_some_and(|(offered, provider)| offers(offered, provider)) {
                wrong.push(format!("{method} is registered, and offered from the start"));
            }
            let options = registration.get("registerOptions");
            wrong.extend(self.model.errors(name, Part::Registration, options));
        }
    }

    /// Whether the client takes a registration later than `initialize`. The flag stands in the
    /// capability or, for one of a group, in the group.
    fn registers(&self, name: &str, method: &Method) -> bool {
        if name == "workspace/didChangeWorkspaceFolders" {
            return offers(&self.capabilities, "workspace.workspaceFolders");
        }
        let mut path = method.client_capability.as_deref();
        while let Some(prefix) = path {
            match at(&self.capabilities, &format!("{prefix}.dynamicRegistration")) {
                Some(flag) => return flag == true,
                None => path = prefix.rsplit_once('.').map(|(prefix, _)| prefix),
            }
        }
        false
    }

    fn report(&mut self, params: &Value, wrong: &mut Vec<String>) {
        let token = &params["token"];
        let state = self.progress.get(token).copied();
        let kind = params["value"]["kind"].as_str().unwrap_or_default();
        let next = match (state, kind) {
            (Some(Progress::Partial), _) => Progress::Partial,
            (Some(Progress::Created), "begin") | (Some(Progress::Begun), "report") => {
                Progress::Begun
            }
            (Some(Progress::Begun), "end") => Progress::Ended,
            _ => return wrong.push(format!("{kind} of progress {token} that is {state:?}")),
        };
        self.progress.insert(token.clone(), next);
        if next != Progress::Partial {
            wrong.extend(self.model.work_done_errors(kind, &params["value"]));
        }
    }

    fn diagnostics(&self, params: &Value, wrong: &mut Vec<String>) {
        for (member, needed) in [
            ("relatedInformation", "relatedInformation"),
            ("tags", "tagSupport"),
            ("codeDescription", "codeDescriptionSupport"),
        ] {
            let needed = format!("textDocument.publishDiagnostics.{needed}");
            let mut diagnostics = params["diagnostics"].as_array().into_iter().flatten();
            if diagnostics.any(|diagnostic| diagnostic.get(member).is_some())
                && !offers(&self.capabilities, &needed)
            {
                wrong.push(format!("a diagnostic's {member} is for clients with {needed}"));
            }
        }
    }
}

/// Whether a capability is there and not switched off.
fn offers(capabilities: &Value, path: &str) -> bool {
    at(capabilities, path).is_some_and(|value| !value.is_null() && value != false)
}

/// The value at a dotted path.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

fn uris(folders: &Value) -> Vec<String> {
    let folders = folders.as_array().into_iter().flatten();
    folders.filter_map(|folder| folder["uri"].as_str().map(str::to_owned)).collect()
}
