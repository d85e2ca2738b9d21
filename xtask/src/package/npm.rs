//! The npm packages: one per system with the program, and one that starts the program that fits.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::package::release::Release;
use crate::package::system::{SYSTEMS, System};

/// Writes the package for a system, and the launcher. Returns both.
pub fn write(
    sh: &Shell,
    layout: &Layout,
    release: &Release,
    system: System,
    program: &[u8],
) -> Result<[PathBuf; 2]> {
    let folder = release.folder.join("npm");
    sh.remove_path(&folder)?;
    let (own, launcher) = (folder.join(system.npm), folder.join("headword"));
    let (os, cpu, libc) = system.npm_needs;
    let mut manifest = manifest(release, &format!("@headword/{}", system.npm));
    manifest.insert("os".to_owned(), json!([os]));
    manifest.insert("cpu".to_owned(), json!([cpu]));
    if let Some(libc) = libc {
        manifest.insert("libc".to_owned(), json!([libc]));
    }
    sh.write_file(own.join(system.program()), program)?;
    set_executable(&own.join(system.program()))?;

    let mut starting = self::manifest(release, "headword");
    starting.insert("bin".to_owned(), json!({ "headword": "headword.js" }));
    starting.insert("engines".to_owned(), json!({ "node": ">=18" }));
    let systems =
        SYSTEMS.iter().map(|it| (format!("@headword/{}", it.npm), json!(release.version)));
    starting.insert("optionalDependencies".to_owned(), Value::Object(systems.collect()));
    sh.create_dir(&launcher)?;
    sh.copy_file(layout.root.join("packaging/npm/headword.js"), &launcher)?;
    set_executable(&launcher.join("headword.js"))?;
    Ok([
        pack(sh, layout, release, &own, &manifest)?,
        pack(sh, layout, release, &launcher, &starting)?,
    ])
}

fn manifest(release: &Release, name: &str) -> Map<String, Value> {
    let manifest = json!({
        "name": name,
        "version": release.version,
        "description": release.description,
        "license": release.license,
        "repository": { "type": "git", "url": format!("git+{}.git", release.repository) },
    });
    manifest.as_object().cloned().unwrap_or_default()
}

/// Packs a folder with this manifest.
fn pack(
    sh: &Shell,
    layout: &Layout,
    release: &Release,
    folder: &Path,
    manifest: &Map<String, Value>,
) -> Result<PathBuf> {
    sh.write_file(folder.join("package.json"), serde_json::to_string_pretty(manifest)?)?;
    for file in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        sh.copy_file(layout.root.join(file), folder)?;
    }
    let to = &release.folder;
    let packed = cmd!(sh, "npm pack --silent --pack-destination {to} {folder}").quiet().read()?;
    Ok(to.join(packed.lines().last().context("npm did not print the name of the package")?))
}

#[cfg(unix)]
fn set_executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(file, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn set_executable(_: &Path) -> Result<()> {
    Ok(())
}
