//! A release: its version, its address, and the files that every package has.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use xshell::{Shell, cmd};

use crate::layout::Layout;

/// The owner in the address of the repository until there is one.
const PLACEHOLDER: &str = "OWNER";
/// The shells with a completion script: the name for the program, and that of the file.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "headword.bash"),
    ("elvish", "headword.elv"),
    ("fish", "headword.fish"),
    ("powershell", "_headword.ps1"),
    ("zsh", "_headword"),
];

/// The metadata of all packages of a release.
#[derive(Clone, Debug)]
pub struct Release {
    /// The version, as in `Cargo.toml`.
    pub version: String,
    /// The address of the repository.
    pub repository: String,
    /// The description, in one sentence.
    pub description: String,
    /// The licenses, as an SPDX expression.
    pub license: String,
    /// The folder of all packages.
    pub folder: PathBuf,
    /// How much time to take for small archives, from 0 to 9.
    pub level: u32,
}

impl Release {
    /// Reads `Cargo.toml`, the one place with the address.
    pub fn read(sh: &Shell, layout: &Layout) -> Result<Self> {
        let metadata = cmd!(sh, "cargo metadata --format-version 1 --no-deps --offline");
        let metadata: serde_json::Value = serde_json::from_str(&metadata.quiet().read()?)?;
        let package = metadata["packages"].as_array().into_iter().flatten();
        let package = package.into_iter().find(|package| package["name"] == "headword");
        let package = package.context("the workspace has no package headword")?;
        let value = |key: &str| {
            package[key].as_str().map(str::to_owned).with_context(|| format!("no {key}"))
        };
        Ok(Self {
            version: value("version")?,
            repository: value("repository")?,
            description: value("description")?,
            license: value("license")?,
            folder: layout.target.join("package"),
            level: 9,
        })
    }

    /// Whether the address is still the placeholder.
    pub fn is_placeless(&self) -> bool {
        self.repository.contains(PLACEHOLDER)
    }

    /// The changes of this version, for a release with this tag.
    pub fn notes(&self, layout: &Layout, tag: &str) -> Result<String> {
        ensure!(!self.is_placeless(), "Cargo.toml has no address of a repository yet");
        let own = format!("v{}", self.version);
        ensure!(tag == own, "the tag is {tag}, but Cargo.toml has the version {own}");
        let changes = fs::read_to_string(layout.root.join("CHANGELOG.md"))?;
        let notes = section(&changes, &self.version).context("CHANGELOG.md has no such version")?;
        ensure!(!notes.0.contains("unreleased"), "CHANGELOG.md calls the version unreleased");
        Ok(notes.1)
    }
}

/// The title and the text of the section of a version.
fn section(changes: &str, version: &str) -> Option<(String, String)> {
    let mut sections = changes.split("\n## ").skip(1);
    let found = sections.find(|section| section.split_whitespace().next() == Some(version))?;
    let (title, text) = found.split_once('\n')?;
    Some((title.to_owned(), text.trim().to_owned() + "\n"))
}

/// Writes the manual and the completion scripts that `server` prints, into a fresh folder.
pub fn describe(sh: &Shell, server: &Path, folder: &Path) -> Result<()> {
    sh.remove_path(folder)?;
    let (man, complete) = (folder.join("man"), folder.join("complete"));
    sh.write_file(man.join("headword.1"), cmd!(sh, "{server} man").quiet().read()?)?;
    let help = cmd!(sh, "{server} --help").quiet().read()?;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.map_while(|line| line.strip_prefix("  ")?.split_whitespace().next());
    for command in commands.filter(|command| *command != "help") {
        let page = cmd!(sh, "{server} man {command}").quiet().read()?;
        sh.write_file(man.join(format!("headword-{command}.1")), page)?;
    }
    for (shell, file) in SHELLS {
        let script = cmd!(sh, "{server} completions {shell}").quiet().read()?;
        sh.write_file(complete.join(file), script)?;
    }
    Ok(())
}

/// Writes the checksum of a file beside it, in the form of `sha256sum`.
pub fn write_checksum(file: &Path) -> Result<()> {
    let name = file.file_name().context("a file without a name")?.to_string_lossy();
    let line = format!("{}  {name}\n", hex(&fs::read(file)?));
    fs::write(format!("{}.sha256", file.display()), line)?;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn the_notes_are_the_section_of_the_version() {
        let changes = "# Changes\n\n## 0.2.0 (2026-05-01)\n\n- Two.\n\n## 0.1.0\n\n- One.\n";
        let (title, text) = section(changes, "0.2.0").unwrap();
        assert_eq!((title.as_str(), text.as_str()), ("0.2.0 (2026-05-01)", "- Two.\n"));
        assert_eq!(section(changes, "0.1.0").unwrap().1, "- One.\n");
        assert_eq!(section(changes, "0.1"), None);
    }

    #[test]
    fn only_cargo_toml_names_the_address_of_the_repository() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let mut git = std::process::Command::new("git");
        let Ok(files) = git.args(["ls-files", "-z"]).current_dir(root).output() else {
            return println!("skipped: there is no git");
        };
        let files = String::from_utf8(files.stdout).unwrap();
        if files.is_empty() {
            return println!("skipped: the sources are not in a repository");
        }
        let mut naming = Vec::new();
        for file in files.split_terminator('\0') {
            let text = std::fs::read(format!("{root}/{file}")).unwrap_or_default();
            let text = String::from_utf8_lossy(&text).into_owned();
            // A part of an address that follows the host and the owner.
            let hosts = text.split("github.com/").skip(1).filter_map(|rest| rest.split_once('/'));
            let name = |rest: &str| {
                rest.split(|c: char| !c.is_alphanumeric() && c != '-').next().map(str::to_owned)
            };
            let own = hosts.filter(|(owner, rest)| {
                owner.len() < 40 && name(rest).is_some_and(|name| name == "headword")
            });
            naming.extend(own.map(|_| file.to_owned()));
        }
        assert_eq!(naming, ["Cargo.toml"]);
    }
}
