//! The paths of the repository.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the commands read and write.
///
/// A command writes and installs only below [`Layout::target`]. Removing that folder
/// removes everything.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The root of the repository.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// Installed editors and all files that their tests leave.
    pub editors: PathBuf,
    /// The screens of the editors during the tests, to look at.
    pub captures: PathBuf,
    /// The example notes. Tests and tours work on a copy of them.
    pub notes: PathBuf,
    /// A folder beside the repository with larger test material, where there is one.
    pub shared: Option<PathBuf>,
}

impl Layout {
    /// Finds the repository that this program was started from.
    pub fn find() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().context("xtask has no parent folder")?.to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self::new(root, target))
    }

    fn new(root: PathBuf, target: PathBuf) -> Self {
        let editors = target.join("editors");
        let shared = root.parent().map(|parent| parent.join("shared")).filter(|path| path.is_dir());
        Self {
            captures: editors.join("captures"),
            notes: root.join("examples/notes"),
            root,
            target,
            editors,
            shared,
        }
    }

    /// The folder of the debug build, for tests and for a person who tries the server.
    pub fn debug_bin(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// The server of the debug build.
    pub fn debug_server(&self) -> PathBuf {
        server_in(&self.debug_bin())
    }
}

fn server_in(folder: &Path) -> PathBuf {
    folder.join(format!("headword{}", env::consts::EXE_SUFFIX))
}
