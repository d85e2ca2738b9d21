//! Text from notes, made fit for a terminal; and so is whatever else is written there.

use std::io::{self, Write};

pub(super) use crate::text::visible::{spelled_out as shown, spelled_out_lines as shown_lines};

/// "1 note", "3 notes".
pub(super) fn plural(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
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
