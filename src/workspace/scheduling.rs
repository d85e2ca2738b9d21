//! How long work shares the processors with the threads that answer requests.

use std::cell::Cell;
use std::thread;
use std::time::{Duration, Instant};

/// How long a thread works before it lets others run.
const TURN: Duration = Duration::from_micros(200);

thread_local! {
    static LAST: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Lets threads run that wait for a processor, if this one has worked for a while. Long work calls
/// it at each step.
///
/// Without it, a request waits for the end of a time slice at each step between two threads. The
/// slice of Linux takes 3 ms, and a lower priority of the working threads does not shorten it.
pub fn make_way() {
    let now = Instant::now();
    if LAST.get().is_none_or(|last| now.duration_since(last) >= TURN) {
        thread::yield_now();
        LAST.set(Some(Instant::now()));
    }
}
