//! The loop of the session: takes one event after the other, and survives a panic in one.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;

use tracing::warn;

use crate::server::event::Event;
use crate::server::inbox::Inbox;
use crate::server::state::State;

/// Handles events until the server ends.
pub(super) fn run(mut state: State, events: &Receiver<Event>) {
    let mut inbox = Inbox::new(events);
    // Without an event, diagnostics are due.
    let next = |inbox: &mut Inbox<'_>, state: &State| {
        inbox.next(state.until_diagnostics(), || state.is_answering())
    };
    while let ControlFlow::Continue(event) = next(&mut inbox, &state) {
        if matches!(event, Some(Event::End)) {
            return;
        }
        let changed = event.as_ref().and_then(Event::changes).cloned();
        // A panic in one event must not end the session, which owns all notes.
        let handled = catch_unwind(AssertUnwindSafe(|| match event {
            Some(event) => state.handle(event),
            None => state.publish(),
        }));
        if handled.is_err() {
            warn!("the handling of an event failed");
            state.recover(changed.as_ref());
        }
    }
}
