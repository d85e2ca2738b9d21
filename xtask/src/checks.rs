//! The checks of cargo: format, lints, documentation, tests.

use std::env;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::process::stream;
use crate::report::Report;

/// A build from nothing and all tests, on a slow machine.
const LIMIT: Duration = Duration::from_mins(30);

/// Format, lints and documentation: one check each.
pub fn lint(sh: &Shell) -> Report {
    let mut report = Report::default();
    let format = cmd!(sh, "cargo fmt --all --check");
    report.check("the code is formatted", format.run().is_ok());
    let clippy = cmd!(sh, "cargo clippy --workspace --all-targets --quiet -- -D warnings");
    report.check("clippy reports no warning", clippy.run().is_ok());
    let docs = cmd!(sh, "cargo doc --no-deps --quiet").env("RUSTDOCFLAGS", "-D warnings");
    report.check("the documentation builds without a warning", docs.run().is_ok());
    report
}

/// All tests of the workspace, each counted.
pub fn test(layout: &Layout) -> Result<Report> {
    println!("$ cargo test --workspace --no-fail-fast -- --show-output");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // A test that skips itself passes, and prints the reason.
    let arguments = ["test", "--workspace", "--no-fail-fast", "--", "--show-output"];
    // Some tests expect a panic. One line about it is enough.
    command.args(arguments).env("RUST_BACKTRACE", "0").current_dir(&layout.root);
    let finished = stream(&mut command, LIMIT)?;
    let mut report = count(&finished.output);
    if !finished.success && report.failed.is_empty() {
        report.check("cargo test completes", false);
    }
    Ok(report)
}

/// Adds up the summary lines of the test runner. Failed and ignored tests are named, and so are
/// those that print `skipped: …`: the runner counts them as passed.
fn count(output: &str) -> Report {
    let mut report = Report::default();
    let mut skipped_themselves = 0;
    for line in output.lines() {
        // The line may begin with output of cargo's other stream.
        if let Some((_, result)) = line.split_once("test result: ") {
            report.passed += number_before(result, " passed");
        } else if let Some(name) = failed(line) {
            report.failed.push(format!("test {name}"));
        } else if let Some((name, reason)) = ignored(line) {
            report.skipped.push(format!("test {name}: {reason}"));
        } else if let Some(reason) = line.strip_prefix("skipped: ") {
            skipped_themselves += 1;
            report.skipped.push(format!("a test: {reason}"));
        }
    }
    report.passed -= skipped_themselves.min(report.passed);
    report
}

/// The number before `word` in `ok. 12 passed; 0 failed; 1 ignored`.
fn number_before(result: &str, word: &str) -> usize {
    result
        .split(['.', ';'])
        .filter_map(|part| part.strip_suffix(word)?.trim().parse::<usize>().ok())
        .sum()
}

/// The name in `test name ... FAILED`.
fn failed(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// Name and reason of `test name ... ignored, reason`.
fn ignored(line: &str) -> Option<(&str, &str)> {
    let (name, result) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    Some((name, result.strip_prefix(", ").unwrap_or("ignored")))
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn the_summaries_of_the_runner_are_added_up() {
        let report = count(
            "running 4 tests\n\
             test a ... ok\n\
             test b ... FAILED\n\
             test c ... ignored, needs an hour\n\
             test d ... ignored\n\
             skipped: there is no folder\n\
             test result: FAILED. 2 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s\n",
        );
        assert_eq!(report.passed, 13);
        assert_eq!(report.failed, ["test b"]);
        let skips = ["test c: needs an hour", "test d: ignored", "a test: there is no folder"];
        assert_eq!(report.skipped, skips);
    }
}
