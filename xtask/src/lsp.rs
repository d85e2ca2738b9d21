//! A small language client that sends the requests of an editor to a real server.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::process::{Reaped, poll};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server and the connection to it. The server ends with it.
pub struct Client {
    stdin: ChildStdin,
    messages: Receiver<(Instant, Value)>,
    last_id: u64,
    versions: HashMap<String, u64>,
    notifications: Vec<(Instant, Value)>,
    server: Reaped,
    /// When the process was started.
    pub started: Instant,
    /// What the server offers.
    pub offers: Value,
    /// How long a response may take.
    pub patience: Duration,
}

impl Client {
    /// Starts the server for a folder, and initializes it as a client with these capabilities.
    pub fn start(command: &mut Command, folder: &Path, capabilities: &Value) -> Result<Self> {
        let started = Instant::now();
        let child = command
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let mut server = Reaped(child);
        let stdin = server.0.stdin.take().context("the server has no standard input")?;
        let stdout = server.0.stdout.take().context("the server has no standard output")?;
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Ok(message) = read_message(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut client = Self {
            stdin,
            messages,
            last_id: 0,
            versions: HashMap::new(),
            notifications: Vec::new(),
            server,
            started,
            offers: Value::Null,
            patience: PATIENCE,
        };
        let answer = client.request("initialize", &handshake(folder, capabilities))?;
        client.offers = answer["capabilities"].clone();
        client.notify("initialized", &json!({}))?;
        Ok(client)
    }

    /// The process of the server.
    pub fn process(&self) -> u32 {
        self.server.0.id()
    }

    /// Sends the text of a note to the server: opens it the first time, changes it later.
    pub fn show(&mut self, uri: &str, text: &str) -> Result<()> {
        let version = self.versions.entry(uri.to_owned()).or_default();
        *version += 1;
        if *version == 1 {
            let document =
                json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
            self.notify("textDocument/didOpen", &json!({ "textDocument": document }))
        } else {
            let document = json!({"uri": uri, "version": *version});
            let changes = json!([{ "text": text }]);
            let params = json!({"textDocument": document, "contentChanges": changes});
            self.notify("textDocument/didChange", &params)
        }
    }

    /// Whether a note was sent before.
    pub fn is_open(&self, uri: &str) -> bool {
        self.versions.contains_key(uri)
    }

    /// Replaces a range of an open note.
    pub fn edit(&mut self, uri: &str, range: &Value, text: &str) -> Result<()> {
        let version = self.versions.entry(uri.to_owned()).or_default();
        *version += 1;
        let document = json!({"uri": uri, "version": *version});
        let changes = json!([{ "range": range, "text": text }]);
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", &params)
    }

    /// Asks and waits for the result.
    pub fn request(&mut self, method: &str, params: &Value) -> Result<Value> {
        Ok(self.timed(method, params)?.1)
    }

    /// Asks and waits for the result. Also returns when its last byte was read.
    pub fn timed(&mut self, method: &str, params: &Value) -> Result<(Instant, Value)> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&message(json!({"jsonrpc": "2.0", "id": id, "method": method}), params))?;
        let deadline = Instant::now() + self.patience;
        loop {
            let received = self.receive(deadline)?;
            let (at, mut message) = received.with_context(|| format!("no answer to {method}"))?;
            if message["id"] == json!(id) {
                if let Some(error) = message.get("error") {
                    bail!("{method} failed: {}", error["message"]);
                }
                return Ok((at, message["result"].take()));
            }
        }
    }

    /// Waits for a notification that `fits`, and returns when its last byte was read. `None` after the
    /// deadline.
    pub fn notification(
        &mut self,
        deadline: Instant,
        fits: impl Fn(&Value) -> bool,
    ) -> Result<Option<Instant>> {
        loop {
            let found = self.notifications.drain(..).find(|(_, message)| fits(message));
            if let Some((at, _)) = found {
                return Ok(Some(at));
            }
            if self.receive(deadline)?.is_none() {
                return Ok(None);
            }
        }
    }

    /// Receives the next message. A request is answered, and a notification is kept; both are
    /// returned as null. `None` if there is no message before the deadline.
    fn receive(&mut self, deadline: Instant) -> Result<Option<(Instant, Value)>> {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.messages.recv_timeout(left) {
            Ok((at, message)) if message.get("method").is_some() => {
                self.answer(&message)?;
                if message.get("id").is_none() {
                    self.notifications.push((at, message));
                }
                Ok(Some((at, Value::Null)))
            }
            Ok(response) => Ok(Some(response)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => bail!("the server has ended"),
        }
    }

    /// Shuts the server down and waits for its end.
    pub fn stop(mut self) -> Result<()> {
        self.request("shutdown", &Value::Null)?;
        self.notify("exit", &Value::Null)?;
        let ended = poll(PATIENCE, || self.server.0.try_wait().ok().flatten());
        let status = ended.context("the server does not end after `exit`")?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }

    /// Answers a request of the server with null. A notification needs no answer.
    fn answer(&mut self, message: &Value) -> Result<()> {
        let Some(id) = message.get("id") else { return Ok(()) };
        let result = match message["method"].as_str() {
            Some("workspace/configuration") => {
                let items = message["params"]["items"].as_array().map_or(0, Vec::len);
                json!(vec![Value::Null; items])
            }
            _ => Value::Null,
        };
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}))
    }

    fn notify(&mut self, method: &str, params: &Value) -> Result<()> {
        self.send(&message(json!({"jsonrpc": "2.0", "method": method}), params))
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.stdin.flush().context("the server does not read")
    }
}

/// Adds the parameters to a message. Some servers refuse `null` in their place.
fn message(mut message: Value, params: &Value) -> Value {
    if !params.is_null() {
        message["params"] = params.clone();
    }
    message
}

/// The URI of a path. Enough for paths of ordinary letters; others are percent-encoded by byte.
pub fn uri(path: &Path) -> String {
    use std::fmt::Write as _;

    let mut uri = "file://".to_owned();
    for byte in path.to_string_lossy().replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// What an ordinary editor can do.
pub fn capabilities() -> Value {
    json!({
        "textDocument": {
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
            "definition": {"linkSupport": true},
            "diagnostic": {},
        },
        "workspace": {"workspaceFolders": true},
    })
}

fn handshake(folder: &Path, capabilities: &Value) -> Value {
    json!({
        "processId": std::process::id(),
        "clientInfo": {"name": "cargo xtask"},
        "rootUri": uri(folder),
        "workspaceFolders": [{"uri": uri(folder), "name": "notes"}],
        "capabilities": capabilities,
    })
}

/// Reads a message. Also returns when its last byte was read.
fn read_message(stdout: &mut impl BufRead) -> Result<(Instant, Value)> {
    let mut length = None;
    loop {
        let mut header = String::new();
        if stdout.read_line(&mut header)? == 0 {
            bail!("the server closed its output");
        }
        let header = header.trim();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse::<u64>()?);
        }
    }
    let mut body = Vec::new();
    stdout.take(length.context("a message without a length")?).read_to_end(&mut body)?;
    Ok((Instant::now(), serde_json::from_slice(&body)?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{read_message, uri};

    #[test]
    fn a_message_ends_where_its_length_says() {
        let mut bytes =
            b"Content-Length: 8\r\n\r\n{\"a\": 1}Content-Length: 2\r\n\r\n{}".as_slice();
        assert_eq!(read_message(&mut bytes).unwrap().1["a"], 1);
        assert_eq!(read_message(&mut bytes).unwrap().1, serde_json::json!({}));
        assert!(read_message(&mut bytes).is_err());
    }

    #[test]
    fn a_uri_has_no_spaces() {
        assert_eq!(uri(Path::new("/my notes/a.md")), "file:///my%20notes/a.md");
    }
}
