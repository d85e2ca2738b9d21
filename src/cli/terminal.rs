//! Text from notes, made fit for a terminal; and so is whatever else is written there.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use crate::text::visible::is_control;
pub(super) use crate::text::visible::{
    escape_control_chars as shown, escape_control_chars_in_lines as shown_lines,
};

/// A value for machines, over several lines. A terminal may still be what shows it.
pub(super) fn json(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    Ok(ascii_controls(&serde_json::to_string_pretty(value)?))
}

/// The same on one line.
pub(super) fn json_line(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    Ok(ascii_controls(&serde_json::to_string(value)?))
}

/// JSON with what acts on a terminal as `\u009b`: outside its strings there is none but line ends.
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

/// Writes a line to stderr, if anything reads it.
pub(super) fn print_error(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// An output that may be closed early, as by `head`. What is written after that is dropped, and the
/// command goes on: its exit status does not depend on who reads.
struct UntilClosed<W>(W);

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if_open(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if_open(self.0.flush(), ())
    }
}

/// The result of a write, or this one if the output is closed.
fn if_open<T>(written: io::Result<T>, otherwise: T) -> io::Result<T> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(otherwise),
        written => written,
    }
}

/// A log that may quote anything: only its line ends are passed on as they are.
pub(super) struct Log<W>(pub(super) W);

impl<W: Write> Write for Log<W> {
    /// Takes all of it. A line comes in one piece, so no character is cut.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(shown_lines(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
