//! The settings files that are open in the editor.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::text::buffer::Buffer;
use crate::text::{Change, Encoding};

/// The version and the text of each open settings file, by the editor's path.
#[derive(Clone, Debug, Default)]
pub struct Buffers(pub(super) BTreeMap<PathBuf, (i32, Buffer)>);

impl Buffers {
    /// Adds a file that the editor opens. Its buffer replaces the file on disk.
    pub fn open(&mut self, file: PathBuf, version: i32, text: &str) {
        self.0.insert(file, (version, Buffer::new(text)));
    }

    /// Applies changes to an open file. Changes to an old version are ignored.
    pub fn change(&mut self, file: &Path, version: i32, changes: &[Change], encoding: Encoding) {
        if let Some((known, text)) = self.0.get_mut(file)
            && version > *known
        {
            *known = version;
            for change in changes {
                text.apply(change, encoding);
            }
        }
    }

    /// Removes a file that the editor closes.
    pub fn close(&mut self, file: &Path) {
        self.0.remove(file);
    }

    /// The version of an open file.
    pub fn version(&self, file: &Path) -> Option<i32> {
        self.0.get(file).map(|(version, _)| *version)
    }
}
