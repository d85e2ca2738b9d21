//! A workspace on disk that is deleted after its test.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A temporary folder of notes.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    _folder: TempDir,
}

impl Workspace {
    /// Creates a folder with these files, given by relative path and text.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::with_prefix("headword-").unwrap();
        // The system's folder for temporary files may be a symbolic link.
        let root = folder.path().canonicalize().unwrap();
        let workspace = Self { root, _folder: folder };
        for (name, text) in files {
            workspace.write(name, text);
        }
        workspace
    }

    /// The folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder's URI, without a slash at its end.
    pub(crate) fn root_uri(&self) -> String {
        file_uri(&self.root)
    }

    /// The path of a file.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The URI of a file, in the form of most editors.
    pub(crate) fn uri(&self, name: &str) -> String {
        file_uri(&self.path(name))
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes a file atomically, and creates its folders.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let unfinished = path.with_file_name(".unfinished");
        fs::write(&unfinished, text).unwrap();
        fs::rename(unfinished, path).unwrap();
    }

    /// Removes a file.
    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }
}

/// A path as a URI, with all special characters percent-encoded.
pub(crate) fn file_uri(path: &Path) -> String {
    let path = path.to_str().unwrap().trim_start_matches(r"\\?\").replace('\\', "/");
    let mut uri = "file://".to_owned();
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").unwrap();
        }
    }
    uri
}
