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
