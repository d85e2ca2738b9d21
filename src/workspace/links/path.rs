//! Paths as links write them: relative, with slashes, percent-encoded.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::note::date::dated_name;

/// The extensions of notes.
pub(super) const EXTENSIONS: [&str; 3] = [".md", ".markdown", ".mdx"];

/// The names of index notes, which represent their folders: `_index.md` in Hugo and Zola,
/// `index.md` in Docusaurus, `README.md` on GitHub.
pub(super) const INDEXES: [&str; 3] = ["index.md", "README.md", "_index.md"];

/// Returns whether a file is an index note.
pub fn is_index(path: &Path) -> bool {
    path.file_name().is_some_and(|name| INDEXES.iter().any(|index| name == *index))
}

/// Returns a path without the extension of a note.
pub(in crate::workspace) fn without_extension(path: &str) -> &str {
    EXTENSIONS.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path)
}

/// Returns a path without `.` and `..`, or `None` if it leads above the root.
pub(super) fn normalized(path: &Path) -> Option<PathBuf> {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => parts.pop().then_some(())?,
            part => parts.push(part),
        }
    }
    Some(parts)
}

/// Returns a percent-decoded text (`%41` is `A`), or the text itself if the result is not UTF-8.
pub fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// Returns the name of a post without its date: `name` of `2026-01-31-name`.
pub fn without_date(stem: &str) -> Option<&str> {
    dated_name(stem).map(|(_, name)| name)
}

/// The characters that would end or change the destination of a link.
const NOT_IN_DESTINATION: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Returns a path or fragment as the destination of a link. Only the required characters are
/// percent-encoded, so letters of all scripts stay readable.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() || c.is_whitespace() || c.is_control() {
            out.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), NOT_IN_DESTINATION));
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns the path with slashes from one file to another below the same folder.
pub fn relative_path(from: &Path, to: &Path) -> Option<String> {
    let base: Vec<_> = from.parent()?.components().collect();
    let to: Vec<_> = to.components().collect();
    let common = base.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), base.len() - common);
    let down = to[common..].iter().map(|part| part.as_os_str().to_str().map(str::to_owned));
    let parts: Option<Vec<_>> = up.map(Some).chain(down).collect();
    Some(parts?.join("/"))
}
