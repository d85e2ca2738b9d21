//! Framing: the base protocol's headers and bodies over a byte stream.
//!
//! A frame is `Content-Length: n`, a blank line and n bytes of JSON. The reader trusts nothing:
//! no claimed length is allocated before the bytes arrive, and a broken header does not end the
//! stream. It resynchronizes on the next line that ends in `Content-Length: n`. That is exact,
//! not a guess: JSON strings hold no raw line breaks, so no line of a body can end that way.
//!
//! LSP: base protocol, header part.

use std::fmt;
use std::io::{self, BufRead, Read, Write};

/// The longest body that is accepted: far above any real note or edit, and low enough that one
/// wrong number cannot take the machine's memory.
pub(crate) const MAX_BODY: u64 = 256 << 20;

/// What is reserved for a body before its bytes arrive.
const BODY_HEADROOM: u64 = 64 << 10;

/// How much of a header line is kept: its end, which is where a header is found again.
const MAX_LINE: usize = 4 << 10;

const CONTENT_LENGTH: &str = "content-length";
const CONTENT_TYPE: &str = "content-type";

/// Why bytes could not be taken as a frame. The stream goes on behind each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FrameError {
    /// A header block without `Content-Length`.
    MissingLength,
    /// A `Content-Length` that is not a number: its value.
    BadLength(String),
    /// A body above [`MAX_BODY`]: the claimed length.
    TooLong(String),
    /// A `Content-Type` whose charset is not UTF-8: its value. The body was skipped.
    Charset(String),
    /// Bytes that are no header at all.
    Garbage,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingLength => f.write_str("a message header without Content-Length"),
            Self::BadLength(value) => write!(f, "Content-Length is not a number: {value:?}"),
            Self::TooLong(value) => {
                write!(f, "a message of {value} bytes; the most is {MAX_BODY}")
            }
            Self::Charset(value) => write!(f, "the charset is not UTF-8: {value:?}"),
            Self::Garbage => f.write_str("bytes between messages that are not a header"),
        }
    }
}

/// Takes frames from a byte stream.
#[derive(Debug)]
pub(crate) struct FrameReader<R> {
    input: R,
    /// An error was reported, and no frame has been found since: stay silent until the next one.
    lost: bool,
}

impl<R: BufRead> FrameReader<R> {
    /// A reader at the start of a stream.
    pub(crate) fn new(input: R) -> Self {
        Self { input, lost: false }
    }

    /// The next body, or why there was none; `None` at the end of the stream, also inside a frame.
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

    /// One line up to its `\n`; of a long one the last [`MAX_LINE`] bytes or more.
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
    /// `Content-Type`; with its value where that names another charset than UTF-8.
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
            // The rest of a body whose length was wrong, and right behind it the next header.
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

/// Whether this can be a header's name.
fn is_token(name: &str) -> bool {
    let name = name.trim_end();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The digits of a `Content-Length: n` at the end of a line.
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

/// The value of a `Content-Type` whose charset we cannot read. No charset means UTF-8, and
/// `utf8` is what early clients wrote.
fn foreign_charset(value: &str) -> Option<String> {
    let charset = value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })?;
    let readable = ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name));
    (!readable).then(|| value.to_owned())
}

/// Writes one frame. The caller flushes.
pub(crate) fn write_frame(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn frame(body: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, body.as_bytes()).unwrap();
        bytes
    }

    /// All frames of a stream: bodies as text, errors in angle brackets.
    fn frames(input: impl Read) -> Vec<String> {
        let mut reader = FrameReader::new(BufReader::new(input));
        let mut found = Vec::new();
        while let Some(frame) = reader.next_frame().unwrap() {
            found.push(match frame {
                Ok(body) => String::from_utf8_lossy(&body).into_owned(),
                Err(error) => format!("<{error}>"),
            });
        }
        found
    }

    fn check(input: &str, expected: &[&str]) {
        assert_eq!(frames(input.as_bytes()), expected);
    }

    #[test]
    fn frames_split_at_every_byte_boundary() {
        let mut bytes = frame(r#"{"text":"日本 😀"}"#);
        bytes.extend(frame("[]"));
        for cut in 0..=bytes.len() {
            let (front, back) = bytes.split_at(cut);
            assert_eq!(frames(front.chain(back)), [r#"{"text":"日本 😀"}"#, "[]"], "cut at {cut}");
        }
    }

    #[test]
    fn length_counts_bytes() {
        assert!(frame("😀").starts_with(b"Content-Length: 4\r\n\r\n"));
    }

    #[test]
    fn header_names_have_any_case() {
        check("content-length: 2\r\n\r\n{}CONTENT-LENGTH:3\r\n\r\n[1]", &["{}", "[1]"]);
    }

    #[test]
    fn unknown_headers_and_spare_blank_lines_are_skipped() {
        check("\r\n\nX-Content-Length: 9\r\nContent-Length: 2\r\n\r\n{}\r\n", &["{}"]);
    }

    #[test]
    fn content_type_is_optional_and_utf_8() {
        for charset in ["utf-8", "utf8", "UTF-8", "\"utf-8\""] {
            let input = format!(
                "Content-Type: application/vscode-jsonrpc; charset={charset}\r\n\
                 Content-Length: 2\r\n\r\n{{}}"
            );
            check(&input, &["{}"]);
        }
        check("Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}", &["{}"]);
    }

    #[test]
    fn another_charset_is_an_error_and_its_body_is_skipped() {
        check(
            "Content-Length: 2\r\nContent-Type: x; charset=utf-16\r\n\r\nzzContent-Length: 2\r\n\r\n{}",
            &[r#"<the charset is not UTF-8: "x; charset=utf-16">"#, "{}"],
        );
    }

    #[test]
    fn absurd_lengths_are_errors_and_the_next_frame_is_found() {
        for length in ["9000000000000000000", "99999999999999999999999", "268435457"] {
            check(
                &format!("Content-Length: {length}\r\n\r\n{{}}Content-Length: 2\r\n\r\n[]"),
                &[&format!("<a message of {length} bytes; the most is 268435456>"), "[]"],
            );
        }
    }

    #[test]
    fn lengths_that_are_no_numbers_are_errors() {
        for length in ["-5", "+5", "", "five", "5 5"] {
            check(
                &format!("Content-Length: {length}\r\n\r\n{{}}Content-Length: 2\r\n\r\n[]"),
                &[&format!("<Content-Length is not a number: {length:?}>"), "[]"],
            );
        }
    }

    #[test]
    fn a_missing_length_is_an_error_once() {
        check(
            "Foo: 1\r\n\r\n{\"a\": 1}\nContent-Length: 2\r\n\r\n[]",
            &["<a message header without Content-Length>", "[]"],
        );
    }

    #[test]
    fn a_length_that_is_too_short_costs_one_message() {
        check("Content-Length: 2\r\n\r\n{\"a\": 1}Content-Length: 2\r\n\r\n[]", &["{\"", "[]"]);
    }

    #[test]
    fn text_about_headers_does_not_resynchronize() {
        let body = r#"{"text": "Content-Length: 5\r\n"}"#;
        check(
            &format!("nonsense\r\n{body}\r\nContent-Length: 2\r\n\r\n[]"),
            &["<bytes between messages that are not a header>", "[]"],
        );
    }

    #[test]
    fn a_long_line_without_header_is_not_kept() {
        let mut reader = FrameReader::new(BufReader::new(io::repeat(b'{').take(1 << 20)));
        assert_eq!(reader.next_frame().unwrap(), None);
        let input = format!("{}Content-Length: 2\r\n\r\n[]", "{".repeat(100_000));
        check(&input, &["[]"]);
    }

    #[test]
    fn a_long_body_without_length_is_skipped() {
        let input = format!(
            "Content-Length: x\r\n\r\n{}Content-Length: 2\r\n\r\n[]",
            "{\"a\": 1}".repeat(3 * MAX_LINE)
        );
        assert_eq!(frames(input.as_bytes()).last().unwrap(), "[]");
    }

    #[test]
    fn a_claimed_length_is_not_allocated() {
        let input = format!("Content-Length: {MAX_BODY}\r\n\r\n{{}}");
        let mut reader = FrameReader::new(input.as_bytes());
        assert_eq!(reader.next_frame().unwrap(), None);
    }

    #[test]
    fn the_end_inside_a_frame_is_the_end() {
        for input in ["Content-Le", "Content-Length: 5\r\n", "Content-Length: 5\r\n\r\n{}"] {
            check(input, &[]);
        }
    }
}
