//! The language of the project: plain technical English (CONTRIBUTING.md, “Style”).

use std::fs;
use std::path::Path;

use super::{is_test, path_name, root};

/// The files and folders to check. In a folder, all Markdown and Rust files are checked.
const CHECKED: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "docs/agents.md",
    "docs/conformance.md",
    "docs/diagnostics.md",
    "docs/languages.md",
    "docs/learn.md",
    "docs/limits.md",
    "docs/links.md",
    "docs/releasing.md",
    "docs/reliability.md",
    "docs/scope.md",
    "docs/settings.md",
    "editors/helix/README.md",
    "editors/neovim/README.md",
    "editors/vscode/README.md",
    "fuzz/README.md",
    "src",
    "tests/conformance_page.rs",
    "tests/data/lsp/README.md",
    "tests/support",
    "tests/tidy",
    "xtask/src",
];

/// Words and phrases to avoid, in lower case, with the words to use instead.
const AVOIDED: &[(&str, &str)] = &[
    ("stand", "be, appear, contain"),
    ("stands", "is, appears, contains"),
    ("stood", "was, appeared"),
    ("behind", "after"),
    ("in front of", "before"),
    ("anew", "again"),
    ("is none", "is not one"),
    ("are none", "are not"),
    ("is no", "is not a"),
    ("are no", "are not"),
    ("told", "reported, notified, distinguished"),
    ("tells", "reports, shows, distinguishes"),
    ("remark", "diagnostic"),
    ("remarks", "diagnostics"),
    ("remarked", "reported"),
    ("mend", "fix, repair"),
    ("mends", "fixes, repairs"),
    ("mended", "fixed, repaired"),
    ("go over", "override"),
    ("goes over", "overrides"),
    ("the house", "the code"),
    ("whoever", "a noun: the user, the caller"),
    ("silence", "suppress, suppression"),
    ("silences", "suppresses, suppressions"),
    ("silenced", "suppressed"),
    ("silencing", "suppression"),
    ("proven", "verified"),
    ("twin", "near-duplicate"),
    ("twins", "near-duplicates"),
];

/// A line of prose: its number, from 1, and its text without inline code.
type Line = (usize, String);

#[test]
fn docs_are_in_plain_english() {
    let found: Vec<_> = CHECKED.iter().flat_map(|path| findings(&root().join(path))).collect();
    assert!(found.is_empty(), "{} places:\n{}", found.len(), found.join("\n"));
}

/// One line for each avoided word in a file, or in the files of a folder.
fn findings(path: &Path) -> Vec<String> {
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("the folder is readable");
        let mut paths: Vec<_> =
            entries.map(|entry| entry.expect("it is readable").path()).collect();
        paths.sort();
        return paths.iter().flat_map(|path| findings(path)).collect();
    }
    let name = path_name(path);
    let read = || fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let lines = match path.extension().and_then(|extension| extension.to_str()) {
        Some("md") => markdown_prose(&read()),
        Some("rs") => rust_prose(&read(), !is_test(&name)),
        _ => return Vec::new(),
    };
    let found = avoided(&lines).into_iter();
    found.map(|(line, word, better)| format!("{name}:{line}: “{word}”: write {better}")).collect()
}

/// The avoided words in some lines, each with its line and the words to use instead.
fn avoided(lines: &[Line]) -> Vec<(usize, &'static str, &'static str)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut last = 0;
    for (line, text) in lines {
        // Punctuation is a word of its own, and so is a gap in the lines: no phrase crosses them.
        if !(last..=last + 1).contains(line) {
            words.push((*line, ".".to_owned()));
        }
        last = *line;
        let text = text.to_lowercase();
        let text = text.replace(|c: char| !is_word(c) && !c.is_whitespace(), " . ");
        words.extend(text.split_whitespace().map(|word| (*line, word.to_owned())));
    }
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |(_, word)| word);
    let mut found = Vec::new();
    for (at, (line, _)) in words.iter().enumerate() {
        for &(phrase, better) in AVOIDED {
            let length = phrase.split(' ').count();
            let fits = phrase.split(' ').enumerate().all(|(i, it)| word(Some(at + i)) == it);
            // “There is no …” and “… is no longer …” are plain.
            let is_plain = phrase.ends_with(" no")
                && (word(at.checked_sub(1)) == "there" || word(Some(at + length)) == "longer");
            if fits && !is_plain {
                found.push((*line, phrase, better));
            }
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '\''
}

/// The text of Markdown, without code blocks and empty lines.
fn markdown_prose(text: &str) -> Vec<Line> {
    let mut is_code = false;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if !is_code && !is_fence && !line.is_empty() && !line.starts_with("    ") {
            lines.push((number, without_code(line)));
        }
    }
    lines
}

/// The comments of Rust code, and its string literals, except these: literals in tests, which are
/// often notes, and literals of one or two words, which are often words to look for in notes.
fn rust_prose(source: &str, with_literals: bool) -> Vec<Line> {
    let tests = source.find("\n#[cfg(test)]\nmod ").unwrap_or(source.len());
    let tests = if with_literals { tests } else { 0 };
    let (mut comments, mut strings) = (Vec::new(), Vec::new());
    let (mut at, mut number, mut is_code) = (0, 1, false);
    while at < source.len() {
        let rest = &source[at..];
        let (length, is_literal) = token(rest);
        let text = &rest[..length];
        if let Some(comment) = text.strip_prefix("//") {
            let comment = comment.trim_start_matches(['/', '!']);
            let is_fence = comment.trim_start().starts_with("```");
            is_code ^= is_fence;
            if !is_code && !is_fence {
                comments.push((number, without_code(comment)));
            }
        } else if is_literal && at < tests && text.trim_matches('"').split_whitespace().count() > 2
        {
            let lines = text.lines().map(|line| line.trim_end_matches('\\'));
            strings.extend((number..).zip(lines.map(without_code)));
            // The end of a literal ends its phrases.
            strings.push((number, ".".to_owned()));
        }
        number += text.matches('\n').count();
        at += length;
    }
    [comments, strings].concat()
}

/// The length of the token that some code begins with, and whether it is a string literal.
/// Comments and literals are whole tokens, and so are names; other characters are one each.
fn token(code: &str) -> (usize, bool) {
    let line = code.find('\n').unwrap_or(code.len());
    let until = |end: &str, from: usize| {
        code[from..].find(end).map_or(code.len(), |found| from + found + end.len())
    };
    let name = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    let hashes = code[name..].bytes().take_while(|byte| *byte == b'#').count();
    let is_raw = code[..name].ends_with('r') && code[name + hashes..].starts_with('"');
    if code.starts_with("//") {
        (line, false)
    } else if is_raw && name <= 2 {
        (until(&format!("\"{}", "#".repeat(hashes)), name + hashes + 1), true)
    } else if let Some(text) = code.strip_prefix('"') {
        let mut is_escaped = false;
        let end = text.find(|c| {
            let is_end = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_end
        });
        (end.map_or(code.len(), |end| end + 2), true)
    } else if code.starts_with("'\\") {
        (until("'", 3), false)
    } else if code.starts_with('\'') && code.chars().nth(2) == Some('\'') {
        (until("'", 1), false)
    } else {
        (name.max(code.chars().next().map_or(1, char::len_utf8)), false)
    }
}

/// A line without its inline code.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join(" . ")
}

#[test]
fn words_in_code_are_not_prose() {
    let words = |lines: &[Line]| -> Vec<_> {
        avoided(lines).into_iter().map(|(line, word, _)| (line, word)).collect()
    };
    let text = "It stands `behind` it.\n\n```\nanew\n```\nThere is no\ncode. It is\nno code. It is\n\nNo code.\n";
    assert_eq!(words(&markdown_prose(text)), [(1, "stands"), (7, "is no")]);

    let source = "\
        /// Stands.\n\
        fn stands<'a>(c: char) -> &'a str { if c == '\"' { \"it is told\\\n anew\" } else { r#\"a \" mend\"# } }\n\
        const WORDS: [&str; 2] = [\"stands\", \"stands for\"];\n\
        // `stood`, and \"behind\"\n\
        \n#[cfg(test)]\nmod tests {\n    const TEXT: &str = \"it is made anew\"; // remark\n}\n";
    let found =
        [(1, "stands"), (5, "behind"), (9, "remark"), (2, "told"), (3, "anew"), (3, "mend")];
    assert_eq!(words(&rust_prose(source, true)), found);
    assert_eq!(words(&rust_prose(source, false)), found[..3]);
}
