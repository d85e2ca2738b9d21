//! Programs that the editor tests need, and that may be missing on a new machine.
//!
//! Nothing is installed system-wide except Debian packages, and those only when they are missing.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::process::find_program;

/// The path of `program`, after installing the Debian package that has it where it is missing.
pub fn program(sh: &Shell, program: &str, package: &str) -> Result<PathBuf> {
    if let Some(path) = find_program(program) {
        return Ok(path);
    }
    apt_install(sh, &[package])?;
    find_program(program).with_context(|| format!("{package} has no program {program}"))
}

/// Installs Debian packages, as root or through `sudo`.
pub fn apt_install(sh: &Shell, packages: &[&str]) -> Result<()> {
    if find_program("apt-get").is_none() {
        bail!("{} not installed, and no apt-get to install with", packages.join(", "));
    }
    println!("installing {} with apt-get", packages.join(", "));
    // The lists of a fresh machine are empty or old, so they come first.
    apt_get(sh, &["update", "-qq"])
        .and_then(|()| {
            let install = ["install", "-qq", "--yes", "--no-install-recommends"];
            apt_get(sh, &[&install[..], packages].concat())
        })
        .with_context(|| format!("cannot install {}", packages.join(", ")))
}

fn apt_get(sh: &Shell, arguments: &[&str]) -> Result<()> {
    let is_root = cmd!(sh, "id -u").quiet().read()? == "0";
    if !is_root && find_program("sudo").is_none() {
        bail!("not root, and no sudo");
    }
    // `-n`: nobody can type a password during a test run.
    let sudo: &[&str] = if is_root { &[] } else { &["sudo", "-n"] };
    let apt_get: &[&str] = &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    let mut words = [sudo, apt_get, arguments].concat();
    let program = words.remove(0);
    cmd!(sh, "{program} {words...}").quiet().ignore_stdout().run()?;
    Ok(())
}

/// Installs one package of Python's registry into a virtual environment of its own and returns
/// the folder with its programs.
pub fn pip_install(sh: &Shell, environment: &Path, requirement: &str) -> Result<PathBuf> {
    let bin = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = ["python3", "python"]
        .into_iter()
        .find_map(find_program)
        .context("Python is not installed")?;
    println!("installing {requirement} with pip");
    if cmd!(sh, "{python} -m venv {environment}").quiet().ignore_stdout().run().is_err() {
        // Debian keeps the module in a package of its own.
        apt_install(sh, &["python3-venv"])?;
        cmd!(sh, "{python} -m venv --clear {environment}").quiet().ignore_stdout().run()?;
    }
    let pip = bin.join(format!("pip{}", env::consts::EXE_SUFFIX));
    cmd!(sh, "{pip} install --quiet --disable-pip-version-check {requirement}").quiet().run()?;
    Ok(bin)
}

/// The path of `program`, after installing its package of Python's registry where it is missing.
pub fn pip_program(
    sh: &Shell,
    environment: &Path,
    program: &str,
    requirement: &str,
) -> Result<PathBuf> {
    let bin = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let installed = bin.join(format!("{program}{}", env::consts::EXE_SUFFIX));
    if !installed.is_file() {
        pip_install(sh, environment, requirement)?;
    }
    Ok(installed)
}
