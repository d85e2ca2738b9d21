//! Spellings of one name, carried over to another.

use super::{Spelling, respell};

/// `old → new: written → respelled`, with a star where renaming back would not restore it.
fn check(old: &str, new: &str, cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        let [old, new, written] = [old, new, written].map(Spelling::of);
        let found = respell(&written, &old, &new, false);
        let star = if found.is_lossless { "" } else { "*" };
        assert_eq!(format!("{}{star}", found.spelling.text()), *expected, "{}", written.text());
    }
}

#[test]
fn case_is_kept() {
    check(
        "Change Data Capture",
        "Event Log",
        &[
            ("Change Data Capture", "Event Log"),
            ("change data capture", "event log"),
            ("Change data capture", "Event log"),
            ("CHANGE DATA CAPTURE", "EVENT LOG"),
            ("change Data capture", "event log*"),
        ],
    );
    check("Chain of Trust", "Root", &[("Chain Of Trust", "Root*"), ("chain of trust", "root")]);
}

#[test]
fn capitals_that_are_part_of_a_name_stay() {
    check("Cache", "OLTP", &[("Cache", "OLTP"), ("cache", "OLTP*")]);
    check("OLTP", "Cache", &[("OLTP", "Cache"), ("OLTPs", "Caches")]);
    check("Cache", "GraphQL Store", &[("cache", "GraphQL store"), ("caches", "GraphQL stores")]);
    check("Cache", "iOS", &[("Cache", "iOS"), ("cache", "iOS*")]);
}

#[test]
fn number_is_kept() {
    check("Cache", "Query", &[("caches", "queries"), ("Caches", "Queries"), ("CACHES", "QUERIES")]);
    check("Query", "Index", &[("queries", "indexes"), ("query", "index")]);
    check("Microservices", "Services", &[("microservice", "service")]);
    check("Microservices", "Mesh", &[("microservice", "mesh*"), ("microservices", "mesh")]);
    check("SLI", "Indicator", &[("SLIs", "Indicators"), ("SLI", "Indicator")]);
    check("Indicator", "SLI", &[("indicators", "SLIs*"), ("Indicators", "SLIs")]);
}

#[test]
fn hyphens_are_kept_where_possible() {
    check(
        "Change Data Capture",
        "Data Event Log",
        &[("change-data capture", "data-event log"), ("change-data-capture", "data-event-log")],
    );
    check("Change Data Capture", "Event Log", &[("change-data-capture", "event-log")]);
    check("Change Data Capture", "Log", &[("change-data-capture", "log*")]);
    check("Write-ahead log", "Redo log", &[("write-ahead log", "redo log")]);
    check("C++", "Rust", &[("C++", "Rust"), ("c++", "rust*")]);
}

#[test]
fn a_sentence_still_begins_with_a_capital() {
    let [old, new] = ["Cache", "buffer"].map(Spelling::of);
    let found = respell(&old, &old, &new, true);
    assert_eq!((found.spelling.text().as_str(), found.is_lossless), ("Buffer", true));
    let found = respell(&old, &old, &new, false);
    assert_eq!((found.spelling.text().as_str(), found.is_lossless), ("buffer", true));
}
