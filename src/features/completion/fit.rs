//! The match of a name with the typed text.
//!
//! Each keystroke compares very many names, so nothing is allocated here. All text is in small
//! letters with single spaces between words.

/// The kind of a match, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The name begins with the text.
    Start,
    /// The text begins at a later word of the name.
    Word,
    /// The letters begin the words of the name: `cdc`, `chdacap`.
    Initials,
    /// The name contains the letters in this order and begins with the first one.
    Letters,
}

/// The minimum number of letters for the weakest match. Almost any name contains fewer.
const MIN_LETTERS: usize = 4;

/// Returns the match of a name that begins with the first typed letter.
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

/// Returns whether the letters begin words of the name in order, from the first word on.
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
    fn a_match_at_the_start_of_a_name_is_the_best() {
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
