//! Framing: the headers and bodies of the base protocol in a byte stream.
//!
//! A frame is `Content-Length: n`, a blank line and n bytes of JSON. The reader trusts no input: it
//! allocates a claimed length only as the bytes arrive. An invalid header does not end the stream:
//! the reader resynchronizes at the next line that ends in `Content-Length: n`. This is exact,
//! because JSON strings contain no raw line breaks, so no line of a body can end like this.
//!
//! LSP: base protocol, header part.

use std::fmt;
use std::io::{self, BufRead, Read, Write};

/// The maximum length of a body in bytes: far above any real note or edit, and low enough that a
/// wrong number cannot exhaust the memory.
pub(crate) const MAX_BODY: u64 = 256 << 20;

/// The number of bytes to allocate for a body before it arrives.
const BODY_HEADROOM: u64 = 64 << 10;

/// The number of bytes at the end of a long line that are kept, to find a header there.
const MAX_LINE: usize = 4 << 10;

const CONTENT_LENGTH: &str = "content-length";
const CONTENT_TYPE: &str = "content-type";

/// The reason why bytes are not a frame. The stream continues after each of these errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FrameError {
    /// A header block without `Content-Length`.
    MissingLength,
    /// A `Content-Length` that is not a number, with its value.
    BadLength(String),
    /// A body longer than [`MAX_BODY`], with the claimed length.
    TooLong(String),
    /// A `Content-Type` whose charset is not UTF-8, with its value. The body was skipped.
    Charset(String),
    /// Bytes that are not a header.
    Garbage,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingLength => f.write_str("a message header without Content-Length"),
            Self::BadLength(value) => write!(f, "Content-Length is not a number: {value:?}"),
            Self::TooLong(value) => {
                write!(f, "a message of {value} bytes exceeds the limit of {MAX_BODY}")
            }
            Self::Charset(value) => write!(f, "the charset is not UTF-8: {value:?}"),
            Self::Garbage => f.write_str("bytes between messages that are not a header"),
        }
    }
}

/// A reader of frames from a byte stream.
#[derive(Debug)]
pub(crate) struct FrameReader<R> {
    input: R,
    /// Whether no frame was found since the last reported error. Until then further errors are not
    /// reported.
    lost: bool,
}

impl<R: BufRead> FrameReader<R> {
    /// Creates a reader at the start of a stream.
    pub(crate) fn new(input: R) -> Self {
        Self { input, lost: false }
    }

    /// Returns the next body or an invalid frame. `None` at the end of the stream, also inside a
    /// frame.
    ///
    /// # Errors
    ///
    /// Fails if the stream cannot be read.
    pub(crate) fn next_frame(&mut self) -> io::Result<Option<Result<Vec<u8>, FrameError>>> {
        let header = match self.read_header()? {
            None => return Ok(None),
            Some(Ok(header)) => header,
            Some(Err(error)) => {
                self.lost = true;
                return Ok(Some(Err(error)));
            }
        };
        self.lost = false;
        if let Some(charset) = header.foreign_charset {
            let skipped = io::copy(&mut (&mut self.input).take(header.length), &mut io::sink())?;
            return Ok((skipped == header.length).then_some(Err(FrameError::Charset(charset))));
        }
        self.read_body(header.length).map(|body| body.map(Ok))
    }

    fn read_body(&mut self, length: u64) -> io::Result<Option<Vec<u8>>> {
        let headroom = usize::try_from(length.min(BODY_HEADROOM)).unwrap_or_default();
        let mut body = Vec::with_capacity(headroom);
        (&mut self.input).take(length).read_to_end(&mut body)?;
        Ok((body.len() as u64 == length).then_some(body))
    }

    fn read_header(&mut self) -> io::Result<Option<Result<Header, FrameError>>> {
        let mut length = None;
        let mut foreign_charset = None;
        let mut any = false;
        while let Some(line) = self.read_line()? {
            match HeaderLine::parse(&line) {
                HeaderLine::Blank => match length {
                    Some(length) => return Ok(Some(Ok(Header { length, foreign_charset }))),
                    None if any && !self.lost => return Ok(Some(Err(FrameError::MissingLength))),
                    None => any = false,
                },
                HeaderLine::Length(Ok(bytes)) => length = Some(bytes),
                HeaderLine::Length(Err(error)) => return Ok(Some(Err(error))),
                HeaderLine::Charset(charset) => foreign_charset = charset,
                HeaderLine::Other => any = true,
                HeaderLine::Garbage if self.lost => {}
                HeaderLine::Garbage => return Ok(Some(Err(FrameError::Garbage))),
            }
        }
        Ok(None)
    }

    /// Returns a line including its `\n`. Of a long line, only at least the last [`MAX_LINE`]
    /// bytes. `None` at the end of the stream.
    fn read_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        loop {
            let room = (2 * MAX_LINE - line.len()) as u64;
            if (&mut self.input).take(room).read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            if line.ends_with(b"\n") {
                return Ok(Some(line));
            }
            if line.len() >= 2 * MAX_LINE {
                line.drain(..MAX_LINE);
            }
        }
    }
}

#[derive(Debug)]
struct Header {
    length: u64,
    foreign_charset: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum HeaderLine {
    Blank,
    Length(Result<u64, FrameError>),
    /// A `Content-Type`, with its value if the charset is not UTF-8.
    Charset(Option<String>),
    Other,
    Garbage,
}

impl HeaderLine {
    fn parse(line: &[u8]) -> Self {
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        if line.is_empty() {
            return Self::Blank;
        }
        match line.split_once(':') {
            Some((name, value)) if is_token(name) => Self::named(name, value.trim()),
            // After a wrong length, the next header follows the rest of the body on the same line.
            _ => match glued_length(line) {
                Some(value) => Self::Length(parse_length(value)),
                None => Self::Garbage,
            },
        }
    }

    fn named(name: &str, value: &str) -> Self {
        if name.eq_ignore_ascii_case(CONTENT_LENGTH) {
            Self::Length(parse_length(value))
        } else if name.eq_ignore_ascii_case(CONTENT_TYPE) {
            Self::Charset(foreign_charset(value))
        } else {
            Self::Other
        }
    }
}

/// Returns whether the text is a valid header name.
fn is_token(name: &str) -> bool {
    let name = name.trim_end();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Returns the digits of a `Content-Length: n` at the end of a line.
fn glued_length(line: &str) -> Option<&str> {
    let (front, value) = line.rsplit_once(':')?;
    let value = value.trim();
    let front = front.trim_end().as_bytes();
    let name = &front[front.len().checked_sub(CONTENT_LENGTH.len())?..];
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    (digits && name.eq_ignore_ascii_case(CONTENT_LENGTH.as_bytes())).then_some(value)
}

fn parse_length(value: &str) -> Result<u64, FrameError> {
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FrameError::BadLength(value.to_owned()));
    }
    match value.parse() {
        Ok(length) if length <= MAX_BODY => Ok(length),
        _ => Err(FrameError::TooLong(value.to_owned())),
    }
}

/// Returns the value of a `Content-Type` with another charset than UTF-8. The default is UTF-8, and
/// early clients write `utf8`.
fn foreign_charset(value: &str) -> Option<String> {
    let charset = value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })?;
    let readable = ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name));
    (!readable).then(|| value.to_owned())
}

/// Writes a frame with one call: if the process ends, a pipe with enough room contains all of it or
/// nothing. The caller flushes.
///
/// # Errors
///
/// Fails if the output cannot be written.
pub(crate) fn write_frame(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    output.write_all(&frame)
}

#[cfg(test)]
mod tests;
