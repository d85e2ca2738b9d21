//! Tests of the paths of files in linked and nested folders.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::workspace::folders::Folders;

/// The workspace has the folders `given`. Returns them, and the canonical paths of `asked`.
fn canonical(given: &[&str], asked: &[&str]) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().expect("there is a place for files");
    let root = folder.path().canonicalize().expect("it is there");
    fs::create_dir_all(root.join("real/sub")).expect("folders can be made");
    fs::create_dir_all(root.join("apart")).expect("folders can be made");
    symlink(root.join("real"), root.join("link")).expect("a link can be made");
    symlink(root.join("real/sub"), root.join("real/inside")).expect("a link can be made");
    symlink(root.join("apart"), root.join("real/out")).expect("a link can be made");
    let folders = Folders::new(given.iter().map(|name| root.join(name)).collect());
    let show = |path: &Path| {
        path.strip_prefix(&root).expect("it is below").to_str().expect("it is text").to_owned()
    };
    let own = asked.iter().map(|path| show(&folders.own(root.join(path)))).collect();
    (folders.iter().map(show).collect(), own)
}

#[test]
fn a_file_has_one_path_whatever_the_folders_are_called() {
    let asked = ["real/sub/a", "link/sub/a", "real/inside/a", "real/out/a", "apart/a", "real"];
    for (given, folders, own) in [
        (&["real"][..], &["real"][..], asked),
        (
            &["link"],
            &["link"],
            ["link/sub/a", "link/sub/a", "link/inside/a", "link/out/a", "apart/a", "link"],
        ),
        (
            &["link", "real/sub"],
            &["link", "link/sub"],
            ["link/sub/a", "link/sub/a", "link/inside/a", "link/out/a", "apart/a", "link"],
        ),
        (
            &["link/sub", "real"],
            &["real/sub", "real"],
            ["real/sub/a", "real/sub/a", "real/inside/a", "real/out/a", "apart/a", "real"],
        ),
        (
            &["real/inside", "link", "real"],
            &["link/sub", "link"],
            ["link/sub/a", "link/sub/a", "link/sub/a", "link/out/a", "apart/a", "link"],
        ),
        (
            &["real/out", "real"],
            &["real/out", "real"],
            ["real/sub/a", "link/sub/a", "real/inside/a", "real/out/a", "real/out/a", "real"],
        ),
        (
            &["link", "real/later/deep"],
            &["link", "link/later/deep"],
            ["link/sub/a", "link/sub/a", "link/inside/a", "link/out/a", "apart/a", "link"],
        ),
    ] {
        let expected = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(canonical(given, &asked), (expected(folders), expected(&own)), "{given:?}");
    }
}
