//! A small language client that sends the requests of an editor to a real server.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
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
    messages: Receiver<Value>,
    last_id: u64,
    versions: HashMap<String, u64>,
    server: Reaped,
}

impl Client {
    /// Starts the server for a folder, and initializes it.
    pub fn start(server: &Path, folder: &Path) -> Result<Self> {
        let child = Command::new(server)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", server.display()))?;
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
        let mut client = Self { stdin, messages, last_id: 0, versions: HashMap::new(), server };
        client.request("initialize", &handshake(folder))?;
        client.notify("initialized", &json!({}))?;
        Ok(client)
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

    /// Asks and waits for the result.
    pub fn request(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let message = self
                .messages
                .recv_timeout(left)
                .with_context(|| format!("no answer to {method}"))?;
            if message.get("method").is_some() {
                self.answer(&message)?;
            } else if message["id"] == json!(id) {
                if let Some(error) = message.get("error") {
                    bail!("{method} failed: {}", error["message"]);
                }
                return Ok(message["result"].clone());
            }
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
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.stdin.flush().context("the server does not read")
    }
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

fn handshake(folder: &Path) -> Value {
    let capabilities = json!({
        "textDocument": {
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
            "definition": {"linkSupport": true},
            "diagnostic": {},
        },
        "workspace": {"workspaceFolders": true},
    });
    json!({
        "processId": std::process::id(),
        "clientInfo": {"name": "cargo xtask try"},
        "rootUri": uri(folder),
        "workspaceFolders": [{"uri": uri(folder), "name": "notes"}],
        "capabilities": capabilities,
    })
}

fn read_message(stdout: &mut impl BufRead) -> Result<Value> {
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
    Ok(serde_json::from_slice(&body)?)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{read_message, uri};

    #[test]
    fn a_message_ends_where_its_length_says() {
        let mut bytes =
            b"Content-Length: 8\r\n\r\n{\"a\": 1}Content-Length: 2\r\n\r\n{}".as_slice();
        assert_eq!(read_message(&mut bytes).unwrap()["a"], 1);
        assert_eq!(read_message(&mut bytes).unwrap(), serde_json::json!({}));
        assert!(read_message(&mut bytes).is_err());
    }

    #[test]
    fn a_uri_has_no_spaces() {
        assert_eq!(uri(Path::new("/my notes/a.md")), "file:///my%20notes/a.md");
    }
}
