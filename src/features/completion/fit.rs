//! How well a name fits what is typed.
//!
//! Very many names are asked at each letter, so nothing is allocated here. All is in small
//! letters, and there is one space between words.

/// How a name fits, the best way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It begins so.
    Start,
    /// One of its words does, and what follows goes on so.
    Word,
    /// Its words begin with these letters: `cdc`, `chdacap`.
    Initials,
    /// The letters stand in it in this order, the first one in front.
    Letters,
}

/// With fewer letters than this, almost any name has them somewhere.
const MIN_LETTERS: usize = 4;

/// How a name fits that has the first letter in front.
pub(super) fn fit(name: &str, typed: &str) -> Option<Fit> {
    if name.starts_with(typed) {
        return Some(Fit::Start);
    }
    let mut starts = name.match_indices(' ').map(|(space, _)| &name[space + 1..]);
    if starts.any(|rest| rest.starts_with(typed)) {
        return Some(Fit::Word);
    }
    if are_initials(name, typed) {
        return Some(Fit::Initials);
    }
    (typed.len() >= MIN_LETTERS && has_letters(name, typed)).then_some(Fit::Letters)
}

/// Whether letters are the beginnings of words in their order, that of the first one in front.
fn are_initials(name: &str, typed: &str) -> bool {
    let mut wanted = typed.chars().peekable();
    let (mut is_start, mut runs) = (true, false);
    for (at, c) in name.char_indices() {
        runs = (is_start || runs) && wanted.next_if_eq(&c).is_some();
        if at == 0 && !runs {
            return false;
        }
        is_start = c == ' ';
    }
    wanted.peek().is_none()
}

fn has_letters(name: &str, typed: &str) -> bool {
    let mut letters = name.chars();
    let mut wanted = typed.chars();
    wanted.next() == letters.next() && wanted.all(|c| letters.any(|letter| letter == c))
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};

    #[test]
    fn a_name_fits_best_from_its_start() {
        let fits = |typed| fit("change data capture", typed);
        assert_eq!(fits("change da"), Some(Fit::Start));
        assert_eq!(fits("data c"), Some(Fit::Word));
        assert_eq!(fits("cdc"), Some(Fit::Initials));
        assert_eq!(fits("chdacap"), Some(Fit::Initials));
        assert_eq!(fits("chngdt"), Some(Fit::Letters));
        assert_eq!(fits("ang"), None);
        assert_eq!(fits("dca"), None);
        assert_eq!(fits("change data captured"), None);
        assert_eq!(fit("データ 構 造", "構 造"), Some(Fit::Word));
    }
}
