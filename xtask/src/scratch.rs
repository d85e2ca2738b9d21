//! Copies of the example notes, and home folders for editors.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

use crate::layout::Layout;

/// The example note that sessions begin with.
pub const MAIN_NOTE: &str = "2026-03-02-distributed-storage.md";

/// A fresh folder with a copy of the example notes and an empty home beside it.
#[derive(Clone, Debug)]
pub struct Scratch {
    /// The copy of the notes: what the editor opens as its workspace.
    pub notes: PathBuf,
    /// The home folder of the editor: its configuration and its state.
    pub home: PathBuf,
}

impl Scratch {
    /// Creates the folder again below the target folder.
    pub fn make(sh: &Shell, layout: &Layout, name: &str) -> Result<Self> {
        let folder = layout.editors.join(name);
        sh.remove_path(&folder)?;
        let scratch = Self { notes: folder.join("notes"), home: folder.join("home") };
        copy_notes(sh, &layout.notes, &scratch.notes)?;
        for dir in ["config", "data", "state", "cache"] {
            sh.create_dir(scratch.home.join(dir))?;
        }
        Ok(scratch)
    }

    /// The environment variables that make an editor use this home folder.
    pub fn environment(&self) -> Vec<(String, PathBuf)> {
        ["config", "data", "state", "cache"]
            .into_iter()
            .map(|dir| (format!("XDG_{}_HOME", dir.to_uppercase()), self.home.join(dir)))
            .chain([("HOME".to_owned(), self.home.clone())])
            .collect()
    }
}

fn copy_notes(sh: &Shell, from: &Path, to: &Path) -> Result<()> {
    sh.create_dir(to)?;
    for path in sh.read_dir(from)? {
        let name = path.file_name().context("a note without a name")?;
        fs::copy(&path, to.join(name))
            .with_context(|| format!("cannot copy {}", path.display()))?;
    }
    // Marks the copy as a workspace of its own; without it the repository's `.git` would be found.
    sh.write_file(to.join("headword.toml"), "")?;
    Ok(())
}
