//! What the machine takes for the same files: the least that a server could need.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use pulldown_cmark::{Options, Parser};

use crate::bench::vault::Vault;
use crate::process::find_program;

/// The times of plain work on all notes.
#[derive(Clone, Debug)]
pub struct Reference {
    /// To read all files, on all processors.
    pub read: Duration,
    /// To read all files and parse them as CommonMark, on all processors.
    pub parse: Duration,
    /// To count the lines that begin with `#`, with ripgrep. `None` if it is not installed.
    pub search: Option<Duration>,
}

impl Reference {
    /// Takes the best of three runs of each.
    pub fn measure(vault: &Vault) -> Result<Self> {
        let search = find_program("rg").map(|rg| best(|| count_headings(&rg, &vault.folder)));
        Ok(Self {
            read: best(|| on_all_processors(&vault.notes, |_| ()))?,
            parse: best(|| {
                on_all_processors(&vault.notes, |text| {
                    black_box(Parser::new_ext(text, Options::all()).into_offset_iter().count());
                })
            })?,
            search: search.transpose()?,
        })
    }
}

fn best(work: impl Fn() -> Result<()>) -> Result<Duration> {
    let timed = || -> Result<Duration> {
        let start = Instant::now();
        work()?;
        Ok(start.elapsed())
    };
    let runs = [timed()?, timed()?, timed()?];
    runs.into_iter().min().context("no run")
}

fn on_all_processors(notes: &[PathBuf], work: impl Fn(&str) + Sync) -> Result<()> {
    let threads = thread::available_parallelism()?.get();
    let part = |notes: &[PathBuf]| -> Result<()> {
        for path in notes {
            work(&String::from_utf8_lossy(&fs::read(path)?));
        }
        Ok(())
    };
    thread::scope(|scope| {
        let parts = notes.chunks(notes.len().div_ceil(threads));
        let running: Vec<_> = parts.map(|notes| scope.spawn(|| part(notes))).collect();
        running.into_iter().try_for_each(|it| it.join().expect("no part panics"))
    })
}

fn count_headings(rg: &Path, folder: &Path) -> Result<()> {
    Command::new(rg).args(["-c", "^#"]).arg(folder).stdout(Stdio::null()).status()?;
    Ok(())
}
