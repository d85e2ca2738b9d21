//! The threads of a session: its own, the reader and the publisher.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::server::outgoing::Outbox;
use crate::server::session::Session;
use crate::server::state::State;
use crate::server::{publishing, reader};
use crate::workspace::disk::forbid;

/// Starts the session's thread and those that work for it. The session begins when it gets its
/// outbox.
pub(super) fn start() -> io::Result<(Session, Sender<Outbox>)> {
    let (session, events, revision) = Session::new();
    let (reader, publisher) =
        (reader::start(session.clone())?, publishing::start(session.clone())?);
    let (begin, outbox) = channel();
    thread::Builder::new().name("session".to_owned()).spawn(move || {
        if let Ok(outbox) = outbox.recv() {
            let state = State::new(reader, publisher, outbox, revision);
            forbid(|| state.run(&events));
        }
    })?;
    Ok((session, begin))
}
