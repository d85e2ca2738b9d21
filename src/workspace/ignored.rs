//! Ignore files: what a folder itself says is none of the notes.
//!
//! They are read here and not by the walker, which would follow a link, wait for a FIFO, and look
//! for more of them in the folders above, which are none of our business.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::workspace::loader;

/// The files that say it, the most important first; each says it for its folder and all below.
const FILES: [&str; 3] = [".ignore", ".gitignore", ".git/info/exclude"];

/// What the files in one folder say, in the order of [`FILES`].
type Said = Arc<[Gitignore; FILES.len()]>;

/// What is ignored below a folder. Each ignore file is read once.
pub(super) struct Ignored {
    top: PathBuf,
    known: Mutex<HashMap<PathBuf, Said>>,
}

impl Ignored {
    /// Of what lies below this folder.
    pub(super) fn below(top: &Path) -> Self {
        Self { top: top.to_path_buf(), known: Mutex::default() }
    }

    /// Whether a file or folder is ignored; of the folders around it none is.
    pub(super) fn has(&self, path: &Path, is_folder: bool) -> bool {
        let above = path.ancestors().skip(1).take_while(|above| above.starts_with(&self.top));
        let said: Vec<_> = above.map(|folder| self.said_in(folder)).collect();
        for file in 0..FILES.len() {
            for said in &said {
                match said[file].matched(path, is_folder) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
        }
        false
    }

    fn said_in(&self, folder: &Path) -> Said {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(said) = known.get(folder) {
            return said.clone();
        }
        let said = Arc::new(FILES.map(|file| read(folder, file)));
        known.insert(folder.to_path_buf(), Arc::clone(&said));
        said
    }
}

fn read(folder: &Path, file: &str) -> Gitignore {
    let Some(text) = loader::ignore_file(folder, &folder.join(file)) else {
        return Gitignore::empty();
    };
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // A pattern that cannot be read ignores nothing.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
