//! Tests of the framing.

use std::io::BufReader;

use super::*;

fn frame(body: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_frame(&mut bytes, body.as_bytes()).unwrap();
    bytes
}

/// Returns all frames of a stream: bodies as text, errors in angle brackets.
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
fn huge_lengths_are_errors_and_the_next_frame_is_found() {
    for length in ["9000000000000000000", "99999999999999999999999", "268435457"] {
        check(
            &format!("Content-Length: {length}\r\n\r\n{{}}Content-Length: 2\r\n\r\n[]"),
            &[&format!("<a message of {length} bytes exceeds the limit of 268435456>"), "[]"],
        );
    }
}

#[test]
fn lengths_that_are_not_numbers_are_errors() {
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
fn a_length_that_is_too_short_loses_one_message() {
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
fn an_incomplete_frame_at_the_end_is_dropped() {
    for input in ["Content-Le", "Content-Length: 5\r\n", "Content-Length: 5\r\n\r\n{}"] {
        check(input, &[]);
    }
}
