//! A few minutes of fuzzing, with a different seed in each run.
//!
//! An ordinary test replays the stored inputs; this searches for new ones. `fuzz/README.md` has the
//! commands for a long run and the steps after a failure.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::packages::apt_install;
use crate::process::{Reaped, find_program, poll};
use crate::report::Report;

/// Each target, with the words that its inputs are made of.
const TARGETS: [(&str, &str); 7] = [
    ("frames", "lsp"),
    ("changes", "markdown"),
    ("note", "markdown"),
    ("rename", "markdown"),
    ("front_matter", "yaml"),
    ("paths", "markdown"),
    ("config", "yaml"),
];

/// How long all targets together run, unless `HEADWORD_FUZZ_SECONDS` says otherwise.
const SECONDS: u64 = 120;

/// An input that takes longer is a fault.
const HANG: Duration = Duration::from_mins(1);

/// Builds all targets and runs each for its share of the time.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    if !cfg!(target_os = "linux") {
        return Ok(Report::skipping("fuzz", "it is set up for Linux"));
    }
    if let Err(problem) = build(sh, layout) {
        return Ok(Report::skipping("fuzz", format!("{problem:#}")));
    }
    let seconds = number("HEADWORD_FUZZ_SECONDS").unwrap_or(SECONDS) / TARGETS.len() as u64;
    let seed = number("HEADWORD_FUZZ_SEED").unwrap_or_else(fresh_seed);
    println!("each target runs for {seconds} s; the same again: HEADWORD_FUZZ_SEED={seed}");
    let runs = TARGETS.map(|(target, words)| Run { layout, target, words, seconds, seed });
    let mut report = Report::default();
    for (target, is_good) in together(&runs)? {
        report.check(&format!("fuzzing {target} finds no fault"), is_good);
    }
    Ok(report)
}

/// Runs all targets, one per processor at a time.
fn together<'r>(runs: &'r [Run<'_>]) -> Result<BTreeMap<&'r str, bool>> {
    let waiting = Mutex::new(runs.iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || std::iter::from_fn(next).map(|run| Ok((run.target, run.run()?))).collect();
    thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        let mut results = BTreeMap::new();
        for worker in workers {
            let found: Result<Vec<_>> = worker.join().expect("a worker does not panic");
            results.extend(found?);
        }
        Ok(results)
    })
}

/// Builds the targets. Counters are in our own crates alone: all others are shared with the tests,
/// where to build them again would take longer than the fuzzer runs.
fn build(sh: &Shell, layout: &Layout) -> Result<()> {
    if find_program("c++").is_none() {
        apt_install(sh, &["g++"])?;
    }
    cmd!(sh, "cargo build -p headword-fuzz --bins --features libfuzzer")
        .env("RUSTC_WORKSPACE_WRAPPER", layout.root.join("fuzz").join("instrumented"))
        .run()
        .context("the targets are not built")
}

/// One run of one target.
struct Run<'l> {
    layout: &'l Layout,
    target: &'l str,
    words: &'l str,
    seconds: u64,
    seed: u64,
}

impl Run<'_> {
    /// Runs the target for its time. Returns whether it found no fault, and prints the faults.
    fn run(&self) -> Result<bool> {
        let work = self.layout.target.join("fuzz");
        let [finds, corpus] = ["finds", "corpus"].map(|it| work.join(it).join(self.target));
        for folder in [&finds, &corpus] {
            fs::create_dir_all(folder)?;
        }
        let log = work.join(self.target).with_extension("log");
        let mut command = self.command(&corpus, &finds);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log)?);
        let mut child = Reaped(command.spawn().context("the target does not start")?);
        let limit = Duration::from_secs(self.seconds) + 2 * HANG;
        let ended = poll(limit, || child.0.try_wait().ok().flatten());
        let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        let is_good = ended.is_some_and(|status| status.success());
        if is_good {
            let count = said.split("number_of_executed_units:").nth(1).unwrap_or_default();
            let count = count.split_whitespace().next().unwrap_or("no");
            println!("{}: {count} executions", self.target);
        } else {
            println!("{}:\n{said}", self.target);
        }
        Ok(is_good)
    }

    fn command(&self, corpus: &Path, finds: &Path) -> Command {
        let fuzz = self.layout.root.join("fuzz");
        let mut command = Command::new(self.layout.target.join("debug").join(self.target));
        command.arg(corpus).arg(fuzz.join("seeds").join(self.target));
        let words = fuzz.join("dictionaries").join(self.words).with_extension("dict");
        command.args([
            format!("-dict={}", words.display()),
            format!("-seed={}", self.seed % u64::from(u32::MAX)),
            format!("-max_total_time={}", self.seconds),
            format!("-timeout={}", HANG.as_secs()),
            format!("-artifact_prefix={}/", finds.display()),
            "-max_len=1500".to_owned(),
            "-print_final_stats=1".to_owned(),
            "-close_fd_mask=1".to_owned(),
            "-verbosity=0".to_owned(),
        ]);
        command
    }
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

/// A different seed in each run.
fn fresh_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::from(now.subsec_nanos()) | 1
}
