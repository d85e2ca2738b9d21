//! A round of a quiz: which card is asked next.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

/// A card that is due again so soon is asked again in the same round.
const SOON: TimeDelta = TimeDelta::minutes(20);

/// The cards of a round, as indexes.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// The cards that were not asked yet, in their order.
    waiting: VecDeque<usize>,
    /// The cards that are asked again, and when.
    again: Vec<(DateTime<Utc>, usize)>,
}

/// The cards of a round, and how many others there are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RoundCards {
    /// The cards to ask, in their order.
    pub(super) cards: Vec<usize>,
    /// The number of other cards that are due.
    pub(super) due: usize,
    /// The number of other cards that were never graded.
    pub(super) new: usize,
    /// When the next card is due that is not due yet.
    pub(super) next: Option<DateTime<Utc>>,
}

/// Chooses the cards of a round: first those that are due, the longest first, then new ones in their
/// order. `dues` says for each card when it is due, or `None` for a new one.
pub(super) fn choose(
    dues: &[Option<DateTime<Utc>>],
    now: DateTime<Utc>,
    with_new: bool,
    limit: usize,
) -> RoundCards {
    let dated = dues.iter().enumerate().filter_map(|(card, due)| Some(((*due)?, card)));
    let (mut due, later): (Vec<_>, Vec<_>) = dated.partition(|(at, _)| *at <= now);
    due.sort_unstable();
    let new: Vec<_> = (0..dues.len()).filter(|card| dues[*card].is_none()).collect();
    let mut cards: Vec<_> = due.iter().map(|(_, card)| *card).take(limit).collect();
    let (asked_due, room) = (cards.len(), if with_new { limit - cards.len() } else { 0 });
    cards.extend(new.iter().take(room));
    RoundCards {
        due: due.len() - asked_due,
        new: new.len() - (cards.len() - asked_due),
        next: later.iter().map(|(at, _)| *at).min(),
        cards,
    }
}

impl Round {
    pub(super) fn new(cards: &[usize]) -> Self {
        Self { waiting: cards.iter().copied().collect(), again: Vec::new() }
    }

    /// Takes the next card. Of the cards that are asked again, one that is not due yet comes last.
    pub(super) fn next(&mut self, now: DateTime<Utc>) -> Option<usize> {
        let again = (0..self.again.len()).min_by_key(|at| self.again[*at]);
        if let Some(at) = again.filter(|at| self.again[*at].0 <= now || self.waiting.is_empty()) {
            return Some(self.again.remove(at).1);
        }
        self.waiting.pop_front()
    }

    /// Puts a graded card back if it is due again soon.
    pub(super) fn put_back(&mut self, card: usize, due: DateTime<Utc>, now: DateTime<Utc>) {
        if due - now <= SOON {
            self.again.push((due, card));
        }
    }

    /// Returns the number of cards that are left.
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + self.again.len()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Round, RoundCards, choose};

    fn minute(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn due_cards_come_before_new_ones() {
        let dues = [None, Some(minute(5)), Some(minute(50)), Some(minute(1)), None, None];
        let choice = choose(&dues, minute(10), true, 4);
        let next = Some(minute(50));
        assert_eq!(choice, RoundCards { cards: vec![3, 1, 0, 4], due: 0, new: 1, next });
        let choice = choose(&dues, minute(10), false, 4);
        assert_eq!(choice, RoundCards { cards: vec![3, 1], due: 0, new: 3, next });
        let choice = choose(&dues, minute(60), true, 2);
        assert_eq!(choice, RoundCards { cards: vec![3, 1], due: 1, new: 3, next: None });
    }

    #[test]
    fn a_card_that_is_due_soon_is_asked_again() {
        let mut round = Round::new(&[7, 8, 9]);
        assert_eq!(round.next(minute(0)), Some(7));
        round.put_back(7, minute(1), minute(0));
        assert_eq!(round.next(minute(0)), Some(8));
        round.put_back(8, minute(10), minute(0));
        assert_eq!(round.next(minute(2)), Some(7), "it is due");
        round.put_back(7, minute(3000), minute(2));
        assert_eq!(round.len(), 2);
        assert_eq!(round.next(minute(2)), Some(9));
        assert_eq!(round.next(minute(2)), Some(8), "nothing else is left");
        assert_eq!(round.next(minute(2)), None);
    }
}
