//! Output that is safe for terminals: texts of notes without control characters.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use crate::text::visible::is_control;
pub(super) use crate::text::visible::{
    escape_control_chars as shown, escape_control_chars_in_lines as shown_lines,
    escape_control_chars_in_patch as shown_patch,
};

/// A value as indented JSON that is safe for a terminal.
pub(super) fn json(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    Ok(ascii_controls(&serde_json::to_string_pretty(value)?))
}

/// A value as JSON on one line that is safe for a terminal.
pub(super) fn json_line(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    Ok(ascii_controls(&serde_json::to_string(value)?))
}

/// JSON with escaped control characters, such as `\u009b`. Outside strings, JSON has no control
/// characters except line ends.
fn ascii_controls(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_control(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Opens stdout for a command.
pub(super) fn stdout() -> impl Write {
    UntilClosed(anstream::stdout().lock())
}

/// Writes a line to stderr, and ignores errors.
pub(super) fn print_error(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// An output that the reader may close early, as `head` does.
///
/// Later output is dropped and the command continues, so its exit status is the same.
struct UntilClosed<W>(W);

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if_open(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if_open(self.0.flush(), ())
    }
}

/// The result of a write, or `otherwise` if the output is closed.
fn if_open<T>(written: io::Result<T>, otherwise: T) -> io::Result<T> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(otherwise),
        written => written,
    }
}

/// A log that may quote notes. Escapes all control characters except line ends.
pub(super) struct Log<W>(pub(super) W);

impl<W: Write> Write for Log<W> {
    /// Writes all bytes. The logger writes whole lines, so no character is split.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(shown_lines(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
