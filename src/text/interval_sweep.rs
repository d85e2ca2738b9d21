//! Interval sweep: finds the ranges that contain a query range.
//!
//! Queries are in source order, so all queries together take one pass over the ranges.

use std::iter::{self, Peekable};
use std::vec;

use text_size::{TextRange, TextSize};

/// Values with ranges in one text, and the state of the sweep over them.
pub struct IntervalSweep<T> {
    /// The values that begin after the last query.
    coming: Peekable<vec::IntoIter<(TextRange, T)>>,
    /// The values that had begun and not ended at the last query.
    open: Vec<(TextRange, T)>,
    last: TextSize,
}

impl<T> IntervalSweep<T> {
    /// Creates a sweep over values with their ranges, in any order.
    pub fn new(things: impl IntoIterator<Item = (TextRange, T)>) -> Self {
        let mut coming: Vec<_> = things.into_iter().collect();
        coming.sort_by_key(|(range, _)| range.start());
        let (coming, last) = (coming.into_iter().peekable(), TextSize::default());
        Self { coming, open: Vec::new(), last }
    }

    /// The values whose range contains `range`, with their ranges, in the order of their starts.
    /// `range` must not start before the last query.
    pub fn of(&mut self, range: TextRange) -> impl Iterator<Item = &(TextRange, T)> {
        debug_assert!(self.last <= range.start(), "the questions are in order");
        self.last = range.start();
        let next = || self.coming.next_if(|(coming, _)| coming.start() <= range.start());
        self.open.extend(iter::from_fn(next));
        self.open.retain(|(open, _)| open.end() >= range.start());
        self.open.iter().filter(move |(open, _)| open.contains_range(range))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use text_size::{TextRange, TextSize};

    use super::IntervalSweep;

    fn ranges() -> impl Strategy<Value = Vec<TextRange>> {
        let one = (0..30_u32, 0..10_u32);
        let one = one.prop_map(|(start, length)| TextRange::at(start.into(), length.into()));
        prop::collection::vec(one, 0..12)
    }

    proptest! {
        #[test]
        fn each_answer_is_that_of_a_look_at_all(things in ranges(), mut asked in ranges()) {
            asked.sort_by_key(|range| range.start());
            let mut around = IntervalSweep::new(things.iter().map(|range| (*range, ())));
            for range in asked {
                let mut found: Vec<_> = around.of(range).map(|(range, ())| *range).collect();
                let is_around = |thing: &TextRange| thing.contains_range(range);
                let mut all: Vec<_> = things.iter().copied().filter(is_around).collect();
                let place = |range: &TextRange| -> (TextSize, TextSize) {
                    (range.start(), range.end())
                };
                found.sort_by_key(place);
                all.sort_by_key(place);
                prop_assert_eq!(found, all);
            }
        }
    }
}
