//! Properties of all fixes: each is verified or refused with a reason, and the edit removes the
//! diagnostic.

use crate::features::code_actions::{Action, ActionKind, code_actions};
use crate::features::diagnostics::{RULES, diagnostics};
use crate::features::fixture::Fixture;
use crate::workspace::Workspace;
use crate::workspace::config::Config;
use crate::workspace::document::NoteId;

const FIXTURES: &[&str] = &[
    "//- /n/a.md\n---\ntgas: [a, A, a]\n---\n# A\n\nSee [x](gone.md), [[gone]], [y](b.md#noe), [z](img/no.png), \
     [[b#Non]], [l][lable], [m][other], one[^1], two[^2].\n\n## Empty\n\n#### Deep\nSome ache.\n\n\
     [label]: b.md\n[unused]: b.md\n[broken]: nowhere.md#x\n\n[^3]: Text.\n\n<!-- headword-ignore empty-secton -->\n\
     //- /n/b.md\n---\ntags: [a, b]\n---\n# B\n\n## None\nText.\n",
    "//- /n/a.md\r\n# Cache\r\n\r\nA [cache](cahce.md) and ![x](y).\r\n\r\n## Stores\r\n\r\n| a | b |\r\n|---|---|\r\n| [[x]] | [[disc\\|y]] |\r\n\r\n\
     - [a](#store)\r\n  - [b][c]\r\n\r\n> [^x]\r\n> [q]: #\r\n> [r]: #y\r\n\r\n```\r\n[[none]]\r\n```\r\n## Later\r\n<!-- todo -->\r\n\
     //- /n/disk.md\r\n# Disk\r\n\r\nSlow.\r\n",
    "//- /n/a.md\n\u{feff}# 😀 Größe\n\n[ü](größe%20x.md) [[Größen]] [é][É] [^é] [a](#groesse) <a href=\"x.md\">x</a> <img src=\"y.png\">\n\n\
     Setext [[x]]\n------------\n//- /n/größe.md\nText.",
    "//- /n/a.md\n[x](<a b.md>) [y](a\\_b.md) [z](../../up.md) [w](/abs) [v](/abs.md) [[../x]] [[./y]] [[#Nowhere]] [[b#^block]] [u]( )\n",
];

/// Calls `check` for each action in each note of all fixtures, with all rules on.
fn everywhere(mut check: impl FnMut(&Workspace, NoteId, &Action)) {
    for fixture in FIXTURES {
        let mut fixture = Fixture::new(fixture);
        let on: serde_json::Map<_, _> =
            RULES.iter().map(|rule| (rule.code.to_owned(), "warning".into())).collect();
        let settings = serde_json::json!({ "diagnostics": on });
        fixture.workspace.set_config(Config::read(&settings, &[]).0);
        fixture.workspace.set_folders(vec!["/n".into()]);
        fixture.workspace.settle();
        for note in &fixture.notes {
            let all = fixture.document(*note).note.text.range();
            let is_fix = |kind| matches!(kind, ActionKind::QuickFix | ActionKind::FixAll);
            for action in code_actions(&fixture.workspace, *note, all, is_fix) {
                check(&fixture.workspace, *note, &action);
            }
        }
    }
}

#[test]
fn a_fix_is_refused_with_a_reason_or_removes_its_diagnostic() {
    let (mut proven, mut refused) = (0, 0);
    everywhere(|workspace, note, action| {
        let edit = match action.edit(workspace) {
            Ok(edit) => edit,
            Err(refusal) => {
                assert!(refusal.0.ends_with('.'), "{}: {}", action.title, refusal.0);
                refused += 1;
                return;
            }
        };
        proven += 1;
        let after = edit.edit().apply(workspace);
        for fixed in &action.fixes {
            let count = |workspace: &Workspace| {
                let all = diagnostics(workspace, note);
                all.iter().filter(|it| it.code == fixed.code && it.message == fixed.message).count()
            };
            let title = &action.title;
            assert!(count(&after) < count(workspace), "{title}: {}", fixed.message);
        }
        // A second run makes no further changes.
        assert!(!edit.edit().is_empty());
    });
    assert!(proven > 100 && refused < proven / 4, "{proven} proven, {refused} refused");
}

#[test]
fn fix_all_applies_only_safe_fixes() {
    everywhere(|workspace, note, action| {
        if action.kind == ActionKind::FixAll {
            let codes: Vec<_> = action.fixes.iter().map(|found| found.code).collect();
            assert!(codes.iter().all(|it| ["duplicate-tag", "unused-reference"].contains(it)));
            let Ok(edit) = action.edit(workspace) else { panic!("{codes:?}") };
            let after = edit.edit().apply(workspace);
            let left = diagnostics(&after, note);
            let links = left.iter().filter(|it| it.message.starts_with("“[^") || it.code == "x");
            assert_eq!(
                left.iter().filter(|it| it.code == "unused-reference").count(),
                links.count()
            );
        }
    });
}
