//! The page of the protocol's rules and their tests, generated from the sources of the tests.
//! `UPDATE_EXPECT=1 cargo test --test all conformance_page` writes it.
//!
//! A test covers a rule if its doc comment begins with the number of the rule, its kind (M, S or
//! R), and its text: `/// 13 M: shutdown is answered with null`. Each number needs a test, or a
//! reason here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;

/// The parts of the protocol: a letter, a name, and the number of the last rule.
const PARTS: [(char, &str, usize); 10] = [
    ('A', "Framing", 8),
    ('B', "Lifecycle", 20),
    ('C', "Requests and responses", 28),
    ('D', "Documents", 42),
    ('E', "URIs and files", 50),
    ('F', "Capabilities", 56),
    ('G', "Edits", 65),
    ('H', "Features", 72),
    ('I', "Diagnostics", 78),
    ('J', "Traces", 80),
];

/// Rules that do not apply: number, rule, reason.
const WITHOUT_TEST: [(usize, &str, &str); 0] = [];

/// A rule that a test covers.
struct Proven {
    binding: char,
    rule: String,
    test: String,
    file: String,
}

/// All tests with a number, in `tests/` and the folders in it.
fn proven() -> BTreeMap<usize, Vec<Proven>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut found: BTreeMap<usize, Vec<Proven>> = BTreeMap::new();
    for path in files {
        let source = fs::read_to_string(&path).expect("sources are text");
        let file = path.strip_prefix(&root).expect("it lies below").display().to_string();
        for (number, proven) in rules(&source, &file.replace('\\', "/")) {
            found.entry(number).or_default().push(proven);
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The rules that the tests of a file cover.
fn rules(source: &str, file: &str) -> Vec<(usize, Proven)> {
    let mut found = Vec::new();
    let (mut comment, mut is_test) = (String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            let space = if comment.is_empty() { "" } else { " " };
            comment = format!("{comment}{space}{text}");
        } else if line == "#[test]" {
            is_test = true;
        } else if let Some(rest) = line.strip_prefix("fn ") {
            let name = rest.split('(').next().unwrap_or_default();
            if let Some((number, binding, rule)) = numbered(&comment).filter(|_| is_test) {
                let (rule, test) = (rule.to_owned(), name.to_owned());
                found.push((number, Proven { binding, rule, test, file: file.to_owned() }));
            }
            (comment, is_test) = (String::new(), false);
        } else if !line.starts_with("#[") {
            (comment, is_test) = (String::new(), false);
        }
    }
    found
}

/// Splits `13 M: rule.` into its parts.
fn numbered(comment: &str) -> Option<(usize, char, &str)> {
    let (number, rest) = comment.split_once(' ')?;
    let (binding, rule) = rest.split_once(": ")?;
    let binding = binding.parse().ok().filter(|binding| "MSR".contains(*binding))?;
    Some((number.parse().ok()?, binding, rule))
}

const HEAD: &str = "\
# Conformance

The requirements of the Language Server Protocol, with the test for each. Each test is a \
conversation with the real program over its pipes (`tests/protocol/`). M is a requirement of the \
protocol, S a recommendation. R is not in the protocol, but a robust server needs it.

Every message of the server in any test is also checked against the protocol's meta-model. All \
rules that a program can check on a single message are checked too \
(`tests/support/conformance.rs`). `tests/conformance.rs` shows that each check reports its fault.

If the answer depends on the client, the test runs for each of nine clients in each column \
encoding. The clients are VS Code, Neovim 0.11, Neovim 0.12, Helix, Emacs (Eglot), Zed, Kakoune \
(kakoune-lsp), a client without capabilities, and one with all of them. The encodings are UTF-8, \
UTF-16 and UTF-32. Each client has one whole conversation in each encoding \
(`tests/protocol/conversation.rs`).
";

#[test]
fn every_rule_has_a_test_or_a_reason() {
    let proven = proven();
    let mut page = String::new();
    let (mut first, mut tests, mut without) = (1, 0, 0);
    let mut binding = BTreeMap::new();
    for (letter, name, last) in PARTS {
        let _ = write!(
            page,
            "\n## {letter}. {name}\n\n| | | rule | test |\n| --- | --- | --- | --- |\n"
        );
        for number in first..=last {
            let reason = WITHOUT_TEST.iter().find(|(it, ..)| *it == number);
            if let Some((_, rule, reason)) = reason {
                let _ = writeln!(page, "| {number} | | {rule} | none: {reason} |");
                without += 1;
                continue;
            }
            let rules = proven.get(&number).map(Vec::as_slice).unwrap_or_default();
            assert!(!rules.is_empty(), "rule {number} has neither a test nor a reason");
            assert!(rules.len() == 1, "rule {number} has two tests");
            let Proven { binding: kind, rule, test, file } = &rules[0];
            let _ = writeln!(page, "| {number} | {kind} | {rule} | `{test}` in `{file}` |");
            tests += 1;
            *binding.entry(*kind).or_insert(0) += 1;
        }
        first = last + 1;
    }
    let beyond = proven.keys().find(|number| **number >= first || **number == 0);
    assert_eq!(beyond, None, "there is no such rule");
    let count = |kind| binding.get(&kind).copied().unwrap_or(0);
    let counts = format!(
        "\n{} rules: {tests} with a test ({} M, {} S, {} R), {without} that do not apply.\n",
        first - 1,
        count('M'),
        count('S'),
        count('R'),
    );
    expect_file!["../docs/conformance.md"].assert_eq(&format!("{HEAD}{counts}{page}"));
}
