//! How well a name fits what is typed.
//!
//! All names of the workspace are asked at each letter, so nothing is allocated here.

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

/// How a name, whose words are separated by one space, fits folded letters; case does not matter.
pub(super) fn fit(name: &str, typed: &str) -> Option<Fit> {
    if begins(name, typed) {
        return Some(Fit::Start);
    }
    let mut starts = name.match_indices(' ').map(|(space, _)| &name[space + 1..]);
    if starts.any(|rest| begins(rest, typed)) {
        return Some(Fit::Word);
    }
    if are_initials(name, typed) {
        return Some(Fit::Initials);
    }
    (typed.len() >= MIN_LETTERS && has_letters(name, typed)).then_some(Fit::Letters)
}

/// Whether a name begins with folded letters.
pub(super) fn begins(name: &str, typed: &str) -> bool {
    if typed.is_ascii() {
        let start = name.as_bytes().get(..typed.len());
        return start.is_some_and(|start| start.eq_ignore_ascii_case(typed.as_bytes()));
    }
    let mut letters = folded(name);
    typed.chars().all(|c| letters.next() == Some(c))
}

/// Whether folded letters are the beginnings of words, in their order.
fn are_initials(name: &str, typed: &str) -> bool {
    let mut wanted = typed.chars().peekable();
    let (mut is_start, mut runs) = (true, false);
    for c in folded(name) {
        let may = is_start || runs;
        runs = may && wanted.next_if_eq(&c).is_some();
        // The first letter is that of the first word.
        if is_start && !runs && wanted.peek() == typed.chars().next().as_ref() {
            return false;
        }
        is_start = c == ' ';
    }
    wanted.peek().is_none()
}

fn has_letters(name: &str, typed: &str) -> bool {
    let mut letters = folded(name);
    let mut wanted = typed.chars();
    wanted.next() == letters.next() && wanted.all(|c| letters.any(|letter| letter == c))
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
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
    }

    #[test]
    fn capitals_fit_small_letters_in_every_script() {
        assert_eq!(fit("OLTP", "ol"), Some(Fit::Start));
        assert_eq!(fit("ДНК", "дн"), Some(Fit::Start));
        assert_eq!(fit("データ 構 造", "構 造"), Some(Fit::Word));
    }
}
