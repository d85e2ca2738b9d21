//! Settings: what is taken over, what is not, and what is said about it.

use expect_test::{Expect, expect};
use serde_json::json;

use crate::note::term::{Style, Styles};
use crate::workspace::config::Config;
use crate::workspace::config::problems::Problem;
use crate::workspace::config::settings::Settings;
use crate::workspace::folders::Folders;

fn messages(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

#[test]
fn settings_that_cannot_be_used_keep_their_defaults_and_are_said() {
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
    let (config, problems) = Config::read(&settings);
    assert_eq!(config.max_heading_level, 4);
    assert_eq!(config.exclude.lines(), ["CHANGELOG*"]);
    assert_eq!(config.terms.levels, Config::default().terms.levels);
    assert_eq!(config.terms.aliases["Disk"], ["Drive"]);
    expect![[r#"
        there is no setting `colour`
        the level of `empty-section` is "loud", not "error", "warning", "information", "hint" or "off"
        `exclude` is "x", not a list of patterns
        `maxHeadingLevel` is 9, not a number from 1 to 6
        there is no setting `maxHeadingLevels`; did you mean `maxHeadingLevel`?
        there is no setting `terms.alias`; did you mean `terms.aliases`?
        `terms.aliases` has 1 for “Cache”, not a list of names
        `terms.folders` is true, not a list of patterns
        `terms.levels` is [4,2], not the first and the last heading level, as in [2, 4]
        `terms.never` has no word in “*”
        `terms.styles` has no style "bald"; did you mean "bold"?
        `terms.styles` has no style "x"; there are heading, note, bold, definition-list, table"#]].assert_eq(&messages(&problems).join("\n"));
}

#[test]
fn only_notes_in_the_folders_for_terms_declare_any() {
    let (config, problems) = Config::read(&json!({ "terms": {
        "folders": ["glossary/", "terms.md"], "styles": ["Headings"], "levels": 3
    } }));
    assert_eq!(problems, []);
    let options = |path: &str| config.read_options(Some(path.as_ref()), Some("/notes".as_ref()));
    assert_eq!(options("/notes/glossary/deep/a.md").styles, [Style::Heading].into_iter().collect());
    assert_eq!(options("/notes/terms.md").term_levels, 3..=3);
    assert_eq!(options("/notes/a.md").styles, Styles::NONE);
    assert_eq!(config.read_options(None, None).styles, Styles::NONE);
}

#[test]
fn null_is_what_is_not_set() {
    let settings = json!({ "maxHeadingLevel": null, "terms": { "levels": null } });
    assert_eq!(Config::read(&settings), (Config::default(), Vec::new()));
}

/// The settings of a folder with this file, under those of an editor.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(file: &str, editor: &serde_json::Value, problems: Expect) -> Config {
    let folder = tempfile::tempdir().expect("there is room for a file");
    std::fs::write(folder.path().join("headword.toml"), file).expect("it can be written");
    let (settings, found) =
        Settings::read(editor, &Folders::new(vec![folder.path().to_path_buf()]));
    let found = found.join("\n").replace(&folder.path().display().to_string(), "…");
    problems.assert_eq(&found);
    settings.of_path(&folder.path().join("a/note.md")).clone()
}

#[test]
fn the_editors_settings_go_over_those_of_the_folder() {
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
fn a_broken_file_is_said_and_the_editors_settings_hold() {
    let config = check(
        "maxHeadingLevel = \n",
        &json!({ "codeLens": true }),
        expect!["…/headword.toml: line 1: string values must be quoted, expected literal string"],
    );
    assert!(config.code_lens);
    check(
        "exlude = []\n",
        &json!({ "inlayHint": true }),
        expect![[r#"
        there is no setting `inlayHint`; did you mean `inlayHints`?
        …/headword.toml: there is no setting `exlude`; did you mean `exclude`?"#]],
    );
}

#[test]
fn a_value_of_the_editor_that_cannot_be_used_leaves_that_of_the_folder() {
    let editor = json!({ "maxHeadingLevel": 9 });
    let config = check(
        "maxHeadingLevel = 5\n",
        &editor,
        expect!["`maxHeadingLevel` is 9, not a number from 1 to 6"],
    );
    assert_eq!(config.max_heading_level, 5);
}

#[test]
fn a_file_too_large_to_be_meant_is_not_read() {
    check(&"#".repeat(70_000), &json!(null), expect!["…/headword.toml: larger than 64 KiB"]);
}

#[test]
fn folders_inside_each_other_have_their_own_settings() {
    let outer = tempfile::tempdir().expect("there is room for a file");
    let inner = outer.path().join("inner");
    std::fs::create_dir(&inner).expect("it can be made");
    std::fs::write(outer.path().join("headword.toml"), "maxHeadingLevel = 2").expect("written");
    std::fs::write(inner.join("headword.toml"), "maxHeadingLevel = 6").expect("written");
    let folders = Folders::new(vec![outer.path().to_path_buf(), inner.clone()]);
    let (settings, problems) = Settings::read(&json!(null), &folders);
    assert_eq!(problems, [""; 0]);
    assert_eq!(settings.of_path(&outer.path().join("a.md")).max_heading_level, 2);
    assert_eq!(settings.of_path(&inner.join("a.md")).max_heading_level, 6);
    assert_eq!(settings.of_path("/elsewhere/a.md".as_ref()).max_heading_level, 4);
}
