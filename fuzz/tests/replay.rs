//! All inputs that are kept, in every target: seeds, and what once broke a promise.

use std::fs;
use std::path::{Path, PathBuf};

use headword_fuzz::TARGETS;

/// The inputs of a target, by path.
fn inputs(folder: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(target);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    found.sort();
    found
}

fn replay(folder: &str) {
    for (name, target) in TARGETS {
        for path in inputs(folder, name) {
            println!("{name}: {}", path.file_name().unwrap_or_default().display());
            target(&fs::read(&path).expect("it can be read"));
        }
    }
}

#[test]
fn every_target_has_seeds() {
    for (name, _) in TARGETS {
        assert!(inputs("seeds", name).len() >= 3, "{name}");
    }
}

#[test]
fn seeds_break_no_promise() {
    replay("seeds");
}

#[test]
fn what_once_broke_a_promise_does_not_any_more() {
    replay("regressions");
}
