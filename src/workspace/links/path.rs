//! Paths as links write them: relative, with slashes, percent-encoded.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use crate::note::date::dated_name;
use crate::note::words::fold;

/// What a note's file may end with.
pub(super) const EXTENSIONS: [&str; 3] = [".md", ".markdown", ".mdx"];

/// The notes that stand for their folder.
pub(super) const INDEXES: [&str; 3] = ["index.md", "README.md", "_index.md"];

/// Whether a file stands for its folder.
pub(in crate::workspace) fn is_index(path: &Path) -> bool {
    path.file_name().is_some_and(|name| INDEXES.iter().any(|index| name == *index))
}

/// Whether a path ends with these folded parts, whatever its extension.
pub(super) fn ends_with(path: &Path, folded: &str) -> bool {
    let path = path.to_string_lossy().replace('\\', "/");
    let path = fold(&path);
    let (path, end) = (without_extension(&path), without_extension(folded));
    path.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'))
}

pub(in crate::workspace) fn without_extension(path: &str) -> &str {
    EXTENSIONS.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path)
}

/// A path without `.` and `..`; none if it leads above the root.
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

/// A text with its `%41` as `A`; as it is if that makes no text.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| {
            let code = str::from_utf8(code).ok().filter(|code| !code.starts_with('+'))?;
            u8::from_str_radix(code, 16).ok()
        });
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The name of a post without the date that its file begins with: `2026-01-31-name`.
pub fn without_date(stem: &str) -> Option<&str> {
    dated_name(stem).map(|(_, name)| name)
}

/// A path or fragment as it may stand in a link's destination: what would end or change it there
/// as `%41`.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || "\"#%()<>?[\\]^`{|}*&".contains(c) {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The path from one file to another, both below the same folder, with slashes.
pub fn relative_path(from: &Path, to: &Path) -> Option<String> {
    let base: Vec<_> = from.parent()?.components().collect();
    let to: Vec<_> = to.components().collect();
    let common = base.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), base.len() - common);
    let down = to[common..].iter().map(|part| part.as_os_str().to_str().map(str::to_owned));
    let parts: Option<Vec<_>> = up.map(Some).chain(down).collect();
    Some(parts?.join("/"))
}
