//! The test in Emacs with Eglot, without a screen.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::packages;
use crate::process::{find_program, path_with, stream};
use crate::report::Report;
use crate::scratch::Scratch;

/// Debian's Emacs without a window system, its Eglot and its Markdown mode.
const PACKAGES: [&str; 3] = ["emacs-nox", "elpa-eglot", "elpa-markdown-mode"];
/// What has to be loadable.
const NEEDED: &str = "(progn (package-initialize) (require 'eglot) (require 'markdown-mode))";
/// A session takes two seconds; this is for a machine with other things to do.
const LIMIT: Duration = Duration::from_mins(2);

/// An Emacs with what the session needs, installed from Debian where something is missing.
fn install(sh: &Shell) -> Result<PathBuf> {
    if let Some(emacs) = find_program("emacs").filter(|emacs| is_complete(sh, emacs)) {
        return Ok(emacs);
    }
    packages::apt_install(sh, &PACKAGES)?;
    find_program("emacs").context("emacs-nox brought no program emacs")
}

fn is_complete(sh: &Shell, emacs: &Path) -> bool {
    let check = cmd!(sh, "{emacs} --batch --eval {NEEDED}").quiet();
    check.ignore_stdout().ignore_stderr().run().is_ok()
}

/// Runs the session.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let emacs = match install(sh) {
        Ok(emacs) => emacs,
        Err(problem) => return Ok(Report::skipping("Emacs", format!("{problem:#}"))),
    };
    let scratch = Scratch::make(sh, layout, "emacs")?;
    let mut session = Command::new(emacs);
    session
        .current_dir(&scratch.notes)
        .envs(scratch.environment())
        .env("LC_ALL", "C.UTF-8")
        .env("PATH", path_with(layout.debug_bin())?)
        .args(["--batch", "-l"])
        .arg(layout.root.join("editors/emacs/test/session.el"));
    let finished = stream(&mut session, LIMIT)?;
    let mut report = Report::default();
    report.count_lines(&finished.output);
    if report.failed.is_empty() {
        report.check("Emacs: the session ends in time and well", finished.success);
    }
    Ok(report)
}
