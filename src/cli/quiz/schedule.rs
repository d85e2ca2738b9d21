//! When a card is due again: the scheduler FSRS with its default parameters.

use chrono::{DateTime, TimeDelta, Utc};
use rs_fsrs::{Card as MemoryState, FSRS, Rating, State};
use serde::{Deserialize, Serialize};

/// How well the answer was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Grade {
    /// Not known.
    Again,
    /// Known after a long time.
    Hard,
    /// Known.
    Good,
    /// Known at once.
    Easy,
}

/// A grade that a card got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Review {
    /// The time.
    pub(super) at: DateTime<Utc>,
    /// The grade.
    pub(super) grade: Grade,
}

/// What the grades of a card say about it.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory(MemoryState);

impl Grade {
    /// All grades, in the order of their keys.
    pub(super) const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// Returns the name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }

    fn rating(self) -> Rating {
        match self {
            Self::Again => Rating::Again,
            Self::Hard => Rating::Hard,
            Self::Good => Rating::Good,
            Self::Easy => Rating::Easy,
        }
    }
}

impl Memory {
    /// Returns the memory of a card with these reviews, the oldest first.
    pub(super) fn new(reviews: &[Review]) -> Self {
        reviews.iter().fold(Self::default(), |memory, review| memory.after(*review))
    }

    /// Returns the memory after another review. A review before the last one counts as one at the
    /// same time: a clock may be set back.
    pub(super) fn after(&self, review: Review) -> Self {
        let at = review.at.max(self.0.last_review);
        Self(FSRS::default().next(self.0.clone(), at, review.grade.rating()).card)
    }

    /// Returns when the card is due. `None` for a card without reviews.
    pub(super) fn due(&self) -> Option<DateTime<Utc>> {
        (self.0.state != State::New).then_some(self.0.due)
    }
}

/// Returns a time span in words, rounded down.
pub(super) fn span(delta: TimeDelta) -> String {
    let (minutes, hours, days) = (delta.num_minutes(), delta.num_hours(), delta.num_days());
    match days {
        _ if hours == 0 => format!("{} min", minutes.max(1)),
        0 => format!("{hours} h"),
        1 => "1 day".to_owned(),
        2..61 => format!("{days} days"),
        61..730 => format!("{} months", days / 30),
        _ => format!("{} years", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Grade, Memory, Review, span};

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + day)
    }

    /// The time from the last review to the next one.
    fn interval(reviews: &[(i64, Grade)]) -> String {
        let reviews: Vec<_> =
            reviews.iter().map(|(at, grade)| Review { at: day(*at), grade: *grade }).collect();
        let due = Memory::new(&reviews).due().unwrap();
        span(due - reviews.last().unwrap().at)
    }

    #[test]
    fn intervals_grow_with_good_grades_and_shrink_with_bad_ones() {
        use Grade::{Again, Easy, Good, Hard};
        let all = [
            interval(&[(0, Again)]),
            interval(&[(0, Hard)]),
            interval(&[(0, Good)]),
            interval(&[(0, Easy)]),
            interval(&[(0, Good), (0, Good)]),
            interval(&[(0, Easy), (15, Good)]),
            interval(&[(0, Easy), (15, Hard)]),
            interval(&[(0, Easy), (15, Again)]),
            interval(&[(0, Easy), (15, Easy), (150, Easy)]),
        ];
        expect_test::expect![[r#"
            1 min, 5 min, 10 min, 15 days, 4 days, 59 days, 26 days, 5 min, 2 years"#]]
        .assert_eq(&all.join(", "));
    }

    #[test]
    fn a_clock_that_was_set_back_does_no_harm() {
        let back = [(5, Grade::Easy), (1, Grade::Good)];
        let same = [(5, Grade::Easy), (5, Grade::Good)];
        let due = |reviews: [(i64, Grade); 2]| {
            let reviews = reviews.map(|(at, grade)| Review { at: day(at), grade });
            Memory::new(&reviews).due().unwrap()
        };
        assert_eq!(due(back), due(same));
        assert!(due(back) > day(5));
    }

    #[test]
    fn a_card_without_reviews_is_new() {
        assert_eq!(Memory::new(&[]).due(), None);
    }

    #[test]
    fn spans_are_words() {
        let shown = [0, 59, 60, 1440, 2880, 60 * 1440, 61 * 1440, 730 * 1440];
        let shown = shown.map(|minutes| span(TimeDelta::minutes(minutes)));
        assert_eq!(
            shown.join(", "),
            "1 min, 59 min, 1 h, 1 day, 2 days, 60 days, 2 months, 2 years"
        );
    }
}
