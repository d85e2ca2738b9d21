//! Tests of items read from their text.

use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};

use super::super::write::WritingStyle;
use super::super::{FrontMatter, Quote, Syntax};
use super::{Shape, entry};
use crate::note::front_matter::outline::cut;

const TEXTS: [&str; 14] = [
    "a",
    "日本 é",
    "two words",
    "it's",
    "\"q\"",
    "a: b",
    "#a",
    "a #b",
    "[x]",
    "a, b",
    "1.0",
    "-",
    "back\\slash",
    " x ",
];

/// The value of a key in `shape`, with these texts.
fn written(
    texts: &[&str],
    style: WritingStyle,
    (before, after): (&str, &str),
    comment: &str,
) -> String {
    let items = texts.iter().map(|text| style.write(text));
    match style.shape {
        Shape::FlowItem => {
            let items: Vec<_> = items.map(|item| format!("{before}{item}{after}")).collect();
            format!("[{}]{comment}\n", items.join(","))
        }
        Shape::BlockItem => {
            items.map(|item| format!("\n- {before}{item}{comment}")).collect::<String>() + "\n"
        }
        _ => format!("{}{comment}\n", style.write(texts[0])),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn items_are_the_values_of_the_parser(
        texts in prop::collection::vec(prop::sample::select(&TEXTS[..]), 1..5),
        shape in prop::sample::select(vec![Shape::FlowItem, Shape::BlockItem, Shape::Plain]),
        quote in prop::sample::select(vec![Quote::Plain, Quote::Single, Quote::Double]),
        blanks in prop::sample::select(vec![("", ""), (" ", ""), (" ", "  "), ("\n  ", "\n ")]),
        comment in prop::sample::select(vec!["", " # c", "  # 'c, ["]),
        is_toml in any::<bool>(),
    ) {
        let syntax = if is_toml && shape != Shape::BlockItem { Syntax::Toml } else { Syntax::Yaml };
        let is_line = shape == Shape::FlowItem || !blanks.0.contains('\n');
        let blanks = if is_line { blanks } else { (" ", "") };
        let value = written(&texts, WritingStyle { syntax, quote, shape }, blanks, comment);
        let text = match syntax {
            Syntax::Yaml => format!("---\nkey: {value}other: x\n---\n"),
            Syntax::Toml => format!("+++\nkey = {value}other = 'x'\n+++\n"),
        };
        let front = FrontMatter::parse(&text).expect("there is front matter");
        prop_assert_eq!(&front.problems, &[], "{}", text);
        let content = front.content.start().into()..front.content.end().into();
        let pieces = cut(&text, content, syntax);
        prop_assert_eq!(pieces.len(), 2, "{}", text);
        for (piece, parsed) in pieces.iter().zip(&front.entries) {
            let key = piece.key().expect("each piece has a key");
            let read = entry(&text, key, piece.range.end, syntax, None);
            prop_assert_eq!(&read, parsed, "{}", text);
        }
    }
}
