//! How long work shares the processors with the threads that answer requests.

use std::thread;

/// Lets threads run that wait for a processor. Long work calls it about once in a millisecond.
///
/// Without it, a request waits for the end of a time slice at each step between two threads. The
/// slice of Linux takes 3 ms, and a lower priority of the working threads does not shorten it.
pub fn make_way() {
    thread::yield_now();
}
