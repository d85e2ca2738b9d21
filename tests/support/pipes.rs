//! The client's end of the pipes: frames of messages, and the log on stderr.
//!
//! The reader is stricter than real clients. It reports all output on stdout that is not a valid
//! frame, because stdout is for the protocol only.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{ChildStderr, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// An event from the server.
#[derive(Debug)]
pub(crate) enum Event {
    /// A message.
    Message(Value),
    /// Output that is not a message.
    Garbage(String),
    /// The end of the output.
    Closed,
}

/// Reads the output of the server on a separate thread, so that a wait can time out.
pub(crate) fn read_events(output: ChildStdout) -> Receiver<Event> {
    let (sender, events) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        loop {
            let event = match read_frame(&mut output) {
                Ok(None) => Event::Closed,
                Ok(Some(body)) => match serde_json::from_slice(&body) {
                    Ok(message) => Event::Message(message),
                    Err(error) => Event::Garbage(format!("{error} in {body:?}")),
                },
                Err(error) => Event::Garbage(error.to_string()),
            };
            let last = !matches!(event, Event::Message(_));
            if sender.send(event).is_err() || last {
                return;
            }
        }
    });
    events
}

fn read_frame(output: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut header = Vec::new();
    while !header.ends_with(b"\r\n\r\n") {
        if output.read_until(b'\n', &mut header)? == 0 {
            let clean = header.is_empty();
            return if clean { Ok(None) } else { Err(not_a_header(&header)) };
        }
        if !header.starts_with(b"Content-Length: ") {
            return Err(not_a_header(&header));
        }
    }
    let text = String::from_utf8_lossy(&header);
    let length = text["Content-Length: ".len()..].trim_end();
    let mut body = vec![0; length.parse().map_err(|_| not_a_header(&header))?];
    output.read_exact(&mut body)?;
    Ok(Some(body))
}

fn not_a_header(bytes: &[u8]) -> io::Error {
    io::Error::other(format!("not a header: {:?}", String::from_utf8_lossy(bytes)))
}

/// Collects the server's log.
pub(crate) fn read_log(mut stderr: ChildStderr) -> Arc<Mutex<String>> {
    let log: Arc<Mutex<String>> = Arc::default();
    let writer = Arc::clone(&log);
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = stderr.read(&mut bytes) {
            writer.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    });
    log
}

/// Encodes a message as a frame.
pub(crate) fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    let mut bytes = Vec::new();
    write!(bytes, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    bytes
}
