//! The reference pages that are made from the code. `UPDATE_EXPECT=1 cargo test` writes them.

use std::fmt::Write as _;

use expect_test::expect_file;
use headword::features::diagnostics::RULES;

#[test]
fn the_page_of_diagnostics_is_up_to_date() {
    let mut page = String::from(
        "# Diagnostics\n\n\
         What Headword remarks on in a note. The same remarks come from `headword check` and in \
         the editor.\n\n\
         Each has a level: `error`, `warning`, `information`, `hint`, or `off`. It is changed in \
         the editor's settings, by the code:\n\n\
         ```json\n{ \"headword.diagnostics\": { \"empty-section\": \"hint\" } }\n```\n",
    );
    for rule in RULES {
        let level = format!("{:?}", rule.default_level).to_lowercase();
        let _ = write!(page, "\n## {}\n\nLevel: `{level}`\n\n{}\n", rule.code, rule.documentation);
    }
    expect_file!["../docs/diagnostics.md"].assert_eq(&page);
}

#[test]
fn the_extension_offers_the_settings_that_there_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/vscode/package.json");
    let Ok(manifest) = std::fs::read_to_string(path) else {
        return println!("skipped: the editors' folder is not part of the package");
    };
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    let offered = &manifest["contributes"]["configuration"]["properties"];
    let levels = &offered["headword.diagnostics"];
    for rule in RULES {
        let level = format!("{:?}", rule.default_level).to_lowercase();
        assert_eq!(levels["default"][rule.code], level, "{}", rule.code);
        assert!(levels["properties"][rule.code]["description"].is_string(), "{}", rule.code);
    }
    let defaults = headword::workspace::config::Config::default();
    assert_eq!(offered["headword.maxHeadingLevel"]["default"], defaults.max_heading_level);
    assert_eq!(offered["headword.exclude"]["default"], serde_json::json!(defaults.exclude.lines()));
    assert_eq!(offered["headword.codeLens"]["default"], defaults.code_lens);
    assert_eq!(offered["headword.inlayHints"]["default"], defaults.inlay_hints);
    assert_eq!(offered["headword.highlightMentions"]["default"], "first");
    // What the extension calls the default of each setting must be none but ours.
    let mut settings = serde_json::Map::new();
    for (name, setting) in offered.as_object().expect("there are settings") {
        let mut path: Vec<_> = name.split('.').skip(1).collect();
        let last = path.pop().expect("a setting has a name");
        let group = path.into_iter().fold(&mut settings, |group, name| {
            let group = group.entry(name).or_insert_with(|| serde_json::json!({}));
            group.as_object_mut().expect("a group is no setting")
        });
        group.insert(last.to_owned(), setting["default"].clone());
    }
    let (_, problems) = headword::workspace::config::Config::read(&settings.into());
    assert_eq!(problems, [""; 0]);
}
