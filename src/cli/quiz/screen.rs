//! The terminal of a quiz: wrapped lines and single keys.
//!
//! Lines are only added, so it works in every terminal and over a slow connection.

use std::io::{self, IsTerminal as _, Write as _};

use anstyle::Style;
use console::{Key, Term};

use crate::cli::terminal::{shown_lines, stdout};

/// The most columns of a line. Longer lines are hard to read.
const MAX_COLUMNS: usize = 80;

/// The fewest columns of a line.
const MIN_COLUMNS: usize = 20;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuizKey {
    /// A character.
    Char(char),
    /// Enter or the space bar.
    Show,
    /// The end: `q`, Escape, Ctrl-C, Ctrl-D, or a closed terminal.
    End,
    /// Another key.
    Other,
}

/// A terminal.
pub(super) struct Screen(Term);

impl Screen {
    /// Opens the terminal on stdin and stdout.
    ///
    /// # Errors
    ///
    /// Fails if one of them is not a terminal.
    pub(super) fn open() -> io::Result<Self> {
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            return Ok(Self(Term::stdout()));
        }
        Err(io::Error::other(
            "the quiz reads keys, so stdin and stdout must be a terminal. \
             `headword cards` prints the cards.",
        ))
    }

    /// Prints a text in lines that fit.
    pub(super) fn print(&self, style: Style, text: &str) -> io::Result<()> {
        let columns = usize::from(self.0.size().1).clamp(MIN_COLUMNS, MAX_COLUMNS);
        let mut out = stdout();
        for line in wrapped(text, columns) {
            writeln!(out, "{style}{line}{style:#}")?;
        }
        out.flush()
    }

    /// Waits for a key.
    pub(super) fn key(&self) -> io::Result<QuizKey> {
        match self.0.read_key_raw() {
            Ok(key) => Ok(meaning(&key)),
            // The terminal was closed.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(QuizKey::End),
            Err(error) => Err(error),
        }
    }
}

fn meaning(key: &Key) -> QuizKey {
    match key {
        Key::Enter | Key::Char(' ') => QuizKey::Show,
        Key::Char('q' | 'Q' | '\u{4}') | Key::Escape | Key::CtrlC => QuizKey::End,
        Key::Char(c) => QuizKey::Char(*c),
        _ => QuizKey::Other,
    }
}

/// Returns a text in lines of at most some columns, safe for a terminal.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let text = shown_lines(text);
    textwrap::wrap(&text, columns).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_fit_and_are_safe() {
        let text =
            "A log of changes\nis \u{1b}[31mwritten, 日本語日本語日本語日本語 at first.\n\nok";
        let lines = wrapped(text, 20);
        expect_test::expect![[r#"
            A log of changes
            is
            \u{1b}[31mwritten,
            日本語日本語日本語日
            本語 at first.

            ok"#]]
        .assert_eq(&lines.join("\n"));
    }
}
