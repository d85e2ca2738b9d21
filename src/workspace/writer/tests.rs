//! Writing a note while an editor saves it.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{BESIDE, exchange, remove_left_over, replace, replace_by};

/// A folder with a note.
fn note(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("note.md");
    fs::write(&path, text).expect("written");
    (folder, path)
}

/// Saves a note like most editors: as a new file that gets its name.
fn save(path: &Path, text: &str) {
    let other = path.with_extension("saved");
    fs::write(&other, text).expect("written");
    fs::rename(other, path).expect("renamed");
}

/// Replaces `old` by `new` while something happens just before each exchange of names, which are
/// numbered from 1. Returns the error, the text of the note, and the names of all files.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn race(before_exchange: impl Fn(u32, &Path)) -> (Option<String>, Option<String>, Vec<String>) {
    let (folder, path) = note("old");
    let count = Cell::new(0);
    let exchange = |one: &Path, other: &Path| {
        count.set(count.get() + 1);
        before_exchange(count.get(), &path);
        exchange(one, other)
    };
    let result = replace_by(exchange, &path, folder.path(), "old", "new");
    let names = fs::read_dir(folder.path()).expect("the folder is there");
    let names =
        names.map(|entry| entry.expect("it can be listed").file_name().display().to_string());
    (result.err().map(|error| error.to_string()), fs::read_to_string(&path).ok(), names.collect())
}

const CHANGED: &str = "it has changed since it was read";

#[test]
fn a_replaced_note_leaves_no_temporary_file() {
    let (folder, path) = note("old");
    replace(&path, folder.path(), "old", "new").expect("replaced");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1);
}

#[test]
fn a_note_is_replaced_without_support_for_exchanges() {
    let (folder, path) = note("old");
    let cannot = |_: &Path, _: &Path| Err(io::ErrorKind::Unsupported.into());
    replace_by(cannot, &path, folder.path(), "old", "new").expect("replaced");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1);
    let error = replace_by(cannot, &path, folder.path(), "old", "newer").expect_err("refused");
    assert_eq!(error.to_string(), CHANGED);
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_text_saved_just_before_the_exchange_is_restored() {
    let saves: [fn(&Path); 2] =
        [|path| save(path, "saved"), |path| fs::write(path, "saved").expect("written")];
    for save in saves {
        let (error, text, names) = race(|count, path| {
            if count == 1 {
                save(path);
            }
        });
        assert_eq!((error.as_deref(), text.as_deref()), (Some(CHANGED), Some("saved")));
        assert_eq!(names, ["note.md"]);
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn the_last_of_several_saved_texts_is_kept() {
    for saved in 2..6 {
        let (error, text, names) = race(|count, path| {
            if count <= saved {
                save(path, &format!("saved {count}"));
            }
        });
        let last = format!("saved {saved}");
        assert_eq!((error.as_deref(), text), (Some(CHANGED), Some(last)));
        assert_eq!(names, ["note.md"]);
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_link_that_replaces_the_note_is_restored() {
    use std::os::unix::fs::symlink;
    let (error, text, _) = race(|count, path| {
        if count == 1 {
            fs::remove_file(path).expect("removed");
            symlink("nowhere", path).expect("linked");
        }
    });
    assert_eq!((error.as_deref(), text), (Some(CHANGED), None));
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_note_removed_just_before_the_exchange_is_not_written() {
    let (error, text, names) = race(|_, path| fs::remove_file(path).expect("removed"));
    assert_eq!(error.as_deref(), Some("it was deleted or replaced by a symbolic link"));
    assert_eq!((text, names), (None, Vec::new()));
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_saved_text_that_cannot_be_restored_is_kept_in_the_folder() {
    let (error, text, names) = race(|count, path| match count {
        1 => save(path, "saved"),
        _ => fs::remove_file(path).expect("removed"),
    });
    let error = error.expect("an error");
    assert!(error.starts_with("it has changed, and the changed text is in .headword-"), "{error}");
    assert_eq!((text, names.len()), (None, 1));
    assert!(error.contains(&names[0]), "{error}");
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_leftover_file_is_removed_if_it_has_the_known_or_the_new_text() {
    let (folder, path) = note("old");
    let leave = |number: u32, beside: &Path, text: &str| {
        let name = beside.file_name().expect("a name").display().to_string();
        let name = name.replacen(BESIDE, &format!("{BESIDE}{number}"), 1);
        fs::write(folder.path().join(name), text).expect("written");
    };
    let exchange = |beside: &Path, path: &Path| {
        ["old", "new", "saved"].into_iter().zip(1..).for_each(|(it, n)| leave(n, beside, it));
        exchange(beside, path)
    };
    replace_by(exchange, &path, folder.path(), "old", "new").expect("replaced");
    let others = || {
        let files = fs::read_dir(folder.path()).expect("it is there");
        let files = files.map(|file| file.expect("it can be listed").path());
        let texts = files.filter(|file| *file != path).map(fs::read_to_string);
        texts.collect::<Result<Vec<_>, _>>().expect("they can be read")
    };
    assert_eq!(others().len(), 3);
    remove_left_over(folder.path());
    assert_eq!(others(), ["saved"]);
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn no_file_of_another_process_is_removed() {
    let (folder, path) = note("old");
    let exchange = |one: &Path, other: &Path| {
        remove_left_over(folder.path());
        let result = exchange(one, other);
        remove_left_over(folder.path());
        result
    };
    replace_by(exchange, &path, folder.path(), "old", "new").expect("replaced");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
}
