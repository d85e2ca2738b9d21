//! Whether a request is answered at the moment.

use std::sync::Arc;
use std::time::{Duration, Instant};

/// The time in which most requests are answered.
const SHORT_ANSWER: Duration = Duration::from_millis(5);

/// The answers that are computed on other threads.
#[derive(Default)]
pub(super) struct Answering {
    /// A copy is in each snapshot from which a request is answered.
    mark: Arc<()>,
    /// The time of the last such snapshot.
    last: Option<Instant>,
}

impl Answering {
    /// Returns a mark for a snapshot from which a request is answered.
    pub(super) fn mark(&mut self) -> Arc<()> {
        self.last = Some(Instant::now());
        self.mark.clone()
    }

    /// Returns whether a request that has just come is answered. Longer answers do not count.
    pub(super) fn is_busy(&self) -> bool {
        let is_new = self.last.is_some_and(|last| last.elapsed() < SHORT_ANSWER);
        is_new && Arc::strong_count(&self.mark) > 1
    }
}

#[cfg(test)]
mod tests {
    use super::Answering;

    #[test]
    fn an_answer_lasts_until_its_snapshot_is_dropped() {
        let mut answering = Answering::default();
        assert!(!answering.is_busy());
        let marks = [answering.mark(), answering.mark()];
        assert!(answering.is_busy());
        drop(marks);
        assert!(!answering.is_busy());
    }
}
