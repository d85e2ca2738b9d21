//! Cargo programs that the tests need, built from crates.io into the target folder.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::process::find_program;

/// The program of this name: one that is there, or one of our own in this version, built at the
/// first use.
pub fn installed(sh: &Shell, layout: &Layout, name: &str, version: &str) -> Result<PathBuf> {
    let tools = layout.target.join("tools");
    let own = tools.join("bin").join(name);
    if let Some(known) = find_program(name).or_else(|| own.is_file().then(|| own.clone())) {
        return Ok(known);
    }
    println!("installing {name} {version} into {}", tools.display());
    let build = tools.join("build");
    // An unoptimized build takes half the time, and is fast enough.
    cmd!(sh, "cargo install --quiet --locked --debug {name}@{version} --root {tools}")
        .env("CARGO_TARGET_DIR", build)
        .run()
        .with_context(|| format!("{name} cannot be installed"))?;
    Ok(own)
}
