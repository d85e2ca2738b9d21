//! The events of the session, in the order in which it handles them.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use crate::server::event::Event;
use crate::workspace::scheduling::make_way;

/// The longest time for which notes wait for answers, until the next one is loaded.
const LONGEST_PAUSE: Duration = Duration::from_millis(2);

/// The time after which the inbox looks again whether all answers are given.
const PAUSE_STEP: Duration = Duration::from_micros(200);

/// Receives the events of the session. Notes from the reader come one at a time, and only if no
/// other event waits: to load or unload a note takes up to a millisecond, and a request must not
/// wait for many.
///
/// Notes also wait while a request is answered. To load a note copies all parts of the indexes that
/// it changes and the request still uses, and needs the processor that the request needs.
pub(super) struct Inbox<'a> {
    events: &'a Receiver<Event>,
    /// The notes that have arrived, each in an event of its own.
    notes: VecDeque<Event>,
    /// The time since when the next note waits for answers.
    paused: Option<Instant>,
}

impl<'a> Inbox<'a> {
    pub(super) fn new(events: &'a Receiver<Event>) -> Self {
        Self { events, notes: VecDeque::new(), paused: None }
    }

    /// Waits for the next event: at most `limit`, and then returns `None`. Breaks if no event can
    /// come any more. `is_answering` returns whether a request is answered at the moment.
    pub(super) fn next(
        &mut self,
        limit: Option<Duration>,
        is_answering: impl Fn() -> bool,
    ) -> ControlFlow<(), Option<Event>> {
        loop {
            match self.receive(limit, &is_answering) {
                Ok(Event::LoadedNote { notes, taken }) => {
                    let alone =
                        |note| Event::LoadedNote { notes: vec![note], taken: taken.clone() };
                    self.notes.extend(notes.into_iter().map(alone));
                }
                Ok(Event::Unloaded { gone, taken }) => {
                    let alone = |path| Event::Unloaded { gone: vec![path], taken: taken.clone() };
                    self.notes.extend(gone.into_iter().map(alone));
                }
                Ok(event) => return ControlFlow::Continue(Some(event)),
                Err(RecvTimeoutError::Timeout) => {
                    return ControlFlow::Continue(self.notes.pop_front());
                }
                Err(RecvTimeoutError::Disconnected) => return ControlFlow::Break(()),
            }
        }
    }

    /// Receives an event. If there are notes, it waits only for answers.
    fn receive(
        &mut self,
        limit: Option<Duration>,
        is_answering: impl Fn() -> bool,
    ) -> Result<Event, RecvTimeoutError> {
        match limit {
            _ if !self.notes.is_empty() => self.receive_before_note(is_answering),
            Some(limit) => self.events.recv_timeout(limit),
            None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Receives an event that comes before the next note.
    fn receive_before_note(
        &mut self,
        is_answering: impl Fn() -> bool,
    ) -> Result<Event, RecvTimeoutError> {
        make_way();
        let mut received = self.events.try_recv().map_err(|error| match error {
            TryRecvError::Empty => RecvTimeoutError::Timeout,
            TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
        });
        while matches!(received, Err(RecvTimeoutError::Timeout)) {
            let is_first = self.paused.is_none();
            let since = *self.paused.get_or_insert_with(Instant::now);
            if !is_answering() || !is_first && since.elapsed() >= LONGEST_PAUSE {
                self.paused = None;
                break;
            }
            received = self.events.recv_timeout(PAUSE_STEP);
        }
        received
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::mpsc::{Receiver, TryRecvError, channel, sync_channel};

    use super::*;
    use crate::note::{Note, ReadOptions};
    use crate::workspace::loader::LoadedNote;

    /// Returns a batch of the reader, and what the reader waits for.
    fn batch(names: &[&str]) -> (Event, Receiver<()>) {
        let note = |name: &&str| {
            LoadedNote::new(name.into(), None, Note::default(), ReadOptions::default())
        };
        let (taken, wait) = sync_channel(0);
        (Event::LoadedNote { notes: names.iter().map(note).collect(), taken }, wait)
    }

    #[test]
    fn other_events_come_before_notes_and_notes_one_at_a_time() {
        let (sender, events) = channel();
        let mut inbox = Inbox::new(&events);
        let mut next = || match inbox.next(Some(Duration::ZERO), || false) {
            ControlFlow::Continue(Some(Event::LoadedNote { notes, taken })) => {
                let names: Vec<_> = notes.iter().map(|it| it.path.display().to_string()).collect();
                (names.join(" "), Some(taken))
            }
            ControlFlow::Continue(Some(event)) => (event.name().to_owned(), None),
            ControlFlow::Continue(None) => ("nothing".to_owned(), None),
            ControlFlow::Break(()) => ("end".to_owned(), None),
        };
        let (first, wait) = batch(&["a", "b"]);
        sender.send(first).expect("the inbox listens");
        sender.send(batch(&[]).0).expect("the inbox listens");
        sender.send(batch(&["c"]).0).expect("the inbox listens");
        sender.send(Event::Files(Vec::new())).expect("the inbox listens");
        assert_eq!(next().0, "event files");
        assert_eq!(next().0, "a");
        sender.send(Event::Files(Vec::new())).expect("the inbox listens");
        assert_eq!(next().0, "event files");
        // The reader waits until the last note of its batch is loaded.
        assert_eq!(wait.try_recv(), Err(TryRecvError::Empty));
        let (name, taken) = next();
        assert_eq!((name.as_str(), wait.try_recv()), ("b", Err(TryRecvError::Empty)));
        drop(taken);
        assert_eq!(wait.try_recv(), Err(TryRecvError::Disconnected));
        assert_eq!(next().0, "c");
        assert_eq!(next().0, "nothing");
        drop(sender);
        assert_eq!(next().0, "end");
    }

    #[test]
    fn notes_wait_while_a_request_is_answered_but_not_for_long() {
        let (sender, events) = channel();
        let mut inbox = Inbox::new(&events);
        let is_note =
            |event| matches!(event, ControlFlow::Continue(Some(Event::LoadedNote { .. })));
        sender.send(batch(&["a", "b"]).0).expect("the inbox listens");
        let looks = Cell::new(0);
        let for_three_looks = || {
            looks.set(looks.get() + 1);
            looks.get() <= 3
        };
        assert!(is_note(inbox.next(None, for_three_looks)));
        assert!((2..=4).contains(&looks.get()), "it looked {} times", looks.get());
        let begin = Instant::now();
        assert!(is_note(inbox.next(None, || true)));
        assert!(begin.elapsed() >= LONGEST_PAUSE);
        // Other events do not wait.
        sender.send(batch(&["c"]).0).expect("the inbox listens");
        sender.send(Event::Files(Vec::new())).expect("the inbox listens");
        let next = inbox.next(None, || true);
        assert!(matches!(next, ControlFlow::Continue(Some(Event::Files(_)))));
    }
}
