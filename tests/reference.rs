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
