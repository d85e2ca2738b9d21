//! Tests of the text: a comparison with a naive model, under random edits in all encodings.

use proptest::prelude::*;
use text_size::{TextRange, TextSize};

use crate::text::buffer::Buffer;
use crate::text::{Change, Encoding, LineCol, Text};

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("the texts of these tests are short")
}

/// The naive model: a string that is scanned from its start each time.
pub(crate) mod reference {
    use super::{Change, Encoding, LineCol, small};

    /// Start and end (without the line end) of each line.
    pub(super) fn lines(text: &str) -> Vec<(usize, usize)> {
        let bytes = text.as_bytes();
        let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
        while at < bytes.len() {
            let width = match bytes[at] {
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
                b'\r' | b'\n' => 1,
                _ => {
                    at += 1;
                    continue;
                }
            };
            lines.push((start, at));
            at += width;
            start = at;
        }
        lines.push((start, bytes.len()));
        lines
    }

    fn width(c: char, encoding: Encoding) -> usize {
        match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }

    pub(super) fn offset(text: &str, place: LineCol, encoding: Encoding) -> usize {
        let Some(&(start, end)) = lines(text).get(place.line as usize) else { return text.len() };
        let mut col = 0;
        for (at, c) in text[start..end].char_indices() {
            col += width(c, encoding);
            if col > place.col as usize {
                return start + at;
            }
        }
        end
    }

    pub(super) fn line_col(text: &str, offset: usize, encoding: Encoding) -> LineCol {
        let lines = lines(text);
        let line = lines.iter().rposition(|&(start, _)| start <= offset).unwrap();
        let (start, end) = lines[line];
        let col: usize = text[start..offset.min(end)].chars().map(|c| width(c, encoding)).sum();
        LineCol { line: small(line), col: small(col) }
    }

    pub(crate) fn apply(text: &str, change: &Change, encoding: Encoding) -> String {
        let Some((a, b)) = change.range else { return change.text.clone() };
        let (a, b) = (offset(text, a, encoding), offset(text, b, encoding));
        format!("{}{}{}", &text[..a.min(b)], change.text, &text[a.max(b)..])
    }
}

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// Difficult texts: all line ends, similar characters, and characters of one to four bytes,
/// including combining ones.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "bc ",
        "\n",
        "\r\n",
        "\r",
        "é",
        "e\u{301}",
        "日本",
        "😀",
        "👩\u{200d}⚕\u{fe0f}",
        "\u{2028}",
        "\u{85}",
        "\u{b}",
        "\u{c}",
        "",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn place() -> impl Strategy<Value = LineCol> {
    (0..12u32, prop_oneof![0..12u32, Just(u32::MAX)]).prop_map(|(line, col)| LineCol { line, col })
}

fn change() -> impl Strategy<Value = Change> {
    (prop::option::weighted(0.95, (place(), place())), hard_text())
        .prop_map(|(range, text)| Change { range, text })
}

proptest! {
    // 2,500 sequences of 1 to 8 edits, in three encodings: over 30,000 edits per run.
    #![proptest_config(ProptestConfig::with_cases(2_500))]

    #[test]
    fn edits_equal_the_reference(start in hard_text(), changes in prop::collection::vec(change(), 1..9)) {
        for encoding in ENCODINGS {
            let (mut buffer, mut expected) = (Buffer::new(&start), start.clone());
            for change in &changes {
                buffer.apply(change, encoding);
                expected = reference::apply(&expected, change, encoding);
                prop_assert_eq!(&buffer.to_string(), &expected);
            }
        }
    }

    #[test]
    fn places_equal_the_reference_and_the_buffer(contents in hard_text(), place in place()) {
        let (text, buffer) = (Text::from(contents.as_str()), Buffer::new(&contents));
        prop_assert_eq!(text.line_count() as usize, reference::lines(&contents).len());
        for encoding in ENCODINGS {
            let expected = reference::offset(&contents, place, encoding);
            prop_assert_eq!(usize::from(text.offset(place, encoding)), expected);
            let mut cut = buffer.clone();
            let range = Some((LineCol::default(), place));
            cut.apply(&Change { range, text: String::new() }, encoding);
            prop_assert_eq!(cut.to_string(), &contents[expected..]);
            for (at, _) in contents.char_indices() {
                let found = text.line_col(TextSize::new(small(at)), encoding);
                prop_assert_eq!(found, reference::line_col(&contents, at, encoding));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    // The line table counts characters in blocks of 1,024 bytes.
    #[test]
    fn places_at_the_blocks_of_a_long_text_equal_the_reference(piece in hard_text(), lead in 0..8_usize) {
        let contents = "x".repeat(lead) + &format!("{piece}-").repeat(2_100 / (piece.len() + 1));
        let text = Text::from(contents.as_str());
        let near = |at: &usize| (at + 6) % 1024 < 12 && contents.is_char_boundary(*at);
        for (encoding, at) in ENCODINGS.into_iter().flat_map(|it| (0..contents.len()).map(move |at| (it, at))) {
            if near(&at) {
                let place = reference::line_col(&contents, at, encoding);
                prop_assert_eq!(text.line_col(TextSize::new(small(at)), encoding), place);
                let back = usize::from(text.offset(place, encoding));
                prop_assert_eq!(back, reference::offset(&contents, place, encoding));
            }
        }
    }
}

#[test]
fn only_the_line_ends_of_the_protocol_end_lines() {
    assert_eq!(Text::from("a\u{2028}b\u{b}c\u{c}d\u{85}e\u{2029}f").line_count(), 1);
    assert_eq!(Text::from("a\nb\r\nc\rd").line_count(), 4);
    assert_eq!(Text::from("a\n").line_count(), 2);
}

#[test]
fn a_position_inside_a_character_or_line_end_moves_back() {
    let text = Text::from("😀x\r\ny");
    let at = |line, col, encoding| u32::from(text.offset(LineCol { line, col }, encoding));
    assert_eq!(at(0, 1, Encoding::Utf16), 0);
    assert_eq!(at(0, 2, Encoding::Utf16), 4);
    assert_eq!(at(0, 3, Encoding::Utf8), 0);
    assert_eq!(at(0, 99, Encoding::Utf32), 5);
    assert_eq!(at(9, 0, Encoding::Utf16), 8);
    let between = text.line_col(TextSize::new(6), Encoding::Utf16);
    assert_eq!(between, LineCol { line: 0, col: 3 });
}

#[test]
fn a_slice_outside_the_text_is_cut_to_it() {
    let text = Text::from("日本");
    let slice = |a, b| text.slice(TextRange::new(TextSize::new(a), TextSize::new(b)));
    assert_eq!(slice(0, 100), "日本");
    assert_eq!(slice(4, 5), "");
    assert_eq!(slice(90, 100), "");
}

#[test]
fn a_reversed_range_is_turned_around() {
    let mut text = Buffer::new("abcdef");
    let range = Some((LineCol { line: 0, col: 4 }, LineCol { line: 0, col: 1 }));
    text.apply(&Change { range, text: "-".into() }, Encoding::Utf8);
    assert_eq!(text.to_string(), "a-ef");
}
