//! Tests of reading and layering settings.

use std::fmt::Write as _;
use std::ops::Range;

use expect_test::{Expect, expect};
use serde_json::json;

use crate::note::term::{Style, Styles};
use crate::text::{Change, Encoding};
use crate::workspace::config::Config;
use crate::workspace::config::buffers::Buffers;
use crate::workspace::config::problems::SettingProblem;
use crate::workspace::config::settings::FileProblem;
use crate::workspace::config::sources::Sources;
use crate::workspace::folders::Folders;

fn messages(problems: &[SettingProblem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

#[test]
fn invalid_settings_are_reported_and_keep_their_defaults() {
    let settings = json!({
        "diagnostics": { "empty-section": "loud", "parked-section": "off" },
        "maxHeadingLevel": 9,
        "exclude": "x",
        "colour": true,
        "maxHeadingLevels": 3,
        "server": { "path": "/bin/true" },
        "terms": {
            "styles": ["heading", "bald", "x"],
            "levels": [4, 2],
            "folders": true,
            "never": ["*", "lead*"],
            "aliases": { "Cache": 1, "Disk": "Drive" },
            "alias": {},
        },
    });
    let (config, problems) = Config::read(&settings, &[]);
    assert_eq!(config.max_heading_level, 4);
    assert_eq!(config.exclude, Config::default().exclude);
    assert_eq!(config.terms.levels, Config::default().terms.levels);
    assert_eq!(config.terms.aliases["Disk"], ["Drive"]);
    expect![[r#"
        Unknown setting `colour`.
        Invalid value "loud" for `diagnostics.empty-section`. Expected "off", "hint", "information", "warning" or "error".
        Invalid value "x" for `exclude`. Expected a list of strings.
        Invalid value 9 for `maxHeadingLevel`. Expected a number from 1 to 6.
        Unknown setting `maxHeadingLevels`. Did you mean `maxHeadingLevel`?
        Unknown setting `terms.alias`. Did you mean `terms.aliases`?
        Invalid value 1 for `terms.aliases.Cache`. Expected a list of strings.
        Invalid value true for `terms.folders`. Expected a list of strings.
        Invalid value [4,2] for `terms.levels`. Expected the first and the last heading level, as in [2, 4].
        Invalid value "*" for `terms.never[0]`. Expected a name with a letter or digit; `*` can only end a word.
        Invalid value "bald" for `terms.styles[1]`. Expected "heading", "note", "bold", "definition-list" or "table".
        Invalid value "x" for `terms.styles[2]`. Expected "heading", "note", "bold", "definition-list" or "table"."#]].assert_eq(&messages(&problems).join("\n"));
}

#[test]
fn lists_and_objects_are_not_interchangeable() {
    let settings = json!({
        "terms": [["heading"]],
        "overrides": [[["a"], {}], { "files": [], "diagnostics": { "a": { "off": null } } }],
        "diagnosticsFor": { "open": [] },
        "exclude": {},
    });
    let (config, problems) = Config::read(&settings, &[]);
    assert_eq!(config.overrides.len(), 1);
    expect![[r#"
        Invalid value {"open":[]} for `diagnosticsFor`. Expected "open" or "workspace".
        Invalid value {} for `exclude`. Expected a list of strings.
        Invalid value [["a"],{}] for `overrides[0]`. Expected an object.
        Invalid value {"off":null} for `overrides[1].diagnostics.a`. Expected "off", "hint", "information", "warning" or "error".
        Invalid value [["heading"]] for `terms`. Expected an object."#]].assert_eq(&messages(&problems).join("\n"));
    assert_eq!(messages(&Config::read(&json!([]), &[]).1), ["The settings are not an object."]);
}

#[test]
fn only_notes_in_the_folders_for_terms_declare_any() {
    let (config, problems) = Config::read(
        &json!({ "terms": {
        "folders": ["glossary/", "terms.md"], "styles": ["Headings"], "levels": 3
    } }),
        &[],
    );
    assert_eq!(problems, []);
    let options = |path: &str| config.read_options(Some(path.as_ref()), Some("/notes".as_ref()));
    assert_eq!(options("/notes/glossary/deep/a.md").styles, [Style::Heading].into_iter().collect());
    assert_eq!(options("/notes/terms.md").term_levels, 3..=3);
    assert_eq!(options("/notes/a.md").styles, Styles::NONE);
    assert_eq!(config.read_options(None, None).styles, Styles::NONE);
}

#[test]
fn null_is_not_set() {
    let settings = json!({ "maxHeadingLevel": null, "terms": { "levels": null } });
    assert_eq!(Config::read(&settings, &[]), (Config::default(), Vec::new()));
}

/// The settings of a folder with this file, under those of an editor.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(file: &str, editor: &serde_json::Value, problems: Expect) -> Config {
    let folder = tempfile::tempdir().expect("there is room for a file");
    std::fs::write(folder.path().join("headword.toml"), file).expect("it can be written");
    let mut sources = Sources::new([]);
    sources.set_editor(editor.clone());
    sources.set_folders(Folders::new(vec![folder.path().to_path_buf()]));
    let (settings, found) = sources.read();
    let mut said = messages(&found).join("\n");
    for FileProblem { range, message, .. } in settings.files().iter().flat_map(|f| &f.problems) {
        let _ = write!(said, "\n{:?} {message}", Range::<usize>::from(*range));
    }
    problems.assert_eq(said.trim());
    settings.of_path(&folder.path().join("a/note.md")).clone()
}

#[test]
fn settings_of_the_editor_take_precedence_over_a_file() {
    let file = "maxHeadingLevel = 5\ncodeLens = true\n[diagnostics]\na = 'off'\nb = 'off'\n\
        [terms.aliases]\nCache = ['Buffer']\n";
    let editor = json!({ "maxHeadingLevel": 3, "diagnostics": { "a": "hint" } });
    let config = check(file, &editor, expect![[""]]);
    assert_eq!(config.max_heading_level, 3);
    assert!(config.code_lens);
    assert_eq!(config.terms.aliases["Cache"], ["Buffer"]);
    let levels = json!(config.diagnostics);
    assert_eq!(levels, json!({ "a": "hint", "b": "off" }));
}

#[test]
fn settings_of_the_editor_are_in_effect_if_a_file_has_errors() {
    let config = check(
        "maxHeadingLevel = \n",
        &json!({ "codeLens": true }),
        expect!["18..18 Invalid TOML: string values must be quoted, expected literal string."],
    );
    assert!(config.code_lens);
    check(
        "exlude = []\n",
        &json!({ "inlayHint": true }),
        expect![[r#"
            Unknown setting `inlayHint`. Did you mean `inlayHints`?
            0..6 Unknown setting `exlude`. Did you mean `exclude`?"#]],
    );
}

#[test]
fn an_invalid_value_of_the_editor_leaves_that_of_the_file_in_effect() {
    let editor = json!({ "maxHeadingLevel": 9 });
    let config = check(
        "maxHeadingLevel = 5\n",
        &editor,
        expect!["Invalid value 9 for `maxHeadingLevel`. Expected a number from 1 to 6."],
    );
    assert_eq!(config.max_heading_level, 5);
}

#[test]
fn a_large_file_is_not_read() {
    check(
        &"#".repeat(70_000),
        &json!(null),
        expect!["0..0 Cannot read the file: larger than 64 KiB."],
    );
}

#[test]
fn folders_inside_each_other_have_their_own_settings() {
    let outer = tempfile::tempdir().expect("there is room for a file");
    let inner = outer.path().join("inner");
    std::fs::create_dir(&inner).expect("it can be made");
    std::fs::write(outer.path().join("headword.toml"), "maxHeadingLevel = 2").expect("written");
    std::fs::write(inner.join("headword.toml"), "maxHeadingLevel = 6").expect("written");
    let folders = Folders::new(vec![outer.path().to_path_buf(), inner.clone()]);
    let mut sources = Sources::new([]);
    sources.set_folders(folders);
    let (settings, problems) = sources.read();
    assert_eq!(problems, []);
    assert_eq!(settings.of_path(&outer.path().join("a.md")).max_heading_level, 2);
    assert_eq!(settings.of_path(&inner.join("a.md")).max_heading_level, 6);
    assert_eq!(settings.of_path("/elsewhere/a.md".as_ref()).max_heading_level, 4);
}

#[test]
fn the_nearest_file_above_a_note_applies_as_a_whole() {
    let folder = tempfile::tempdir().expect("there is room for a file");
    let top = folder.path().join("notes");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    write("headword.toml", "maxHeadingLevel = 1");
    write("notes/headword.toml", "maxHeadingLevel = 2\ncodeLens = true\nexclude = ['/x.md']");
    write("notes/a/b/headword.toml", "maxHeadingLevel = 3\nexclude = ['/x.md']");
    let folders = Folders::new(vec![top.clone()]);
    let mut sources = Sources::new([]);
    sources.set_folders(folders);
    assert!(sources.look_above(&top.join("a/b/c/note.md")));
    assert!(!sources.look_above(&top.join("a/b/c/note.md")));
    let (settings, _) = sources.read();
    let of = |note: &str| settings.of_path(&top.join(note));
    let levels = |note: &str| (of(note).max_heading_level, of(note).code_lens);
    assert_eq!(levels("note.md"), (2, true));
    assert_eq!(levels("a/note.md"), (2, true));
    assert_eq!(levels("a/b/c/note.md"), (3, false));
    let outside = settings.of_path(&folder.path().join("note.md"));
    assert_eq!(outside.max_heading_level, 4);
    // Patterns start where the file is that they are in.
    let excludes = |note: &str| of(note).excludes(&top.join(note), Some(&top));
    assert!(excludes("x.md") && excludes("a/b/x.md"));
    assert!(!excludes("a/x.md") && !excludes("a/b/c/x.md"));
    // It goes, and with it what it said.
    std::fs::remove_file(top.join("a/b/headword.toml")).expect("it is there");
    assert!(sources.changed(&[top.join("a/b/headword.toml")].into()));
    let (settings, _) = sources.read();
    assert_eq!(settings.of_path(&top.join("a/b/note.md")).max_heading_level, 2);
}

#[test]
fn the_last_valid_text_in_the_editor_is_in_effect() {
    let folders = Folders::new(vec!["/nowhere".into()]);
    let file: &std::path::Path = "/nowhere/headword.toml".as_ref();
    let (mut sources, mut buffers) = (Sources::new([]), Buffers::default());
    sources.set_folders(folders);
    let mut level = |buffers: &Buffers| {
        sources.set_buffers(buffers.clone());
        let (settings, _) = sources.read();
        settings.of_path("/nowhere/a.md".as_ref()).max_heading_level
    };
    buffers.open(file.into(), 1, "maxHeadingLevel = 2");
    assert_eq!(level(&buffers), 2);
    let change = |text: &str| [Change { range: None, text: text.to_owned() }];
    buffers.change(file, 2, &change("maxHeadingLevel ="), Encoding::Utf8);
    assert_eq!(level(&buffers), 2);
    buffers.change(file, 3, &change("maxHeadingLevel = 3"), Encoding::Utf8);
    buffers.change(file, 3, &change("maxHeadingLevel = 5"), Encoding::Utf8);
    assert_eq!(level(&buffers), 3);
    buffers.close(file);
    assert_eq!(level(&buffers), 4);
}

#[test]
fn settings_files_beyond_their_total_size_are_not_read() {
    let folder = tempfile::tempdir().expect("there is room for a file");
    for number in 0..6 {
        let below = folder.path().join(format!("d{number}"));
        std::fs::create_dir(&below).expect("it can be made");
        let text = format!("{}\nmaxHeadingLevel = 2\n", "# filler\n".repeat(6_000));
        std::fs::write(below.join("headword.toml"), text).expect("written");
    }
    let mut sources = Sources::new([]);
    sources.set_folders(Folders::new(vec![folder.path().to_path_buf()]));
    sources.add((0..6).map(|number| folder.path().join(format!("d{number}/headword.toml"))));
    let (settings, _) = sources.read();
    let level =
        |number| settings.of_path(&folder.path().join(format!("d{number}/a.md"))).max_heading_level;
    assert_eq!((0..6).map(level).collect::<Vec<_>>(), [2, 2, 2, 2, 4, 4]);
    let last = settings.files().last().expect("there are some");
    assert_eq!(
        last.problems[0].message,
        "Cannot read the file: all settings files together exceed 256 KiB."
    );
}

#[test]
fn a_file_on_disk_with_a_syntax_error_has_no_settings() {
    let folder = tempfile::tempdir().expect("there is room for a file");
    let file = folder.path().join("headword.toml");
    let mut sources = Sources::new([]);
    sources.set_folders(Folders::new(vec![folder.path().to_path_buf()]));
    let mut level = |text: &str| {
        std::fs::write(&file, text).expect("written");
        sources.read().0.of_path(&folder.path().join("a.md")).max_heading_level
    };
    assert_eq!(level("maxHeadingLevel = 2"), 2);
    assert_eq!(level("maxHeadingLevel ="), 4, "as for a server that has started now");
    assert_eq!(level("maxHeadingLevel = 3"), 3);
}
