//! Failpoints: panics that a test requests, to check that a panic is contained.
//!
//! The variable `HEADWORD_FAULTS` lists failpoints, separated by commas. Each panics once. Only
//! builds with debug assertions have failpoints.

use std::collections::HashSet;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::task::Poll;

/// The requested failpoints that have not panicked yet.
static ARMED: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(|| {
    let places = std::env::var("HEADWORD_FAULTS").unwrap_or_default();
    let places = places.split(',').filter(|place| !place.is_empty());
    Mutex::new(places.map(str::to_owned).collect())
});

/// Panics if a test requested this failpoint.
pub(crate) fn point(place: &str) {
    let is_armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner).remove(place);
    assert!(!is_armed, "a fault at {place}, as was asked for");
}

/// Panics like [`point`], but in the middle of some work: after its first step.
pub(crate) async fn within<F: Future>(place: String, work: F) -> F::Output {
    let mut work = pin!(work);
    let first = poll_fn(|cx| Poll::Ready(work.as_mut().poll(cx))).await;
    point(&place);
    match first {
        Poll::Ready(done) => done,
        Poll::Pending => work.await,
    }
}
