//! Target `frames`: what a client sends, through the whole server.
//!
//! Lines that begin with `?` (a request), `!` (a notification) or `#` (a body as it is) are put
//! into frames; input without them is the byte stream itself.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use headword::server::serve_streams;
use serde_json::{Value, json};

use crate::input::text;

/// A server that takes longer hangs. An answer may wait a minute for notes to be read.
const PATIENCE: Duration = Duration::from_mins(2);

/// More lines only take longer.
const MOST: usize = 64;

/// Sends messages or bytes to a server. It must end after its input, write only JSON frames, and send
/// one response for each request, without an internal error.
pub fn frames(data: &[u8]) {
    let text = text(data);
    if !text.starts_with(['?', '!', '#']) {
        Conversation::start(data.to_vec()).end();
        return;
    }
    let mut script = Script::default();
    if !text.contains("initialize ") {
        script.line("? initialize {\"capabilities\":{}}");
        script.line("! initialized {}");
    }
    text.lines().take(MOST).for_each(|line| script.line(line));
    if script.exits {
        Conversation::start(script.sent).end();
        return;
    }
    script.line("? shutdown");
    let conversation = Conversation::start(script.sent);
    conversation.wait_for(&script.ids);
    conversation.end();
}

/// What a client says.
#[derive(Default)]
struct Script {
    sent: Vec<u8>,
    /// The requests, all with ids of our own.
    ids: Vec<String>,
    /// Whether the script sends `exit`, which ends the server at once.
    exits: bool,
}

impl Script {
    fn line(&mut self, line: &str) {
        let Some((kind, rest)) = line.split_at_checked(1) else { return };
        let (method, params) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
        let params =
            if params.is_empty() { String::new() } else { format!(",\"params\":{params}") };
        let method = Value::from(method).to_string();
        let body = match kind {
            "?" => {
                let id = format!("line {}", self.ids.len());
                let body =
                    format!("{{\"jsonrpc\":\"2.0\",\"id\":\"{id}\",\"method\":{method}{params}}}");
                if is_request(&body, &id) {
                    self.ids.push(id);
                }
                body
            }
            "!" => format!("{{\"jsonrpc\":\"2.0\",\"method\":{method}{params}}}"),
            "#" => rest.to_owned(),
            _ => return,
        };
        self.exits |= body.contains("\"exit\"") || body.contains("\\u");
        let _ = write!(self.sent, "Content-Length: {}\r\n\r\n{body}", body.len());
    }
}

/// Whether a body is the one request that it was meant to be: params may hold anything.
fn is_request(body: &str, id: &str) -> bool {
    let message: Result<Value, _> = serde_json::from_str(body);
    message.is_ok_and(|message| message["id"] == id && message["method"].is_string())
}

/// A server in this process, and what it has said.
struct Conversation {
    said: Arc<(Mutex<Said>, Condvar)>,
    /// Its input ends when this is dropped.
    more: Sender<()>,
    ended: Receiver<io::Result<u8>>,
}

#[derive(Default)]
struct Said {
    rest: Vec<u8>,
    /// The responses to ids of strings, counted.
    responses: BTreeMap<String, usize>,
}

impl Conversation {
    fn start(sent: Vec<u8>) -> Self {
        let said = Arc::<(Mutex<Said>, Condvar)>::default();
        let (more, none) = channel();
        let input = io::Cursor::new(sent).chain(Pending(none));
        let output = Output(said.clone());
        let (end, ended) = channel();
        thread::spawn(move || end.send(serve_streams(input, output)));
        Self { said, more, ended }
    }

    fn wait_for(&self, ids: &[String]) {
        let (said, heard) = &*self.said;
        let said = said.lock().expect("nothing panics with it");
        let waits = |said: &mut Said| ids.iter().any(|id| !said.responses.contains_key(id));
        let (said, waited) =
            heard.wait_timeout_while(said, PATIENCE, waits).expect("nothing panics with it");
        assert!(!waited.timed_out(), "no response to all of {ids:?}: {:?}", said.responses);
    }

    /// Ends the input, and waits for the server to end too.
    fn end(self) {
        drop(self.more);
        let ended = self.ended.recv_timeout(PATIENCE).expect("the server ends with its input");
        assert!(ended.is_ok(), "{ended:?}");
        let said = self.said.0.lock().expect("nothing panics with it");
        assert!(said.rest.is_empty(), "half a frame: {:?}", said.rest);
    }
}

/// Input that does not come, up to its end.
struct Pending(Receiver<()>);

impl Read for Pending {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        let _ = self.0.recv();
        Ok(0)
    }
}

struct Output(Arc<(Mutex<Said>, Condvar)>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.0.lock().expect("nothing panics with it").rest.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut said = self.0.0.lock().expect("nothing panics with it");
        while let Some(message) = next_message(&mut said.rest) {
            hear(&mut said, &message);
        }
        self.0.1.notify_all();
        Ok(())
    }
}

/// Takes one frame from the front of the bytes.
fn next_message(bytes: &mut Vec<u8>) -> Option<Value> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let header = str::from_utf8(&bytes[..end]).expect("a header is text");
    let length = header.strip_prefix("Content-Length: ").expect("it is a length and no more");
    let body = end + 4..end + 4 + length.parse::<usize>().expect("it is a number");
    let message = bytes.get(body.clone())?;
    let message = serde_json::from_slice(message).expect("a body is JSON");
    bytes.drain(..body.end);
    Some(message)
}

fn hear(said: &mut Said, message: &Value) {
    assert_eq!(message["jsonrpc"], "2.0", "{message}");
    assert_ne!(message["error"]["code"], json!(-32603), "a fault in the server: {message}");
    if message.get("method").is_none()
        && let Some(id) = message["id"].as_str()
    {
        let count = said.responses.entry(id.to_owned()).or_default();
        *count += 1;
        assert!(*count == 1 || !id.starts_with("line "), "two responses: {message}");
    }
}
