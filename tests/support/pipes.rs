//! The client's end of the server's pipes: frames in, frames out, and what goes to stderr.
//!
//! The reader is strict where a real client would be lenient: whatever reaches stdout and is not
//! exactly a frame is reported, since stdout carries the protocol only.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{ChildStderr, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// What the server did.
#[derive(Debug)]
pub(crate) enum Event {
    /// It sent a message.
    Message(Value),
    /// It wrote something that is no message.
    Garbage(String),
    /// It closed its output.
    Closed,
}

/// Reads the server's output on a thread of its own, so that waiting can time out.
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

/// A message as a frame.
pub(crate) fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    let mut bytes = Vec::new();
    write!(bytes, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    bytes
}
