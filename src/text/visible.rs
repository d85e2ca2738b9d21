//! Control characters: those that control terminals, or that hide or reorder other characters.
//!
//! Notes and file names are untrusted. So these characters are removed from texts for editors, and
//! escaped in output and logs.
//!
//! Unicode: C0 and C1 controls, and the bidirectional controls of UAX #9.

use std::fmt::Write as _;

/// Whether a character is invisible or changes the direction of text. Line feeds and tabs are not.
pub fn is_bidi_or_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character controls a terminal or reorders other characters. This includes marks of
/// direction, which texts in some languages need.
pub fn is_control(c: char) -> bool {
    c.is_control()
        || is_bidi_or_invisible(c)
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
}

/// Removes invisible and bidirectional control characters from a text.
pub fn strip_control_chars(mut text: String) -> String {
    text.retain(|c| !is_bidi_or_invisible(c));
    text
}

/// Escapes all [control characters](is_control) of a text, including line ends, as in `\u{1b}`.
pub fn escape_control_chars(text: &str) -> String {
    escape_control_chars_but(text, |_| false)
}

/// Escapes a text of several lines like [`escape_control_chars`], but keeps its line feeds.
pub fn escape_control_chars_in_lines(text: &str) -> String {
    escape_control_chars_but(text, |c| c == '\n')
}

/// Escapes a patch like [`escape_control_chars_in_lines`], but keeps tabs and all line ends. So a
/// patch of notes without other control characters can be applied.
pub fn escape_control_chars_in_patch(patch: &str) -> String {
    let lines = patch.split_inclusive('\n').map(|line| {
        let body = line.trim_end_matches(['\r', '\n']);
        let (body, end) = line.split_at(if line.ends_with('\n') { body.len() } else { line.len() });
        escape_control_chars_but(body, |c| c == '\t') + end
    });
    lines.collect()
}

fn escape_control_chars_but(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) && !is_kept(c) {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{
        escape_control_chars, escape_control_chars_in_lines, escape_control_chars_in_patch,
        strip_control_chars,
    };

    #[test]
    fn control_characters_are_escaped_and_text_is_not() {
        assert_eq!(
            escape_control_chars("a\u{1b}[31mb\u{7}\u{202e}c\u{9b}d"),
            r"a\u{1b}[31mb\u{7}\u{202e}c\u{9b}d"
        );
        assert_eq!(escape_control_chars("größer 日本語 👩\u{200d}⚕"), "größer 日本語 👩\u{200d}⚕");
    }

    #[test]
    fn only_a_text_of_several_lines_keeps_its_line_ends() {
        assert_eq!(escape_control_chars("a\nb\tc"), r"a\u{a}b\u{9}c");
        assert_eq!(escape_control_chars_in_lines("a\nb\r\n"), "a\nb\\u{d}\n");
    }

    #[test]
    fn a_patch_keeps_tabs_and_line_ends() {
        assert_eq!(escape_control_chars_in_patch("-a\tb\r\n+c\r"), "-a\tb\r\n+c\\u{d}");
        assert_eq!(escape_control_chars_in_patch("+a\rb\u{1b}\n"), "+a\\u{d}b\\u{1b}\n");
    }

    #[test]
    fn invisible_characters_are_removed() {
        assert_eq!(strip_control_chars("a\u{1b}b\u{202e}c\u{2067}\n\td".to_owned()), "abc\n\td");
        assert_eq!(strip_control_chars("שלום\u{200f} 日本".to_owned()), "שלום\u{200f} 日本");
    }
}
