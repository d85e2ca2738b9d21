//! Failpoints: panics that a test requests, to check that a panic is contained.
//!
//! In builds with debug assertions, the variable `HEADWORD_FAULTS` lists failpoints, separated by
//! commas. Each panics once. In other builds, the functions here do nothing.

#[cfg(debug_assertions)]
pub(crate) use self::armed::{point, within};

#[cfg(debug_assertions)]
mod armed {
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
}

/// Does nothing.
#[cfg(not(debug_assertions))]
pub(crate) fn point(_: &str) {}

/// Returns the work unchanged.
#[cfg(not(debug_assertions))]
pub(crate) fn within<F: Future>(_: String, work: F) -> F {
    work
}
