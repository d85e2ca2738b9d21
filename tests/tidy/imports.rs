//! Imports between source files: to which file the paths in a file lead, and circles of them.

use std::collections::{BTreeMap, VecDeque};

/// For each file the files that it imports from, each with the path that leads there.
pub(super) type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// A path in the code, from the root of the crate.
type Path<'c> = Vec<&'c str>;

/// Reads the imports of files, from their paths (`src/note/tag.rs`) and their code without tests
/// and comments.
///
/// An import is a path that begins with `crate`, `self`, `super` or a child module, in a `use` or
/// elsewhere. It leads to the file that defines the item, also where another one exports it again.
/// A parent that declares a child (`mod tag;`) imports it only if it uses an item of the child.
pub(super) fn imports(files: &BTreeMap<String, String>) -> Imports {
    let modules: BTreeMap<Path<'_>, &String> =
        files.keys().map(|file| (module(file), file)).collect();
    let mut paths: BTreeMap<&String, Vec<Path<'_>>> = BTreeMap::new();
    // The paths of imported names, by module and name.
    let mut names: BTreeMap<(Path<'_>, &str), Path<'_>> = BTreeMap::new();
    for (file, code) in files {
        let module_path = module(file);
        let is_child = |name: &str| {
            !module_path.is_empty() && modules.contains_key(&[&module_path[..], &[name]].concat())
        };
        for (path, is_use) in read(&module_path, is_child, &tokens(code)) {
            if let Some(name) = path.last().filter(|_| is_use) {
                names.insert((module(file), name), path.clone());
            }
            paths.entry(file).or_default().push(path);
        }
    }
    let target = |path: &Path<'_>| {
        let mut path = path.clone();
        // A name may be exported again from file to file; more steps than these would be a circle.
        for _ in 0..8 {
            let length = (1..=path.len()).rev().find(|at| modules.contains_key(&path[..*at]))?;
            let (module, rest) = path.split_at(length);
            let item = rest.first().and_then(|name| names.get(&(module.to_vec(), *name)));
            let Some(exported) = item else { return modules.get(module).copied() };
            path = [exported.as_slice(), &rest[1..]].concat();
        }
        None
    };
    let mut found = Imports::new();
    for (file, paths) in paths {
        for path in paths {
            if let Some(target) = target(&path).filter(|target| *target != file) {
                let targets = found.entry(file.clone()).or_default();
                targets.entry(target.clone()).or_insert_with(|| path.join("::"));
            }
        }
    }
    found
}

/// The shortest circle of imports, one arrow a line.
pub(super) fn circle(imports: &Imports) -> Option<String> {
    let circles = imports.keys().filter_map(|file| way_back(imports, file));
    let files = circles.min_by_key(Vec::len)?;
    let arrows = files.windows(2).map(|pair| {
        let path = &imports[pair[0]][pair[1]];
        format!("{} -> {} (crate::{path})", pair[0], pair[1])
    });
    Some(arrows.collect::<Vec<_>>().join("\n"))
}

/// The shortest way from a file back to itself.
fn way_back<'i>(imports: &'i Imports, file: &'i str) -> Option<Vec<&'i str>> {
    let mut ways = VecDeque::from([vec![file]]);
    let mut seen: Vec<&str> = Vec::new();
    while let Some(way) = ways.pop_front() {
        for next in imports.get(*way.last()?).into_iter().flat_map(BTreeMap::keys) {
            let longer = [&way[..], &[next]].concat();
            if next == file {
                return Some(longer);
            }
            if !seen.contains(&next.as_str()) {
                seen.push(next);
                ways.push_back(longer);
            }
        }
    }
    None
}

/// The module that a file is, from the root of the crate.
fn module(file: &str) -> Path<'_> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    if matches!(path, "lib" | "main") { Vec::new() } else { path.split('/').collect() }
}

/// Names, `::` and single marks.
fn tokens(code: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut tokens, mut rest) = (Vec::new(), code.trim_start());
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if is_part(first) => rest.find(|c| !is_part(c)).unwrap_or(rest.len()),
            _ if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The paths into the crate in the code of a module, and whether `use` makes them names in it.
fn read<'c>(
    module: &[&'c str],
    is_child: impl Fn(&str) -> bool,
    tokens: &[&'c str],
) -> Vec<(Path<'c>, bool)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| tokens[at]);
        let is_root = matches!(*token, "crate" | "self" | "super") || is_child(token);
        // `pub(in crate::note)` imports nothing.
        if !is_root || matches!(before, Some("::" | "in")) || tokens.get(at + 1) != Some(&"::") {
            continue;
        }
        let mut paths = Vec::new();
        branches(tokens, at, &[], &mut paths);
        found.extend(paths.iter().map(|path| (absolute(module, path), before == Some("use"))));
    }
    found
}

/// The paths of the tree that begins at a token, which is returned with the place after the tree.
fn branches<'c>(
    tokens: &[&'c str],
    mut at: usize,
    prefix: &[&'c str],
    found: &mut Vec<Path<'c>>,
) -> usize {
    if tokens[at] == "{" {
        at += 1;
        while tokens[at] != "}" {
            at = if tokens[at] == "," { at + 1 } else { branches(tokens, at, prefix, found) };
        }
        return at + 1;
    }
    let path = [prefix, &[tokens[at]]].concat();
    let goes_on = |next: &&str| next.starts_with(|c: char| c == '{' || c.is_alphabetic());
    if tokens.get(at + 1) == Some(&"::") && tokens.get(at + 2).is_some_and(goes_on) {
        return branches(tokens, at + 2, &path, found);
    }
    found.push(path);
    if tokens.get(at + 1) == Some(&"as") { at + 3 } else { at + 1 }
}

fn absolute<'c>(module: &[&'c str], path: &[&'c str]) -> Path<'c> {
    let mut whole = if path[0] == "crate" { Vec::new() } else { module.to_vec() };
    for part in path {
        match *part {
            "super" => drop(whole.pop()),
            "crate" | "self" => {}
            part => whole.push(part),
        }
    }
    whole
}

#[test]
fn imports_lead_to_the_file_that_defines_the_item() {
    let files = [
        ("src/note.rs", "pub mod tag;\npub use self::tag::Tag;\npub struct Note;"),
        ("src/note/tag.rs", "use crate::{note::{Note, words}, text::Text};\npub struct Tag;"),
        ("src/note/words.rs", "pub(in crate::note) fn f() -> Tag { super::Tag::new() }"),
        ("src/text.rs", "use std::fmt::{self, Debug};\npub struct Text;"),
        ("src/cli.rs", "mod check;\nmod fix;\nfn run() { check::run() }"),
        ("src/cli/check.rs", "pub fn run() { super::output() }"),
        ("src/cli/fix.rs", "pub fn run() {}"),
    ];
    let files = files.map(|(file, code)| (file.to_owned(), code.to_owned())).into();
    let found = imports(&files);
    let targets = |file: &str| found.get(file).map(|it| it.keys().cloned().collect::<Vec<_>>());
    assert_eq!(targets("src/note.rs").unwrap(), ["src/note/tag.rs"]);
    let tag = ["src/note.rs", "src/note/words.rs", "src/text.rs"];
    assert_eq!(targets("src/note/tag.rs").unwrap(), tag);
    assert_eq!(targets("src/note/words.rs").unwrap(), ["src/note/tag.rs"]);
    assert_eq!(targets("src/text.rs"), None);
    assert_eq!(targets("src/cli.rs").unwrap(), ["src/cli/check.rs"]);
    assert_eq!(targets("src/cli/check.rs").unwrap(), ["src/cli.rs"]);
    let expected = "src/cli.rs -> src/cli/check.rs (crate::cli::check::run)\n\
        src/cli/check.rs -> src/cli.rs (crate::cli::output)";
    assert_eq!(circle(&found).unwrap(), expected);
}
