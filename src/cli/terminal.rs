//! Text from notes, made fit for a terminal.

use std::fmt::Write as _;

/// A text of one line with everything spelled out that a terminal would act on: control
/// characters, line ends among them, and those that reorder what is shown.
pub(super) fn shown(text: &str) -> String {
    spelled_out(text, |_| false)
}

/// The same of a text that may have several lines.
pub(super) fn shown_lines(text: &str) -> String {
    spelled_out(text, |c| c == '\n')
}

fn spelled_out(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_kept(c) || !acts_on_terminal(c) {
            shown.push(c);
        } else {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        }
    }
    shown
}

/// "1 note", "3 notes".
pub(super) fn plural(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// Unicode: C0 and C1 controls, and the bidirectional ones of UAX #9.
fn acts_on_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{shown, shown_lines};

    #[test]
    fn escapes_are_spelled_out_and_text_is_not() {
        assert_eq!(
            shown("a\u{1b}[31mb\u{7}\u{202e}c\u{9b}d"),
            r"a\u{1b}[31mb\u{7}\u{202e}c\u{9b}d"
        );
        assert_eq!(shown("größer 日本語 👩\u{200d}⚕"), "größer 日本語 👩\u{200d}⚕");
    }

    #[test]
    fn only_a_text_of_several_lines_keeps_its_line_ends() {
        assert_eq!(shown("a\nb\tc"), r"a\u{a}b\u{9}c");
        assert_eq!(shown_lines("a\nb\r\n"), "a\nb\\u{d}\n");
    }
}
