//! What a reader sees of a text: characters that are for terminals, or that make other ones look
//! like what they are not, are no part of it.
//!
//! Notes are other people's writing, and so are the names of their files. What of it is shown in an
//! editor goes without such characters; what is printed or logged has them spelled out.
//!
//! Unicode: C0 and C1 controls, and the bidirectional controls of UAX #9.

use std::fmt::Write as _;

/// Whether a character is for terminals, or turns the direction of those that follow it.
pub fn is_treacherous(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a terminal may act on a character, or show others in another place for it: marks of
/// direction, which prose in some languages needs, among them.
pub fn acts(c: char) -> bool {
    c.is_control()
        || is_treacherous(c)
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
}

/// A text to be shown, without such characters.
pub fn visible(mut text: String) -> String {
    text.retain(|c| !is_treacherous(c));
    text
}

/// A text of one line, to be printed or logged, with everything spelled out that a terminal would
/// act on: line ends among it, and the marks of direction.
pub fn spelled_out(text: &str) -> String {
    spelled_out_but(text, |_| false)
}

/// The same of a text that may have several lines.
pub fn spelled_out_lines(text: &str) -> String {
    spelled_out_but(text, |c| c == '\n')
}

fn spelled_out_but(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) && !is_kept(c) {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{spelled_out, spelled_out_lines, visible};

    #[test]
    fn escapes_are_spelled_out_and_text_is_not() {
        assert_eq!(
            spelled_out("a\u{1b}[31mb\u{7}\u{202e}c\u{9b}d"),
            r"a\u{1b}[31mb\u{7}\u{202e}c\u{9b}d"
        );
        assert_eq!(spelled_out("größer 日本語 👩\u{200d}⚕"), "größer 日本語 👩\u{200d}⚕");
    }

    #[test]
    fn only_a_text_of_several_lines_keeps_its_line_ends() {
        assert_eq!(spelled_out("a\nb\tc"), r"a\u{a}b\u{9}c");
        assert_eq!(spelled_out_lines("a\nb\r\n"), "a\nb\\u{d}\n");
    }

    #[test]
    fn what_is_shown_is_what_a_reader_sees() {
        assert_eq!(visible("a\u{1b}b\u{202e}c\u{2067}\n\td".to_owned()), "abc\n\td");
        assert_eq!(visible("שלום\u{200f} 日本".to_owned()), "שלום\u{200f} 日本");
    }
}
