//! The rules of `ARCHITECTURE.md` for the sources, as tests.

mod prose;

mod imports;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use headword::text::buffer::Buffer;
use headword::text::{Change, Encoding, LineCol};

use self::imports::{circle, imports};

/// The floors, from the bottom. A module may use its own and those below.
const FLOORS: [&[&str]; 5] =
    [&["text"], &["note"], &["workspace"], &["features"], &["server", "cli"]];

/// What only one module may use, with the files that may.
const ONE_USER: [(&str, &[&str]); 23] = [
    ("ropey", &["src/text.rs", "src/text/"]),
    ("pulldown_cmark", &["src/note/markdown", "src/note/blocks.rs", "src/note/excerpt.rs"]),
    ("serde_yaml", &["src/note/front_matter/"]),
    ("granit_parser", &["src/note/front_matter/"]),
    (
        "toml_edit",
        &["src/note/front_matter/", "src/workspace/config/file.rs", "src/workspace/keys.rs"],
    ),
    ("csv", &["src/cli/cards.rs"]),
    ("chrono", &["src/cli/quiz.rs", "src/cli/quiz/"]),
    ("console", &["src/cli/quiz/screen.rs"]),
    ("etcetera", &["src/cli/quiz/progress.rs"]),
    ("rs_fsrs", &["src/cli/quiz/schedule.rs"]),
    ("textwrap", &["src/cli/quiz/screen.rs"]),
    ("fjadra", &["src/features/graph_layout.rs"]),
    ("petgraph", &["src/features/reading_order.rs"]),
    ("toml_parser", &["src/workspace/config/file.rs"]),
    ("serde_path_to_error", &["src/workspace/config/layer.rs"]),
    ("tower_lsp", &["src/server.rs", "src/server/"]),
    ("tokio", &["src/server.rs", "src/server/", "src/cli/mcp.rs"]),
    ("rmcp", &["src/cli/mcp.rs", "src/cli/mcp/"]),
    ("clap", &["src/cli.rs", "src/cli/"]),
    ("regex_automata", &["src/workspace/schema/pattern.rs"]),
    ("jiff", &["src/note/date.rs", "src/server/clock.rs"]),
    // The parent of the server is known by what the system says of it, and stdout is a file.
    (
        "std::fs",
        &[
            "src/workspace/disk.rs",
            "src/workspace/writer.rs",
            "src/server/parent.rs",
            "src/server.rs",
            // The grades of a quiz are a file of the user, not of the notes.
            "src/cli/quiz/progress.rs",
        ],
    ),
    ("tempfile", &["src/workspace/writer.rs", "src/cli/quiz/progress.rs"]),
];

/// Names that several types have. The list may only become shorter.
const SHARED_NAMES: [&str; 3] = ["Declaration", "Shape", "Word"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A path from the root, with slashes on every system.
fn path_name(path: &Path) -> String {
    let name = path.strip_prefix(root()).expect("it is below the root").display().to_string();
    name.replace('\\', "/")
}

/// The sources with their paths from the root, as `src/note/tag.rs`.
fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("they can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let source = fs::read_to_string(&path).expect("they are text");
                found.insert(path_name(&path), source);
            }
        }
    }
    found
}

/// The code of a file: without its tests and comments.
fn code(source: &str) -> String {
    let tests = source.find("\n#[cfg(test)]\nmod ").unwrap_or(source.len());
    let lines = source[..tests].lines();
    lines.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test(name: &str) -> bool {
    name.starts_with("tests/")
        || name.ends_with("/tests.rs")
        || name.contains("/tests/")
        || name.ends_with("/fixture.rs")
}

fn module(name: &str) -> &str {
    name.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn arrows_point_down() {
    for (name, source) in sources().iter().filter(|(name, _)| !is_test(name)) {
        let Some(own) = floor(module(name)) else { continue };
        for used in code(source).split("crate::").skip(1) {
            let end = used.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(used.len());
            let used = &used[..end];
            let Some(other) = floor(used) else { continue };
            assert!(other <= own, "{name}: `{used}` is on a floor above");
            let neighbor = other == own && used != module(name);
            assert!(!neighbor || name.starts_with("src/cli"), "{name}: `{used}` is a neighbor");
        }
    }
}

#[test]
fn no_circles_inside_a_floor() {
    let files = sources().into_iter().filter(|(name, _)| !is_test(name));
    let files: BTreeMap<_, _> = files.map(|(name, source)| (name, code(&source))).collect();
    let all = imports(&files);
    for floor in FLOORS.concat() {
        let is_here = |name: &str| module(name) == floor;
        let mut imports = all.clone();
        imports.retain(|name, targets| {
            targets.retain(|target, _| is_here(target));
            is_here(name)
        });
        let circle = circle(&imports);
        assert!(circle.is_none(), "a circle of imports in `{floor}`:\n{}", circle.unwrap());
    }
}

#[test]
fn a_type_has_a_name_of_its_own() {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, source) in sources().iter().filter(|(name, _)| !is_test(name)) {
        // An associated type, as `type Error`, is indented.
        for item in code(source).lines().filter_map(type_name) {
            files.entry(item.to_owned()).or_default().push(name.clone());
        }
    }
    for (item, files) in &files {
        let is_known = SHARED_NAMES.contains(&item.as_str());
        assert!(files.len() == 1 || is_known, "`{item}` is a type in each of {files:?}");
    }
    for name in SHARED_NAMES {
        assert!(files.get(name).is_some_and(|files| files.len() > 1), "`{name}` is not shared");
    }
}

/// Returns the name of the type that a line declares outside other items.
fn type_name(line: &str) -> Option<&str> {
    let item = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => line,
    };
    let (keyword, rest) = item.split_once(' ')?;
    matches!(keyword, "struct" | "enum" | "trait" | "type").then_some(())?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

#[test]
fn what_has_one_user_has_no_other() {
    for (name, source) in sources().iter().filter(|(name, _)| !is_test(name)) {
        let code = code(source);
        for (used, allowed) in ONE_USER {
            let uses = code.contains(&format!("use {used}")) || code.contains(&format!("{used}::"));
            let may = allowed.iter().any(|path| name.starts_with(path));
            assert!(!uses || may, "{name} uses `{used}`, which is for {allowed:?}");
        }
    }
}

#[test]
fn only_the_command_line_prints() {
    for (name, source) in sources().iter().filter(|(name, _)| !is_test(name)) {
        let code = code(source);
        let prints = ["println!", "print!(", "dbg!", "io::stdout"].iter().any(|p| code.contains(p));
        // The server hands stdout to its transport, which writes frames.
        let may = name.starts_with("src/cli") || name == "src/server.rs";
        assert!(!prints || may, "{name} writes to stdout");
    }
}

#[test]
fn nothing_starts_a_process_or_opens_a_socket() {
    for (name, source) in sources().iter().filter(|(name, _)| !is_test(name)) {
        // Only `stats --since` of the command line runs git (`SECURITY.md`).
        if name == "src/cli/history.rs" {
            continue;
        }
        let code = code(source);
        for word in ["std::process::Command", "process::Command", "std::net", "UnixStream"] {
            assert!(!code.contains(word), "{name} has `{word}`");
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_the_map_names_it() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the map is there");
    for (name, source) in sources() {
        assert!(source.starts_with("//!"), "{name} does not open with what it is");
        let short = name.trim_start_matches("src/");
        if is_test(&name) {
            continue;
        }
        let folder = Path::new(short).parent().map(|folder| folder.display().to_string());
        let by_folder = folder.is_some_and(|f| !f.is_empty() && map.contains(&format!("`{f}/`")));
        assert!(
            by_folder || map.contains(&format!("`{short}`")),
            "ARCHITECTURE.md lacks `{short}`"
        );
    }
}

#[test]
fn the_released_program_has_no_failpoints_and_no_audit() {
    for (file, module, condition) in [
        ("src/lib.rs", "mod fault;", "debug_assertions"),
        ("src/workspace.rs", "pub mod audit;", "any(test, debug_assertions)"),
        ("src/server.rs", "mod paranoia;", "any(test, debug_assertions)"),
    ] {
        let source = fs::read_to_string(root().join(file)).expect("it is there");
        let declaration = format!("#[cfg({condition})]\n{module}\n");
        assert!(source.contains(&declaration), "{file} lacks {declaration}");
    }
}

#[test]
fn a_line_ends_where_the_protocol_says() {
    // Another crate could turn ropey's other line ends on again: features add up over the tree.
    let mut buffer = Buffer::new("a\u{2028}b\u{b}c\rd");
    let end = LineCol { line: 1, col: 1 };
    let change = Change { range: Some((end, end)), text: "!".to_owned() };
    buffer.apply(&change, Encoding::Utf8);
    assert_eq!(buffer.to_string(), "a\u{2028}b\u{b}c\rd!");
}
