//! Faults on purpose: panics at places that have a name, so that tests see what one costs.
//!
//! In builds with debug assertions `HEADWORD_FAULTS` lists places, with commas between them; each
//! of them panics once. In all other builds there is none of this.

#[cfg(debug_assertions)]
pub(crate) use self::armed::{point, within};

#[cfg(debug_assertions)]
mod armed {
    use std::collections::HashSet;
    use std::future::poll_fn;
    use std::pin::pin;
    use std::sync::{LazyLock, Mutex, PoisonError};
    use std::task::Poll;

    /// The places that have not panicked yet.
    static ARMED: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(|| {
        let places = std::env::var("HEADWORD_FAULTS").unwrap_or_default();
        let places = places.split(',').filter(|place| !place.is_empty());
        Mutex::new(places.map(str::to_owned).collect())
    });

    /// Panics if that was asked for at this place.
    pub(crate) fn point(place: &str) {
        let is_armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner).remove(place);
        assert!(!is_armed, "a fault at {place}, as was asked for");
    }

    /// The same in the midst of some work: after its first step.
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

/// Nothing.
#[cfg(not(debug_assertions))]
pub(crate) fn point(_: &str) {}

/// The work.
#[cfg(not(debug_assertions))]
pub(crate) fn within<F: Future>(_: String, work: F) -> F {
    work
}
