//! Words and their folded form.

use expect_test::{Expect, expect};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

use crate::note::render;
use crate::note::words::{fold, words, words_of};

fn check(texts: &[&str], expected: &Expect) {
    let lines: Vec<_> = texts.iter().map(|text| render::words(&words_of(text))).collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn white_space_and_hyphens_are_equal_separators() {
    check(
        &[
            "change data",
            "change-data",
            "change\u{2010}data",
            "non\u{2011}breaking",
            "a\u{a0}b",
            "a – b",
            "-x-",
            "",
        ],
        &expect![[r#"
            change data
            change data
            change data
            non breaking
            a b
            a +:– b
            x

        "#]],
    );
}

#[test]
fn soft_hyphens_do_not_matter() {
    check(
        &["data\u{ad}base"],
        &expect![[r#"
            data\u{ad}base
        "#]],
    );
    assert_eq!(fold("Data\u{ad}base"), "database");
}

#[test]
fn a_possessive_ending_is_not_part_of_a_word() {
    check(
        &[
            "OLTP's",
            "OLTP’s log",
            "databases' log",
            "Moore's",
            "BASE'S",
            "it's",
            "x's y",
            "モデル's",
        ],
        &expect![[r#"
            OLTP
            OLTP log
            databases·+:' log
            Moore
            BASE
            it
            x y
            ア:モデル
        "#]],
    );
}

#[test]
fn an_apostrophe_inside_a_word_is_part_of_it() {
    check(
        &["don't", "don’t", "l'index", "d’Hondt", "rock'n'roll", "'quoted'", "O'Reilly", "a'", "'"],
        &expect![[r#"
            don't
            don’t
            l·+:'·index
            d·+:’·Hondt
            rock'n'roll
            +:'·quoted·+:'
            O·+:'·Reilly
            a·+:'
            +:'
        "#]],
    );
    assert_eq!(fold("Don’t"), fold("don't"));
}

#[test]
fn symbols_are_words() {
    check(
        &["C++", "C#", ".NET", "A/B", "AT&T", "Node.js", "f(x)", "3.14", "50%", "a, b", "x²"],
        &expect![[r#"
            C·+:+·+:+
            C·+:#
            +:.·NET
            A·+:/·B
            AT·+:&·T
            Node·+:.·js
            f·+:(·x·+:)
            3·+:.·14
            50·+:%
            a·+:, b
            x²
        "#]],
    );
}

#[test]
fn digits_and_underscores_are_letters() {
    check(
        &["S3", "utf8", "snake_case", "_private", "x_1 2PC", "word2vec"],
        &expect![[r#"
        S3
        utf8
        snake_case
        _private
        x_1 2PC
        word2vec
    "#]],
    );
}

#[test]
fn katakana_runs_are_one_word() {
    check(
        &[
            "サーバー",
            "マイクロサービス",
            "データベースの管理",
            "ﾃﾞｰﾀ",
            "クラウド・サービス",
            "ーア",
        ],
        &expect![[r#"
            ア:サーバー
            ア:マイクロサービス
            ア:データベース·字:の·字:管·字:理
            ア:ﾃﾞｰﾀ
            ア:クラウド·+:・·ア:サービス
            ー·ア:ア
        "#]],
    );
}

#[test]
fn characters_of_scripts_without_spaces_are_words() {
    check(
        &["数据库", "時々", "ひらがな", "데이터 베이스", "ข้อมูล", "AI学習", "第3章"],
        &expect![[r#"
            字:数·字:据·字:库
            字:時·字:々
            字:ひ·字:ら·字:が·字:な
            字:데·字:이·字:터 字:베·字:이·字:스
            字:ข้·字:อ·字:มู·字:ล
            AI·字:学·字:習
            字:第·3·字:章
        "#]],
    );
}

#[test]
fn marks_belong_to_the_character_before_them() {
    check(
        &[
            "cafe\u{301}",
            "か\u{3099}",
            "カ\u{3099}キ",
            "\u{1112}\u{1161}\u{11ab}",
            "न\u{94d}\u{200d}य",
            "\u{301}a",
        ],
        &expect![[r#"
            cafe\u{301}
            字:か\u{3099}
            ア:カ\u{3099}キ
            字:\u{1112}\u{1161}\u{11ab}
            न्‍य
            +:\u{301}·a
        "#]],
    );
}

#[test]
fn emoji_are_symbols() {
    check(
        &["👩‍⚕️ a", "❤️", "🇩🇪"],
        &expect![[r#"
        +:👩‍·+:⚕️ a
        +:❤️
        +:🇩·+:🇪
    "#]],
    );
}

#[test]
fn cut_prose_is_cut_between_words() {
    let of = |text: &str| {
        let note = render::read(text);
        render::words(&words(text, &note.prose))
    };
    expect!["Change data capture"].assert_eq(&of("Change **data**\ncapture"));
    expect!["data·base"].assert_eq(&of("data**base**"));
    expect!["use OLTP here"].assert_eq(&of("use **OLTP** *here*"));
    expect!["see | the note | and | there"].assert_eq(&of("see [the note](x) and `code` there"));
    expect!["one | two"].assert_eq(&of("one\n\ntwo"));
}

#[test]
fn folding_is_full_and_composed() {
    let pairs = [
        ("Straße", "STRASSE"),
        ("STRAẞE", "strasse"),
        ("ﬁle", "file"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("CAFÉ", "cafe\u{301}"),
        ("한", "\u{1112}\u{1161}\u{11ab}"),
        ("が", "か\u{3099}"),
        ("Ǆ", "ǆ"),
    ];
    for (a, b) in pairs {
        assert_eq!(fold(a), fold(b));
    }
    assert_ne!(fold("I"), fold("ı"));
    assert_eq!(fold("İ"), "i\u{307}");
    assert_ne!(fold("resume"), fold("résumé"));
}

/// Random texts of characters that matter for words.
const TEXT: &str = "([a-cA-C]|[sS'’ _.#+-]|[\u{ad}\u{200b}-\u{200d}\u{301}\u{3099}\u{fe0f}]|[éßſİıΣσςǅ]|[アカーｱﾞ・]|[あ々数한ᄒ\u{1161}\u{11ab}ขอ\u{e49}]|\\PC){0,12}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn words_are_in_order_and_what_they_say(text in TEXT) {
        let mut end = 0;
        for word in words_of(&text) {
            let range = std::ops::Range::<usize>::from(word.range);
            prop_assert!(range.start >= end && !range.is_empty());
            prop_assert_eq!(text.get(range.clone()), Some(word.text));
            end = range.end;
        }
    }

    #[test]
    fn folding_twice_is_folding(text in TEXT) {
        let once = fold(&text);
        prop_assert_eq!(&fold(&once), &once);
    }
}
