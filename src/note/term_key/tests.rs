//! Tests of term keys: names with equal keys.

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use crate::note::term_key::TermKey;
use crate::note::words::words_of;

fn key(name: &str) -> String {
    TermKey::new(name).map(|key| key.as_str().to_owned()).unwrap_or_default()
}

#[track_caller]
fn same(a: &str, b: &str) {
    assert_eq!(key(a), key(b));
}

#[track_caller]
fn different(a: &str, b: &str) {
    assert_ne!(key(a), key(b));
}

#[test]
fn case_spaces_hyphens_and_possessives_do_not_matter() {
    same("Change Data Capture", "change data-capture");
    same(" Change   Data ", "change\u{2011}data");
    same("User's guide", "user’s Guide");
    same("Café", "CAFE\u{301}s".trim_end_matches('s').to_lowercase().as_str());
    same("Straße x", "strasse X");
}

#[test]
fn symbols_matter() {
    different("C", "C++");
    different("C++", "C#");
    different("A/B", "A B");
    different(".NET", "NET");
    same("AT&T", "AT & T");
}

#[test]
fn a_name_in_capitals_has_another_key() {
    different("BASE", "base");
    different("OLTP", "oltp");
    different("A", "a");
    same("BASE", "BASE's");
    same("O’REILLY", "O'REILLY");
    same("CAFÉ", "CAFE\u{301}");
    assert_eq!(key("S3"), "S3");
    assert_eq!(key("S3 bucket"), "s3 bucket");
    assert_eq!(key("AI学習"), "AI 学 習");
    assert_eq!(key("IaC"), "iac");
    assert_eq!(key("APIs"), "apis");
}

#[test]
fn a_name_needs_a_letter_or_digit() {
    for name in ["", " ", "---", "…", "+", "_", "🎉", "\u{301}", "\u{200d}", "\u{ad}"] {
        assert_eq!(TermKey::new(name), None, "{name:?}");
    }
    assert_eq!(key("404"), "404");
}

#[test]
fn capitals_allow_capitals_and_the_s_of_a_plural() {
    let allows = |name: &str, written: &str| TermKey::new(name).unwrap().allows(&words_of(written));
    assert!(allows("OLTP", "OLTP"));
    assert!(allows("OLTP", "OLTPs"));
    assert!(!allows("OLTP", "oltp"));
    assert!(!allows("OLTP", "Oltp"));
    assert!(!allows("OLTP", "OLTPS"));
    assert!(allows("CAFÉ", "CAFE\u{301}s"));
    assert!(allows("base", "BASE"));
    assert!(allows("CI CD", "CI CDs"));
}

#[test]
fn the_order_of_marks_does_not_matter() {
    let key = TermKey::new("\u{1e008}\u{acd}𐖳").unwrap();
    assert_eq!(TermKey::new(key.as_str()), Some(key));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_key_of_a_key_is_itself(name in "([a-cA-C]|[sS'’ _.#+-]|[\u{ad}\u{200b}-\u{200d}\u{301}]|[éßſİıΣςǅᎠꭰ]|[アー]|[数한ขอ]|\\PC){0,12}") {
        if let Some(key) = TermKey::new(&name) {
            let again = TermKey::new(key.as_str());
            prop_assert_eq!(again.as_ref(), Some(&key));
            prop_assert_eq!(again.unwrap().is_capitals(), key.is_capitals());
        }
    }
}
