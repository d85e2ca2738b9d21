//! `invalid-settings`: the problems of a `headword.toml`.
//!
//! This is not a rule: it is not about a note, and it cannot be suppressed.

use crate::features::diagnostics::Diagnostic;
use crate::workspace::config::settings::{FileProblem, SettingsFile};

/// The code of these diagnostics.
pub const INVALID_SETTINGS: &str = "invalid-settings";

/// Returns the diagnostics of a settings file, in the order of their ranges.
pub fn invalid_settings(file: &SettingsFile) -> Vec<Diagnostic> {
    file.problems.iter().map(diagnostic).collect()
}

fn diagnostic(problem: &FileProblem) -> Diagnostic {
    Diagnostic {
        code: INVALID_SETTINGS,
        level: problem.level,
        range: problem.range,
        message: sentence(&problem.message),
        related: Vec::new(),
    }
}

/// Returns a text with a capital and an end mark.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(char::to_uppercase).into_iter().flatten().collect();
    let end = if text.ends_with(['?', '.', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use expect_test::{Expect, expect};

    use super::invalid_settings;
    use crate::features::diagnostics::codes;
    use crate::text::Encoding;
    use crate::workspace::config::buffers::Buffers;
    use crate::workspace::config::sources::Sources;
    use crate::workspace::folders::Folders;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(text: &str, expected: Expect) {
        let path = Path::new("/nowhere/headword.toml");
        let mut sources = Sources::new(codes());
        sources.set_folders(Folders::new(vec!["/nowhere".into()]));
        let mut buffers = Buffers::default();
        buffers.open(path.into(), 1, text);
        sources.set_buffers(buffers);
        let settings = sources.read().0;
        let file = &settings.files()[0];
        let shown = invalid_settings(file).into_iter().map(|found| {
            let line = file.text.line_col(found.range.start(), Encoding::Utf8).line + 1;
            let (place, level) = (file.text.slice(found.range), found.level);
            format!("{line}: {place}\n  {level:?}: {}\n", found.message)
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn unknown_settings_and_wrong_types_are_reported_at_their_range() {
        check(
            "maxHeadingLevels = 3\ncodeLens = 'yes'\nexclude = ['a', '{x', '[']\n\
             [diagnostics]\nempty-sections = 'off'\nparked-section = 'loud'\n\
             [terms]\nalias = {}\nstyles = ['heading', 'bald']\naliases.Cache = 1\n\
             [server]\npath = '/bin/true'\n\
             [[overrides]]\nfile = []\n[[overrides]]\nfiles = 'a'\n\
             diagnostics = { empty-section = 1 }\n",
            expect![[r#"
                1: maxHeadingLevels
                  Warning: There is no setting `maxHeadingLevels`; did you mean `maxHeadingLevel`?
                2: 'yes'
                  Warning: `codeLens` is "yes", not true or false.
                3: '{x'
                  Warning: `exclude` has a bad pattern: error parsing glob '{x': unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?).
                5: empty-sections
                  Warning: There is no rule `empty-sections`; did you mean `empty-section`?
                6: 'loud'
                  Warning: The level of `parked-section` is "loud", not "error", "warning", "information", "hint" or "off".
                8: alias
                  Warning: There is no setting `terms.alias`; did you mean `terms.aliases`?
                9: 'bald'
                  Warning: `terms.styles` has no style "bald"; did you mean "bold"?
                10: 1
                  Warning: `terms.aliases` has 1 for “Cache”, not a list of names.
                11: server
                  Warning: There is no setting `server`.
                13: [[overrides]]
                  Warning: An item of `overrides` has no `files`.
                13: [[overrides]]
                  Warning: An item of `overrides` has no `diagnostics`.
                14: file
                  Warning: There is no setting `file`; did you mean `files`?
                16: 'a'
                  Warning: `files` is "a", not a list of patterns.
                17: 1
                  Warning: The level of `empty-section` is 1, not "error", "warning", "information", "hint" or "off".
            "#]],
        );
    }

    #[test]
    fn a_syntax_error_has_the_level_error() {
        check(
            "codeLens = true\nexclude = [\n",
            expect![[r#"
            2: 
              Error: Unclosed array, expected `]`.
        "#]],
        );
        check(
            "codeLens =\n",
            expect![[r#"
            1: 
              Error: String values must be quoted, expected literal string.
        "#]],
        );
        check(
            "a = 1\na = 2\n",
            expect![[r#"
            2: a
              Error: Duplicate key.
        "#]],
        );
    }

    #[test]
    fn a_group_of_the_wrong_type_is_reported() {
        check(
            "terms = 3\n",
            expect![[r#"
            1: 3
              Warning: `terms` is 3, not an object of settings.
        "#]],
        );
        check(
            "overrides = [1]\n[diagnostics]\n",
            expect![[r#"
            1: 1
              Warning: `overrides` has 1, not an object with `files`.
        "#]],
        );
    }

    #[test]
    fn valid_settings_have_no_diagnostics() {
        check("\u{feff}# Ours\r\nmaxHeadingLevel = 3\r\n[terms]\r\nlevels = 2\r\n", expect![[""]]);
    }
}
