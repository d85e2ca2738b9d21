//! The reference pages that are made from the code. `UPDATE_EXPECT=1 cargo test` writes them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::expect_file;
use headword::features::diagnostics::{INVALID_SETTINGS, INVALID_SETTINGS_PAGE, RULES};
use headword::features::settings;
use headword::workspace::config::schema;
use serde_json::Value;

const DIAGNOSTICS: &str = "\
# Diagnostics

The diagnostics that Headword reports. `headword check` and the editor report the same ones.

Each rule has a code and a level: `error`, `warning`, `information`, `hint`, or `off`. Change the \
level in `headword.toml`, for all notes or for some:

```toml
[diagnostics]
empty-section = \"hint\"

[[overrides]]
files = [\"drafts/\"]
diagnostics = { empty-section = \"off\" }
```

Editor settings override it: `{ \"headword.diagnostics\": { \"empty-section\": \"hint\" } }`.

Suppress diagnostics with a comment. Without codes, all rules are suppressed. Text after `--` is \
the reason:

```markdown
## Later <!-- headword-ignore-line empty-section -->

<!-- headword-ignore-next-line truncated-definition -- quoted as it was said -->
We offer the best and

## Drafts
<!-- headword-ignore empty-section, parked-section -->
```

`headword-ignore` applies to its section and the subsections. Before the first heading it applies \
to the whole note. `%% … %%` and `{/* … */}` are comments like `<!-- … -->`. In front matter, \
`headword: { ignore: [empty-section] }` applies to the note. `ignore: all` suppresses all rules.
";

#[test]
fn the_page_of_diagnostics_is_up_to_date() {
    let mut page = String::from(DIAGNOSTICS);
    for rule in RULES {
        let (level, documentation) = (rule.level_text(), rule.documentation);
        let _ = write!(page, "\n## {}\n\nLevel: {level}\n\n{documentation}\n", rule.code);
    }
    let _ = write!(page, "\n## {INVALID_SETTINGS}\n\n{INVALID_SETTINGS_PAGE}\n");
    expect_file!["../docs/diagnostics.md"].assert_eq(&page);
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is a string")
}

#[test]
fn the_page_of_settings_is_up_to_date() {
    let mut page = String::from(
        "# Settings\n\n\
         The settings of `headword.toml` and of the editor. `headword config --schema` prints a \
         [JSON Schema](headword.schema.json) of the file.\n",
    );
    for (name, setting) in schema::settings(schema::schema()) {
        let (default, documentation) = (&setting["default"], text(&setting["description"]));
        let _ = write!(page, "\n## {name}\n\nDefault: `{default}`\n\n{documentation}\n");
        let values = if setting["enum"].is_array() { setting } else { &setting["items"] };
        let list = |key: &str| values[key].as_array().into_iter().flatten().map(text);
        for (number, (value, documentation)) in
            list("enum").zip(list("enumDescriptions")).enumerate()
        {
            let before = if number == 0 { "\n" } else { "" };
            let _ = writeln!(page, "{before}- `{value}`: {documentation}");
        }
    }
    expect_file!["../docs/settings.md"].assert_eq(&page);
}

#[test]
fn the_schema_of_settings_is_up_to_date() {
    let schema = serde_json::to_string_pretty(&settings::schema()).expect("it is JSON");
    expect_file!["../docs/headword.schema.json"].assert_eq(&(schema + "\n"));
}

#[test]
fn the_extension_offers_the_settings_that_there_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/vscode/package.json");
    let Ok(manifest) = std::fs::read_to_string(path) else {
        return println!("skipped: the editors' folder is not part of the package");
    };
    // Ours stand between the beginning of the list and the extension's own.
    let (first, last) = ("\"properties\": {\n", "        \"headword.server.path\"");
    let start = manifest.find(first).expect("it has settings") + first.len();
    let end = start + manifest[start..].find(last).expect("it has settings of its own");
    let mut offered = String::new();
    for (name, setting) in settings::vscode() {
        let setting = serde_json::to_string_pretty(&setting).expect("it is JSON");
        let _ = writeln!(offered, "        \"{name}\": {},", setting.replace('\n', "\n        "));
    }
    let expected = format!("{}{offered}{}", &manifest[..start], &manifest[end..]);
    expect_file!["../editors/vscode/package.json"].assert_eq(&expected);
    serde_json::from_str::<Value>(&expected).expect("it is JSON");
}

/// Names of tests in the pages: what is in backticks and made of four words or more.
fn tests_named(page: &str) -> impl Iterator<Item = &str> {
    let is_name = |text: &&str| {
        text.matches('_').count() >= 3
            && text.bytes().all(|it| it == b'_' || it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    page.split('`').filter(is_name)
}

fn sources(folder: &Path) -> String {
    let files = ignore::WalkBuilder::new(folder).build().filter_map(Result::ok);
    let files = files.filter(|it| it.path().extension().is_some_and(|it| it == "rs"));
    files.filter_map(|it| fs::read_to_string(it.path()).ok()).collect()
}

#[test]
fn every_test_that_a_page_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = sources(&root.join("tests")) + &sources(&root.join("src"));
    let mut named = 0;
    for page in ["docs/reliability.md", "docs/conformance.md", "SECURITY.md"] {
        let text = fs::read_to_string(root.join(page)).expect("the page is there");
        for test in tests_named(&text) {
            assert!(sources.contains(&format!("fn {test}(")), "{page} names {test}");
            named += 1;
        }
    }
    assert!(named > 100, "only {named} tests are named");
}
