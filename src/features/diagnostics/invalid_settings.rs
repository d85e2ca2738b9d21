//! `invalid-settings`: the problems of a `headword.toml`.
//!
//! This is not a rule: it is not about a note, and it cannot be suppressed.

use crate::features::diagnostics::diagnostic::Diagnostic;
use crate::workspace::config::settings::{FileProblem, SettingsFile};

/// The code of these diagnostics.
pub const INVALID_SETTINGS: &str = "invalid-settings";

/// Describes the problem as Markdown for the reference page, with its levels.
pub const INVALID_SETTINGS_PAGE: &str = "Level: `error` or `warning`\n\nAn error in `headword.toml`: \
    invalid syntax, an unknown setting or rule, a value of the wrong type, an invalid pattern. The \
    other settings stay in effect. While the syntax is invalid, the previous content of the file \
    stays in effect.";

/// Returns the diagnostics of a settings file, in source order.
pub fn invalid_settings(file: &SettingsFile) -> Vec<Diagnostic> {
    let diagnostic = |problem: &FileProblem| Diagnostic {
        code: INVALID_SETTINGS,
        level: problem.level,
        editor_level: problem.level,
        range: problem.range,
        message: problem.message.clone(),
        related: Vec::new(),
        is_repeated: false,
    };
    file.problems.iter().map(diagnostic).collect()
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
                  Warning: Unknown setting `maxHeadingLevels`. Did you mean `maxHeadingLevel`?
                2: 'yes'
                  Warning: Invalid value "yes" for `codeLens`. Expected true or false.
                3: '{x'
                  Warning: Invalid value "{x" for `exclude[1]`. Expected a pattern in the syntax of `.gitignore`: error parsing glob '{x': unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?).
                5: empty-sections
                  Warning: Unknown rule `empty-sections`. Did you mean `empty-section`?
                6: 'loud'
                  Warning: Invalid value "loud" for `diagnostics.parked-section`. Expected "off", "hint", "information", "warning" or "error".
                8: alias
                  Warning: Unknown setting `terms.alias`. Did you mean `terms.aliases`?
                9: 'bald'
                  Warning: Invalid value "bald" for `terms.styles[1]`. Expected "heading", "note", "bold", "definition-list" or "table".
                10: 1
                  Warning: Invalid value 1 for `terms.aliases.Cache`. Expected a list of strings.
                11: server
                  Warning: Unknown setting `server`.
                14: file
                  Warning: Unknown setting `overrides[0].file`. Did you mean `overrides[0].files`?
                16: 'a'
                  Warning: Invalid value "a" for `overrides[1].files`. Expected a list of strings.
                17: 1
                  Warning: Invalid value 1 for `overrides[1].diagnostics.empty-section`. Expected "off", "hint", "information", "warning" or "error".
            "#]],
        );
    }

    #[test]
    fn a_syntax_error_is_an_error() {
        check(
            "codeLens = true\nexclude = [\n",
            expect![[r#"
                2: 
                  Error: Invalid TOML: unclosed array, expected `]`.
            "#]],
        );
        check(
            "codeLens =\n",
            expect![[r#"
                1: 
                  Error: Invalid TOML: string values must be quoted, expected literal string.
            "#]],
        );
        check(
            "a = 1\na = 2\n",
            expect![[r#"
                2: a
                  Error: Invalid TOML: duplicate key.
            "#]],
        );
    }

    #[test]
    fn a_group_needs_its_type_and_its_required_settings() {
        check(
            "terms = 3\n",
            expect![[r#"
                1: 3
                  Warning: Invalid value 3 for `terms`. Expected an object.
            "#]],
        );
        check(
            "overrides = [{ files = [] }, {}]\n",
            expect![[r#"
                1: { files = [] }
                  Warning: `overrides[0]` has no `diagnostics`.
                1: {}
                  Warning: `overrides[1]` has no `files` and no `diagnostics`.
            "#]],
        );
        check(
            "overrides = [1]\n[diagnostics]\n",
            expect![[r#"
                1: 1
                  Warning: Invalid value 1 for `overrides[0]`. Expected an object.
            "#]],
        );
    }

    #[test]
    fn valid_settings_have_no_diagnostics() {
        check("\u{feff}# Ours\r\nmaxHeadingLevel = 3\r\n[terms]\r\nlevels = 2\r\n", expect![[""]]);
    }
}
