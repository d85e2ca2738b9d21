//! The packages, installed and used as a user would: each in a clean folder of its own.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::package::release::Release;
use crate::packages::{pip_install, pip_program};
use crate::process::find_program;

/// The package that imports cards.
const ANKI: &str = "anki==26.9.3";
/// The program that runs the hook.
const PRE_COMMIT: &str = "pre-commit==4.7.0";
/// A note with a problem, and one without.
const NOTES: [(&str, &str); 2] = [
    ("tide.md", "# Tide\n\nSee [the moon](moon.md), [x](gone.md).\n"),
    ("moon.md", "# Moon\n\nA rock.\n"),
];

/// A fresh folder with the notes, in a repository of its own.
pub fn notes(sh: &Shell, release: &Release) -> Result<PathBuf> {
    let folder = release.folder.join("trial/notes");
    sh.remove_path(&folder)?;
    for (name, text) in NOTES {
        sh.write_file(folder.join(name), text)?;
    }
    sh.create_dir(folder.join(".git"))?;
    Ok(folder)
}

/// Whether an installed program prints its version, and finds the one problem.
fn works(sh: &Shell, release: &Release, notes: &Path, program: &[PathBuf]) -> Result<()> {
    let (first, rest) = program.split_first().context("no program")?;
    let version = cmd!(sh, "{first} {rest...} --version").quiet().read()?;
    ensure!(version == format!("headword {}", release.version), "the version is {version}");
    let _folder = sh.push_dir(notes);
    let check = cmd!(sh, "{first} {rest...} check --format concise").quiet().ignore_status();
    let found = check.read()?;
    let expected = "tide.md:3:30: warning: Note “gone.md” not found. [broken-link]";
    ensure!(found.lines().next() == Some(expected), "check printed\n{found}");
    Ok(())
}

/// The archive: unpacked, and complete.
pub fn archive(sh: &Shell, release: &Release, notes: &Path, archive: &Path) -> Result<()> {
    let folder = fresh(sh, release, "archive")?;
    // `tar` of Windows and macOS also unpacks zip archives.
    cmd!(sh, "tar -xf {archive} -C {folder}").quiet().run()?;
    let unpacked = sh.read_dir(&folder)?.into_iter().next().context("the archive is empty")?;
    for file in [
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "man/headword.1",
        "man/headword-check.1",
        "complete/headword.bash",
        "complete/_headword",
    ] {
        ensure!(unpacked.join(file).is_file(), "the archive has no {file}");
    }
    let sum = sh.read_file(format!("{}.sha256", archive.display()))?;
    ensure!(sum.split_whitespace().next().is_some_and(|it| it.len() == 64), "no checksum: {sum}");
    works(sh, release, notes, &[unpacked.join(format!("headword{}", env::consts::EXE_SUFFIX))])
}

/// The wheel: installed into a fresh environment, without a registry.
pub fn wheel(sh: &Shell, release: &Release, notes: &Path, wheel: &Path) -> Result<()> {
    let environment = fresh(sh, release, "wheel")?;
    let bin = pip_install(sh, &environment, &wheel.display().to_string())?;
    works(sh, release, notes, &[bin.join(format!("headword{}", env::consts::EXE_SUFFIX))])
}

/// The npm packages: installed into a fresh folder and started by `npx`.
pub fn npm(sh: &Shell, release: &Release, notes: &Path, packages: &[PathBuf]) -> Result<()> {
    let folder = fresh(sh, release, "npm")?;
    sh.write_file(folder.join("package.json"), "{\"private\": true}")?;
    {
        let _dir = sh.push_dir(&folder);
        // The packages of other systems are not there, and optional.
        cmd!(sh, "npm install --silent --offline --no-audit --no-fund {packages...}")
            .quiet()
            .run()?;
    }
    let npx = PathBuf::from(if cfg!(windows) { "npx.cmd" } else { "npx" });
    let arguments = ["--no-install", "--prefix"].map(PathBuf::from);
    let program = [vec![npx], arguments.to_vec(), vec![folder, "headword".into()]].concat();
    works(sh, release, notes, &program)
}

/// The files of the crate: all that its README links to.
pub fn crate_files(sh: &Shell, layout: &Layout) -> Result<()> {
    let listed =
        cmd!(sh, "cargo package --list --allow-dirty --package headword").quiet().read()?;
    let listed: Vec<_> = listed.lines().map(|line| line.replace('\\', "/")).collect();
    let readme = sh.read_file(layout.root.join("README.md"))?;
    let targets = readme.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    // The syntax of a link may be in code: "`](`".
    let relative =
        targets.filter(|it| !it.is_empty() && !it.contains("://") && !it.starts_with('`'));
    let missing: Vec<_> = relative.filter(|target| !listed.iter().any(|it| it == target)).collect();
    ensure!(missing.is_empty(), "the crate has no {}", missing.join(", "));
    Ok(())
}

/// Installs pre-commit below the target folder.
pub fn install_pre_commit(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    find_program("git").context("git is not installed")?;
    pip_program(sh, &layout.target.join("tools/pre-commit"), "pre-commit", PRE_COMMIT)
}

/// The hook for pre-commit: it fails on the notes, and passes without the problem.
pub fn hook(sh: &Shell, layout: &Layout, release: &Release, pre_commit: &Path) -> Result<()> {
    let folder = fresh(sh, release, "pre-commit")?;
    for (name, text) in NOTES {
        sh.write_file(folder.join(name), text)?;
    }
    let _dir = sh.push_dir(&folder);
    // The wheel is not in a registry yet, and the hook installs this version.
    let _wheels = sh.push_env("PIP_FIND_LINKS", &release.folder);
    let _home = sh.push_env("PRE_COMMIT_HOME", folder.join(".cache"));
    cmd!(sh, "git init --quiet").quiet().run()?;
    sh.write_file(folder.join(".gitignore"), ".cache\n")?;
    cmd!(sh, "git add .").quiet().run()?;
    let root = &layout.root;
    let run = || {
        let hook = cmd!(sh, "{pre_commit} try-repo {root} headword --all-files");
        hook.quiet().ignore_status().output()
    };
    let broken = run()?;
    let said = String::from_utf8_lossy(&broken.stdout).into_owned();
    let is_found = said.contains("tide.md") && said.contains("broken-link");
    ensure!(!broken.status.success() && is_found, "on broken notes the hook said\n{said}");
    sh.write_file(folder.join("gone.md"), "# Found\n\nText.\n")?;
    cmd!(sh, "git add .").quiet().run()?;
    let fine = run()?;
    let said = String::from_utf8_lossy(&fine.stdout).into_owned();
    ensure!(fine.status.success(), "on good notes the hook said\n{said}");
    Ok(())
}

/// Installs the library of Anki below the target folder. Returns its Python.
pub fn install_anki(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    let environment = layout.target.join("tools/anki");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let import = "import anki";
    if cmd!(sh, "{python} -c {import}").quiet().ignore_stderr().run().is_err() {
        pip_install(sh, &environment, ANKI)?;
    }
    Ok(python)
}

/// Cards: those of the example notes, imported by Anki itself.
pub fn cards(sh: &Shell, layout: &Layout, release: &Release, python: &Path) -> Result<()> {
    let folder = fresh(sh, release, "cards")?;
    let (program, notes) = (layout.debug_server(), layout.root.join("examples/notes"));
    let script = layout.root.join("tests/data/anki_import.py");
    let mut files = Vec::new();
    for kind in ["--reverse", "--cloze"] {
        let cards = cmd!(sh, "{program} cards {kind} {notes}").quiet().read()?;
        files.push(folder.join(format!("cards{kind}.txt")));
        sh.write_file(&files[files.len() - 1], format!("{cards}\n"))?;
    }
    Ok(cmd!(sh, "{python} {script} {files...}").quiet().run()?)
}

/// An empty folder for a trial.
fn fresh(sh: &Shell, release: &Release, name: &str) -> Result<PathBuf> {
    let folder = release.folder.join("trial").join(name);
    sh.remove_path(&folder)?;
    sh.create_dir(&folder)?;
    Ok(folder)
}
