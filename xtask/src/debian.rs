//! Programs of another release of Debian, unpacked beside their own C library.
//!
//! Installing them would upgrade the machine's C library. Unpacked, they run through the loader
//! that came with them, and the machine stays as it is. The machine's own package sources and keys
//! are used, with nothing but the name of the release replaced.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::process::find_program;

/// Downloads packages of `suite` and unpacks them below `folder`; returns the folder of the files.
pub fn unpack(sh: &Shell, folder: &Path, suite: &str, packages: &[&str]) -> Result<PathBuf> {
    ensure!(find_program("apt-get").is_some(), "no apt-get to download with");
    let own = own_suite().context("not a release of Debian")?;
    let (name, sources) = sources_for(Path::new("/etc/apt"), &own, suite)
        .with_context(|| format!("no package source of {own} to derive {suite} from"))?;

    println!("unpacking {} of Debian {suite}", packages.join(", "));
    sh.remove_path(folder)?;
    let (apt, debs, tree) = (folder.join("apt"), folder.join("debs"), folder.join("tree"));
    for dir in ["sources", "lists/partial", "cache/archives/partial"] {
        sh.create_dir(apt.join(dir))?;
    }
    sh.create_dir(&debs)?;
    sh.write_file(apt.join("sources").join(name), sources)?;
    sh.write_file(apt.join("apt.conf"), apt_config(&apt))?;

    let _config = sh.push_env("APT_CONFIG", apt.join("apt.conf"));
    cmd!(sh, "apt-get update -qq").quiet().run()?;
    {
        let _folder = sh.push_dir(&debs);
        cmd!(sh, "apt-get download -qq {packages...}").quiet().run()?;
    }
    for deb in sh.read_dir(&debs)? {
        cmd!(sh, "dpkg -x {deb} {tree}").quiet().run()?;
    }
    sh.remove_path(&apt)?;
    sh.remove_path(&debs)?;
    Ok(tree)
}

/// Writes a script that starts `program` through the loader of its own tree.
pub fn write_launcher(
    sh: &Shell,
    launcher: &Path,
    tree: &Path,
    program: &Path,
    (variable, value): &(&str, PathBuf),
) -> Result<()> {
    let loader = find_loader(&tree.join("usr/lib")).context("no loader was unpacked")?;
    let libraries = loader.parent().context("a loader without a folder")?;
    let script = format!(
        "#!/bin/sh\n{variable}='{}' exec '{}' --library-path '{}' '{}' \"$@\"\n",
        value.display(),
        loader.display(),
        libraries.display(),
        program.display(),
    );
    sh.write_file(launcher, script)?;
    cmd!(sh, "chmod +x {launcher}").quiet().run()?;
    // A broken launcher must not count as an installed program later.
    cmd!(sh, "{launcher} --version").quiet().ignore_stdout().run().inspect_err(|_| {
        let _ = sh.remove_path(launcher);
    })?;
    Ok(())
}

fn own_suite() -> Option<String> {
    let release = fs::read_to_string("/etc/os-release").ok()?;
    let value = |key: &str| {
        release.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim_matches('"'))
    };
    (value("ID=")? == "debian").then(|| value("VERSION_CODENAME=").map(str::to_owned)).flatten()
}

/// The first package source for the suite `own`, rewritten for `suite`, with a file name of the
/// format that it is in.
fn sources_for(etc: &Path, own: &str, suite: &str) -> Option<(&'static str, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(etc.join("sources.list.d"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .chain([etc.join("sources.list")])
        .collect();
    files.sort();
    files.iter().find_map(|file| {
        let text = fs::read_to_string(file).ok()?;
        if file.extension().is_some_and(|extension| extension == "sources") {
            Some(("suite.sources", stanza_for(&text, own, suite)?))
        } else {
            Some(("suite.list", line_for(&text, own, suite)?))
        }
    })
}

/// A stanza `Suites: bookworm bookworm-updates` with its suites replaced.
fn stanza_for(text: &str, own: &str, suite: &str) -> Option<String> {
    let serves = |line: &str| {
        line.strip_prefix("Suites:").is_some_and(|names| names.split_whitespace().any(|n| n == own))
    };
    let stanza = text.split("\n\n").find(|stanza| stanza.lines().any(serves))?;
    let suites = format!("Suites: {suite}");
    let lines: Vec<&str> =
        stanza.lines().map(|line| if serves(line) { &suites } else { line }).collect();
    Some(lines.join("\n") + "\n")
}

/// A line `deb URL bookworm main` with its suite replaced.
fn line_for(text: &str, own: &str, suite: &str) -> Option<String> {
    let line = text
        .lines()
        .find(|line| line.starts_with("deb ") && line.split_whitespace().any(|word| word == own))?;
    let words: Vec<&str> =
        line.split_whitespace().map(|word| if word == own { suite } else { word }).collect();
    Some(words.join(" ") + "\n")
}

fn apt_config(apt: &Path) -> String {
    let apt = apt.display();
    format!(
        "Dir::Etc::sourcelist \"/dev/null\";\n\
         Dir::Etc::sourceparts \"{apt}/sources\";\n\
         Dir::State::lists \"{apt}/lists\";\n\
         Dir::Cache \"{apt}/cache\";\n\
         Acquire::IndexTargets::deb::DEP-11::DefaultEnabled \"false\";\n\
         Acquire::Languages \"none\";\n\
         APT::Sandbox::User \"root\";\n"
    )
}

/// The dynamic loader: `ld-linux-x86-64.so.2` and its like, in the folder named for the machine.
fn find_loader(lib: &Path) -> Option<PathBuf> {
    fs::read_dir(lib)
        .ok()?
        .filter_map(|entry| fs::read_dir(entry.ok()?.path()).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ld-linux"))
        })
}

#[cfg(test)]
mod tests {
    use super::{line_for, stanza_for};

    #[test]
    fn a_stanza_of_the_own_suite_is_rewritten() {
        let text = "Types: deb\nURIs: mirror\nSuites: old-security\n\nTypes: deb\nURIs: mirror\nSuites: old old-updates\nComponents: main\n";
        assert_eq!(
            stanza_for(text, "old", "new").as_deref(),
            Some("Types: deb\nURIs: mirror\nSuites: new\nComponents: main\n")
        );
        assert_eq!(stanza_for(text, "other", "new"), None);
    }

    #[test]
    fn a_line_of_the_own_suite_is_rewritten() {
        let text = "# deb mirror old main\ndeb [signed-by=/k] mirror old-updates main\ndeb [signed-by=/k] mirror old main\n";
        assert_eq!(
            line_for(text, "old", "new").as_deref(),
            Some("deb [signed-by=/k] mirror new main\n")
        );
    }
}
