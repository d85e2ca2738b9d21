//! The threads of a session: the session itself, the reader and the publisher.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::server::outgoing::Outbox;
use crate::server::session::Session;
use crate::server::state::State;
use crate::server::{event_loop, publishing, reader};
use crate::workspace::disk::forbid;

/// Starts the threads of the session, the reader and the publisher. The session begins to handle
/// events when it gets its outbox.
///
/// # Errors
///
/// Fails if the system cannot start a thread.
pub(super) fn start() -> io::Result<(Session, Sender<Outbox>)> {
    let (session, events, revision) = Session::new();
    let (reader, publisher) =
        (reader::start(session.clone())?, publishing::start(session.clone())?);
    let (begin, outbox) = channel();
    thread::Builder::new().name("session".to_owned()).spawn(move || {
        if let Ok(outbox) = outbox.recv() {
            let state = State::new(reader, publisher, outbox, revision);
            forbid(|| event_loop::run(state, &events));
        }
    })?;
    Ok((session, begin))
}
