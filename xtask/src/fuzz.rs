//! A few minutes of fuzzing, each time from another seed.
//!
//! The inputs that are kept are replayed by an ordinary test; this looks for new ones. How to go on
//! for longer, and what to do about a find, stands in `fuzz/README.md`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::packages::apt_install;
use crate::process::{find_program, stream};
use crate::report::Report;
use crate::tools;

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

/// The version of cargo-fuzz that the targets are built with.
const CARGO_FUZZ: &str = "0.13.2";

/// How long all targets together run, unless `HEADWORD_FUZZ_SECONDS` says otherwise.
const SECONDS: u64 = 120;

/// An input that takes longer is a find.
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
    let mut report = Report::default();
    for (target, words) in TARGETS {
        let run = Run { layout, target, words, seconds, seed };
        report.check(&format!("nothing breaks {target}"), run.run()?);
    }
    Ok(report)
}

/// Builds the targets, with the compiler that is pinned: coverage needs no other one but its leave.
fn build(sh: &Shell, layout: &Layout) -> Result<()> {
    if find_program("c++").is_none() {
        apt_install(sh, &["g++"])?;
    }
    let cargo_fuzz = tools::installed(sh, layout, "cargo-fuzz", CARGO_FUZZ)?;
    let target = folder(layout);
    let arguments = ["fuzz", "build", "--dev", "-s", "none", "--features", "libfuzzer"];
    cmd!(sh, "{cargo_fuzz} {arguments...} --target-dir {target}")
        .env("RUSTC_BOOTSTRAP", "1")
        .run()
        .context("the targets are not built")
}

fn folder(layout: &Layout) -> PathBuf {
    layout.target.join("fuzz")
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
    /// Runs it to the end of its time; says whether nothing was found.
    fn run(&self) -> Result<bool> {
        let fuzz = self.layout.root.join("fuzz");
        let finds = folder(self.layout).join("finds").join(self.target);
        let corpus = folder(self.layout).join("corpus").join(self.target);
        for folder in [&finds, &corpus] {
            std::fs::create_dir_all(folder)?;
        }
        let mut command = Command::new(self.program()?);
        command.args([corpus, fuzz.join("seeds").join(self.target)]);
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
        let limit = Duration::from_secs(self.seconds) + 2 * HANG;
        Ok(stream(&mut command, limit)?.success)
    }

    fn program(&self) -> Result<PathBuf> {
        let built = folder(self.layout);
        let triples = std::fs::read_dir(&built)?.filter_map(Result::ok);
        let program = |triple: &Path| triple.join("debug").join(self.target);
        let mut found = triples.map(|triple| program(&triple.path()));
        found.find(|program| program.is_file()).context("the target is not where it is built")
    }
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

/// Another one with each run.
fn fresh_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::from(now.subsec_nanos()) | 1
}
