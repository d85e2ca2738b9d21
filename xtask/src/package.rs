//! `cargo xtask package`: what users install, made from one program and tried as users do.

pub mod archive;
pub mod formulae;
pub mod npm;
pub mod release;
pub mod system;
pub mod trial;
pub mod wheel;
pub mod workflows;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use xshell::{Shell, cmd};

use self::release::Release;
use self::system::System;
use crate::layout::Layout;
use crate::report::Report;
use crate::{packages, vscode};

/// The largest program that a release may have, in bytes.
const MAX_SIZE: u64 = 10_000_000;

/// The arguments of `cargo xtask package`.
pub fn run(sh: &Shell, layout: &Layout, arguments: &[&str]) -> Result<Report> {
    let release = Release::read(sh, layout)?;
    match *arguments {
        [] => {
            cmd!(sh, "cargo build --locked --profile dist --bin headword").run()?;
            let server = layout.target.join("dist").join(System::here(sh)?.program());
            all(sh, layout, &release, System::here(sh)?, &server)
        }
        ["--server", server, "--target", triple] => {
            all(sh, layout, &release, System::named(triple)?, Path::new(server))
        }
        ["notes", tag] => {
            println!("{}", release.notes(layout, tag)?);
            Ok(Report::default())
        }
        ["formulae"] => {
            let missing = formulae::write(sh, layout, &release)?;
            ensure!(missing.is_empty(), "there are no archives for {}", missing.join(", "));
            Ok(Report::default())
        }
        _ => bail!("no such package; see cargo xtask help"),
    }
}

/// Makes and tries all packages for a system.
fn all(
    sh: &Shell,
    layout: &Layout,
    release: &Release,
    system: System,
    server: &Path,
) -> Result<Report> {
    let size = fs::metadata(server)?.len();
    println!("{} has {:.1} MB", server.display(), f64::from(u32::try_from(size)?) / 1e6);
    let mut report = make(sh, layout, release, system, server)?;
    report.check("package: the program has at most 10 MB", size <= MAX_SIZE);
    let vsix = release.folder.join(format!("headword-{}-{}.vsix", release.version, system.vscode));
    let packed = vscode::pack(sh, layout, server, system.vscode, &vsix, &release.repository);
    note(&mut report, "package: the extension with its server", packed);
    let publish = cmd!(sh, "cargo publish --dry-run --allow-dirty --package headword");
    note(&mut report, "package: cargo could publish the crate", publish.run().map_err(Into::into));
    Ok(report)
}

/// The part of the test suite: the packages of the debug build, and the workflows of a release.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let release = Release::read(sh, layout)?;
    let release = Release { folder: layout.target.join("package-test"), level: 1, ..release };
    let mut report = make(sh, layout, &release, System::here(sh)?, &stripped(sh, layout)?)?;
    report.merge(workflows::check(sh, layout));
    match trial::install_pre_commit(sh, layout) {
        Ok(pre_commit) => {
            let tried = trial::hook(sh, layout, &release, &pre_commit);
            note(&mut report, "package: the pre-commit hook fails and passes", tried);
        }
        Err(problem) => report.skip("package: the pre-commit hook", format!("{problem:#}")),
    }
    match trial::install_anki(sh, layout) {
        Ok(python) => {
            let tried = trial::cards(sh, layout, &release, &python);
            note(&mut report, "package: Anki imports all cards", tried);
        }
        Err(problem) => report.skip("package: the import of cards", format!("{problem:#}")),
    }
    Ok(report)
}

/// The server of the debug build without debug information, which is most of it.
fn stripped(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    let own = layout.debug_server();
    let copy = layout.target.join("package-test").join("server");
    let name = own.file_name().unwrap_or_default();
    sh.remove_path(&copy)?;
    sh.copy_file(&own, sh.create_dir(&copy)?)?;
    let copy = copy.join(name);
    // Without `strip` the packages are only larger.
    let _ = cmd!(sh, "strip {copy}").quiet().ignore_stderr().run();
    Ok(copy)
}

/// Makes the archive, the wheel, the npm packages and the formulae, and tries them.
fn make(
    sh: &Shell,
    layout: &Layout,
    release: &Release,
    system: System,
    server: &Path,
) -> Result<Report> {
    sh.create_dir(&release.folder)?;
    let program = fs::read(server)?;
    let host = System::here(sh)?;
    let (runs, is_host) = (system.runs_on(host), system == host);
    let printing = if runs { server.to_path_buf() } else { layout.debug_server() };
    let archive = archive::write(sh, layout, release, system, &program, &printing)?;
    let wheel = wheel::write(sh, layout, release, system, &program)?;
    let missing = formulae::write(sh, layout, release)?;
    if !missing.is_empty() {
        println!("the formulae have no checksums of {}", missing.join(", "));
    }
    let mut report = Report::default();
    let listed = trial::crate_files(sh, layout);
    note(&mut report, "package: the crate has what its README links to", listed);
    let notes = trial::notes(sh, release)?;
    if runs {
        let tried = trial::archive(sh, release, &notes, &archive);
        note(&mut report, "package: the archive, unpacked and used", tried);
    }
    if is_host {
        let tried = trial::wheel(sh, release, &notes, &wheel);
        note(&mut report, "package: the wheel, installed and used", tried);
    } else {
        report.skip("package: trial", format!("packages for {} do not fit here", system.triple));
    }
    match packages::program(sh, "npm", "npm") {
        Ok(_) => {
            let npm = npm::write(sh, layout, release, system, &program)?;
            if is_host {
                let tried = trial::npm(sh, release, &notes, &npm);
                note(&mut report, "package: the npm packages, installed and used", tried);
            }
        }
        Err(problem) => report.skip("package: npm", format!("{problem:#}")),
    }
    Ok(report)
}

/// Counts a check, and prints why it failed.
pub fn note(report: &mut Report, name: &str, result: Result<()>) {
    match result {
        Ok(()) => report.check(name, true),
        Err(problem) => {
            println!("{problem:#}");
            report.check(name, false);
        }
    }
}
